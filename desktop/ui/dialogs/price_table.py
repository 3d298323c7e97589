"""The table of an account's prices, as decimals are written: nothing is ever rounded on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import mark, tr
from desktop.model.usage import Price

_HEADINGS = (mark("Model"), mark("Input"), mark("Cached input"), mark("Output"), mark("Currency"), mark("As of"))
_AMOUNTS = (1, 2, 3)  # columns
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEIGHT = 190  # px


class PriceError(Exception):
    """A cell says nothing that can be kept; `row` and `column` are its place, and the text is a sentence."""

    def __init__(self, sentence: str, row: int, column: int) -> None:
        super().__init__(sentence)
        self.row, self.column = row, column


class PriceTable(QWidget):
    """`preset_wanted` asks for the known prices of the endpoint; `show_prices` brings them."""

    preset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, len(_HEADINGS), self)
        self.table.setAccessibleName(tr("Prices"))
        self.table.setHorizontalHeaderLabels([tr(heading) for heading in _HEADINGS])
        for column in _AMOUNTS:
            self.table.model().setHeaderData(
                column, Qt.Orientation.Horizontal, _RIGHT, Qt.ItemDataRole.TextAlignmentRole
            )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(72)
        header.setHighlightSections(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setFixedHeight(_HEIGHT)
        self.add_button = QPushButton(tr("Add a line"), self)
        self.remove_button = QPushButton(tr("Remove the line"), self)
        self.preset_button = QPushButton(tr("Use the known prices"), self)
        for button, act in (
            (self.add_button, self.add_line),
            (self.remove_button, self.remove_line),
            (self.preset_button, self.preset_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self._lay_out()

    def show_prices(self, prices: tuple[Price, ...]) -> None:
        self.table.setRowCount(0)
        for price in prices:
            self._add(_cells(price))

    def prices(self) -> tuple[Price, ...]:
        """Return the lines that are not empty. Raises PriceError for the first one that cannot be kept."""
        found: dict[str, Price] = {}
        for row in range(self.table.rowCount()):
            cells = [self._text(row, column) for column in range(len(_HEADINGS))]
            if not any(cells[:4]):
                continue
            price = _price(cells, row)
            if price.model in found:
                raise PriceError(tr("The model “{model}” has two lines.", model=price.model), row, 0)
            found[price.model] = price
        return tuple(found.values())

    def holds(self, prices: tuple[Price, ...]) -> bool:
        try:
            return self.prices() == prices
        except PriceError:
            return False

    def offer_preset(self, *, offered: bool) -> None:
        self.preset_button.setEnabled(offered)
        self.preset_button.setToolTip("" if offered else tr("No prices are known for this address."))

    def point_at(self, error: PriceError) -> None:
        self.table.setCurrentCell(error.row, error.column)
        self.table.setFocus()

    @Slot()
    def add_line(self) -> None:
        self._add(("", "", "", "", "USD", date.today().isoformat()))  # noqa: DTZ011 - the person's own calendar
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.editItem(self.table.currentItem())

    @Slot()
    def remove_line(self) -> None:
        self.table.removeRow(self.table.currentRow())

    def _add(self, cells: tuple[str, ...]) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate(cells):
            cell = QTableWidgetItem(text)
            if column in _AMOUNTS:
                cell.setTextAlignment(_RIGHT)
            self.table.setItem(row, column, cell)

    def _text(self, row: int, column: int) -> str:
        cell = self.table.item(row, column)
        return cell.text().strip() if cell is not None else ""

    def _lay_out(self) -> None:
        note = QLabel(tr("Per million tokens. “*” stands for every model without a line of its own."), self)
        note.setObjectName("rowHelp")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        for button in (self.add_button, self.remove_button, self.preset_button):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(note)
        column.addWidget(self.table)
        column.addLayout(foot)


def _cells(price: Price) -> tuple[str, ...]:
    cached = "" if price.cached_input is None else f"{price.cached_input:f}"
    day = "" if price.as_of is None else price.as_of.isoformat()
    return (price.model, f"{price.input:f}", cached, f"{price.output:f}", price.currency, day)


def _price(cells: list[str], row: int) -> Price:
    model, into, cached, out, currency, day = cells
    if not model:
        raise PriceError(tr("A price has no model. Name one, or write * for all others."), row, 0)
    return Price(
        model,
        input=_amount(into, row, 1),
        output=_amount(out, row, 3),
        cached_input=_amount(cached, row, 2) if cached else None,
        currency=_currency(currency, row),
        as_of=_day(day, row) if day else None,
    )


def _amount(text: str, row: int, column: int) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise PriceError(tr("“{text}” is no price. Write it like 1.68.", text=text), row, column)
    return amount


def _currency(text: str, row: int) -> str:
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text.upper()
    raise PriceError(tr("“{text}” is no currency. Write three letters like USD.", text=text), row, 4)


def _day(text: str, row: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PriceError(tr("“{text}” is no date. Write it like 2026-11-01.", text=text), row, 5) from None
