"""The pages of a database file and its log, and the records in them, read without trusting more than the page at hand.

For what SQLite itself refuses to read: it finds a row by the way through the tree, and one broken page on that way
hides all that lies behind it. Here every page that looks like a leaf is read by itself. The formats are those of
https://sqlite.org/fileformat2.html. Purged words do not come back: `secure_delete` has overwritten them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

Value = str | int | float | bytes | None

_MAGIC = b"SQLite format 3\0"
_USUAL_SIZE = 4096
_SIZES = {1 << power for power in range(9, 17)}
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 13, 10, 2
_LOG_HEADER = struct.Struct(">8I")
_FRAME_HEADER = struct.Struct(">6I")
_LOG_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}  # and the byte order of its checksums
_MOST_COLUMNS = 100  # a record that says it has more is none of ours
_FIXED = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes of an integer, by its serial type


class Record(Struct, frozen=True):
    """`rowid` is None in a tree of keys, such as a table without rowids. `is_cut`: its end could not be read."""

    rowid: int | None
    values: tuple[Value, ...]
    is_cut: bool


class Unreadable(Exception):
    """What stands there is no record."""


class Pages:
    """The newest committed state of each page of the database at `path`, as far as there is one.

    Raises OSError. The file must not be in use: that it is closed here would drop locks of this process.
    """

    def __init__(self, path: Path, log: Path) -> None:
        self._file: BinaryIO | None = path.open("rb") if path.exists() else None
        self._log: BinaryIO | None = log.open("rb") if log.exists() else None
        header = self._file.read(100) if self._file is not None else b""
        is_ours = header.startswith(_MAGIC)
        self.size = _size_in(header) if is_ours else 0
        self._in_log = self._read_log() if self._log is not None else {}
        self.size = self.size or _USUAL_SIZE
        self._usable = self.size - (header[20] if is_ours and header[20] < 64 else 0)
        length = self._file.seek(0, 2) if self._file is not None else 0
        self.count = max([-(-length // self.size), *self._in_log])
        self.unreadable = 0  # records that looked like some and could not be read

    def close(self) -> None:
        for file in (self._file, self._log):
            if file is not None:
                file.close()

    def records(self, number: int) -> Iterator[Record]:
        """Yield what can be read on page `number`, counted from 1; nothing where it holds no records."""
        page = self._page(number)
        start = 100 if number == 1 else 0
        kind = page[start] if len(page) > start else 0
        if kind not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR}:
            return
        head = start + (12 if kind == _INDEX_INTERIOR else 8)
        count = int.from_bytes(page[start + 3 : start + 5])
        for place in range(head, min(head + 2 * count, self.size - 1), 2):
            try:
                yield self._record(page, int.from_bytes(page[place : place + 2]), kind)
            except (Unreadable, IndexError):
                self.unreadable += 1

    def _page(self, number: int) -> bytes:
        place, file = self._in_log.get(number), self._log
        if place is None:
            place, file = (number - 1) * self.size, self._file
        with suppress(OSError):  # a bad block of the disk
            if file is not None:
                file.seek(place)
                return file.read(self.size).ljust(self.size, b"\0")
        return bytes(self.size)

    def _record(self, page: bytes, place: int, kind: int) -> Record:
        if not 8 <= place < self._usable:
            raise Unreadable
        if kind == _INDEX_INTERIOR:
            place += 4  # the page to the left
        length, place = _varint(page, place)
        rowid = None
        if kind == _TABLE_LEAF:
            rowid, place = _varint(page, place)
        payload = self._payload(page, place, length, kind)
        values = _values(payload)
        return Record(rowid, values, is_cut=len(payload) < length)

    def _payload(self, page: bytes, place: int, length: int, kind: int) -> bytes:
        """Return the record's bytes, on this page and those that it flows over to, as far as they can be had."""
        usable = self._usable
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length > usable * self.count:
            raise Unreadable
        if length <= most:
            return page[place : place + length]
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= most else least
        payload = [page[place : place + here]]
        following = int.from_bytes(page[place + here : place + here + 4])
        remaining = length - here
        while remaining > 0 and 1 < following <= self.count:
            overflow = self._page(following)
            payload.append(overflow[4 : min(usable, 4 + remaining)])
            remaining -= usable - 4
            following = int.from_bytes(overflow[:4])
        return b"".join(payload)

    def _read_log(self) -> dict[int, int]:
        """Return where the log holds the newest committed image of each page. A damaged frame is passed over."""
        assert self._log is not None
        header = self._log.read(_LOG_HEADER.size)
        if len(header) < _LOG_HEADER.size or _LOG_HEADER.unpack(header)[0] not in _LOG_MAGICS:
            return {}
        magic, _, size, _, *salts_and_sums = _LOG_HEADER.unpack(header)
        if size not in _SIZES or self.size not in {0, size}:
            return {}
        self.size = size
        order = _LOG_MAGICS[magic]
        salts, sums = tuple(salts_and_sums[:2]), tuple(salts_and_sums[2:])
        committed: dict[int, int] = {}
        pending: dict[int, int] = {}
        while len(head := self._log.read(_FRAME_HEADER.size)) == _FRAME_HEADER.size:
            place, image = self._log.tell(), self._log.read(size)
            number, pages_after_commit, *rest = _FRAME_HEADER.unpack(head)
            if tuple(rest[:2]) != salts or len(image) < size:
                break
            if _checksum(order, head[:8] + image, sums) == tuple(rest[2:]):
                pending[number] = place
            sums = tuple(rest[2:])  # from here, so that one damaged frame does not make all after it worthless
            if pages_after_commit:
                committed |= pending
                pending.clear()
        return committed


