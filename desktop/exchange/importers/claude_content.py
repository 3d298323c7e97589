"""What one message of Claude's says: its blocks in their order, its attachments, and the documents it made.

Documents are calls of the tool `artifacts`, earlier `<antArtifact>` in the text; what any tool was called with was
written by the model and is kept, what a tool found is nobody's words and is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from desktop.exchange.importers.building import mapping, parts_of, sequence, words
from desktop.exchange.importers.pieces import call, marked, paragraphs, picture
from desktop.exchange.markdown import fenced
from desktop.i18n import tr
from desktop.model.message import Part, Role

_UNSUPPORTED = re.compile(r"\s{0,4}```\s{0,4}This block is not supported on your current device yet\.\s{0,4}```")
_THINKING = (re.compile(r"<antThinking>"), "</antThinking>")
_ARTIFACT = (re.compile(r"<antArtifact\b([^>]{0,2000})>"), "</antArtifact>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_LETTER = frozenset({"kind", "summary_title", "variants", "label", "subject", "body"})
_PROSE = {"text/markdown", "text/plain", ""}
_LANGUAGES = {"text/html": "html", "image/svg+xml": "svg", "application/vnd.ant.mermaid": "mermaid",
              "application/vnd.ant.react": "jsx"}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z0-9+#]{1,12}")


def parts_in(entry: Mapping[str, Any], *, is_answer: bool) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(entry.get("content"))]
    thoughts = [_thought(block) for block in blocks]
    said = [piece for piece in map(_piece, blocks) if piece.strip()]
    # `text` has the same again, or, where the blocks are of later kinds, less.
    said = said or [_UNSUPPORTED.sub("", words(entry.get("text")))]
    if is_answer:
        said = [_with_artifacts(_without_thinking(piece, thoughts)) for piece in said]
    role = Role.ASSISTANT if is_answer else Role.USER
    return parts_of(paragraphs(*said, *_attachments(entry)), paragraphs(*thoughts), role=role)


def _thought(block: Mapping[str, Any]) -> str:
    if block.get("type") != "thinking":
        return ""
    summaries = (words(mapping(each).get("summary")) for each in sequence(block.get("summaries")))
    return words(block.get("thinking")) or paragraphs(*summaries)


def _piece(block: Mapping[str, Any]) -> str:
    kind = words(block.get("type"))
    if kind == "tool_use":
        return _called(words(block.get("name")) or "?", mapping(block.get("input")))
    if kind == "image":
        return picture()
    return "" if kind in {"thinking", "tool_result"} else words(block.get("text"))


def _called(name: str, given: Mapping[str, Any]) -> str:
    """Return what the model wrote for a tool: documents and code as such, the rest as it is."""
    if name == "artifacts" and (words(given.get("content")) or words(given.get("new_str"))):
        kind, language = words(given.get("type")), words(given.get("language"))
        return _document(words(given.get("title")), kind, language, words(given.get("content") or given.get("new_str")))
    drafts = [mapping(each) for each in sequence(given.get("variants"))] or [given]
    if name.startswith("message_compose") and _LETTER.issuperset(given) and all(map(_LETTER.issuperset, drafts)):
        return _letters(words(given.get("summary_title")), drafts)
    if name.startswith("ask_user_input") and set(given) == {"questions"}:
        return paragraphs(call(name), *(_question(mapping(each)) for each in sequence(given["questions"])))
    ending = PurePosixPath(words(given.get("path"))).suffix.removeprefix(".").casefold()
    language = ending if _LANGUAGE.fullmatch(ending) else {"repl": "javascript", "bash_tool": "bash"}.get(name, "")
    long = [value for value in map(words, given.values()) if "\n" in value]
    short = {key: value for key, value in given.items() if words(value) not in long}
    told = fenced(json.dumps(short, ensure_ascii=False), "json") if short else ""
    return paragraphs(call(name), told, *(fenced(value, language) for value in long))


def _letters(title: str, drafts: list[Mapping[str, Any]]) -> str:
    """Return the letters that it wrote, each of which the page shows with what sets it apart."""
    heads = (" – ".join(filter(None, map(words, (each.get("label"), each.get("subject"))))) for each in drafts)
    bodies = (words(each.get("body")) for each in drafts)
    shown = (paragraphs(f"**{head}**" if head else "", body) for head, body in zip(heads, bodies, strict=True))
    return paragraphs(f"**{title}**" if title else "", *shown)


def _question(asked: Mapping[str, Any]) -> str:
    options = (words(each) or words(mapping(each).get("label")) for each in sequence(asked.get("options")))
    return "\n".join([words(asked.get("question")), *(f"- {option}" for option in options if option)])


def _document(title: str, kind: str, language: str, text: str) -> str:
    is_prose = kind in _PROSE and not language
    shown = text if is_prose else fenced(text.strip("\n"), language or _LANGUAGES.get(kind, ""))
    return paragraphs(f"**{title}**" if title else "", shown)


def _without_thinking(text: str, thoughts: list[str]) -> str:
    """Return the text without the thoughts that stand in it, which are added to `thoughts`."""
    found, rest = marked(text, *_THINKING)
    thoughts += [inside.strip() for _, _, inside in found]
    return "".join([*(before for before, _, _ in found), rest])


def _with_artifacts(text: str) -> str:
    found, rest = marked(text, *_ARTIFACT)
    pieces = []
    for before, opening, inside in found:
        told = dict(_ATTRIBUTE.findall(opening[1]))
        title, kind, language = (told.get(name, "") for name in ("title", "type", "language"))
        pieces += [before.strip(), _document(title, kind, language, inside.strip("\n"))]
    return paragraphs(*pieces, rest.strip()) if found else text


def _attachments(entry: Mapping[str, Any]) -> list[str]:
    """Return each file's name once, and the text of those whose text is in the export."""
    pieces: list[str] = []
    seen: set[str] = set()
    for found in map(mapping, (*sequence(entry.get("attachments")), *sequence(entry.get("files")))):
        name, text = words(found.get("file_name")), words(found.get("extracted_content"))
        if text or not name or name not in seen:
            pieces.append(tr("[File: {name}]", name=name or "?") if name or not text else "")
            pieces.append(text)
        seen.add(name)
    return pieces
