"""Files that nobody vouches for → texts, and texts → JSON values one at a time.

Nothing is ever unpacked onto the disk, so that no name in an archive can lead anywhere. What is read is counted as it
comes: what an archive says of its own sizes is not believed.
"""

from __future__ import annotations

import codecs
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from msgspec import Struct

from desktop.errors import FileTooLarge, FormatUnknown, ImportFailed
from desktop.exchange.importers.nested import nested_value

LARGEST = 512 * 1024 * 1024  # bytes of one text; the largest known exports have a quarter of it
_MOST_ENTRIES = 100_000  # of an archive; the pictures of ten years are fewer
_AT_ONCE = 1024 * 1024
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # no export has others, which may ask for gigabytes at once
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EXPORTS = re.compile(r"(conversations(-\d+)?|data|chats?)\.json", re.IGNORECASE)  # beside which the rest is no words
_BESIDE = re.compile(r"design_chats[/\\][^/\\]*\.json", re.IGNORECASE)  # more conversations in Claude's export
# What a backup of Cherry Studio holds since 1.7.18: the folders of Chromium's databases, since 2.0 one of SQLite.
_CHERRY_STUDIO = re.compile(r"(^|/)(IndexedDB/file__0\.indexeddb\.leveldb/|cherrystudio\.sqlite$)", re.IGNORECASE)
_SUFFIXES = (".json", ".jsonl", ".md")
_BETWEEN = re.compile(r"[\s,\]]*")


class Source(Struct, frozen=True):
    """A text, and the name that it had: that of a file, or of an entry in an archive."""

    name: str
    text: str


def sources(path: Path) -> Iterator[Source]:
    """Yield what can be read in the file at `path`; of an archive, each text in it that looks like an export.

    Raises `ImportFailed` where it cannot be read, `FileTooLarge`, and `FormatUnknown` for an archive without any.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04":
                yield from _in_archive(file, path)
            else:
                file.seek(0)
                yield Source(path.name, decoded(_all_of(file, path, LARGEST)))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise ImportFailed(path=str(path), detail=detail) from error


def decoded(data: bytes) -> str:
    """Return the text of `data`: UTF-8, UTF-16 and UTF-32 with a byte order mark or without, else GB 18030.

    Bytes that mean nothing become U+FFFD, so that one of them does not cost the rest.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in (_by_zeros(data), "utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "replace")


def values(text: str) -> Iterator[Any]:
    """Yield the items of a JSON array, or the values that stand one after the other, such as a line each.

    One at a time, so that a text that is cut off gives what came before. Raises `ValueError` where it cannot go on.
    """
    decoder = json.JSONDecoder(strict=False)  # a line end within a string is no reason to lose it
    text = text.strip("\ufeff \t\r\n\0")
    is_open = text.startswith("[")
    position = 1 if is_open else 0
    while True:
        if between := _BETWEEN.match(text, position):
            position = between.end()
            is_open = is_open and "]" not in between[0]
        if position >= len(text):
            break
        try:
            value, position = decoder.raw_decode(text, position)
        except RecursionError:  # a quicker one than ours, but only down to some depth
            value, position = nested_value(text, position)
        yield value
    if is_open:
        raise json.JSONDecodeError("Expecting ']'", text, position)


def _by_zeros(data: bytes) -> str:
    """Return the encoding that a text without a mark has by where its zero bytes are."""
    even, odd = data[0:400:2].count(0), data[1:400:2].count(0)
    length = len(data[:400]) // 2
    if length and odd > 0.6 * length and even < 0.2 * length:
        return "utf-16-le"
    if length and even > 0.6 * length and odd < 0.2 * length:
        return "utf-16-be"
    return "utf-8"


def _in_archive(file: IO[bytes], path: Path) -> Iterator[Source]:
    with zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist()[:_MOST_ENTRIES] if not entry.is_dir()]
        names = {entry.filename: PurePosixPath(entry.filename.replace("\\", "/")).name for entry in entries}
        chosen = [each for each in entries if _EXPORTS.fullmatch(names[each.filename]) or _BESIDE.search(each.filename)]
        if not chosen and any(map(_CHERRY_STUDIO.search, names)):
            raise FormatUnknown(path=str(path), program="Cherry Studio")
        chosen = chosen or [each for each in entries if names[each.filename].lower().endswith(_SUFFIXES)]
        if not chosen:
            raise FormatUnknown(path=str(path))
        left = LARGEST
        for together in _joined(chosen):
            texts = []
            for entry in together:
                if entry.compress_type not in _COMPRESSIONS:
                    raise zipfile.BadZipFile("That compression method is not supported")
                with archive.open(entry) as opened:
                    data = _all_of(opened, path, left)
                left -= len(data)
                texts.append(decoded(data))
            yield Source(names[together[-1].filename], "\n".join(texts))


def _joined(entries: list[zipfile.ZipInfo]) -> Iterator[list[zipfile.ZipInfo]]:
    """Yield the entries that make a text: Jan keeps what a thread is called in a file beside that of its messages."""
    places = {entry.filename: entry for entry in entries}
    for entry in entries:
        folder, _, name = entry.filename.rpartition("/")
        beside = {"thread.json": "messages.jsonl", "messages.jsonl": "thread.json"}.get(name, "")
        other = places.get(f"{folder}/{beside}" if folder else beside)
        if other is None:
            yield [entry]
        elif name == "messages.jsonl":
            yield [other, entry]


def _all_of(file: IO[bytes], path: Path, limit: int) -> bytes:
    pieces = bytearray()
    while piece := file.read(_AT_ONCE):
        pieces += piece
        if len(pieces) > limit:
            raise FileTooLarge(path=str(path), limit=LARGEST)
    return bytes(pieces)
