"""The texts of the models that behave."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from desktop.demo.answers import TOPICS
from desktop.demo.tokens import tokens_of
from tests.demo import raw
from tests.fixtures.demo import Demo


@pytest.mark.parametrize(
    ("prompt", "sign"),
    [
        ("Show me a table of teas", "| Tea | Origin |"),
        ("Some Python, please", "```rust"),
        ("What is an integral?", r"\frac{dT}{dt}"),
        ("a short poem", "> The kettle hums"),
        ("tell me a story", "# The teahouse at the ferry"),
        ("the tour!", "# A tour"),
        ("给我一个表格", "| 龙井（绿茶） |"),
        ("写一段代码", "```go"),
        ("一个数学公式", r"\begin{cases}"),
        ("写一首诗", "白居易"),
        ("讲一个长长的故事", "# 渡口茶馆"),
        ("导览", "# 导览"),
    ],
)
def test_words_choose_the_text(demo: Demo, prompt: str, sign: str) -> None:
    text = raw.ask(demo, "deepseek-chat", prompt).text
    assert sign in text
    assert "demo server" in text or "演示服务器" in text


@pytest.mark.parametrize(
    ("prompt", "confession"),
    [("Who are you?\nReally?", "there is no model here"), ("你是谁？", "这里没有真正的模型"), ("", "no model here")],
)
def test_anything_else_is_quoted_and_told_what_this_is(demo: Demo, prompt: str, confession: str) -> None:
    text = raw.ask(demo, "deepseek-chat", prompt).text
    assert confession in text
    assert all(f"> {line}\n" in text for line in prompt.splitlines())


def test_a_word_inside_a_word_chooses_nothing(demo: Demo) -> None:
    assert "no model here" in raw.ask(demo, "deepseek-chat", "An uncomfortable encoder").text


def test_a_long_prompt_is_quoted_in_part(demo: Demo) -> None:
    assert len(raw.ask(demo, "deepseek-chat", "leaf " * 5000).text) < 3000


def test_every_topic_has_its_text_in_both_languages() -> None:
    written = {file.name for file in (files("desktop.demo") / "answers").iterdir()}
    topics = {topic for topic, _ in TOPICS} | {"greeting", "reasoning"}
    assert written == {f"{topic}.{language}.md" for topic in topics for language in ("en", "zh")}


def test_the_tour_and_the_thinking_speak_the_language_of_the_prompt(demo: Demo) -> None:
    assert raw.ask(demo, "teahouse-tour", "你好").text.startswith("# 导览")
    assert raw.ask(demo, "teahouse-tour", "hello").text.startswith("# A tour")
    assert "一步一步" in raw.ask(demo, "deepseek-reasoner", "你好").reasoning
    assert "“hello there”" in raw.ask(demo, "deepseek-reasoner", "hello\nthere").reasoning


ASKED = "Write a short title for this conversation, without quotes."


@pytest.mark.parametrize(
    ("messages", "title"),
    [
        ([("user", "how do I brew green tea now?"), ("assistant", "Hot."), ("user", ASKED)], "How do I brew green tea"),
        ([("system", ASKED), ("user", "User: what is NASA doing?\nAssistant: flying")], "What is NASA doing"),
        ([("user", f"{ASKED}\nAt most six words.\n\nUser: **pour** it\nAssistant: yes")], "Pour it"),
        ([("system", ASKED), ("user", "龙井茶应该用多少度的水来冲泡才好喝？")], "龙井茶应该用多少度的水来"),
        ([("user", ASKED)], "Conversation"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("model", ["deepseek-chat", "deepseek-reasoner", "teahouse-tour", "demo-cut", "demo-error-402"])
def test_titles(demo: Demo, messages: list[tuple[str, str]], title: str, model: str) -> None:
    told = [{"role": role, "content": content} for role, content in messages]
    assert raw.ask(demo, model, messages=told).text == title


def test_titles_can_fail(demo: Demo) -> None:
    assert raw.ask(demo, "demo-title-fails", ASKED).status == 500
    assert raw.ask(demo, "demo-title-fails", "Tea?").status == 200


def test_pictures_and_parts_are_read(demo: Demo) -> None:
    parts = [
        {"type": "text", "text": "Look:"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
    ]
    reply = raw.ask(demo, "deepseek-chat", messages=[{"role": "user", "content": parts}])
    assert "> Look:" in reply.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"max_tokens": 8193}, "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"),
        ({"max_tokens": 0}, "Invalid max_tokens value"),
        ({"temperature": 2.1}, "Invalid temperature value"),
        ({"messages": [{"role": "user", "content": "豆 " * 140_000}]}, "maximum context length is 131072 tokens"),
    ],
)
def test_deepseek_objects(demo: Demo, fields: dict[str, Any], words: str) -> None:
    reply = raw.ask(demo, "deepseek-chat", **fields)
    assert (reply.status, reply.error["code"]) == (400, "invalid_request_error")
    assert words in reply.error["message"]


def test_the_reasoner_takes_more_tokens_but_no_logprobs(demo: Demo) -> None:
    assert raw.ask(demo, "deepseek-reasoner", max_tokens=8193).status == 200
    assert raw.ask(demo, "deepseek-reasoner", logprobs=True).status == 400


@pytest.mark.parametrize("text", ["", "Tea, 茶 and 😀.\n\n  done", "ひらがな漢字 mixed42000 été", "a\x00b\r\nc"])
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokens_of(text)) == text


def test_tokens_have_the_size_of_tokens() -> None:
    assert len(tokens_of("The quick brown fox jumps over the lazy dog")) == 9
    assert len(tokens_of("茶馆里坐着的人")) == 4
