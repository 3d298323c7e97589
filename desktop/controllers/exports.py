"""Exports of one or all conversations: a file at a time, so that the window stays awake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.controllers.conversations import ConversationsController
from desktop.errors import TeahouseError
from desktop.exchange.document import Document
from desktop.exchange.export import Format, export, export_to
from desktop.model.conversation import Conversation


class ExportsController(QObject):
    """One export at a time; another one waits for nobody and ends the first."""

    progressed = Signal(int, int)  # files written, files altogether
    succeeded = Signal(Path, int)  # the folder or file, files written
    failed = Signal(TeahouseError)

    def __init__(self, conversations: ConversationsController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._files: Iterator[Path] | None = None
        self._folder = Path()
        self._written = self._total = 0
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._write_next)

    def write_one(self, conversation: Conversation, path: Path, format: Format) -> None:  # noqa: A002
        try:
            export_to(path, self._document(conversation), format)
        except TeahouseError as error:
            self.failed.emit(error)
        else:
            self.succeeded.emit(path, 1)

    def write_many(self, folder: Path, format: Format, ids: list[str] | None = None) -> None:  # noqa: A002
        """Write these conversations into `folder`; None stands for all that are kept and not in the trash."""
        ids = self._conversations.catalogue.all_ids() if ids is None else ids
        self._folder, self._written, self._total = folder, 0, len(ids)
        known = (self._conversations.get(each) for each in ids)
        self._files = export((self._document(each) for each in known if each is not None), folder, format)
        self._turns.start()

    def cancel(self) -> None:
        """Stop after the file that is being written; those before stay."""
        self._turns.stop()
        self._files = None

    @Slot()
    def _write_next(self) -> None:
        assert self._files is not None
        try:
            written = next(self._files, None)
        except TeahouseError as error:
            self.cancel()
            self.failed.emit(error)
            return
        if written is not None:
            self._written += 1
            self.progressed.emit(self._written, self._total)
        else:
            self.cancel()
            self.succeeded.emit(self._folder, self._written)

    def _document(self, conversation: Conversation) -> Document:
        folder = self._conversations.folder_of(conversation)
        return Document(conversation, self._conversations.messages_of(conversation), folder)
