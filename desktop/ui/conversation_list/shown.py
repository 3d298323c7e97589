"""Keeps the sidebar's list in step with the conversations and folders, and reads more of them as it is scrolled."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Slot

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.folders import FoldersController
from desktop.store.listing import ARCHIVE
from desktop.ui.conversation_list.groups import Sections
from desktop.ui.conversation_list.sidebar import Sidebar


class ShownList(QObject):
    def __init__(self, sidebar: Sidebar, conversations: ConversationsController, folders: FoldersController) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._conversations = conversations
        self._folders = folders
        self._found: list[str] | None = None
        conversations.listed.connect(self.show)
        folders.changed.connect(self.show)
        sidebar.toggled.connect(lambda section, collapsed: folders.collapse(section, collapsed=collapsed))
        sidebar.more_wanted.connect(self._read_more)

    @Slot()
    def show(self) -> None:
        if self._found is None:
            self._sidebar.show_conversations(self._conversations.shown, self._sections())
        else:
            known = (self._conversations.get(each) for each in self._found)
            self._sidebar.show_conversations([each for each in known if each is not None], Sections())
        self._sidebar.select(self._conversations.open.id)

    def narrow(self, conversation_ids: Iterable[str] | None) -> None:
        """Show only these conversations, each under its day; None shows the whole list again."""
        self._found = None if conversation_ids is None else list(conversation_ids)
        self.show()

    def _sections(self) -> Sections:
        folders = self._folders.all
        known = self._conversations.catalogue
        return Sections(
            folders,
            collapsed=frozenset(
                section for section in (ARCHIVE, *(each.id for each in folders)) if self._folders.is_collapsed(section)
            ),
            temporary=known.temporary_ids,
            has_archive=known.has_archive,
            divided=True,
        )

    @Slot(str)
    def _read_more(self, section: str) -> None:
        """Read on, but not in what is collapsed and was never read."""
        catalogue = self._conversations.catalogue
        if self._found is None and section in catalogue.unfinished and catalogue.read_more(section):
            self.show()
