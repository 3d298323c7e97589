"""The card at the foot of the conversation: editor, model, parameters, and one button that sends or stops."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.ui.composer.editor import Editor
from desktop.ui.theme import Appearance


class Composer(QFrame):
    """Emits what the person wants and decides nothing. The text stays until `clear()`: until it is safe elsewhere."""

    submitted = Signal(str)
    stop_requested = Signal()
    draft_changed = Signal(str)
    model_clicked = Signal()
    parameters_clicked = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._appearance = appearance
        self._replying = False
        self.editor = Editor(self)
        self.editor.setObjectName("composerEditor")
        self.model_button = _flat_button("modelChip")
        self.parameters_button = _flat_button("parametersButton")
        self.hint = QLabel(self)
        self.hint.setObjectName("composerHint")
        self.button = QToolButton(self)
        self.button.setObjectName("sendButton")
        self.button.setIconSize(QSize(18, 18))
        self.button.setFixedSize(36, 36)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.editor)
        self._show_icons()
        self.retranslate()

    def text(self) -> str:
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Show `text` as a draft that is already kept: emits nothing."""
        blocked = self.editor.blockSignals(True)
        self.editor.setPlainText(text)
        self.editor.blockSignals(blocked)
        if text:
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        self._show_button()

    def clear(self) -> None:
        self.set_text("")

    def quote(self, markdown: str) -> None:
        """Add `markdown` below what is written as a quote, with room for the answer to it."""
        lines = "\n".join(f"> {line}" if line else ">" for line in markdown.strip("\n").split("\n"))
        before = self.text().rstrip("\n")
        cursor = self.editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        missing = "" if not before else "\n" * (2 - (len(self.text()) - len(before)))
        cursor.insertText(f"{missing}{lines}\n\n")
        self.editor.setTextCursor(cursor)
        self.editor.ensureCursorVisible()
        self.editor.setFocus()

    def set_replying(self, replying: bool) -> None:
        """Whether a reply is being written in this conversation: the button then stops it."""
        self._replying = replying
        self._show_button()

    def set_model(self, account: str, model: str) -> None:
        if model:
            self.model_button.setText(model if not account else f"{model} · {account}")
        else:
            self.model_button.setText(tr("Choose a model"))
        self.model_button.setAccessibleDescription(self.model_button.text())  # its name says only what it is for

    def set_hint(self, hint: str) -> None:
        """A quiet sentence beside the button; "" for none."""
        self.hint.setText(hint)

    def set_enter_sends(self, enter_sends: bool) -> None:
        self.editor.enter_sends = enter_sends
        self.retranslate()

    def retranslate(self) -> None:
        self.editor.setAccessibleName(tr("Message"))
        self.editor.setPlaceholderText(
            tr("Write a message. Enter sends, Shift+Enter starts a new line.")
            if self.editor.enter_sends
            else tr("Write a message. Ctrl+Enter sends, Enter starts a new line.")
        )
        self.model_button.setAccessibleName(tr("Model"))
        self.model_button.setToolTip(tr("Choose the model of this conversation (Ctrl+M)"))
        self.parameters_button.setAccessibleName(tr("Parameters"))
        self.parameters_button.setToolTip(tr("System prompt, temperature and length for this conversation"))
        self._show_button()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.model_button)
        foot.addWidget(self.parameters_button)
        foot.addStretch(1)
        foot.addWidget(self.hint)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.editor)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.editor.submitted.connect(self._submit)
        self.editor.textChanged.connect(self._on_text)
        self.button.clicked.connect(self._on_button)
        self.model_button.clicked.connect(self.model_clicked)
        self.parameters_button.clicked.connect(self.parameters_clicked)
        self._appearance.changed.connect(self._show_icons)

    def _on_text(self) -> None:
        self._show_button()
        self.draft_changed.emit(self.text())

    def _on_button(self) -> None:
        if self._replying:
            self.stop_requested.emit()
        else:
            self._submit()

    def _submit(self) -> None:
        if not self._replying and self.text().strip():
            self.submitted.emit(self.text())

    @Slot()
    def _show_icons(self) -> None:
        self.parameters_button.setIcon(self._appearance.icon("sliders"))
        self.model_button.setIcon(self._appearance.icon("model"))
        self._show_button()

    def _show_button(self) -> None:
        self.button.setEnabled(self._replying or bool(self.text().strip()))
        name = "stop" if self._replying else "send"
        self.button.setIcon(self._appearance.icon(name, "on_accent"))
        self.button.setAccessibleName(tr("Stop") if self._replying else tr("Send"))
        self.button.setToolTip(tr("Stop the answer (Esc)") if self._replying else tr("Send"))


def _flat_button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    return button
