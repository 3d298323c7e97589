"""Pygments, fed by the line.

Its lexers read a whole text; here the state of a lexer is carried from line to line. The last token of a line may go on
in the next one, so it is read again with it; a comment or string that has not ended is one until its end comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import signature
from itertools import groupby
from typing import Any, Protocol

from msgspec import Struct
from pygments.lexer import ExtendedRegexLexer, Lexer, RegexLexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import Comment, Error, Generic, Keyword, Literal, Name, Number, Operator, Punctuation, String, Text
from pygments.token import _TokenType as TokenType

from desktop.render.highlight import Role, Run

_LONGEST_KEPT = 4_000  # characters of a token that are read again with the next line
_BEHIND = 40  # characters before them, which a rule may look back at
_SHORTEST_WINDOW, _WINDOW = 120, 600  # of the text before a line, for lexers that have no state to carry
_TOP_LEVEL = re.compile(r"\n(?=\S)")
_ALSO = {"tsx": "typescript", "jsonc": "json", "json5": "json", "node": "javascript", "vue": "html", "svelte": "html"}
_NAME = re.compile(r"[{.]*([\w+#-]+)")
_OPENERS = {
    "/*": "*/",
    "<!--": "-->",
    "<![CDATA[": "]]>",
    "--[[": "]]",
    "[[": "]]",
    "(*": "*)",
    "{-": "-}",
    '"""': '"""',
    "'''": "'''",
    "```": "```",
    'r#"': '"#',
    'R"(': ')"',
    '"': '"',
    "'": "'",
    "`": "`",
}
_OPENER = re.compile("|".join(map(re.escape, _OPENERS)))
_HEREDOC = re.compile(r"<<[-~]?\s*['\"]?([A-Za-z_]\w*)")

_ROLES: dict[TokenType, Role] = {
    Comment: "comment",
    Comment.Preproc: "decorator",
    Generic.Deleted: "deleted",
    Generic.Heading: "heading",
    Generic.Inserted: "inserted",
    Generic.Prompt: "decorator",
    Generic.Subheading: "heading",
    Keyword: "keyword",
    Keyword.Constant: "number",
    Keyword.Type: "class",
    Literal: "string",
    Name.Attribute: "attribute",
    Name.Builtin: "builtin",
    Name.Class: "class",
    Name.Constant: "number",
    Name.Decorator: "decorator",
    Name.Entity: "number",
    Name.Exception: "class",
    Name.Function: "function",
    Name.Namespace: "class",
    Name.Tag: "tag",
    Number: "number",
    Operator: "operator",
    Operator.Word: "keyword",
    Punctuation: "punctuation",
    String: "string",
}

Token = tuple[int, TokenType, str]  # as Pygments gives them: where, what, and the text
Stack = tuple[str, ...]


class LineLexer(Protocol):
    """What reads code by the line."""

    def runs(self, line: str) -> tuple[Run, ...]:
        """Return the colours of `line`, which ends with "\\n"."""


def line_lexer(language: str) -> LineLexer | None:
    """Return a lexer for the language that is written after a fence; None if it is not known."""
    found = _NAME.match(language)
    name = found[1].lower() if found else ""
    name = _ALSO.get(name, name)
    if name not in _known_names():
        return None
    lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    if isinstance(lexer, RegexLexer) and not isinstance(lexer, ExtendedRegexLexer):
        return _StatefulLexer(lexer)
    return _WindowLexer(lexer)


@cache
def _known_names() -> frozenset[str]:
    """All names of lexers. Asked for a name that it does not know, Pygments would search for plugins."""
    return frozenset(alias.lower() for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)


class _Match(Struct, frozen=True):
    """What one rule of a lexer matched, and the states before it."""

    start: int
    end: int
    stack: Stack
    tokens: list[Token]


class _StatefulLexer:
    """Carries the states of a `RegexLexer`; as exact as reading the whole, but for rules that look into later lines."""

    def __init__(self, lexer: RegexLexer) -> None:
        self._lexer: Any = lexer
        read = type(lexer).get_tokens_unprocessed
        self._names_more = read is not RegexLexer.get_tokens_unprocessed and "stack" in signature(read).parameters
        self._stack: Stack = ("root",)
        self._behind = 0  # how much of `_kept` is there to be looked back at
        self._kept = ""  # the text of the last token, which begins in the states of `_stack`
        self._closer = ""  # what will end the comment or string that it began
        self._open_type: TokenType = Text

    def runs(self, line: str) -> tuple[Run, ...]:
        if self._closer and self._closer not in f"\n{line}":
            return _runs([(0, self._open_type, line)])
        text, begin = self._kept + line, len(self._kept)
        matches = list(_matches(self._lexer, text, self._stack, self._behind))
        opened = self._find_open(text, begin, matches)
        last = opened or matches[-1]
        tokens = [token for match in matches for token in match.tokens]
        if self._names_more:
            tokens = self._with_names(tokens, text)
        if opened:
            tokens = [token for token in tokens if token[0] < opened.start]
            tokens.append((opened.start, self._open_type, text[opened.start :]))
        self._keep(text, last)
        return _runs(_from(tokens, begin))

    def _keep(self, text: str, last: _Match) -> None:
        start = max(0, last.start - _BEHIND)
        self._behind, self._stack = last.start - start, last.stack
        self._kept = text[start : last.start + _LONGEST_KEPT]
        if self._closer.startswith("\n"):
            self._kept += "\n"

    def _with_names(self, tokens: list[Token], text: str) -> list[Token]:
        """Let a lexer that knows some names by heart tell what they are."""
        known = self._lexer.get_tokens_unprocessed(text[self._behind :], self._stack)
        kinds = {(start + self._behind, name): kind for start, kind, name in known}
        return [(start, kinds.get((start, name), kind) if kind is Name else kind, name) for start, kind, name in tokens]

    def _find_open(self, text: str, begin: int, matches: list[_Match]) -> _Match | None:
        """Return what begins a comment or string that ends behind `text`; its rule finds it only with its end."""
        self._closer = ""
        if not _OPENER.search(text, begin) and "<<" not in text:
            return None
        for match in matches:
            opener = _OPENER.match(text, match.start) or _HEREDOC.match(text, match.start)
            if opener is None:
                continue
            closer = _OPENERS.get(opener[0]) or opener[1]
            if text.find(closer, opener.end()) >= 0:
                continue
            so_far = text[match.start :]
            if opener[0] not in _OPENERS:
                closer = f"\n{closer}"  # stands on a line of its own
            whole = next(_matches(self._lexer, f"{so_far}{closer}\n", match.stack))
            kind: TokenType = whole.tokens[0][1] if whole.tokens else Text
            if whole.end > len(so_far) and _role(kind) in ("comment", "string", "decorator"):
                self._closer, self._open_type = closer, kind
                return match
        return None


class _WindowLexer:
    """Reads each line with some of the text before it; for lexers that are programs of their own."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer: Any = lexer
        self._before = ""

    def runs(self, line: str) -> tuple[Run, ...]:
        text, begin = self._before + line, len(self._before)
        runs = _runs(_from(self._lexer.get_tokens_unprocessed(text), begin))
        self._before = _window(text)
        return runs


