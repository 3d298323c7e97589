"""What can be done with whole conversations: by the actions of the window, by keys, and by the menus of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.folders import FoldersController
from desktop.controllers.order import OrderController
from desktop.controllers.replies import RepliesController
from desktop.controllers.undo import Step
from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.store.listing import ARCHIVE, PINNED, REST
from desktop.ui import dialogs
from desktop.ui.deeds import done_sentence, undone_sentence


class ConversationActions(QObject):
    """The room “conversations” of `actions.TABLE`: they act on what is selected in the list, else on the open one."""

    rename_requested = Signal(str)  # of a conversation or a folder: its title is to be edited in the list
    export_requested = Signal(object)  # a Conversation, a list of them, or None for all there are
    folder_requested = Signal(str)  # a folder's values for new conversations are to be edited
    notice = Signal(str, str, object)  # a sentence, the words of a button, and what the button does

    def __init__(
        self,
        conversations: ConversationsController,
        order: OrderController,
        folders: FoldersController,
        replies: RepliesController,
        *,
        selected: Callable[[], list[str]],
        window: QWidget,
    ) -> None:
        """`selected` gives the ids of the conversations that are selected in the list."""
        super().__init__(window)
        self._window = window
        self._conversations = conversations
        self._order = order
        self._folders = folders
        self._replies = replies
        self._selected = selected
        for controller in (order, folders):
            controller.done.connect(self._on_done)
        for signal in (order.undone, order.redone):
            signal.connect(lambda _: folders.refresh())

    # The actions of the room.

    def new_temporary(self) -> None:
        self._conversations.open_temporary()

    def keep_temporary(self) -> None:
        """Write the open temporary conversation to the disk."""
        conversation = self._conversations.open
        if self._replies.is_running(conversation.id):
            self.notice.emit(tr("Wait for the end of the answer, then keep the conversation."), "", None)
        else:
            self._conversations.keep(conversation.id)

    def new_folder(self) -> None:
        """Make a folder at the end of the others, and let its name be written."""
        self.rename_requested.emit(self._folders.create(tr("New folder")).id)

    def rename(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self.rename_requested.emit(chosen[0].id)

    def pin(self) -> None:
        chosen = self._chosen()
        self._order.pin(_ids(chosen), pinned=not all(each.pinned for each in chosen))

    def archive(self) -> None:
        chosen = self._chosen()
        self._order.archive(_ids(chosen), archived=not all(each.archived for each in chosen))

    def tag(self) -> None:
        chosen = self._chosen()
        if chosen:
            dialog = dialogs.TagsDialog([each.tags for each in chosen], self._order.all_tags(), self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.chosen.connect(lambda add, remove: self._order.tag(_ids(chosen), add=add, remove=remove))
            dialog.open()

    def export(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.export_requested.emit(chosen[0] if len(chosen) == 1 else chosen)

    def export_all(self) -> None:
        self.export_requested.emit(None)

    def delete(self) -> None:
        chosen = self._chosen()
        for each in chosen:
            self._replies.stop(each.id)
        self._order.delete(_ids(chosen))

    def undo(self) -> None:
        step = self._order.undo()
        self.notice.emit(undone_sentence(step) if step else tr("There is nothing to undo."), "", None)

    def redo(self) -> None:
        step = self._order.redo()
        if step is not None:
            self.notice.emit(done_sentence(step), "", None)

    # What the list asks for.

    @Slot(str)
    def delete_folder(self, folder_id: str) -> None:
        self._folders.delete(folder_id)

    @Slot(str, str)
    def rename_to(self, conversation_id: str, title: str) -> None:
        self._order.rename(conversation_id, title)

    @Slot(str, str)
    def rename_folder(self, folder_id: str, name: str) -> None:
        self._folders.rename(folder_id, name)

    @Slot(list, str)
    def place(self, conversation_ids: Sequence[str], section: str) -> None:
        """Put conversations where they were dragged to."""
        if section == PINNED:
            self._order.pin(conversation_ids, pinned=True)
        elif section == ARCHIVE:
            self._order.archive(conversation_ids)
        else:
            self._order.move(conversation_ids, None if section == REST else section)

    @Slot(str, QPoint)
    def show_menu(self, conversation_id: str, place: QPoint) -> None:
        """Open the menu of what is selected; `conversation_id` is the one that was clicked on."""
        if conversation_id not in self._selected():
            self._conversations.open_by_id(conversation_id)
        chosen = self._chosen()
        if not chosen:
            return
        menu = self._new_menu()
        if len(chosen) == 1:
            menu.addAction(tr("Rename"), self.rename)
        is_kept = not any(map(self._conversations.is_temporary, chosen))
        if is_kept:
            self._add_order(menu, chosen)
        elif len(chosen) == 1:
            menu.addAction(tr("Keep this conversation"), self.keep_temporary)
        menu.addAction(tr("Export to Markdown…"), self.export)
        menu.addSeparator()
        menu.addAction(tr("Move to the trash"), self.delete)
        menu.popup(place)

    @Slot(str, QPoint)
    def show_folder_menu(self, folder_id: str, place: QPoint) -> None:
        folder = self._folders.get(folder_id)
        if folder is None:
            return
        menu = self._new_menu()
        menu.addAction(tr("New conversation in this folder"), lambda: self._conversations.open_new(folder))
        menu.addAction(tr("For new conversations…"), lambda: self.folder_requested.emit(folder_id))
        menu.addAction(tr("Rename"), lambda: self.rename_requested.emit(folder_id))
        ids = [each.id for each in self._folders.all]
        menu.addAction(tr("Move up"), lambda: self._folders.shift(folder_id, -1)).setEnabled(folder_id != ids[0])
        menu.addAction(tr("Move down"), lambda: self._folders.shift(folder_id, 1)).setEnabled(folder_id != ids[-1])
        menu.addSeparator()
        menu.addAction(tr("Delete the folder"), lambda: self._folders.delete(folder_id))
        menu.popup(place)

    def _add_order(self, menu: QMenu, chosen: Sequence[Conversation]) -> None:
        menu.addAction(tr("Unpin") if all(each.pinned for each in chosen) else tr("Pin"), self.pin)
        archived = all(each.archived for each in chosen)
        menu.addAction(tr("Put back into the list") if archived else tr("Archive"), self.archive)
        places = menu.addMenu(tr("Move to"))
        self._add_place(places, tr("No folder"), None, chosen)
        for folder in self._folders.all:
            self._add_place(places, folder.name, folder.id, chosen)
        places.addSeparator()
        places.addAction(tr("New folder"), lambda: self._move_to_new(chosen))
        menu.addAction(tr("Tags…"), self.tag)

    def _add_place(self, menu: QMenu, name: str, folder_id: str | None, chosen: Sequence[Conversation]) -> None:
        place = menu.addAction(name.replace("&", "&&"), lambda: self._order.move(_ids(chosen), folder_id))
        place.setCheckable(True)
        place.setChecked(all(each.folder_id == folder_id for each in chosen))

    def _move_to_new(self, chosen: Sequence[Conversation]) -> None:
        folder = self._folders.create(tr("New folder"))
        self._order.move(_ids(chosen), folder.id)
        self.rename_requested.emit(folder.id)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _chosen(self) -> list[Conversation]:
        """What is selected in the list, else the open conversation, where it has a message."""
        ids = self._selected() or [self._conversations.open.id]
        known = (self._conversations.get(each) for each in ids)
        return [each for each in known if each is not None and each.head_id is not None]

    @Slot(Step)
    def _on_done(self, step: Step) -> None:
        """Tell of what is out of sight now, and offer to bring it back."""
        if step.hides:
            self.notice.emit(done_sentence(step), tr("Undo"), self.undo)


def _ids(conversations: Sequence[Conversation]) -> list[str]:
    return [conversation.id for conversation in conversations]
