from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.model.conversation import TitleSource
from desktop.model.message import ReasoningPart, Role, TextPart
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.search import Hit, Search
from tests.store import make


class Library:
    """One conversation with texts in it, and the texts that a question finds there."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.conversation = make.conversation("untitled")
        Conversations(database).add(self.conversation)

    def add(self, *texts: str) -> None:
        for text in texts:
            Messages(self.database).add(make.message(self.conversation, text))

    def found(self, question: str) -> list[str]:
        hits = Search(self.database).search(question)
        return [Messages(self.database).get(hit.message_id).text for hit in hits if hit.message_id]


@pytest.fixture
def library(database: Database) -> Library:
    return Library(database)


def marked(hit: Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.highlights]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("茶", "我爱喝茶。"),
        ("喝茶", "我爱喝茶。"),
        ("爱喝茶", "我爱喝，茶"),
        ("龍", "龍井"),
        ("𠮷", "𠮷野家"),
        ("tea", "TEA-house"),
        ("teah", "The Teahouse opens"),
        ("ＴＥＡ", "green tea"),
        ("tea", "ｔｅａ"),
        ("カタ", "ｶﾀｶﾅ"),
        ("がく", "がくせい"),
        ("회의", "오늘회의를 합니다"),
        ("ชา", "ดื่มชาเขียว"),
        ("café", "CAFE"),
        ("cafe", "cafe\u0301"),
        ("straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("чай", "ЧАЙНИК"),
        ("हिन्दी", "यह हिन्दी है"),
        ("tea green", "green tea"),
        ('"green tea"', "a green, tea"),
        ("snake", "a_snake_case"),
        ("case", "a_snake_case"),
        ("用tea", "请用tea谢谢"),
        ("😀", "fine 😀"),
        ("3.11", "Python 3.11.7"),
        ("①", "① first"),
        ("don't", "I don’t know"),
    ],
)
def test_what_is_found(library: Library, question: str, text: str) -> None:
    library.add("something else 别的", text)
    assert library.found(question) == [text]
    (hit,) = Search(library.database).search(question)
    assert marked(hit)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("茶喝", "我爱喝茶。"),
        ("eahouse", "Teahouse"),
        ('"tea"', "teahouse"),
        ('"green tea"', "green and tea"),
        ("tea coffee", "tea"),
        ("かく", "がく"),
    ],
)
def test_what_is_not_found(library: Library, question: str, text: str) -> None:
    library.add(text)
    assert library.found(question) == []


def test_titles_come_first_then_the_newest_messages(database: Database, library: Library) -> None:
    library.add("first tea", "second tea", "third tea")
    named = make.conversation("Tea ceremony")
    Conversations(database).add(named)
    hits = Search(database).search("tea", limit=3)
    assert [(hit.conversation_id, hit.message_id is None, hit.snippet) for hit in hits] == [
        (named.id, True, "Tea ceremony"),
        (library.conversation.id, False, "third tea"),
        (library.conversation.id, False, "second tea"),
    ]
    assert [hit.role for hit in hits] == [None, Role.USER, Role.USER]
    assert [hit.title for hit in hits] == ["Tea ceremony", "untitled", "untitled"]


def test_a_title_is_found_under_its_present_name(database: Database) -> None:
    conversations, conversation = Conversations(database), make.conversation("Pu'er")
    conversations.add(conversation)
    conversations.rename(conversation.id, "普洱", TitleSource.PERSON)
    search = Search(database)
    assert search.search("er") == []
    assert [hit.conversation_id for hit in search.search("洱")] == [conversation.id]
    conversations.delete(conversation.id)
    assert search.search("洱") == []
    conversations.restore(conversation.id)
    assert len(search.search("洱")) == 1


def test_reasoning_is_searched_and_words_may_be_in_both(database: Database, library: Library) -> None:
    parts = (ReasoningPart("steep it"), TextPart("three minutes"))
    message = make.message(library.conversation, parts=parts, role=Role.ASSISTANT)
    Messages(database).add(message)
    (hit,) = Search(database).search("steep minutes")
    assert (hit.message_id, hit.role, hit.snippet) == (message.id, Role.ASSISTANT, "three minutes")
    (hit,) = Search(database).search("steep")
    assert (hit.snippet, marked(hit)) == ("steep it", ["steep"])


def test_a_snippet_is_one_line_around_the_hit(library: Library) -> None:
    library.add("ﬁrst " * 500 + "\n\nA cup of\n\tGreen-Tea, later\n" + "last " * 500)
    (hit,) = Search(library.database).search("green tea late")
    assert "A cup of Green-Tea, later last" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) < 190
    assert marked(hit) == ["Green", "Tea", "late"]


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        '"',
        '""',
        "*",
        "tea*",
        "AND",
        "tea AND",
        "NEAR(tea)",
        "-tea",
        "text:tea",
        "^tea",
        "(",
        "'",
        "\0",
        "\ud800",
        "a\0b",
    ],
)
def test_no_question_is_a_mistake(library: Library, question: str) -> None:
    library.add("nothing of the kind")
    Search(library.database).search(question)


def test_operators_are_words(library: Library) -> None:
    library.add("tea and near", "tea")
    assert library.found("tea AND near") == ["tea and near"]


def test_a_question_as_long_as_a_page(library: Library) -> None:
    library.add("茶" * 100)
    assert library.found("茶" * 5000)
    assert library.found("茶 " * 5000)
    Search(library.database).search("word " * 20_000 + "(" * 20_000)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(question=st.text(st.characters(codec=None)), text=st.text())
def test_any_question_over_any_text(library: Library, question: str, text: str) -> None:
    library.add(text)
    for hit in Search(library.database).search(question):
        assert all(0 <= start <= end <= len(hit.snippet) for start, end in hit.highlights)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("茶馆喝一杯,。 \nabcXYZ1éＡ😀"), min_size=1, max_size=60), cut=st.data())
def test_any_piece_between_words_of_a_text_finds_it(library: Library, text: str, cut: st.DataObject) -> None:
    """A question is a run of the text that begins where a word does."""
    start = cut.draw(st.integers(0, len(text) - 1))
    end = cut.draw(st.integers(start + 1, len(text)))
    begins_inside_a_word = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
    piece = text[start:end].replace('"', " ")
    library.add(text)
    if begins_inside_a_word or (start > 0 and text[start - 1] in "éＡ") or not any(map(str.isalnum, piece)):
        return
    found = {hit.message_id for hit in Search(library.database).search(piece, limit=1000)}
    assert next(reversed(Messages(library.database).of(library.conversation.id))) in found
