"""Conversations → files in a folder, one each, under names that every system can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path

from desktop.errors import ExportFailed
from desktop.exchange import json_format, markdown
from desktop.exchange.document import Document
from desktop.settings import write_atomically

_LONGEST_STEM = 120  # bytes of UTF-8; with a number, an ending and a temporary name's additions below the usual 255
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # on Windows
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"  # format characters that words and emoji are made of
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)  # Windows
_WHERE_THE_ID_IS = 4096  # bytes; every format names the conversation this early


class Format(StrEnum):
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"

    @property
    def suffix(self) -> str:
        return {Format.MARKDOWN: ".md", Format.JSON: ".json", Format.HTML: ".html"}[self]


def pieces(document: Document, format: Format, *, with_reasoning: bool = True) -> Iterator[str]:  # noqa: A002
    """Yield the text of an export. JSON has everything, whatever `with_reasoning` says."""
    match format:
        case Format.MARKDOWN:
            return markdown.write(document, with_reasoning=with_reasoning)
        case Format.JSON:
            return json_format.write(document)
        case Format.HTML:
            from desktop.exchange import html  # noqa: PLC0415 - brings the Markdown parser, which no start should wait for

            return html.write(document, with_reasoning=with_reasoning)


def export_to(path: Path, document: Document, format: Format, *, with_reasoning: bool = True) -> None:  # noqa: A002
    """Write one conversation to `path`, replacing what is there in one step. Raises ExportFailed (`path`, `detail`)."""
    text = "".join(pieces(document, format, with_reasoning=with_reasoning))
    try:
        write_atomically(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise ExportFailed(path=str(path), detail=error.strerror or str(error)) from error


def export(
    documents: Iterable[Document], folder: Path, format: Format, *, with_reasoning: bool = True  # noqa: A002
) -> Iterator[Path]:
    """Write each conversation into `folder`, made where it is missing, and yield its file: one step at a time.

    A file of the same conversation, from an earlier export, is replaced; a file of anything else never is.
    Raises ExportFailed (`path`, `detail`); the files before are complete.
    """
    write = partial(export_to, format=format, with_reasoning=with_reasoning)
    taken: set[str] = set()
    for document in documents:
        path = _free_path(document, folder, format, taken)
        write(path, document)
        taken.add(path.name.casefold())
        yield path


def safe_stem(title: str) -> str:
    """Return `title` as a file's name without its ending, for Windows, macOS and Linux; "" where nothing remains."""
    visible = "".join(
        character if character in _JOINERS or unicodedata.category(character) not in _INVISIBLE else " "
        for character in unicodedata.normalize("NFC", title)
    )
    stem = " ".join(_FORBIDDEN.sub(" ", visible).split())
    stem = stem.encode()[:_LONGEST_STEM].decode(errors="ignore").lstrip(".-~ ").rstrip(". " + _JOINERS)
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def _free_path(document: Document, folder: Path, format: Format, taken: set[str]) -> Path:  # noqa: A002
    """Return a path that is free, or held by an earlier export of the same conversation."""
    stem = safe_stem(document.title) or document.conversation.id
    numbered = (f"{stem} ({number})" for number in range(2, 1000))
    paths = (folder / f"{name}{format.suffix}" for name in chain([stem], numbered))
    free = (path for path in paths if path.name.casefold() not in taken and _may_write(path, document))
    return next(free, folder / f"{document.conversation.id}{format.suffix}")


def _may_write(path: Path, document: Document) -> bool:
    try:
        with path.open("rb") as file:
            return document.conversation.id.encode() in file.read(_WHERE_THE_ID_IS)
    except FileNotFoundError:
        return not path.is_symlink()
    except OSError:
        return False
