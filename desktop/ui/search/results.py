"""The hits as a list, read on as it is scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.i18n import tr
from desktop.model.message import Role
from desktop.store.search import Hit
from desktop.ui import figures

HIT_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractListModel):
    more_wanted = Signal()  # the end of what is there comes into sight

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._is_whole = True

    def replace(self, hits: Sequence[Hit], *, is_whole: bool) -> None:
        """Show other hits; `is_whole` where no more of them follow."""
        self.beginResetModel()
        self._hits = list(hits)
        self._is_whole = is_whole
        self.endResetModel()

    def add(self, hits: Sequence[Hit], *, is_whole: bool) -> None:
        self._is_whole = is_whole
        if hits:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    @property
    def is_whole(self) -> bool:
        return self._is_whole

    def hit_at(self, index: Index) -> Hit | None:
        return self._hits[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(hit)
        return None

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and not self._is_whole

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent):
            self.more_wanted.emit()


def speaker(hit: Hit) -> str:
    """Return who said it: the person, or the model by its name."""
    if hit.role is Role.USER:
        return tr("You")
    if hit.role is Role.SYSTEM:
        return tr("System prompt")
    return hit.model or tr("Answer")


def title(hit: Hit) -> str:
    return hit.title or tr("New conversation")


def when(hit: Hit) -> str:
    return figures.moment(hit.when, today())


def today() -> date:
    """Return the day where the person is."""
    return datetime.now().astimezone().date()


def spoken(hit: Hit) -> str:
    """Return a hit as one sentence, for a screen reader."""
    if hit.message_id is None:
        return tr("Conversation “{title}”, {when}", title=title(hit), when=when(hit))
    return tr(
        "{speaker}, {when}, in “{title}”: {words}",
        speaker=speaker(hit),
        when=when(hit),
        title=title(hit),
        words=hit.snippet,
    )
