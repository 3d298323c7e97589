"""The filters of a search as small menus. What is chosen is written into the question, where it can be typed too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop.controllers.searching import Choices
from desktop.i18n import mark, tr
from desktop.store.question import Key, filters_in, with_filter, without_filters
from desktop.ui.search.results import today
from desktop.ui.widgets.flow import FlowLayout

_LABELS = {
    Key.ACCOUNT: mark("Account"),
    Key.MODEL: mark("Model"),
    Key.ROLE: mark("Said by"),
    Key.SINCE: mark("Date"),
    Key.FOLDER: mark("Folder"),
    Key.TAG: mark("Tag"),
    Key.ARCHIVED: mark("Archive"),
}
_ROLES = {"user": mark("You"), "assistant": mark("The model"), "system": mark("System prompt")}
_ARCHIVED = {"yes": mark("Only what is archived"), "no": mark("Without what is archived")}
_LONGEST = 24  # characters of a value on a button

Choice = tuple[str, str]  # value, and how it is called


class Filters(QWidget):
    """`edited` brings the question with another filter in it; `follow` is told the question whenever it changes."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._choices = Choices((), (), (), ())
        self._buttons = {key: self._make_button(key) for key in _LABELS}
        row = FlowLayout(self)
        for button in self._buttons.values():
            row.addWidget(button)
        self.retranslate()

    @property
    def buttons(self) -> list[QToolButton]:
        return list(self._buttons.values())

    def offer(self, choices: Choices) -> None:
        self._choices = choices
        self.retranslate()

    def follow(self, text: str) -> None:
        """Show the filters that stand in `text`."""
        self._text = text
        self.retranslate()

    def retranslate(self) -> None:
        given = self._given()
        for key, button in self._buttons.items():
            label, values = tr(_LABELS[key]), given.get(key, [])
            shown = ", ".join(self._called(key, value) for value in values)
            short = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
            button.setText(tr("{filter}: {value}", filter=label, value=short) if short else label)
            button.setAccessibleName(tr("{filter}: {value}", filter=label, value=shown or tr("any")))
            button.setVisible(bool(values or self._offered(key)))
            if button.property("chosen") != bool(values):
                button.setProperty("chosen", bool(values))
                button.style().unpolish(button)
                button.style().polish(button)

    def _given(self) -> dict[Key, list[str]]:
        """Return the values by key; the first and the last day stand together under the key of the first."""
        given: dict[Key, list[str]] = {}
        dates: dict[Key, str] = {}
        for key, value, _ in filters_in(self._text):
            if key in (Key.SINCE, Key.UNTIL):
                dates[key] = value
            else:
                given.setdefault(key, []).append(value)
        if Key.UNTIL in dates:
            given[Key.SINCE] = [f"{dates.get(Key.SINCE, '…')} – {dates[Key.UNTIL]}"]
        elif dates:
            given[Key.SINCE] = [dates[Key.SINCE]]
        return given

    def _make_button(self, key: Key) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("filter")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu, key))
        button.setMenu(menu)
        return button

    def _fill(self, menu: QMenu, key: Key) -> None:
        menu.clear()
        chosen = [value for found, value, _ in filters_in(self._text) if found is key]
        everything = menu.addAction(tr("Any"))
        everything.setCheckable(True)
        everything.setChecked(not chosen)
        everything.triggered.connect(lambda: self._choose(key, ""))
        menu.addSeparator()
        for value, name in self._offered(key):
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.triggered.connect(lambda _=False, value=value: self._choose(key, value))
        if key is Key.SINCE:
            menu.addSeparator()
            menu.addAction(tr("From … to …"), self._write_dates)

    def _write_dates(self) -> None:
        """Put both dates into the question, for the person to change."""
        text = with_filter(self._text, Key.SINCE, today().replace(day=1).isoformat())
        self.edited.emit(with_filter(text, Key.UNTIL, today().isoformat()))

    def _choose(self, key: Key, value: str) -> None:
        text = without_filters(self._text, Key.UNTIL) if key is Key.SINCE else self._text
        self.edited.emit(with_filter(text, key, value))

    def _offered(self, key: Key) -> Sequence[Choice]:
        named = {
            Key.ACCOUNT: self._choices.accounts,
            Key.MODEL: self._choices.models,
            Key.FOLDER: self._choices.folders,
            Key.TAG: self._choices.tags,
        }
        if key in named:  # a name with a quote in it cannot be written into a question
            return [(name, name) for name in named[key] if name and '"' not in name]
        if key is Key.SINCE:
            return _spans(today())
        return [(value, tr(name)) for value, name in (_ROLES if key is Key.ROLE else _ARCHIVED).items()]

    def _called(self, key: Key, value: str) -> str:
        return dict(self._offered(key)).get(value, value)


def _spans(now: date) -> list[Choice]:
    return [
        (now.isoformat(), tr("Today")),
        ((now - timedelta(days=6)).isoformat(), tr("The last 7 days")),
        ((now - timedelta(days=29)).isoformat(), tr("The last 30 days")),
        (f"{now.year}", tr("This year")),
        (f"{now.year - 1}", tr("Since last year")),
    ]
