"""The empty window: one greeting, the ways to begin, and four prompts to start from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.ui.theme import Appearance

_COLUMN = 640  # px
_MARGIN = 18  # px beside the column, at the least
_CARDS = (("demo", "chat"), ("key", "key"), ("local", "model"))  # name, icon


class Welcome(QWidget):
    """`card_chosen` names one of "demo", "key", "local"; `prompt_chosen` brings a prompt for the composer."""

    card_chosen = Signal(str)
    prompt_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._appearance = appearance
        self._greeting = QLabel(self)
        self._greeting.setObjectName("greeting")
        self._greeting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._greeting.setWordWrap(True)
        self.cards = {name: _button("welcomeCard", self) for name, _ in _CARDS}
        self.prompts = [_button("welcomePrompt", self) for _ in range(4)]
        self._card_row = QWidget(self)
        self._prompt_grid = QWidget(self)
        self._lay_out()
        for name, card in self.cards.items():
            card.clicked.connect(lambda _=False, name=name: self.card_chosen.emit(name))
        for prompt in self.prompts:
            prompt.clicked.connect(lambda _=False, prompt=prompt: self.prompt_chosen.emit(prompt.text()))
        appearance.changed.connect(self._show_icons)
        self._show_icons()
        self.retranslate()

    def show_ways(self, *, has_account: bool) -> None:
        """Without an account the ways to get one; with one, prompts to start from."""
        self._card_row.setVisible(not has_account)
        self._prompt_grid.setVisible(has_account)

    def retranslate(self) -> None:
        self._greeting.setText(tr("What would you like to talk about?"))
        for name, title in {
            "demo": tr("Try the demo"),
            "key": tr("Add an API key"),
            "local": tr("Use a local server"),
        }.items():
            self.cards[name].setText(title)
            self.cards[name].setToolTip(self._explanations()[name])
            self.cards[name].setAccessibleDescription(self._explanations()[name])
        for button, prompt in zip(self.prompts, self._starters(), strict=True):
            button.setText(prompt)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _explanations(self) -> dict[str, str]:
        return {
            "demo": tr("A small server on this computer answers with prepared texts. No key, no network."),
            "key": tr("For the Teahouse gateway, DeepSeek, OpenRouter and others of their kind."),
            "local": tr("Ollama, llama.cpp, vLLM or LM Studio on this computer or in your network."),
        }

    def _starters(self) -> Sequence[str]:
        return (
            tr("Explain how tea is made, in a table"),
            tr("Write a function that counts words"),
            tr("Show me the quadratic formula"),
            tr("Write a short poem about autumn"),
        )

    def _lay_out(self) -> None:
        for holder, spacing in ((self._card_row, 12), (self._prompt_grid, 8)):
            grid = QGridLayout(holder)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(spacing)
        self._arrange()
        column = QVBoxLayout()
        column.setSpacing(24)
        column.addStretch(2)
        column.addWidget(self._greeting)
        column.addWidget(self._card_row)
        column.addWidget(self._prompt_grid)
        column.addStretch(3)
        centre = QWidget(self)
        centre.setMaximumWidth(_COLUMN)
        centre.setLayout(column)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(centre, 100)
        row.addStretch(1)

    def _arrange(self) -> None:
        """Put the buttons beside each other, or below each other where their words would be cut off."""
        for holder, buttons, most in (
            (self._card_row, [*self.cards.values()], len(self.cards)),
            (self._prompt_grid, self.prompts, 2),
        ):
            grid = holder.layout()
            assert isinstance(grid, QGridLayout)
            widest = max(button.sizeHint().width() for button in buttons)
            needed = most * widest + (most - 1) * grid.spacing()
            columns = most if needed <= min(self.width() - 2 * _MARGIN, _COLUMN) else 1
            places = [divmod(number, columns) for number in range(len(buttons))]
            if grid.itemAtPosition(*places[-1]) is None:
                for button, place in zip(buttons, places, strict=True):
                    grid.addWidget(button, *place)

    @Slot()
    def _show_icons(self) -> None:
        for name, icon in _CARDS:
            self.cards[name].setIcon(self._appearance.icon(icon, "accent"))
            self.cards[name].setIconSize(QSize(20, 20))


def _button(name: str, parent: QWidget) -> QPushButton:
    button = QPushButton(parent)
    button.setObjectName(name)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(True)
    return button
