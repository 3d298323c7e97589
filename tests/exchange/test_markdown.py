from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from desktop.exchange.importers import teahouse_markdown
from desktop.exchange.markdown import write
from desktop.model.folder import Folder
from desktop.model.message import ReasoningPart, Role, State, TextPart
from tests.exchange.samples import ANSWER, ORIGIN, document, message

EXPECTED = """\
---
id: "conversation-1"
title: "Tea & <b>time</b>"
created: "2026-11-22T10:30:05.120Z"
updated: "2026-11-22T10:31:05.120Z"
model: "deepseek-chat"
account: "The gateway"
---

# Tea & <b>time</b>

## You · 2026-11-22 10:30:06 UTC

What is tea?

# Not a heading of ours

## deepseek-v3 · 2026-11-22 10:30:08 UTC

<details>
<summary>Reasoning (3.2 s)</summary>

Let me see &lt;/details> … ```

</details>

Here:

```python
print('茶  ')
```

$$\\frac{a}{b}$$ and \\(x^2\\)\ttab \u00a0end

## You · 2026-11-22 10:30:09 UTC

More, please

## deepseek-chat · 2026-11-22 10:30:10 UTC

~~~~js
open(
~~~~

> *This answer was interrupted. (upstream broke)*

## You · 2026-11-22 10:30:11 UTC

Again
"""


def test_the_shown_branch_as_a_file() -> None:
    assert "".join(write(document())) == EXPECTED


def test_reasoning_can_be_left_out() -> None:
    text = "".join(write(document(), with_reasoning=False))
    assert "Let me see" not in text
    assert "<details>" not in text
    assert ANSWER in text


@given(st.text(st.characters(codec="utf-8")))
def test_every_text_is_in_the_file_as_it_is(text: str) -> None:
    exported = "".join(write(document("Title", message("1", None, Role.USER, TextPart(text)))))
    assert text in exported


@pytest.mark.parametrize(
    "left_open",
    [
        "```py\nx = 1",
        "~~~\n```",
        "````\n```\n",
        "text\n\n   ```",
        "```\na\n``",
        "```\n```\n\n```js\nlet x",
        "``` a`b\n\n```",
        "```\na\r```\rb\r```",
        "```\x0b```",
        "```\na\x0c```",
        "```\na\u2028```",
        "```\n```\u3000",
    ],
)
def test_code_that_is_left_open_does_not_swallow_the_next_message(left_open: str) -> None:
    exported = "".join(
        write(
            document(
                "Title",
                message("1", None, Role.ASSISTANT, ReasoningPart(left_open), TextPart(left_open), origin=ORIGIN),
                message("2", "1", Role.USER, TextPart("Next")),
            )
        )
    )
    tokens = MarkdownIt("commonmark").parse(exported.split("---\n", 2)[2])
    headings = [tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open"]
    assert [heading.split(" · ")[0] for heading in headings] == ["Title", "deepseek-chat", "You"]
    assert sum("</details>" in token.content for token in tokens if token.type == "html_block") == 1


@given(st.text())
def test_a_title_is_one_quoted_scalar(title: str) -> None:
    lines = "".join(write(document(title))).split("\n")
    assert lines[2].startswith('title: "')
    value = json.loads(lines[2].removeprefix("title: "))
    assert " ".join(title.split()) in (value, "")
    unquotable = {chr(code) for code in (0x85, 0x2028, 0x2029, 0x7F, 0xFEFF, 0xFFFE)}
    assert not unquotable & set(lines[2])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.STOPPED, "was stopped"),
        (State.LENGTH, "length limit"),
        (State.INTERRUPTED, "was interrupted"),
        (State.FAILED, "No answer came"),
        (State.WRITING, "still being written"),
    ],
)
def test_an_answer_that_is_not_complete_says_so(state: State, words: str) -> None:
    exported = "".join(write(document("T", message("1", None, Role.ASSISTANT, TextPart("Half"), state=state))))
    assert words in exported


def test_folder_and_tags_stand_in_the_front_matter_and_come_back() -> None:
    plain = document()
    folder = Folder("f", 'Tea: "and" more', plain.conversation.created)
    tagged = replace(plain, conversation=replace(plain.conversation, tags=("b, c", "茶")), folder=folder)
    text = "".join(write(tagged))
    front = yaml_front(text)
    assert front["folder"] == folder.name
    assert front["tags"] == ["b, c", "茶"]
    assert teahouse_markdown.recognises(text)
    assert teahouse_markdown.read(text).conversation.tags == ("b, c", "茶")


def yaml_front(text: str) -> dict[str, object]:
    """A YAML value in double quotes, or a list of such, is JSON too."""
    lines = text.split("---\n")[1].splitlines()
    return {name: json.loads(value) for name, value in (line.split(": ", 1) for line in lines)}


@pytest.mark.parametrize(
    "asked",
    [
        "<think> stands in every answer, why?",
        "<think>What?</think> is what it says",
        "<details>\n<summary>Log</summary>\n\nlines\n\n</details>\n\nWhat went wrong?",
        "What does this mean?\n\n> *This answer was stopped.*",
        "> *No answer came.*",
    ],
)
def test_what_a_person_says_like_an_answer_comes_back_as_their_words(asked: str) -> None:
    told = message("1", None, Role.SYSTEM, TextPart(asked)), message("2", "1", Role.USER, TextPart(asked))
    back = teahouse_markdown.read("".join(write(document("Title", *told))))
    assert [each.parts for each in back.branch] == [(TextPart(asked),)] * 2


def test_code_that_only_seems_closed_hides_no_message_from_the_way_back() -> None:
    told = message("1", None, Role.USER, TextPart("```\na\x0b```")), message("2", "1", Role.USER, TextPart("Next"))
    back = teahouse_markdown.read("".join(write(document("Title", *told))))
    assert [each.text for each in back.branch] == ["```\na\x0b```\n```", "Next"]
