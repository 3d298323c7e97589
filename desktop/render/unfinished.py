"""How the end of a text that is still being written is shown, so that nothing in it jumps back and forth.

A last line that may yet become anything (`-` is a list, a rule or a heading) is held back. Markup that opened and has
not closed is closed for the time being: `**bo` is bold at once, `[text](htt` is its text, and a formula is its source.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from desktop.render.emphasis import flanking
from desktop.render.formulas import inline_formula_end

_LONGEST_HELD = 1_000
_CONTAINERS = r"(?:[ \t]*(?:>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*[ \t]*"
_UNDECIDED = re.compile(
    _CONTAINERS + r"(?:[-*+_=#|:~`$\\ \t]*"  # a list, a rule, a heading, a delimiter row, a fence, a formula, emphasis
    r"|[0-9]{1,9}[.)]?"
    r"|\[[ xX]?\]?"  # a task
    r"|\[\^[^\]\s]{0,40}(?:\]:?[ \t]*)?"  # a footnote
    r"|(?:`{3,}|~{3,})[^`]*"
    r"|\|.*)"  # a row of a table: it is shown whole
)
_ROW = re.compile(_CONTAINERS + r"\|")
DELIMITER_ROW = re.compile(_CONTAINERS + r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*")

_HTTP = "h(?:t(?:t(?:ps?{0})?)?)?"  # the beginning of a safe address, {0} behind its scheme
_MAILTO = "m(?:a(?:i(?:l(?:t(?:o{0})?)?)?)?)?"
_SCHEME = f"(?:{_HTTP}|{_MAILTO})?"
_AUTOLINK = r"<(?=https?:|mailto:|" + _SCHEME.format("") + "$)"
_SIGNS = re.compile(r"\\.|\\$|`+|\$+|\*+|_+|~+|!?\[|!$|\]|" + _AUTOLINK, re.DOTALL)
_MARKS = re.compile(r"[\\`*_\[\]<~&$!.:@]")
_TARGET = re.compile(r"""\(\s*(?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)""")
_SAFE_START = re.compile(r"\(\s*<?" + _SCHEME.format("(?::.*)?"), re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"(?<![A-Za-z0-9])!?\[(?:[^\W\d]|[`*]|$)")  # [Title, ![alt; not [1], [^note] or array[i]


def without_undecided_lines(text: str, *, within_line: bool, within_table: bool) -> str:
    """Return `text` without the last lines whose meaning is not decided yet.

    `within_line`: the text begins in the middle of a line. `within_table`: it begins with the rows of a table.
    """
    complete, newline, last = text.rpartition("\n")
    is_middle = within_line and not newline
    if last and not is_middle and len(last) <= _LONGEST_HELD and _UNDECIDED.fullmatch(last):
        text = complete + newline
    return _without_table_header(text, within_table=within_table)


def _without_table_header(text: str, *, within_table: bool) -> str:
    """Hold back a line that begins with a bar until the line behind it tells whether it is the header of a table."""
    if not text.endswith("\n"):
        return text
    start = text.rfind("\n", 0, -1) + 1
    if len(text) - start > _LONGEST_HELD or not _ROW.match(text, start):
        return text
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    if (within_table and start == 0) or _ROW.match(before) or DELIMITER_ROW.fullmatch(before):
        return text
    return text[:start]


def completed(source: str) -> str:
    """Return the inline text `source`, of which more is to come, with its open markup closed or taken away."""
    return _Completion(source.rstrip()).result()


class _Opener(Struct):
    sign: str
    start: int
    size: int


class _Completion(Struct):
    source: str
    openers: list[_Opener] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)  # what is not shown yet, from and to
    suffix: str = ""

    def result(self) -> str:
        position = 0
        while found := _SIGNS.search(self.source, position):
            position = self._read(found[0], found.start(), found.end())
        for opener in reversed(self.openers):
            self._close(opener)
        shown, position = [], 0
        for start, end in sorted(self.dropped):
            shown.append(self.source[position : max(start, position)])
            position = max(end, position)
        return "".join([*shown, self.source[position:]]).rstrip() + self.suffix

    def _read(self, sign: str, start: int, end: int) -> int:
        """Take note of one sign and return where to read on."""
        if sign[0] == "\\" or sign[0] == "$":
            return self._formula_or_escape(sign, start, end)
        if sign == "!":
            self.dropped.append((start, end))  # an image may follow
        elif sign[0] == "`":
            return self._code(sign, start, end)
        elif sign == "]":
            return self._end_of_label(end)
        elif sign[0] in "*_~":
            self._emphasis(sign, start, end)
        elif sign == "<":
            if ">" not in self.source[end:]:
                self.dropped.append((start, end))
        else:
            self.openers.append(_Opener("[", start, end - start))
        return end

    def _formula_or_escape(self, sign: str, start: int, end: int) -> int:
        closed = inline_formula_end(self.source, start, len(self.source))
        if closed > 0:
            return closed
        if sign in (r"\(", r"\[", "$$"):
            return self._leave(start)
        if end == len(self.source):
            self.dropped.append((start if sign[0] == "$" or sign == "\\" else end, end))
        return end

    def _leave(self, start: int) -> int:
        r"""Show the rest as it is: a formula's source is full of signs that mean something else in Markdown."""
        rest = self.source[start:]
        space = self.source[len(self.source[:start].rstrip()) : start]
        self.dropped.append((start, len(self.source)))
        self.suffix = space + _MARKS.sub(r"\\\g<0>", rest.rstrip("\\$") if len(rest) > 2 else rest)
        return len(self.source)

    def _code(self, sign: str, start: int, end: int) -> int:
        closer = re.compile(rf"(?<!`){sign}(?!`)").search(self.source, end)
        if closer:
            return closer.end()
        inside = self.source[end:]
        half_closed = len(inside) - len(inside.rstrip("`"))
        if not inside.strip("` "):
            self.dropped.append((start, len(self.source)))
        else:
            self.dropped.append((len(self.source) - half_closed, len(self.source)))
            self.suffix = sign
        return len(self.source)

    def _end_of_label(self, end: int) -> int:
        numbers = [number for number, opener in enumerate(self.openers) if opener.sign == "["]
        if not numbers:
            return end
        opener = self.openers[numbers[-1]]
        follows = self.source[end : end + 1]
        if follows == "(":
            if target := _TARGET.match(self.source, end):
                del self.openers[numbers[-1] :]
                return target.end()
            if _SAFE_START.fullmatch(self.source, end):
                return self._drop_target(opener, end)
        elif not follows and _LABEL.match(self.source, opener.start):
            return self._drop_target(opener, end)
        del self.openers[numbers[-1]]
        return end

    def _drop_target(self, opener: _Opener, end: int) -> int:
        """Show only the label of a link whose target has not come yet."""
        self.openers.remove(opener)
        self.dropped += [(opener.start, opener.start + opener.size), (end - 1, len(self.source))]
        return len(self.source)

    def _emphasis(self, sign: str, start: int, end: int) -> None:
        before = self.source[start - 1] if start else " "
        size = end - start
        if end == len(self.source):  # the next character tells what this is
            self._half_closed(sign[0], size, start)
            return
        opens, closes = flanking(before, self.source[end])
        if sign[0] == "_" and before.isalnum() and self.source[end].isalnum():
            return
        if closes:
            size = self._closed_by(sign[0], size)
        if opens and size and sign != "~" and not (sign == "*" and before.isalnum()):
            self.openers.append(_Opener(sign[0], end - size, size))

    def _closed_by(self, sign: str, size: int) -> int:
        """Let a run of `size` signs close what it can; return how many are left."""
        while size and (number := self._last(sign)) is not None:
            opener = self.openers[number]
            used = min(size, opener.size)
            opener.size -= used
            size -= used
            del self.openers[number + (opener.size > 0) :]
        return size

    def _half_closed(self, sign: str, size: int, start: int) -> None:
        number = self._last(sign)
        if number is not None and self.openers[number].size == size:
            del self.openers[number:]
        else:
            self.dropped.append((start, len(self.source)))

    def _last(self, sign: str) -> int | None:
        return next((n for n in reversed(range(len(self.openers))) if self.openers[n].sign == sign), None)

    def _close(self, opener: _Opener) -> None:
        if opener.sign != "[":
            self.suffix += opener.sign * opener.size
        elif _LABEL.match(self.source, opener.start):
            self.dropped.append((opener.start, opener.start + opener.size))
