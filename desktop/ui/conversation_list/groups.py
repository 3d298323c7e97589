"""Which quiet heading a conversation stands under, and in what order they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.model.folder import Folder
from desktop.store.listing import ARCHIVE, PINNED, REST

_TEMPORARY = "temporary"


class Heading(Struct, frozen=True):
    """`section` is one of `store.listing`; those that can be collapsed are folders and the archive."""

    label: str
    section: str
    folder: Folder | None = None
    collapsible: bool = False
    collapsed: bool = False

    @property
    def id(self) -> str:
        return f"{self.section} {self.label}" if self.folder is None else self.folder.id


Row = Heading | Conversation


class Sections(Struct, frozen=True):
    """What the list is divided into besides days. Without any of it, every conversation stands under its day."""

    folders: Sequence[Folder] = ()
    collapsed: frozenset[str] = frozenset()
    temporary: frozenset[str] = frozenset()  # ids of conversations
    has_archive: bool = False
    divided: bool = False

    def of(self, conversation: Conversation) -> str:
        """Return the section that `conversation` stands in."""
        if conversation.id in self.temporary:
            return _TEMPORARY
        if self.divided and conversation.archived is not None:
            return ARCHIVE
        if conversation.pinned:
            return PINNED
        folder_id = conversation.folder_id
        if folder_id is None or all(folder.id != folder_id for folder in self.folders):
            return REST
        return folder_id

    def is_collapsible(self, section: str) -> bool:
        return section not in (_TEMPORARY, PINNED, REST)


def rows(conversations: Iterable[Conversation], sections: Sections, today: date) -> Iterator[Row]:
    """Yield the rows of the list from the top: headings, and what stands under them, the last written in first."""
    inside: defaultdict[str, list[Conversation]] = defaultdict(list)
    for conversation in sorted(conversations, key=lambda each: (each.updated, each.id), reverse=True):
        inside[sections.of(conversation)].append(conversation)
    for section, label in ((_TEMPORARY, tr("Temporary")), (PINNED, tr("Pinned"))):
        if inside[section]:
            yield Heading(label, section)
            yield from inside[section]
    for folder in sections.folders:
        yield from _fold(Heading(folder.name, folder.id, folder), inside[folder.id], sections)
    yield from _by_day(inside[REST], today)
    if sections.has_archive:
        yield from _fold(Heading(tr("Archived"), ARCHIVE), inside[ARCHIVE], sections)


def day(when: datetime, today: date) -> tuple[str, date]:
    """Return the heading of a moment, on the day `today` of this machine's calendar, and the first day that it has."""
    its_day = when.astimezone().date()
    if its_day >= today:  # a clock that was wrong yesterday is no reason to hide anything
        return tr("Today"), today
    if its_day == today - timedelta(days=1):
        return tr("Yesterday"), its_day
    if its_day > today - timedelta(days=8):
        return tr("Previous 7 days"), today - timedelta(days=7)
    return tr("{month}/{year}", month=its_day.month, year=its_day.year), its_day.replace(day=1)


def _by_day(conversations: Sequence[Conversation], today: date) -> Iterator[Row]:
    start: datetime | None = None  # of what stands under the last heading
    for conversation in conversations:
        if start is None or conversation.updated < start:
            label, first = day(conversation.updated, today)
            start = datetime.combine(first, time()).astimezone()
            yield Heading(label, REST)
        yield conversation


def _fold(heading: Heading, conversations: Sequence[Conversation], sections: Sections) -> Iterator[Row]:
    collapsed = heading.section in sections.collapsed
    yield Heading(heading.label, heading.section, heading.folder, collapsible=True, collapsed=collapsed)
    if not collapsed:
        yield from conversations
