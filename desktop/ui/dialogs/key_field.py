"""Where a secret is typed. One that is kept is never shown again: it is only said where it is."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.system.keys import ENVIRONMENT_VARIABLE, KeyPlace


class KeyField(QWidget):
    """`secret()` is None while what is kept is to stay, "" once it is to be removed, else what was typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._removed = False
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(tr("API key"))
        self.line.textChanged.connect(self.changed)
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.replace_button = QPushButton(tr("Replace"), self)
        self.remove_button = QPushButton(tr("Remove"), self)
        self.note = QLabel(self)
        self.note.setObjectName("rowHelp")
        self.note.setWordWrap(True)
        for button, act in ((self.replace_button, self._on_replace), (self.remove_button, self._on_remove)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self._kept = QWidget(self)
        self._lay_out()
        self.setFocusProxy(self.line)
        self.show_place(KeyPlace.NONE)

    def secret(self) -> str | None:
        if self._kept.isHidden():
            typed = self.line.text().strip()
            return typed or ("" if self._removed else None)
        return None

    def show_looking(self) -> None:
        """While it is not known yet where the key is: the keyring may take its time."""
        self._show_kept(tr("Looking into the keyring…"), buttons=False)

    def show_place(self, place: KeyPlace) -> None:
        match place:
            case KeyPlace.KEYRING:
                self._show_kept(tr("A key is kept in your system's keyring."))
            case KeyPlace.THIS_RUN:
                self._show_kept(tr("A key is kept until Teahouse closes: no keyring answers."))
            case KeyPlace.ENVIRONMENT:
                sentence = tr("The key comes from {variable}.", variable=ENVIRONMENT_VARIABLE)
                self._show_kept(sentence, buttons=False)
            case KeyPlace.NONE:
                self._show_line(tr("It goes into your system's keyring, never into a file."))

    def show_unknown(self, sentence: str) -> None:
        """The keyring did not tell. What is typed now replaces whatever it may hold."""
        self._show_line(sentence)

    def clear(self) -> None:
        """Forget what was typed."""
        self.line.clear()

    def _show_kept(self, sentence: str, *, buttons: bool = True) -> None:
        self._removed = False
        self.line.clear()
        self.line.hide()
        self.note.hide()
        self.state.setText(sentence)
        self.replace_button.setVisible(buttons)
        self.remove_button.setVisible(buttons)
        self._kept.show()
        self.setFocusProxy(self.replace_button)

    def _show_line(self, note: str) -> None:
        self._kept.hide()
        self.line.clear()
        self.line.show()
        self.note.setText(note)
        self.note.show()
        self.setFocusProxy(self.line)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._kept)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.state, 1)
        row.addWidget(self.replace_button)
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self._kept)
        column.addWidget(self.note)

    @Slot()
    def _on_replace(self) -> None:
        self._show_line(tr("Leave it empty to keep the key that is there."))
        self.line.setFocus()
        self.changed.emit()

    @Slot()
    def _on_remove(self) -> None:
        self._removed = True
        self._show_line(tr("The key goes when you save. Type another one to keep that instead."))
        self.line.setFocus()
        self.changed.emit()
