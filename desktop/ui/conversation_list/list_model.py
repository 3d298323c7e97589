"""The rows of the sidebar: headings and conversations, as a Qt model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.store.listing import ARCHIVE, PINNED, REST
from desktop.ui.conversation_list.groups import Heading, Row, Sections, rows
from desktop.ui.widgets.tooltip import plain_tooltip

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1  # the row itself: a Heading or a Conversation
REPLYING_ROLE = Qt.ItemDataRole.UserRole + 2
TARGET_ROLE = Qt.ItemDataRole.UserRole + 4  # of a heading: what is dragged would be dropped under it
INSET_ROLE = Qt.ItemDataRole.UserRole + 3  # whether a conversation stands under a heading that can be collapsed
DRAGGED = "application/x-teahouse-conversations"  # their ids, a line each
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_PLAIN = Sections()


class ConversationListModel(QAbstractListModel):
    """Headings are no part of a selection; `today` is asked for on each `show`, so that days follow the calendar."""

    title_edited = Signal(str, str)  # conversation id, what the person typed
    folder_edited = Signal(str, str)  # folder id, what the person typed
    dropped = Signal(list, str)  # conversation ids, the section that they were dragged to

    def __init__(self, untitled: Callable[[], str], today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._untitled = untitled
        self._rows: list[Row] = []
        self._sections = _PLAIN
        self._replying: frozenset[str] = frozenset()
        self._target = ""

    def show(self, conversations: Iterable[Conversation], sections: Sections = _PLAIN) -> None:
        """Show these rows; what stands where it stood keeps its selection and its editor."""
        self._sections = sections
        self._replace(list(rows(conversations, sections, self._today())))

    def show_replying(self, conversation_ids: frozenset[str]) -> None:
        self._replying = conversation_ids
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [REPLYING_ROLE])

    def show_target(self, section: str) -> None:
        """Let the heading of the section light up that what is dragged would be dropped in; "" stands for none."""
        if section != self._target:
            self._target = section
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [TARGET_ROLE])

    def index_of(self, row_id: str | None) -> QModelIndex:
        """Return the index of a conversation, or of a folder's heading."""
        for number, row in enumerate(self._rows):
            if row.id == row_id:
                return self.index(number)
        return QModelIndex()

    def conversation_at(self, index: Index) -> Conversation | None:
        row = self.row_at(index)
        return row if isinstance(row, Conversation) else None

    def heading_at(self, index: Index) -> Heading | None:
        row = self.row_at(index)
        return row if isinstance(row, Heading) else None

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def section_at(self, number: int) -> str:
        """Return the section that a row stands in."""
        row = self._rows[number]
        return row.section if isinstance(row, Heading) else self._sections.of(row)

    def is_last_of_section(self, number: int) -> bool:
        return number + 1 == len(self._rows) or self.section_at(number) != self.section_at(number + 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        return self._of_heading(row, role) if isinstance(row, Heading) else self._of(row, role)

    def _of(self, conversation: Conversation, role: int) -> object:
        title = conversation.title or self._untitled()
        if role in _TEXT_ROLES:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join([title, *(f"#{tag}" for tag in conversation.tags)]))
        if role == Qt.ItemDataRole.EditRole:
            return conversation.title
        if role == INSET_ROLE:
            return self._sections.is_collapsible(self._sections.of(conversation))
        return conversation.id in self._replying if role == REPLYING_ROLE else None

    def _of_heading(self, heading: Heading, role: int) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole and heading.collapsible:
            said = tr("{name}, collapsed") if heading.collapsed else tr("{name}, expanded")
            return said.format(name=heading.label)
        if role in _TEXT_ROLES or (role == Qt.ItemDataRole.EditRole and heading.folder is not None):
            return heading.label
        if role == TARGET_ROLE:
            return heading.collapsible and heading.section == self._target
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        words = " ".join(str(value).split())
        if row is None or role != Qt.ItemDataRole.EditRole or not words:
            return False
        if isinstance(row, Conversation):
            self.title_edited.emit(row.id, words)
        elif row.folder is not None:
            self.folder_edited.emit(row.folder.id, words)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsDropEnabled
        if isinstance(row, Conversation):
            usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
            return flags | usable | Qt.ItemFlag.ItemIsDragEnabled
        if row.collapsible:
            flags |= Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if row.folder is not None else flags

    # Dragging conversations onto folders.

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = (self.conversation_at(index) for index in indexes)
        mime = QMimeData()
        mime.setData(DRAGGED, "\n".join(each.id for each in dragged if each is not None).encode())
        return mime

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def canDropMimeData(self, mime: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        return mime.hasFormat(DRAGGED) and self._place(parent) in self._places

    def dropMimeData(self, mime: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Take what is dropped on the row `parent`, or below all rows."""
        if not self.canDropMimeData(mime, action, row, column, parent):
            return False
        self.dropped.emit(mime.data(DRAGGED).toStdString().splitlines(), self._place(parent))
        return True

    @property
    def _places(self) -> set[str]:
        """The sections that conversations may be dragged to."""
        if not self._sections.divided:
            return set()
        return {PINNED, REST, ARCHIVE, *(folder.id for folder in self._sections.folders)}

    def _place(self, under: Index) -> str:
        """Return the section of the row under the pointer; below them all, that of what stands in no folder."""
        return self.section_at(under.row()) if under.isValid() else REST

    def _replace(self, new: list[Row]) -> None:
        """Replace what differs, between the rows that are alike at the top and those at the foot."""
        old = self._rows
        top = _alike(old, new)
        foot = min(_alike(old[::-1], new[::-1]), len(old) - top, len(new) - top)
        if len(old) > top + foot:
            self.beginRemoveRows(QModelIndex(), top, len(old) - foot - 1)
            self._rows = old[:top] + old[len(old) - foot :]
            self.endRemoveRows()
        if len(new) > top + foot:
            self.beginInsertRows(QModelIndex(), top, len(new) - foot - 1)
            self._rows = new
            self.endInsertRows()
        self._rows = new
        self._tell_of_changes(old, new, top, foot)

    def _tell_of_changes(self, old: list[Row], new: list[Row], top: int, foot: int) -> None:
        """Tell of the rows that stand where they stood and say something else now."""
        shift = len(new) - len(old)
        alike = (*((row, row) for row in range(top)), *((row - shift, row) for row in range(len(new) - foot, len(new))))
        changed = [row for was, row in alike if old[was] is not new[row] and old[was] != new[row]]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))


def _alike(some: Sequence[Row], others: Sequence[Row]) -> int:
    """Return how many rows, from the first on, are the same in both."""
    count = 0
    for one, other in zip(some, others, strict=False):
        if one.id != other.id:
            break
        count += 1
    return count
