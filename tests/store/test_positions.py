from __future__ import annotations

from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.positions import Position, Positions
from tests.store import make


def test_the_place_where_the_person_was_reading(database: Database) -> None:
    positions, conversation = Positions(database), make.conversation()
    Conversations(database).add(conversation)
    assert positions.get(conversation.id) is None
    positions.set(conversation.id, Position("a", 1, 2.5))
    positions.set(conversation.id, Position("b", 3, 0))
    assert positions.get(conversation.id) == Position("b", 3, 0)
    positions.set("nobody", Position("a", 0, 0))
    assert positions.get("nobody") is None
