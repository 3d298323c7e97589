"""What a person does to conversations and messages: one or many at once, and all of it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.undo import Deed, Step, UndoStack
from desktop.errors import NotKnown
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.message import Message
from desktop.model.tags import distinct, folded
from desktop.model.tree import branch, siblings, tip_below
from desktop.store.stores import Stores

_Changes = Mapping[str, Mapping[str, Any]]  # conversation id → field → value


class OrderController(QObject):
    """Each call is one step of the undo stack, however many conversations it concerns. All methods raise StoreError."""

    done = Signal(Step)  # a step was taken
    undone = Signal(Step)
    redone = Signal(Step)

    def __init__(
        self,
        conversations: ConversationsController,
        stores: Stores,
        undo: UndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._stores = stores
        self._undo = undo

    def rename(self, conversation_id: str, title: str) -> None:
        if title:
            self._do(Deed.RENAME, {conversation_id: {"title": title, "title_source": TitleSource.PERSON}})

    def pin(self, conversation_ids: Iterable[str], *, pinned: bool) -> None:
        self._do_alike(Deed.PIN, conversation_ids, pinned=pinned)

    def archive(self, conversation_ids: Iterable[str], *, archived: bool = True) -> None:
        """Take out of the list, or put back."""
        when = datetime.now(UTC) if archived else None
        self._do_alike(Deed.ARCHIVE, conversation_ids, archived=when)

    def move(self, conversation_ids: Iterable[str], folder_id: str | None) -> None:
        """Put into a folder, or into none."""
        self._do_alike(Deed.MOVE, conversation_ids, folder_id=folder_id)

    def tag(self, conversation_ids: Iterable[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        more, less = tuple(add), {folded(tag) for tag in remove}
        now = self._values({each: {"tags": ()} for each in conversation_ids})
        self._do(
            Deed.TAG,
            {
                each: {"tags": distinct((*(tag for tag in values["tags"] if folded(tag) not in less), *more))}
                for each, values in now.items()
            },
        )

    def trash(self) -> list[Conversation]:
        """What is in the trash, the one that was last put there first."""
        return self._stores.kept.conversations.trash()

    def all_tags(self) -> list[str]:
        """Every tag there is, in alphabetical order."""
        return self._stores.kept.listing.tags()

    def delete(self, conversation_ids: Iterable[str]) -> None:
        """Move to the trash. If the open one is among them, a new one takes its place."""
        self._do_alike(Deed.DELETE, conversation_ids, deleted=datetime.now(UTC))

    def restore(self, conversation_ids: Iterable[str]) -> None:
        """Bring back from the trash."""
        self._do_alike(Deed.RESTORE, conversation_ids, deleted=None)

    def show_branch(self, conversation: Conversation, head_id: str) -> None:
        """Move the head: another branch of the tree is shown from now on."""
        self._do(Deed.SWITCH_BRANCH, {conversation.id: {"head_id": head_id}})

    def delete_message(self, message: Message) -> None:
        """Move a message, and all that was said below it, to the trash.

        If it is on the screen, the newest other version of it takes its place, else the branch ends before it. With
        its only first message a conversation goes to the trash as a whole.
        """
        conversation = self._conversations.get(message.conversation_id)
        if conversation is None:
            return
        messages = self._conversations.messages_of(conversation)
        is_shown = message.id in {each.id for each in branch(messages, conversation.head_id)}
        others = [each for each in siblings(messages.values(), message) if each.id != message.id]
        if others:
            head = tip_below(messages.values(), others[-1].id)
        elif message.parent_id is not None:
            head = message.parent_id
        else:
            self.delete([conversation.id])
            return
        self._delete_message(message, {conversation.id: {"head_id": head} if is_shown else {}})

    def undo(self) -> Step | None:
        """Take back the last step, and return it; None where there is nothing to take back."""
        step = self._undo.undo()
        if step is not None:
            self.undone.emit(step)
        return step

    def redo(self) -> Step | None:
        step = self._undo.redo()
        if step is not None:
            self.redone.emit(step)
        return step

    def _delete_message(self, message: Message, changes: _Changes) -> None:
        messages = self._stores.of(message.conversation_id).messages
        when = datetime.now(UTC)
        deleted: list[str] = []
        before = self._values(changes)

        def delete() -> bool:
            self._conversations.change(changes, also=lambda: deleted.extend(messages.delete(message.id, when)))
            return True

        def restore() -> bool:
            is_as_left = self._values(changes) == after
            back: _Changes = before if is_as_left else {each: {} for each in changes}
            self._conversations.change(back, also=lambda: messages.restore(deleted))
            deleted.clear()
            return True

        delete()
        after = self._values(changes)
        self._push(Step(Deed.DELETE_MESSAGE, 1, restore, delete, hides=True))

    def _do_alike(self, deed: Deed, conversation_ids: Iterable[str], **fields: Any) -> None:
        self._do(deed, dict.fromkeys(conversation_ids, fields))

    def _do(self, deed: Deed, wanted: _Changes) -> None:
        """Take a step that changes fields of conversations; one that has these values already is left alone."""
        known = self._values(wanted)
        changes = {each: wanted[each] for each, values in known.items() if values != wanted[each]}
        if not changes:
            return
        before = {each: known[each] for each in changes}
        was_open = self._conversations.open.id
        self._conversations.change(changes)
        has_left = was_open != self._conversations.open.id
        after = self._values(changes)  # as they were stored: a moment to the millisecond, a text as UTF-8 can hold it
        if after == before:
            return
        self._push(
            Step(
                deed,
                len(changes),
                undo=lambda: self._swap(after, before, show=was_open if has_left else ""),
                redo=lambda: self._swap(before, after),
                title=self._title(changes),
                hides=any(fields.get("deleted") or fields.get("archived") for fields in changes.values()),
            )
        )

    def _swap(self, expected: _Changes, wanted: _Changes, show: str = "") -> bool:
        """Make the changes `wanted` of the conversations that are as `expected`; return whether there are any.

        `show` is a conversation to be opened after that.
        """
        known = self._values(expected)
        changes = {each: wanted[each] for each, values in known.items() if values == expected[each]}
        if changes:
            self._conversations.change(changes)
            self._conversations.open_by_id(show)
        return bool(changes)

    def _title(self, changes: _Changes) -> str:
        """Return the title of the only conversation among these, or ""."""
        if len(changes) != 1:
            return ""
        (conversation_id,) = changes
        return self._stores.of(conversation_id).conversations.get(conversation_id).title

    def _values(self, changes: _Changes) -> _Changes:
        """Return what these fields are now; of what is not known any more, nothing."""
        values: dict[str, Mapping[str, Any]] = {}
        for conversation_id, fields in changes.items():
            with suppress(NotKnown):
                conversation = self._stores.of(conversation_id).conversations.get(conversation_id)
                values[conversation_id] = {name: getattr(conversation, name) for name in fields}
        return values

    def _push(self, step: Step) -> None:
        self._undo.push(step)
        self.done.emit(step)
