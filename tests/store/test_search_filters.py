"""Filters, ranking, pages, and that search finds exactly what looking at every message finds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import StoreError
from desktop.model.account import Account
from desktop.model.conversation import Conversation
from desktop.model.folder import Folder
from desktop.model.message import Message, Origin, ReasoningPart, Role, TextPart
from desktop.store import scope, search, vocabulary
from desktop.store.accounts import Accounts
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from desktop.store.messages import Messages
from desktop.store.search import Mark, Search
from desktop.store.words import Term, terms, words
from tests.store import make

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def stored(
    database: Database, conversation: Conversation, text: str, parent: Message | None = None, **fields: object
) -> Message:
    message = make.message(conversation, text, parent, **fields)
    Messages(database).add(message, as_head=False)
    return message


def texts(database: Database, question: str, limit: int = 50) -> list[str]:
    """What is found: the words of messages, and titles in brackets."""
    messages = Messages(database)
    hits = Search(database).search(question, limit)
    return [messages.get(hit.message_id).text if hit.message_id else f"[{hit.title}]" for hit in hits]


@pytest.fixture
def library(database: Database) -> Database:
    """Two conversations, of two accounts; the older one is in a folder and has tags."""
    Accounts(database).save(Account("a1", "Home", "https://example.org/v1"))
    Folders(database).save(Folder("f1", "At home", NOON))
    old = make.conversation("Tea of old", account_id="a1", model="gpt-5", folder_id="f1", tags=("Red", "新"))
    new = make.conversation("New tea", 10, archived=NOON)
    for conversation in (old, new):
        Conversations(database).add(conversation)
    asked = stored(database, old, "old tea?", created=NOON - 40 * DAY)
    told = Origin("a1", "Home", "gpt-5")
    stored(database, old, "tea by gpt", asked, role=Role.ASSISTANT, origin=told, created=NOON - 40 * DAY)
    stored(database, new, "new tea?", created=NOON)
    told = Origin("gone", "Work", "deepseek chat")
    stored(database, new, "tea by deepseek", role=Role.ASSISTANT, origin=told, created=NOON)
    stored(database, new, "speak of tea", role=Role.SYSTEM, created=NOON)
    return database


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("tea role:user", {"old tea?", "new tea?"}),
        ("tea role:system role:user", {"old tea?", "new tea?", "speak of tea"}),
        ("tea model:gpt-5", {"[Tea of old]", "tea by gpt"}),
        ("tea model:DEEPSEEK", {"tea by deepseek"}),
        ('tea model:"deepseek chat"', {"tea by deepseek"}),
        ("tea model:nothing", set()),
        ("tea account:home", {"[Tea of old]", "tea by gpt"}),
        ("tea account:work", {"tea by deepseek"}),
        ("tea from:2026-03-01", {"[New tea]", "[Tea of old]", "new tea?", "tea by deepseek", "speak of tea"}),
        ("tea role:user to:2026-02", {"old tea?"}),
        ("tea role:user from:2026 to:2026-02-28", {"old tea?"}),
        ("role:user to:2025", set()),
        ("tea folder:home", {"[Tea of old]", "old tea?", "tea by gpt"}),
        ("tea tag:red tag:新", {"[Tea of old]", "old tea?", "tea by gpt"}),
        ("tea tag:red tag:blue", set()),
        ("tea archived:yes", {"[New tea]", "new tea?", "tea by deepseek", "speak of tea"}),
        ("tea archived:no role:assistant", {"tea by gpt"}),
        ("archived:yes role:user", {"new tea?"}),
        ("folder:home", {"old tea?", "tea by gpt"}),
        ("from:2026-03", {"new tea?", "tea by deepseek", "speak of tea"}),
        ("tea model:gpt-5 role:user", set()),
    ],
)
@pytest.mark.parametrize("few", [400, 0], ids=["facts", "conditions"])
def test_filters(library: Database, question: str, found: set[str], few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "_FEW", few)
    assert set(texts(library, question)) == found


def test_what_is_moved_renamed_or_trashed_is_found_where_it_is_now(library: Database) -> None:
    conversations = Conversations(library)
    old = next(each for each in conversations.all_shown() if each.title == "Tea of old")
    conversations.move(old.id, None)
    assert texts(library, "folder:home") == []
    conversations.set_tags(old.id, ("blue",))
    assert len(texts(library, "tag:blue")) == 2
    conversations.delete(old.id)
    assert texts(library, "tag:blue") == []


def test_all_words_together_come_before_near_and_near_before_apart(database: Database) -> None:
    conversation = make.conversation("untitled")
    Conversations(database).add(conversation)
    apart = "green " + "and " * 30 + "tea"
    for text in ("GREEN tea", "green but no tea", apart, "tea: green"):
        stored(database, conversation, text)
    assert texts(database, "green tea") == ["GREEN tea", "tea: green", "green but no tea", apart]
    assert texts(database, '"green tea"') == texts(database, "“green tea”") == ["GREEN tea"]
    for text in ("茶 and 龙井", "龙井，茶"):
        stored(database, conversation, text)
    assert texts(database, "龙井 茶") == ["龙井，茶", "茶 and 龙井"]


def test_a_whole_word_comes_before_its_continuations(database: Database) -> None:
    conversation = make.conversation("Teapot")
    for each in (conversation, make.conversation("The tea")):
        Conversations(database).add(each)
    for text in ("tea", "teapot"):
        stored(database, conversation, text)
    assert texts(database, "tea") == ["[The tea]", "[Teapot]", "tea", "teapot"]


@pytest.mark.parametrize("most", [250, 3, 0])
@pytest.mark.parametrize("begun", ["g", "gr", "gre", "gree", "green", "gréén", "ч", "ча", "чайни"])
def test_beginnings_are_found_however_many_words_have_them(
    database: Database, begun: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_MOST", most)
    conversation = make.conversation("untitled")
    Conversations(database).add(conversation)
    said = ["g", "gr", "gre", "gree", "green", "greener", "greening", "greet", "gravel", "grün", "чай", "чайник", "ч"]
    for text in (*said, "agreed", "5gr"):
        stored(database, conversation, text)
    folded = begun.replace("é", "e")
    assert set(texts(database, begun)) == {text for text in said if text.replace("ü", "u").startswith(folded)}


def test_the_newest_come_first_whenever_they_were_stored(database: Database) -> None:
    conversation = make.conversation("untitled")
    Conversations(database).add(conversation)
    for days in (3, 1, 2):
        stored(database, conversation, f"茶 {days}", created=NOON + days * DAY)
    assert texts(database, "茶") == ["茶 3", "茶 2", "茶 1"]


@pytest.mark.parametrize("question", ["tea", '"tea"', "tea green"])
def test_pages_give_every_hit_once(database: Database, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_POOL", 7)
    for number in range(5):
        conversation = make.conversation(f"green tea {number}", number)
        Conversations(database).add(conversation)
        for count in range(6):
            stored(database, conversation, f"tea{' and' * (count % 3)} green {count}", created=NOON + number * DAY)
    everything = Search(database).search(question, 1000)
    assert len(everything) == 35
    rest: Mark | None = None
    read = []
    while True:
        page = Search(database).page(question, rest, size=4)
        read += page.hits
        rest = page.rest
        if rest is None:
            break
        if len(read) == 12:  # what is new meanwhile moves nothing
            stored(database, conversation, "green tea, new", created=NOON + 9 * DAY)
            Conversations(database).add(make.conversation("new green tea", 99))
    assert [(hit.conversation_id, hit.message_id) for hit in read] == [
        (hit.conversation_id, hit.message_id) for hit in everything
    ]


def test_the_conversations_of_the_hits(library: Database) -> None:
    by_title = {each.title: each.id for each in Conversations(library).all_shown()}
    search = Search(library)
    assert search.conversations("tea") == [by_title["New tea"], by_title["Tea of old"]]
    assert search.conversations("gpt") == [by_title["Tea of old"]]
    assert search.conversations("tea", most=1) == [by_title["New tea"]]
    assert search.conversations("") == search.conversations("model:nothing") == []


def test_the_snippet_is_where_the_words_stand_together(database: Database) -> None:
    conversation = make.conversation("untitled")
    Conversations(database).add(conversation)
    stored(database, conversation, "green " + "and " * 3000 + "a Green-Tea house " + "and " * 50)
    (hit,) = Search(database).search("green tea")
    assert "a Green-Tea house" in hit.snippet
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["Green", "Tea"]


@pytest.mark.parametrize("question", ["t", "te", "tea", "deep", "old te", '"new tea"', "tea model:gpt-5 folder:home"])
def test_a_connection_that_only_reads_finds_the_same(library: Database, question: str) -> None:
    expected = texts(library, question)
    assert expected
    with Database.open_to_read(library.path) as reading:
        assert texts(reading, question) == expected
        with library.transaction():
            assert texts(reading, question) == expected


def test_a_search_can_be_interrupted(library: Database) -> None:
    with Database.open_to_read(library.path) as reading:
        reading._connection.set_progress_handler(reading.interrupt, 1)
        with pytest.raises(StoreError):
            texts(reading, "tea")
    reading.interrupt()  # closed: nothing happens


WORDS = [
    "tea",
    "Tea",
    "teapot",
    "té",
    "green",
    "greener",
    "绿茶",
    "茶",
    "绿",
    "ชา",
    "お茶",
    "녹차",
    "чай",
    "ЧАЙ",
    "😀",
    "3",
    "ｔｅａ",
]
GAPS = [" ", "", ", ", "-", "\n", "。"]
prose = st.lists(st.sampled_from(WORDS) | st.sampled_from(GAPS), max_size=12).map("".join)
roles = st.sampled_from([Role.USER, Role.ASSISTANT])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    said=st.lists(st.tuples(prose, prose, roles, st.integers(0, 3)), max_size=8),
    asked=st.lists(
        st.sampled_from([*WORDS, "te", "gree", "t", '"tea"', '"绿茶 茶"', "绿茶tea"]), min_size=1, max_size=3
    ),
    role=st.none() | roles,
    since=st.none() | st.integers(0, 3),
)
def test_search_finds_exactly_what_looking_at_every_message_finds(
    database: Database,
    said: list[tuple[str, str, Role, int]],
    asked: list[str],
    role: Role | None,
    since: int | None,
) -> None:
    conversation = make.conversation("")
    Conversations(database).add(conversation)
    expected = set()
    question = " ".join(asked)
    for text, thought, by, days in said:
        parts = (ReasoningPart(thought), TextPart(text))
        message = stored(database, conversation, "", parts=parts, role=by, created=NOON + days * DAY)
        wanted = (role is None or role is by) and (since is None or days >= since)
        if wanted and all(_holds(term, (text, thought)) for term in terms(question)):
            expected.add(message.id)
    if role is not None:
        question += f" role:{role}"
    if since is not None:
        question += f" from:{(NOON + since * DAY).astimezone().date().isoformat()}"
    found = [hit.message_id for hit in Search(database).search(question, 1000)]
    assert set(found) == expected
    assert len(found) == len(expected)
    Conversations(database).purge(conversation.id)


def _holds(term: Term, told: Iterable[str]) -> bool:
    """Whether the term's words, unpaired, stand side by side in one of the texts, the last one perhaps going on."""
    *before, last = _unpaired(term.words)
    for text in told:
        cut = _unpaired(words(text))
        for start in range(len(cut) - len(before)):
            follows = cut[start + len(before)]
            if cut[start : start + len(before)] == before and (
                follows == last if term.whole else follows.startswith(last)
            ):
                return True
    return False


def _unpaired(cut: Iterable[str]) -> list[str]:
    return [word if re.match(r"[a-z0-9а-я]", word) else word[0] for word in cut]
