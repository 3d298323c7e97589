"""Documents → the store: lossless, once, in part, beside what is there, and cut off anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.errors import FormatUnknown
from desktop.exchange import json_format, markdown
from desktop.exchange.document import Document
from desktop.exchange.importers.taking import take
from desktop.model.folder import Folder
from desktop.model.message import ReasoningPart, Role, State, TextPart
from desktop.store.control import Cancelled, Progress, Unattended
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from desktop.store.messages import Messages
from desktop.store.search import Search
from tests.exchange.importers import samples
from tests.exchange.samples import document as our_document
from tests.store import make
from tests.store.contents import content_hash

UNATTENDED = Unattended()
OURS = our_document()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "profile" / "conversations.db") as opened:
        yield opened


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    paths = []
    for name in (*samples.ALL, "Jan"):
        path = tmp_path / f"{name}.txt"  # a name tells nothing
        path.write_text(samples.text_of(name), "utf-8")
        paths.append(path)
    return paths


def document_of(database: Database, conversation_id: str) -> Document:
    conversation = Conversations(database).get(conversation_id)
    folders = {folder.id: folder for folder in Folders(database).all()}
    return Document(conversation, Messages(database).of(conversation_id), folders.get(conversation.folder_id or ""))


def written(path: Path, document: Document) -> Path:
    path.write_text("".join(json_format.write(document)), "utf-8")
    return path


def test_everything_is_taken_in_once(database: Database, exports: list[Path]) -> None:
    first = take(exports, database, UNATTENDED)
    assert (len(first.added), first.grown, first.known, first.broken) == (len(exports) + 1, [], 0, [])
    assert first.messages == database.value("SELECT COUNT(*) FROM messages")
    assert {conversation.id for conversation in Conversations(database).all_shown()} == set(first.added)
    before = content_hash(database.path)
    second = take(exports, database, UNATTENDED)
    assert (second.added, second.grown, second.known, second.messages) == ([], [], len(first.added), 0)
    assert content_hash(database.path) == before
    assert Search(database).search("oolong")


def test_a_preview_says_the_same_and_changes_nothing(database: Database, exports: list[Path]) -> None:
    before = content_hash(database.path)
    preview = take(exports, database, UNATTENDED, pretend=True)
    assert content_hash(database.path) == before
    assert preview == take(exports, database, UNATTENDED)


def test_a_later_export_adds_what_is_new_and_shows_it(database: Database, tmp_path: Path) -> None:
    whole = samples.open_webui()
    part = json.loads(json.dumps(whole))
    for name in ("r1", "r2"):
        del part[0]["chat"]["history"]["messages"][name]
    part[0]["chat"]["history"]["currentId"] = "u1"
    path = tmp_path / "export.json"
    path.write_text(json.dumps(part))
    (name,) = take([path], database, UNATTENDED).added
    path.write_text(json.dumps(whole))
    taken = take([path], database, UNATTENDED)
    assert (taken.added, taken.grown, taken.messages) == ([], [name], 2)
    assert [message.role for message in document_of(database, name).branch] == [Role.USER, Role.ASSISTANT]


def test_where_the_person_went_on_the_head_stays(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(samples.claude()))
    (name,) = take([path], database, UNATTENDED).added
    mine = make.message(Conversations(database).get(name), "Mine", document_of(database, name).branch[-1])
    Messages(database).add(mine)
    export = samples.claude()
    export[0]["chat_messages"].append({"uuid": "m3", "sender": "human", "text": "Theirs"})
    path.write_text(json.dumps(export))
    assert take([path], database, UNATTENDED).grown == [name]
    assert document_of(database, name).branch[-1].text == "Mine"


def test_our_own_json_comes_back_without_a_loss(database: Database, tmp_path: Path) -> None:
    folder = Folder("folder-1", "Teas", make.START)
    conversation = replace(
        OURS.conversation, tags=("drinks", "茶"), archived=make.minutes(3), folder_id=folder.id, draft="And …"
    )
    document = Document(conversation, OURS.messages, folder)
    path = written(tmp_path / "x.json", document)
    taken = take([path], database, UNATTENDED)
    assert (taken.added, taken.broken) == ([conversation.id], [])
    stored = document_of(database, conversation.id)
    assert (stored.conversation, stored.messages) == (document.conversation, document.messages)
    assert [each.name for each in Folders(database).all()] == ["Teas"]
    again = written(tmp_path / "y.json", stored)
    assert json.loads(again.read_text("utf-8")) == json.loads(path.read_text("utf-8"))


def test_our_own_markdown_comes_back_as_well_as_it_can(database: Database, tmp_path: Path) -> None:
    conversation = make.conversation("Tea: “green”?")
    words = "Which tea?\n\n## Not a heading · of ours\n\n```\n## You · 2026-01-01 10:00:00 UTC\n"
    question = make.message(conversation, words)
    answer = make.message(
        conversation, "", question, role=Role.ASSISTANT, state=State.STOPPED,
        parts=(ReasoningPart("A </details> of <b>tea</b>.", 2.5), TextPart("Oolong")),
    )  # fmt: skip
    document = Document(
        replace(conversation, head_id=answer.id), {question.id: question, answer.id: answer}
    )
    path = tmp_path / "x.md"
    path.write_text("".join(markdown.write(document)), "utf-8")
    assert take([path], database, UNATTENDED).added == [conversation.id]
    stored = document_of(database, conversation.id)
    assert stored.conversation.title == conversation.title
    assert [message.role for message in stored.branch] == [Role.USER, Role.ASSISTANT]
    assert stored.branch[0].text.removesuffix("\n```") == question.text.rstrip("\n")
    assert stored.branch[1].parts == answer.parts
    assert stored.branch[1].state is State.STOPPED
    assert take([path], database, UNATTENDED).known == 1


def test_an_export_of_what_is_here_already_adds_nothing(database: Database, tmp_path: Path) -> None:
    Conversations(database).add(OURS.conversation)
    for message in OURS.messages.values():
        Messages(database).add(message, as_head=False)
    document = document_of(database, OURS.conversation.id)
    (tmp_path / "x.md").write_text("".join(markdown.write(document)), "utf-8")
    written(tmp_path / "x.json", document)
    before = content_hash(database.path)
    taken = take([tmp_path / "x.md", tmp_path / "x.json"], database, UNATTENDED)
    assert (taken.added, taken.grown, taken.known) == ([], [], 2)
    assert content_hash(database.path) == before


def test_ids_that_another_conversation_has_are_changed(database: Database, tmp_path: Path) -> None:
    document = OURS
    other = Document(replace(OURS.conversation, id="another"), OURS.messages)
    paths = [written(tmp_path / "1.json", document), written(tmp_path / "2.json", other)]
    assert take(paths, database, UNATTENDED).added == [OURS.conversation.id, "another"]
    mine, theirs = document_of(database, OURS.conversation.id), document_of(database, "another")
    assert [message.text for message in mine.branch] == [message.text for message in theirs.branch]
    assert not set(mine.messages) & set(theirs.messages)
    assert take(paths, database, UNATTENDED).known == 2


def test_of_two_messages_under_one_id_none_is_lost(database: Database, tmp_path: Path) -> None:
    document = json.loads("".join(json_format.write(OURS)))
    twin = {**document["messages"][-1], "parts": [{"type": "text", "text": "The other one"}]}
    document["messages"] += [twin, document["messages"][-1]]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(document))
    (name,) = take([path], database, UNATTENDED).added
    texts = [message.text for message in document_of(database, name).messages.values()]
    assert sorted(texts) == sorted([*(each.text for each in OURS.messages.values()), "The other one"])
    assert take([path], database, UNATTENDED).known == 1


def test_one_broken_conversation_does_not_stop_the_others(database: Database, tmp_path: Path) -> None:
    good = samples.chatgpt()[0]
    broken = [
        {**good, "conversation_id": "a", "mapping": {}},
        {**good, "conversation_id": None, "id": None},
        {**good, "conversation_id": "b", "mapping": {"x": {"message": {"author": {"role": "wizard"}}}}},
        {**samples.claude()[0], "chat_messages": [7, None, {"sender": []}]},
    ]
    path = tmp_path / "x.json"
    path.write_text(json.dumps([*broken, good]))
    taken = take([path], database, UNATTENDED)
    assert (len(taken.added), len(taken.broken)) == (1, len(broken))
    assert all(each.why for each in taken.broken)
    assert taken.broken[0].title == "Tea"


JUNK = (None, 0, -1, 1e308, "", "\0", "\ud800", "x" * 100_000, [], {}, [[]], {"a": 1}, True)


@pytest.mark.parametrize("name", [*samples.ALL, "Teahouse"])
def test_junk_in_any_place_is_no_more_than_a_broken_conversation(
    database: Database, tmp_path: Path, name: str
) -> None:
    """Every value of an export in turn is something else."""
    export = [json.loads("".join(json_format.write(OURS)))] if name == "Teahouse" else samples.ALL[name]()
    path = tmp_path / "x.json"
    for spoiled in _spoiled(export):
        path.write_text(json.dumps(spoiled))
        with suppress(FormatUnknown):
            take([path], database, UNATTENDED)
        assert database.value("PRAGMA foreign_key_check") is None


def _spoiled(export: object) -> Iterator[object]:
    """Yield copies of `export`, each with one value replaced."""
    text = json.dumps(export)
    places: list[tuple[object, ...]] = []

    def walk(value: object, place: tuple[object, ...]) -> None:
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, each in inside:
            places.append((*place, key))
            walk(each, (*place, key))

    walk(export, ())
    for (*way, last), junk in zip(places, cycle(JUNK), strict=False):
        copy = json.loads(text)
        inner = copy
        for key in way:
            inner = inner[key]
        inner[last] = junk
        yield copy


def test_cancelled_in_the_middle_and_done_again(database: Database, exports: list[Path]) -> None:
    class Impatient(Unattended):
        def emit(self, event: object) -> None:
            assert isinstance(event, Progress)
            self.cancelled = event.done >= 3

    with pytest.raises(Cancelled):
        take(exports, database, Impatient())
    assert len(Conversations(database).all_shown()) == 3
    again = take(exports, database, UNATTENDED)
    assert again.known == 3
    assert len(Conversations(database).all_shown()) == len(exports) + 1


def test_a_file_without_conversations_is_said(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"hello": "world"}')
    with pytest.raises(FormatUnknown) as caught:
        take([path], database, UNATTENDED)
    assert caught.value.path == str(path)


def test_what_comes_in_is_shown_as_any_other_words(database: Database, tmp_path: Path) -> None:
    """An id that is a path would be a file's name in an export; a role or state of nobody's would be in the store."""
    document = json.loads("".join(json_format.write(OURS)))
    document["id"] = "../../evil"
    for message in document["messages"]:
        message["id"] = f"../{message['id']}"
        message["parent"] = f"../{message['parent']}" if message.get("parent") else None
    path = tmp_path / "x.json"
    path.write_text(json.dumps(document))
    (name,) = take([path], database, UNATTENDED).added
    assert "/" not in name
    stored = document_of(database, name)
    assert len(stored.messages) == len(OURS.messages)
    assert not any("/" in each for each in stored.messages)
