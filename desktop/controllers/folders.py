"""The folders of the list: made, named, deleted, and what new conversations in them start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.undo import Deed, Step, UndoStack
from desktop.model.folder import Folder
from desktop.model.ids import new_id
from desktop.settings import Settings
from desktop.store.listing import ARCHIVE
from desktop.store.stores import Stores


class FoldersController(QObject):
    """Keeps the folders in memory, and notes which headings of the list are collapsed. Methods raise StoreError."""

    changed = Signal()
    done = Signal(Step)  # a step was taken that can be undone

    def __init__(
        self,
        conversations: ConversationsController,
        stores: Stores,
        undo: UndoStack,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._stores = stores
        self._undo = undo
        self._settings = settings
        self._folders: list[Folder] = []
        self.refresh()

    @property
    def all(self) -> list[Folder]:
        """From the top."""
        return list(self._folders)

    def get(self, folder_id: str | None) -> Folder | None:
        return next((folder for folder in self._folders if folder.id == folder_id), None)

    def refresh(self) -> None:
        """Read the folders again, and let what stands in one that is gone stand among the rest."""
        if self._stores.folders.release_strays():
            self._conversations.refresh_all()
        self._folders = self._stores.folders.all()
        for folder in self._folders:
            if not self.is_collapsed(folder.id):
                self._conversations.catalogue.read_first(folder.id)
        self.changed.emit()

    def create(self, name: str) -> Folder:
        """Add a folder at the end; it can be undone, and the conversations that were put into it meanwhile come out."""
        position = max((folder.position for folder in self._folders), default=-1) + 1
        folder = Folder(new_id(), name, datetime.now(UTC), position)
        self._stores.folders.save(folder)
        self._push(Deed.CREATE_FOLDER, *self._removal(folder.id))
        return self._stores.folders.get(folder.id)

    def change(self, folder: Folder) -> None:
        """Take another name, or other values for new conversations, of a folder that is known by its id."""
        before = self._stores.folders.get(folder.id)
        if before == folder:
            return
        self._stores.folders.save(folder)
        after = self._stores.folders.get(folder.id)
        self._push(Deed.CHANGE_FOLDER, lambda: self._put(after, before), lambda: self._put(before, after))

    def rename(self, folder_id: str, name: str) -> None:
        folder = self.get(folder_id)
        if folder is not None and name:
            self.change(replace(folder, name=name))

    def delete(self, folder_id: str) -> None:
        """Remove a folder; its conversations are kept, among those without one."""
        delete, restore = self._removal(folder_id)
        delete()
        self._push(Deed.DELETE_FOLDER, restore, delete)

    def shift(self, folder_id: str, by: int) -> None:
        """Move a folder up (-1) or down (1) among the others; at the end of the row it stays."""
        before = [folder.id for folder in self._folders]
        place = before.index(folder_id) + by
        if 0 <= place < len(before):
            after = [each for each in before if each != folder_id]
            after.insert(place, folder_id)
            self._stores.folders.reorder(after)
            self._push(Deed.CHANGE_FOLDER, lambda: self._reorder(before), lambda: self._reorder(after))

    def is_collapsed(self, section: str) -> bool:
        """Whether the conversations below a heading, that of a folder or of the archive, are hidden."""
        return (section in self._noted) != (section == ARCHIVE)

    def collapse(self, section: str, *, collapsed: bool) -> None:
        """Hide or show what stands below a heading. The archive is hidden until the person shows it."""
        if collapsed == self.is_collapsed(section):
            return
        known = {ARCHIVE, *(folder.id for folder in self._folders)}
        self._settings.set("toggled_headings", " ".join(sorted((self._noted ^ {section}) & known)))
        if not collapsed:
            self._conversations.catalogue.read_first(section)
        self.changed.emit()

    @property
    def _noted(self) -> set[str]:
        """The headings that are not as they are at first."""
        return set(self._settings.text("toggled_headings").split())

    def _removal(self, folder_id: str) -> tuple[Callable[[], bool], Callable[[], bool]]:
        """Return what takes a folder away, and what brings it back with all that was in it."""
        inside: list[str] = []

        def delete() -> bool:
            inside[:] = self._stores.folders.delete(folder_id, datetime.now(UTC))
            return self._tell_all()

        def restore() -> bool:
            self._stores.folders.restore(folder_id, inside)
            return self._tell_all()

        return delete, restore

    def _put(self, expected: Folder, wanted: Folder) -> bool:
        if self._stores.folders.get(expected.id) != expected:
            return False
        self._stores.folders.save(wanted)
        self.refresh()
        return True

    def _reorder(self, folder_ids: list[str]) -> bool:
        self._stores.folders.reorder(folder_ids)
        self.refresh()
        return True

    def _tell_all(self) -> bool:
        self._conversations.refresh_all()
        self.refresh()
        return True

    def _push(self, deed: Deed, undo: Callable[[], bool], redo: Callable[[], bool]) -> None:
        step = Step(deed, 1, undo, redo, hides=deed is Deed.DELETE_FOLDER)
        self._undo.push(step)
        self.refresh()
        self.done.emit(step)
