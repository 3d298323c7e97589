"""`list`, `search` and `export`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime

from desktop.commands.program import Program, say, say_json
from desktop.exchange.document import Document, iso
from desktop.exchange.export import Format, export
from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.store.conversations import Conversations
from desktop.store.folders import Folders
from desktop.store.messages import Messages
from desktop.store.search import Hit, Search
from desktop.system.terminal import on_one_line


def show_list(program: Program, options: Namespace) -> int:
    with program.database() as database:
        known = _written(Conversations(database))
    if options.json:
        say_json([_facts(conversation) for conversation in known])
    for conversation in [] if options.json else known:
        say(f"{conversation.id}  {_local(conversation.updated)}  {on_one_line(conversation.title)}")
    return 0


def search(program: Program, options: Namespace) -> int:
    with program.database() as database:
        hits = Search(database).search(options.text, options.limit)
    if options.json:
        say_json([_hit_facts(hit) for hit in hits])
    for hit in [] if options.json else hits:
        words = on_one_line(hit.title) if hit.message_id is None else on_one_line(f"{hit.title}: {hit.snippet}")
        say(f"{hit.conversation_id}  {_local(hit.when)}  {words}")
    return 0


def export_files(program: Program, options: Namespace) -> int:
    with program.database() as database:
        conversations, messages = Conversations(database), Messages(database)
        folders = {folder.id: folder for folder in Folders(database).all()}
        chosen = _written(conversations) if options.all else [conversations.get(name) for name in options.ids]

        def documents() -> Iterator[Document]:
            """One at a time: a thousand conversations need no more memory than the longest."""
            for conversation in chosen:
                folder = folders.get(conversation.folder_id or "")
                yield Document(conversation, messages.of(conversation.id), folder)

        written = export(
            documents(), options.to, Format(options.format), with_reasoning=not options.without_reasoning
        )
        for path in written:
            say(str(path))
    if not chosen:
        say(tr("There are no conversations yet."))
    return 0


def _written(conversations: Conversations) -> list[Conversation]:
    """Return those with a message in them; one that only waits for its first is not listed anywhere."""
    return [conversation for conversation in conversations.all_shown() if conversation.head_id is not None]


def _facts(conversation: Conversation) -> dict[str, object]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "created": iso(conversation.created),
        "updated": iso(conversation.updated),
        "pinned": conversation.pinned,
        "account": conversation.account_id,
        "model": conversation.model,
        "folder": conversation.folder_id,
        "tags": conversation.tags,
        "archived": None if conversation.archived is None else iso(conversation.archived),
    }


def _hit_facts(hit: Hit) -> dict[str, object]:
    return {
        "conversation": hit.conversation_id,
        "message": hit.message_id,
        "role": None if hit.role is None else hit.role.value,
        "model": hit.model,
        "title": hit.title,
        "snippet": hit.snippet,
        "highlights": hit.highlights,
        "when": iso(hit.when),
    }


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
