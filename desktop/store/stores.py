"""The profile's store, and one in memory beside it for temporary conversations: no file ever hears of those."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from desktop.store.journal import Journal
from desktop.store.listing import Listing
from desktop.store.messages import Messages
from desktop.store.opening import BUSY_SECONDS
from desktop.store.positions import Positions


class Store:
    """One database, and those who speak for a part of it."""

    def __init__(self, database: Database, patience: float = BUSY_SECONDS) -> None:
        self.database = database
        self.conversations = Conversations(database)
        self.listing = Listing(database)
        self.messages = Messages(database)
        self.journal = Journal(database, patience)
        self.positions = Positions(database)


class Stores:
    """Whoever writes for a conversation asks here where that goes."""

    def __init__(self, database: Database, patience: float = BUSY_SECONDS) -> None:
        """`patience` is that of the journal."""
        self.kept = Store(database, patience)
        self.folders = Folders(database)
        self._temporary: Store | None = None
        self._temporary_ids: set[str] = set()

    def of(self, conversation_id: str) -> Store:
        if self._temporary is not None and conversation_id in self._temporary_ids:
            return self._temporary
        return self.kept

    def is_temporary(self, conversation_id: str) -> bool:
        return conversation_id in self._temporary_ids

    @property
    def temporary_ids(self) -> frozenset[str]:
        return frozenset(self._temporary_ids)

    def hold_in_memory(self, conversation_id: str) -> None:
        """Let everything of this new conversation, which is stored nowhere yet, go to memory alone."""
        if self._temporary is None:
            self._temporary = Store(Database.in_memory())
        self._temporary_ids.add(conversation_id)

    def keep(self, conversation_id: str) -> None:
        """Move a temporary conversation, with all its branches, to the profile, in one transaction."""
        memory = self.of(conversation_id)
        conversation = memory.conversations.get(conversation_id)
        position = memory.positions.get(conversation_id)
        with self.kept.database.transaction():
            self.kept.conversations.add(replace(conversation, head_id=None))
            for message in memory.messages.of(conversation_id).values():
                self.kept.messages.add(message, as_head=False)
            self.kept.conversations.change(conversation_id, head_id=conversation.head_id)
            if position is not None:
                self.kept.positions.set(conversation_id, position)
        self._temporary_ids.discard(conversation_id)
        memory.conversations.purge(conversation_id)

    def close(self) -> None:
        """Close both databases; what was temporary is gone."""
        if self._temporary is not None:
            self._temporary.database.close()
        self.kept.database.close()
