"""The rows of the sidebar: headings and conversations, as a Qt model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.groups import heading, ordered
from desktop.ui.widgets.tooltip import plain_tooltip

Row = str | Conversation  # a heading is a string
Index = QModelIndex | QPersistentModelIndex

CONVERSATION_ROLE = Qt.ItemDataRole.UserRole + 1
REPLYING_ROLE = Qt.ItemDataRole.UserRole + 2
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class ConversationListModel(QAbstractListModel):
    """Headings cannot be selected; `today` is asked for on each reload, so that the groups follow the calendar."""

    title_edited = Signal(str, str)  # conversation id, what the person typed

    def __init__(self, untitled: Callable[[], str], today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._untitled = untitled
        self._rows: list[Row] = []
        self._replying: frozenset[str] = frozenset()

    def show(self, conversations: Iterable[Conversation]) -> None:
        today = self._today()
        rows: list[Row] = []
        last = ""
        for conversation in ordered(list(conversations)):
            group = heading(conversation, today)
            if group != last:
                rows.append(group)
                last = group
            rows.append(conversation)
        self._replace(rows)

    def show_replying(self, conversation_ids: frozenset[str]) -> None:
        self._replying = conversation_ids
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [REPLYING_ROLE])

    def index_of(self, conversation_id: str | None) -> QModelIndex:
        for number, row in enumerate(self._rows):
            if isinstance(row, Conversation) and row.id == conversation_id:
                return self.index(number)
        return QModelIndex()

    def conversation_at(self, index: Index) -> Conversation | None:
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Conversation) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role in _TEXT_ROLES else None
        return self._of(row, role)

    def _of(self, conversation: Conversation, role: int) -> object:
        title = conversation.title or self._untitled()
        if role in _TEXT_ROLES:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(title)
        if role == Qt.ItemDataRole.EditRole:
            return conversation.title
        if role == CONVERSATION_ROLE:
            return conversation
        return conversation.id in self._replying if role == REPLYING_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        conversation = self.conversation_at(index)
        title = " ".join(str(value).split())
        if conversation is None or role != Qt.ItemDataRole.EditRole or not title:
            return False
        self.title_edited.emit(conversation.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.conversation_at(index) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        return usable | Qt.ItemFlag.ItemNeverHasChildren

    def _replace(self, rows: list[Row]) -> None:
        if [_identity(row) for row in rows] == [_identity(row) for row in self._rows]:
            self._rows = rows  # the same rows in the same places: selection and scroll position stay untouched
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


def _identity(row: Row) -> str:
    return row if isinstance(row, str) else row.id