def _window(text: str) -> str:
    """Return the end of `text` from a line on that is not indented, if there is one near enough."""
    starts = [found.end() for found in _TOP_LEVEL.finditer(text, 0, max(0, len(text) - _SHORTEST_WINDOW))]
    begin = starts[-1] if starts else 0
    return text[begin:] if len(text) - begin <= _WINDOW else text[text.find("\n", len(text) - _WINDOW) + 1 :]


def _matches(lexer: Any, text: str, stack: Stack, position: int = 0) -> Iterator[_Match]:
    """Apply the rules of `lexer` to `text` as its own loop does, and tell the states at each step."""
    while position < len(text):
        for matches, action, change in lexer._tokens[stack[-1]]:  # noqa: SLF001 - the states are nowhere else
            found = matches(text, position)
            if not found:
                continue
            if isinstance(action, TokenType):
                tokens = [(position, action, found[0])]
            else:
                tokens = [] if action is None else list(action(lexer, found))
            yield _Match(position, found.end(), stack, tokens)
            position, stack = found.end(), _changed(stack, change)
            break
        else:
            kind = Text if text[position] == "\n" else Error
            yield _Match(position, position + 1, stack, [(position, kind, text[position])])
            stack = ("root",) if text[position] == "\n" else stack
            position += 1


def _changed(stack: Stack, change: Any) -> Stack:
    """Return the states after a rule: `change` is the number of states to leave, or the names of those to enter."""
    if change is None:
        return stack
    if isinstance(change, int):
        return stack[:change] or stack[:1]
    for step in (change,) if isinstance(change, str) else change:
        stack = (stack[:-1] or stack) if step == "#pop" else (*stack, stack[-1] if step == "#push" else step)
    return stack


def _from(tokens: Iterable[Token], begin: int) -> Iterator[Token]:
    """Give the tokens behind `begin`, counted from there."""
    for start, kind, text in tokens:
        if start + len(text) > begin:
            yield max(0, start - begin), kind, text[max(0, begin - start) :]


def _runs(tokens: Iterable[Token]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for role, group in groupby(tokens, key=lambda token: _role(token[1])):
        if role is None:
            continue
        (start, _, first), *others = group
        text = "".join([first, *(more for _, _, more in others)])
        start += len(text) - len(text.lstrip())
        if text := text.strip():
            runs.append((start, len(text), role))
    return tuple(runs)


@cache
def _role(kind: TokenType | None) -> Role | None:
    if kind is None:
        return None
    return _ROLES.get(kind) or _role(kind.parent)
