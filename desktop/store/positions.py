"""Where the person was reading in each conversation."""

from __future__ import annotations

from msgspec import Struct

from desktop.store.database import Database


class Position(Struct, frozen=True):
    """The top of the view: `offset` pixels below the top of block number `block` (from 0) of a message."""

    message_id: str
    block: int
    offset: float


class Positions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, conversation_id: str) -> Position | None:
        row = self._database.row(
            "SELECT message, block, offset FROM positions"
            " WHERE conversation = (SELECT key FROM conversations WHERE id = ?)",
            (conversation_id,),
        )
        return None if row is None else Position(row["message"], row["block"], row["offset"])

    def set(self, conversation_id: str, position: Position) -> None:
        """Keep the position, without waiting for the disk; a conversation that is not known is passed over."""
        with self._database.transaction(durable=False):
            self._database.run(
                "INSERT OR REPLACE INTO positions (conversation, message, block, offset)"
                " SELECT key, ?, ?, ? FROM conversations WHERE id = ?",
                (position.message_id, position.block, position.offset, conversation_id),
            )
