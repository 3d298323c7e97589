"""What can be done with the words on the screen: finding them, copying them, quoting them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop.ui import transcript
from desktop.ui.conversation_pane import ConversationPane
from desktop.ui.theme import Appearance

_LONGEST = 100  # characters of a selection that one may want to find elsewhere


class Reading(QObject):
    """The room “reading” of `actions.TABLE`. Nothing happens where no conversation is on the screen."""

    def __init__(self, pane: ConversationPane, appearance: Appearance) -> None:
        super().__init__(pane)
        self._pane = pane
        self._appearance = appearance
        self._bar: transcript.FindBar | None = None
        pane.conversation_shown.connect(self.leave)

    def find(self) -> None:
        """Open the find bar, with the words that are selected."""
        view = self._pane.shown_transcript
        if view is not None and view.isVisible():
            selected = view.selection.markdown()
            self.find_bar.open(selected if len(selected) <= _LONGEST and "\n" not in selected else "")

    def find_next(self) -> None:
        self._go(forward=True)

    def find_previous(self) -> None:
        self._go(forward=False)

    def copy_rich(self) -> None:
        """Copy what is selected for a word processor."""
        view = self._pane.shown_transcript
        if view is not None:
            view.copy_rich()

    def quote(self) -> None:
        """Take what is selected into the message that is being written."""
        view = self._pane.shown_transcript
        if view is not None and view.selection:
            view.quoted.emit(view.selection.markdown())

    @property
    def find_bar(self) -> transcript.FindBar:
        """Made when it is needed first."""
        if self._bar is None:
            self._bar = transcript.FindBar(self._pane.transcript, self._appearance)
        return self._bar

    def _go(self, *, forward: bool) -> None:
        view = self._pane.shown_transcript
        if view is None:
            return
        if view.finder.count or self.find_bar.isVisible():
            self.find_bar.go(forward=forward)
        else:
            self.find()

    @Slot()
    def leave(self) -> None:
        """Close the find bar, and mark nothing any more."""
        view = self._pane.shown_transcript
        if self._bar is not None and self._bar.isVisible():
            self._bar.close_quietly()
        elif view is not None:
            view.finder.search(())
