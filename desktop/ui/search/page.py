"""The page of results: a question, its filters, and what was found, in the place of the conversation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.searching import SearchingController
from desktop.i18n import tr
from desktop.store.question import question_from
from desktop.store.search import Hit, Page
from desktop.store.words import pieces
from desktop.ui.search.delegate import HitDelegate
from desktop.ui.search.filters import Filters
from desktop.ui.search.results import ResultsModel
from desktop.ui.theme import Appearance
from desktop.ui.widgets.tab_order import tab_through

_WIDTH = 760  # px, as wide as a conversation
_DELAY = 60  # ms after the last key; a question costs less, and is given up for the next one
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class SearchPage(QWidget):
    """Keeps its question and its hits while it is away, so that one can go back to the next hit."""

    chosen = Signal(Hit)
    left = Signal()

    def __init__(self, searching: SearchingController, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._searching = searching
        self._appearance = appearance
        self._is_first = True  # the page of hits that comes next
        self._wants_best = False  # Enter was pressed before there was anything to choose
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        self.close_button = QToolButton(self)
        self.close_button.setAutoRaise(True)
        self.close_button.setIconSize(QSize(18, 18))
        self.filters = Filters(self)
        self.status = QLabel(self)
        self.status.setObjectName("hint")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self.model = ResultsModel(self)
        self.list = QListView(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY)
        self._set_up_list()
        self._lay_out()
        self._connect()
        self.retranslate()

    def open(self, text: str | None = None) -> None:
        """Take the keyboard; ask for `text`, or, where there is none, go on with what was found last."""
        self._searching.ask_for_choices()
        self.field.setFocus()
        if text is not None and text != self.field.text():
            self.field.setText(text)
            self._ask()
        self.field.selectAll()

    @property
    def words(self) -> list[str]:
        """The words and phrases that are looked for, as they were typed."""
        return pieces(question_from(self.field.text()).words)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(tr("Search titles, messages and reasoning"))
        self.field.setAccessibleName(tr("Search everything"))
        self.list.setAccessibleName(tr("Results"))
        self.close_button.setAccessibleName(tr("Back to the conversation"))
        self.close_button.setToolTip(tr("Back to the conversation (Esc)"))
        self.filters.retranslate()
        self._show_status()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        # Elsewhere in the window Escape stops the answer.
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in _MOVES and self.field.hasFocus():
            self.list.event(event)  # one can move through the hits while typing
        else:
            super().keyPressEvent(event)

    def _set_up_list(self) -> None:
        self.list.setObjectName("searchResults")
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self._appearance, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMouseTracking(True)
        self.list.setSpacing(1)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.field, 1)
        top.addWidget(self.close_button)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 8)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self.status)
        column.addWidget(self.list, 1)
        middle = QWidget(self)
        middle.setLayout(column)
        middle.setMaximumWidth(_WIDTH + 40)
        tab_through(self.field, *self.filters.buttons, self.list, self.close_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._choose_current)
        self.close_button.clicked.connect(self._leave)
        self.filters.edited.connect(self._on_filter_chosen)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self.model.more_wanted.connect(self._searching.ask_for_more)
        self._timer.timeout.connect(self._ask)
        self._searching.began.connect(self._on_began)
        self._searching.found.connect(self._on_found)
        self._searching.choices_known.connect(self.filters.offer)
        self._appearance.changed.connect(self._show_icons)
        self._show_icons()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._wants_best = False
        self.filters.follow(text)
        self._timer.start()

    @Slot(str)
    def _on_filter_chosen(self, text: str) -> None:
        self.field.setText(text)
        self.field.setFocus()

    @Slot()
    def _ask(self) -> None:
        self._timer.stop()
        self._searching.ask(self.field.text())

    @Slot()
    def _on_began(self) -> None:
        self._is_first = True

    @Slot(Page)
    def _on_found(self, page: Page) -> None:
        """Show the first hits in the place of the former ones, which stood there until now."""
        whole = page.rest is None
        if self._is_first:
            self._is_first = False
            self.model.replace(page.hits, is_whole=whole)
            self.list.scrollToTop()
            self.list.setCurrentIndex(self.model.index(0))
            self._show_status()
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, self.status.text()))
        else:
            self.model.add(page.hits, is_whole=whole)
            self._show_status()
        if self._wants_best:
            self._choose_current()

    def _show_status(self) -> None:
        count = self.model.rowCount()
        if question_from(self.field.text()).is_empty:
            self.status.setText(
                tr(
                    "Words in \"quotes\" stand side by side. A filter can be typed too:"
                    " model:name, account:name, folder:name, tag:name, from:2026-03, to:2026-03-15."
                )
            )
        elif not count:
            self.status.setText(tr("Nothing was found. Fewer words, or fewer filters, find more."))
        elif self.model.is_whole:
            self.status.setText(tr("{n} hit", "{n} hits", n=count))
        else:
            self.status.setText(tr("More than {n} hits, the best and newest first", n=count))

    @Slot()
    def _choose_current(self) -> None:
        if self._timer.isActive():
            self._ask()
        self._wants_best = self._is_first  # the list still shows what was found for fewer letters
        if not self._wants_best:
            self._choose(self.list.currentIndex())

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        hit = self.model.hit_at(index)
        if hit is not None:
            self.chosen.emit(hit)

    @Slot()
    def _leave(self) -> None:
        self._wants_best = False
        self._timer.stop()
        self._searching.stop()
        self.left.emit()

    @Slot()
    def _show_icons(self) -> None:
        self.close_button.setIcon(self._appearance.icon("close"))
        self.list.viewport().update()
