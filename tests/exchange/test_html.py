from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.html import write
from desktop.model.message import ReasoningPart, Role, TextPart
from tests.exchange.samples import document, message

KNOWN = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "h4", "h5", "h6", "p", "article",
    "time", "details", "summary", "div", "span", "blockquote", "pre", "code", "table", "tr", "th", "td", "hr", "br",
    "strong", "em", "s", "sup", "a",
}  # fmt: skip
ATTRIBUTES = {"charset", "name", "content", "http-equiv", "class", "datetime", "style", "href", "rel"}


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(*texts: str) -> Page:
    text, reasoning = (*texts, texts[0])[:2]
    parts = (ReasoningPart(reasoning), TextPart(text))
    return Page("".join(write(document(text, message("1", None, Role.ASSISTANT, *parts)))))


def test_the_page_says_what_was_said() -> None:
    shown = "".join(page("**Bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n$$x^2$$").words)
    for words in ("Bold", "code", "done", "☑", "$$x^2$$"):
        assert words in shown
    assert "**" not in shown.split("Reasoning", 1)[1]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "[x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        "</style><svg onload=alert(1)>",
        "```html\n</code></pre><script>alert(1)</script>\n```",
        '[x](https://a.example/"onmouseover="alert(1))',
        "| <script> | b |\n|---|---|\n| </table><iframe> | 2 |",
    ],
)
def test_nothing_that_a_model_writes_acts(attack: str) -> None:
    result = page(attack)
    assert result.tags <= KNOWN
    assert result.attributes <= ATTRIBUTES
    assert all(link.startswith(("https://", "http://", "mailto:")) for link in result.links)


@given(st.text(max_size=200))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    result = page(text)
    assert result.tags <= KNOWN
    assert result.attributes <= ATTRIBUTES
