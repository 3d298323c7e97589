"""The conversations in memory: of each section of the list the newest pages, and what was asked for besides."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from desktop.errors import NotKnown
from desktop.model.conversation import Conversation
from desktop.store.listing import PINNED, REST
from desktop.store.stores import Stores

PAGE = 200  # conversations; far more than a window shows at once
_GROWTH = 4  # whoever scrolls on and on gets longer pages, this part of what there is by then
_MOST_READ_AGAIN = 1000  # of a section, when another process has changed something


class _Section(Struct):
    """How far down a section has been read."""

    last: Conversation | None = None  # the end of its last page, as it was then
    count: int = 0
    complete: bool = False


class Catalogue:
    """Its cost is that of what has been looked at, not of what there is."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._known: dict[str, Conversation] = {}
        self._sections: dict[str, _Section] = {}
        self._put_all(stores.kept.listing.unwritten())
        for section in (PINNED, REST):
            self.read_more(section)

    @property
    def listed(self) -> list[Conversation]:
        """Those in memory that have a message, in no particular order."""
        return [conversation for conversation in self._known.values() if conversation.head_id is not None]

    @property
    def temporary_ids(self) -> frozenset[str]:
        """The ids of those that are never written to the disk."""
        return self._stores.temporary_ids

    @property
    def has_archive(self) -> bool:
        """Whether anything is in the archive."""
        return self._stores.kept.listing.has_archived()

    def all_ids(self) -> list[str]:
        """The ids of all that have a message, are kept on the disk and not in the trash, the archive among them."""
        return self._stores.kept.listing.written_ids()

    @property
    def unwritten(self) -> list[Conversation]:
        return [conversation for conversation in self._known.values() if conversation.head_id is None]

    def get(self, conversation_id: str) -> Conversation | None:
        """Return the conversation, read where it is not in memory; None where it is not known or in the trash."""
        known = self._known.get(conversation_id)
        if known is not None:
            return known
        try:
            self.put(self._stores.of(conversation_id).conversations.get(conversation_id))
        except NotKnown:
            return None
        return self._known.get(conversation_id)

    def put(self, conversation: Conversation) -> None:
        """Take what the store now has; one in the trash leaves."""
        if conversation.deleted is None:
            self._known[conversation.id] = conversation
        else:
            self._known.pop(conversation.id, None)

    def read_more(self, section: str) -> bool:
        """Read the next page of a section; return whether it had one."""
        read = self._sections.setdefault(section, _Section())
        return not read.complete and self._read(section, read, max(PAGE, read.count // _GROWTH))

    def read_first(self, section: str) -> None:
        """Read the first page of a section, where that was not done yet."""
        if section not in self._sections:
            self.read_more(section)

    @property
    def unfinished(self) -> frozenset[str]:
        """The sections of which not all has been read, among those of which anything has."""
        return frozenset(section for section, read in self._sections.items() if not read.complete)

    def read_again(self, besides: Iterable[str]) -> bool:
        """Read again what the list shows, and the conversations `besides`; return whether anything is not as it was."""
        before = self._known
        self._known = {}
        self._put_all(self._stores.kept.listing.unwritten())
        for section, read in self._sections.items():
            again = self._sections[section] = _Section()
            self._read(section, again, min(max(read.count, PAGE), _MOST_READ_AGAIN))
        for conversation_id in besides:
            self.get(conversation_id)
        return self._known != before

    def _read(self, section: str, read: _Section, most: int) -> bool:
        page = self._stores.kept.listing.page(section, read.last, most)
        self._put_all(page)
        read.count += len(page)
        read.complete = len(page) < most
        if page:
            read.last = page[-1]
        return bool(page)

    def _put_all(self, conversations: Iterable[Conversation]) -> None:
        for conversation in conversations:
            self._known[conversation.id] = conversation
