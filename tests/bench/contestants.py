"""What is measured side by side: the transcript, and a QTextBrowser used as simple clients use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import thread_time

from msgspec.structs import replace
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTextBrowser

from desktop.model.message import Role, State, TextPart
from desktop.ui.explain import Explanation
from desktop.ui.theme import load_theme
from desktop.ui.transcript import TranscriptView
from desktop.ui.transcript.entry import Entry
from tests.bench.material import entry

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SIZE = (1000, 800)


class Teahouse:
    """The transcript as the window uses it."""

    name = "Teahouse"

    def __init__(self) -> None:
        theme = load_theme(RESOURCES / "themes" / "light.toml")
        self.view = TranscriptView(theme, 15, lambda _: Explanation("", (), ""), resources=RESOURCES)
        self._reply = entry(Role.ASSISTANT, "", 1, State.WRITING)
        self._text = ""
        _show(self.view)

    def open(self, entries: Sequence[Entry]) -> None:
        self.view.show_branch(entries, None)

    def begin(self, text: str) -> None:
        """Be where a reply has come as far as `text`."""
        self._text = ""
        self.view.show_branch([entry(Role.USER, "Go on.", 0), self._reply], None)
        self.view.begin_stream("m1")
        for start in range(0, len(text), 1_000):
            self.feed(text[start : start + 1_000])
            QApplication.processEvents()

        while self.view._slow_work.busy:
            QApplication.processEvents()

    def to_end(self) -> None:
        self.view.scroll_to_end()

    def feed(self, piece: str) -> None:
        self._text += piece
        self.view.stream("m1", "", piece)

    def end(self) -> None:
        message = replace(self._reply.message, parts=(TextPart(self._text),), state=State.COMPLETE)
        self.view.end_stream(replace(self._reply, message=message))

    def find_first(self, words: str) -> None:
        self.view.finder.search([words])
        self.view.finder.go(forward=True)
        while self.view.finder.current is None:
            QApplication.processEvents()

    def find_all(self, words: str) -> Iterator[float]:
        """Count all places, and yield the milliseconds of the processor that each turn of the event loop takes."""
        began = thread_time()
        self.view.finder.search([words])
        while not self.view.finder.complete:
            yield (thread_time() - began) * 1000
            began = thread_time()
            QApplication.processEvents()
        yield (thread_time() - began) * 1000


class Browser:
    """One document, set anew with all of its text whenever some has come."""

    name = "QTextBrowser"

    def __init__(self) -> None:
        self.view = QTextBrowser()
        self._text = ""
        _show(self.view)

    def open(self, entries: Sequence[Entry]) -> None:
        self.view.setMarkdown("\n\n".join(each.message.text for each in entries))
        self.to_end()

    def begin(self, text: str) -> None:
        self._text = text
        self.feed("")

    def feed(self, piece: str) -> None:
        self._text += piece
        self.view.setMarkdown(self._text)
        self.to_end()

    def end(self) -> None:
        pass

    def find_first(self, words: str) -> None:
        self.view.moveCursor(QTextCursor.MoveOperation.Start)
        self.view.find(words)

    def find_all(self, words: str) -> Iterator[float]:
        began, document = thread_time(), self.view.document()
        found = document.find(words, QTextCursor(document))
        while not found.isNull():
            found = document.find(words, found)
        yield (thread_time() - began) * 1000

    def to_end(self) -> None:
        """Show the end, which is where one reads; for that, all before it has to be laid out."""
        self.view.document().size()
        self.view.verticalScrollBar().setValue(self.view.verticalScrollBar().maximum())


Contestant = Teahouse | Browser


def _show(view: QAbstractScrollArea) -> None:
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
