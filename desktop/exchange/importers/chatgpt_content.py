"""What one message of ChatGPT's says: words, reasoning, and what stands for pictures and files.

The tree has all that went on, of which the page shows a part. What is addressed (`recipient`) to a tool is no speech:
Python code and canvases are shown with the answer, other calls among the reasoning. What a tool found is nobody's words
and is left out, but for the output of Python, pictures, and reports of deep research.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.exchange.importers.building import mapping, parts_of, sequence, words
from desktop.exchange.importers.chatgpt_marks import references_of, without_marks
from desktop.exchange.importers.pieces import call, paragraphs, picture
from desktop.exchange.markdown import fenced
from desktop.i18n import tr
from desktop.model.message import Part, Role

_HIDDEN = {"user_editable_context", "model_editable_context", "reasoning_recap", "app_pairing_content"}
_FOUND = {"tether_quote", "tether_browsing_display", "sonic_webpage", "computer_output"}
_ROLES = {"user", "assistant", "tool"}


def author_of(message: Mapping[str, Any]) -> str:
    """Return the role of who wrote it, which the first exports have in the message itself."""
    return (words(mapping(message.get("author")).get("role")) or words(message.get("role"))).casefold()


def parts_in(message: Mapping[str, Any], canvas: Mapping[str, Any], seconds: float | None = None) -> tuple[Part, ...]:
    """Return the parts of a message that is not hidden.

    `canvas` is what the answer to a call of the canvas tells of the document; `seconds` is how long the model thought.
    """
    author = author_of(message)
    content = mapping(message.get("content")) or {"parts": [message.get("content")]}
    if _kind(content) in _HIDDEN:
        return ()
    if author == "user":
        return parts_of(_asked(message, content), role=Role.USER)
    text, thought = _of_tool(message, content) if author == "tool" else _answered(message, content, canvas)
    if author not in _ROLES:  # a critic, or who comes next: kept, and not passed off as the answer
        text, thought = "", "\n\n".join(filter(None, (text, thought)))
    return parts_of(text, thought, seconds, role=Role.ASSISTANT)


def _asked(message: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    metadata = mapping(message.get("metadata"))
    quote = words(metadata.get("targeted_reply")).strip()
    quoted = "\n".join(f"> {line}" for line in quote.splitlines())
    pieces = _pieces(content)
    has_pictures = any(_kind(part) == "image_asset_pointer" for part in sequence(content.get("parts")))
    for attached in map(mapping, sequence(metadata.get("attachments"))):
        name, is_picture = words(attached.get("name")), words(attached.get("mime_type")).startswith("image/")
        if name and not (is_picture and has_pictures):
            pieces.append(tr("[File: {name}]", name=name))
    return paragraphs(quoted, *pieces)


def _answered(message: Mapping[str, Any], content: Mapping[str, Any], canvas: Mapping[str, Any]) -> tuple[str, str]:
    """Return what the model said, and what it thought."""
    kind, recipient = _kind(content), words(message.get("recipient")) or "all"
    references = references_of(message)
    report = _report(message)
    if report:
        return report, ""
    if kind == "thoughts":
        return "", without_marks(_thoughts(content), references)
    if recipient != "all":
        return _called(recipient, message, content, canvas)
    if kind in _FOUND:
        return "", ""
    if kind == "code":
        text = _code(content)
        return ("", text) if _is_inner(message) else (text, "")
    text = without_marks(paragraphs(*_pieces(content)), references)
    is_preamble = mapping(message.get("metadata")).get("is_thinking_preamble_message") is True
    return ("", text) if is_preamble or message.get("channel") == "analysis" else (text, "")


def _called(
    recipient: str, message: Mapping[str, Any], content: Mapping[str, Any], canvas: Mapping[str, Any]
) -> tuple[str, str]:
    """Return the same of a call of the tool `recipient`."""
    text = words(content.get("text")) or paragraphs(*_pieces(content))
    if not text.strip():
        return "", ""
    if recipient.startswith("canmore"):
        return _canvas(text, canvas), ""
    if recipient.startswith("python") and not _is_inner(message):
        return fenced(text, "python"), ""
    return "", paragraphs(call(recipient), fenced(text))


def _of_tool(message: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[str, str]:
    kind, metadata = _kind(content), mapping(message.get("metadata"))
    name = words(mapping(message.get("author")).get("name"))
    report = _report(message)
    if report:
        return report, ""
    if kind in {"execution_output", "system_error"}:
        shown = sequence(mapping(metadata.get("aggregate_result")).get("messages"))
        pictures = [picture() for each in shown if mapping(each).get("message_type") == "image"]
        output = words(content.get("text"))
        text = paragraphs(fenced(output) if output.strip() else "", *pictures)
        return (text, "") if (not name or name.startswith("python")) and not _is_inner(message) else ("", text)
    if "initial_text" in metadata or "finished_text" in metadata:  # how the pro models tell their reasoning
        return "", paragraphs(*_pieces(content))
    pictures = [part for part in sequence(content.get("parts")) if _kind(part) == "image_asset_pointer"]
    shown = [part for part in pictures if _is_made(part) or not _is_inner(message)]  # the others are what it looked at
    return paragraphs(*map(_piece, shown)), ""


def _is_made(part: Any) -> bool:
    metadata = mapping(mapping(part).get("metadata"))
    return bool(metadata.get("dalle") or metadata.get("generation"))


def _is_inner(message: Mapping[str, Any]) -> bool:
    """Whether a call, or what came of it, is a part of the reasoning."""
    is_reasoning = mapping(message.get("metadata")).get("reasoning_status") == "is_reasoning"
    return is_reasoning or message.get("channel") == "analysis"


def _thoughts(content: Mapping[str, Any]) -> str:
    pieces = [words(content.get("thoughts"))]
    for thought in sequence(content.get("thoughts")):
        summary, text = words(mapping(thought).get("summary")).strip(), words(mapping(thought).get("content"))
        pieces += [words(thought), f"**{summary}**" if summary and summary not in text else "", text]
    return paragraphs(*pieces)


def _report(message: Mapping[str, Any]) -> str:
    """Return a report of deep research, which is in the state of the widget that shows it."""
    state = _parsed(words(mapping(mapping(message.get("metadata")).get("chatgpt_sdk")).get("widget_state")))
    report = mapping(state.get("report_message"))
    if state.get("status") is not None and state["status"] != "completed":
        return ""
    return without_marks(paragraphs(*_pieces(mapping(report.get("content")))), references_of(report))


def _canvas(text: str, canvas: Mapping[str, Any]) -> str:
    """Return the words of a call that makes, changes or comments on a document."""
    written = _parsed(text)
    kind = words(written.get("type")) or words(canvas.get("textdoc_type"))
    updates = (words(mapping(update).get("replacement")) for update in sequence(written.get("updates")))
    comments = (words(mapping(comment).get("comment")) for comment in sequence(written.get("comments")))
    documents = [_document(each, kind) for each in (words(written.get("content")), *updates)]
    said = paragraphs(*documents, *(f"- {comment}" for comment in comments if comment))
    name = words(written.get("name")) or words(canvas.get("title"))
    return paragraphs(f"**{name}**" if name else "", said) if said else fenced(text)


def _document(text: str, kind: str) -> str:
    is_code = kind.startswith("code")
    return fenced(text, kind.removeprefix("code").lstrip("/")) if is_code and text else text


def _code(content: Mapping[str, Any]) -> str:
    text, language = words(content.get("text")) or paragraphs(*_pieces(content)), words(content.get("language"))
    return fenced(text, "" if language == "unknown" else language) if text.strip() else ""


def _pieces(content: Mapping[str, Any]) -> list[str]:
    parts = sequence(content.get("parts"))
    has_words = any(_kind(part) == "audio_transcription" for part in parts)
    pieces = [_piece(part) for part in parts if not (has_words and "audio" in _kind(part) and not _spoken(part))]
    return pieces if any(pieces) else [words(content.get("text"))]


def _piece(part: Any) -> str:
    """Return the words of one part of a message, or what stands in the place of a picture or a sound."""
    found, kind = mapping(part), _kind(part)
    if not found:
        return words(part)
    if _spoken(part):
        return _spoken(part)
    if words(found.get("content")):
        return _document(found["content"], words(found.get("type")))
    if kind == "image_asset_pointer":
        return picture()
    if kind == "audio_transcription" or kind in _HIDDEN:  # of silence; of what is seen in another program
        return ""
    sound = mapping(found.get("audio_asset_pointer")) or found
    return tr("[File: {name}]", name=f"audio.{words(sound.get('format')) or 'wav'}" if "audio" in kind else kind or "?")


def _kind(part: Any) -> str:
    return words(mapping(part).get("content_type"))


def _spoken(part: Any) -> str:
    return words(mapping(part).get("text"))


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        return mapping(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return {}
