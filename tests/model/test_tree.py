from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop.model.message import Message, Role, TextPart
from desktop.model.tree import branch, siblings, tip_below

START = datetime(2026, 1, 1, tzinfo=UTC)


def message(name: str, parent: str | None, second: int, role: Role = Role.USER) -> Message:
    return Message(name, "c", parent, role, (TextPart(name),), START + timedelta(seconds=second))


TREE = {
    node.id: node
    for node in (
        message("a", None, 0),
        message("b", "a", 1, Role.ASSISTANT),
        message("b2", "a", 2, Role.ASSISTANT),
        message("c", "b", 3),
        message("c2", "b", 4),
    )
}


def test_branch_goes_from_root_to_head() -> None:
    assert [node.id for node in branch(TREE, "c")] == ["a", "b", "c"]


def test_branch_of_nothing_is_empty() -> None:
    assert branch(TREE, None) == []
    assert branch(TREE, "gone") == []


def test_a_circle_does_not_hang() -> None:
    circle = {"x": message("x", "y", 0), "y": message("y", "x", 1)}
    assert len(branch(circle, "x")) == 2


def test_siblings_share_parent_and_role_oldest_first() -> None:
    assert [node.id for node in siblings(TREE.values(), TREE["b2"])] == ["b", "b2"]


def test_tip_follows_the_newest_line() -> None:
    assert tip_below(TREE.values(), "a") == "b2"
    assert tip_below(TREE.values(), "b") == "c2"
    assert tip_below(TREE.values(), "c") == "c"
