"""Documents → the store: what is here already is left as it is, what is missing is added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic

from msgspec import Struct, field
from msgspec.structs import replace

from desktop.errors import FormatUnknown, NotKnown
from desktop.exchange.document import Document
from desktop.exchange.importers.building import stable_id
from desktop.exchange.importers.formats import Broken, Found, conversations, read
from desktop.exchange.importers.reading import sources
from desktop.model.folder import Folder
from desktop.model.message import Message
from desktop.model.tree import branch
from desktop.store.control import Control, Phase, Progress, go_on
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from desktop.store.messages import Messages

_LONGEST_PAUSE = 0.005  # seconds


class Taken(Struct):
    """What an import did, or would do: ids of the conversations that are new, and of those that have got longer."""

    added: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)
    known: int = 0  # conversations with nothing new in them
    messages: int = 0  # new ones
    broken: list[Broken] = field(default_factory=list)
    by_source: dict[str, int] = field(default_factory=dict)  # conversations that were read, by the program's name

    @property
    def conversations(self) -> int:
        """How many were read, and how many could not be."""
        return len(self.added) + len(self.grown) + self.known + len(self.broken)


def take(
    paths: Iterable[Path], database: Database, control: Control, *, pretend: bool = False, total: int = 0
) -> Taken:
    """Take in all conversations of these files, each in a transaction of its own, and return what that did.

    Cut off at any moment, by `Cancelled` or a `kill -9`, it leaves whole conversations, and doing it again completes it
    and adds nothing twice. With `pretend` nothing is changed. Tells a `Progress` after each conversation, of `total`.
    Raises `ImportFailed` and its kinds for a file that cannot be used at all; those before are taken in.
    """
    taker = _Taker(database, pretend=pretend)
    phase = Phase.READING if pretend else Phase.MERGING
    for path in paths:
        before = taker.taken.conversations
        for found in _in_file(path):
            go_on(control)
            started = monotonic()
            taker.take(found)
            control.emit(Progress(phase, taker.taken.conversations, total))
            control.wait(min(_LONGEST_PAUSE, (monotonic() - started) / 4))  # others want to write, too
        if taker.taken.conversations == before:
            raise FormatUnknown(path=str(path))
    if not pretend:
        with database.transaction():  # waits for the disk, once for all
            database.run("PRAGMA user_version")
    return taker.taken


def _in_file(path: Path) -> Iterator[Found | Broken]:
    for source in sources(path):
        yield from conversations(source)


class _Taker:
    def __init__(self, database: Database, *, pretend: bool) -> None:
        self.taken = Taken()
        self._pretend = pretend
        self._database = database
        self._conversations = Conversations(database)
        self._messages = Messages(database)
        self._folders = Folders(database)
        self._seen: set[str] = set()

    def take(self, found: Found | Broken) -> None:
        document = read(found) if isinstance(found, Found) else found
        if isinstance(document, Broken):
            self.taken.broken.append(document)
            return
        assert isinstance(found, Found)
        self.taken.by_source[found.source] = self.taken.by_source.get(found.source, 0) + 1
        if self._pretend:
            self._compare(document, is_whole=found.is_whole)
            return
        with self._database.transaction(durable=False):
            self._merge(document, is_whole=found.is_whole)

    def _compare(self, document: Document, *, is_whole: bool) -> None:
        """Count what taking the document would do."""
        missing = [] if self._is_known(document) and is_whole else self._missing(document)
        is_new = not self._is_known(document) and document.conversation.id not in self._seen
        self._seen.add(document.conversation.id)
        self._count(document, missing, is_new=is_new)

    def _merge(self, document: Document, *, is_whole: bool) -> None:
        if not self._is_known(document):
            document = self._with_own_ids(document)
            self._conversations.add(replace(document.conversation, folder_id=self._folder(document.folder)))
            self._add(document, document.messages.values())
            self._count(document, list(document.messages.values()), is_new=True)
            return
        missing = [] if is_whole else self._missing(document)
        self._add(document, missing)
        if missing:
            self._go_on_with_head(document)
        self._count(document, missing, is_new=False)

    def _is_known(self, document: Document) -> bool:
        try:
            self._conversations.get(document.conversation.id)
        except NotKnown:
            return False
        return True

    def _missing(self, document: Document) -> list[Message]:
        here = self._messages.load(document.messages)
        return [message for message in document.messages.values() if message.id not in here]

    def _with_own_ids(self, document: Document) -> Document:
        """Return a new conversation under ids that no other conversation's messages have."""
        if not self._messages.load(document.messages):
            return document
        made = document.conversation.created
        ids = {name: stable_id(made, document.conversation.id, name) for name in document.messages}
        messages = {
            ids[name]: replace(message, id=ids[name], parent_id=ids.get(message.parent_id or ""))
            for name, message in document.messages.items()
        }
        head = ids.get(document.conversation.head_id or "")
        return Document(replace(document.conversation, head_id=head), messages, document.folder)

    def _add(self, document: Document, messages: Iterable[Message]) -> None:
        here = set(self._messages.of(document.conversation.id))
        for message in messages:
            parent = message.parent_id if message.parent_id in here else None
            self._messages.add(replace(message, parent_id=parent), as_head=False)
            here.add(message.id)

    def _go_on_with_head(self, document: Document) -> None:
        """Show the end of what has come, unless the person has gone another way since."""
        here = self._conversations.get(document.conversation.id)
        path = [message.id for message in branch(document.messages, document.conversation.head_id)]
        if here.head_id in path[:-1]:
            self._conversations.set_head(here.id, path[-1])
            self._conversations.touch(here.id, max(here.updated, document.conversation.updated))

    def _folder(self, folder: Folder | None) -> str | None:
        """Return the id of the folder of that name here, made where there is none."""
        if folder is None:
            return None
        here = self._folders.all()
        same = next((each for each in here if folder.id == each.id or folder.name == each.name), None)
        if same is None:
            self._folders.save(replace(folder, position=len(here)))
        return folder.id if same is None else same.id

    def _count(self, document: Document, missing: list[Message], *, is_new: bool) -> None:
        self.taken.messages += len(missing)
        if is_new:
            self.taken.added.append(document.conversation.id)
        elif missing:
            self.taken.grown.append(document.conversation.id)
        else:
            self.taken.known += 1