def _size_in(header: bytes) -> int:
    size = int.from_bytes(header[16:18])
    size = 65536 if size == 1 else size
    return size if size in _SIZES else 0


def _checksum(order: str, content: bytes, start: tuple[int, ...]) -> tuple[int, int]:
    one, two = start
    for left, right in struct.iter_unpack(f"{order}II", content):
        one = (one + left + two) & 0xFFFFFFFF
        two = (two + right + one) & 0xFFFFFFFF
    return one, two


def _varint(content: bytes, place: int) -> tuple[int, int]:
    """Return the number at `place`, signed, and where the next thing stands."""
    number = 0
    for step in range(9):
        byte = content[place + step]
        if step == 8:
            number = number << 8 | byte
        else:
            number = number << 7 | byte & 0x7F
            if byte < 0x80:
                return number, place + step + 1
    return number - (1 << 64) if number >= 1 << 63 else number, place + 9


def _values(payload: bytes) -> tuple[Value, ...]:
    head, place = _varint(payload, 0)
    if not 1 <= head <= len(payload):
        raise Unreadable
    types: list[int] = []
    while place < head:
        kind, place = _varint(payload, place)
        types.append(kind)
    if place != head or not 0 < len(types) <= _MOST_COLUMNS:
        raise Unreadable
    values: list[Value] = []
    for kind in types:
        value, place = _value(kind, payload, place)
        values.append(value)
    return tuple(values)


def _value(kind: int, payload: bytes, place: int) -> tuple[Value, int]:
    """Return a value and where the next one stands; of words beyond the end, as many as there are."""
    if kind >= 12:
        length = (kind - 12) // 2
        content = payload[place : place + length]
        return (content.decode("utf-8", "replace") if kind % 2 else content), place + length
    if kind in _FIXED:
        end = place + _FIXED[kind]
        return int.from_bytes(payload[place:end], signed=True), end
    if kind == 7:
        if len(payload) < place + 8:
            raise Unreadable
        return struct.unpack(">d", payload[place : place + 8])[0], place + 8
    if kind in {8, 9}:
        return kind - 8, place
    if kind == 0:
        return None, place
    raise Unreadable
