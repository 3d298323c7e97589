"""An image of an answer: words until somebody clicks, and decoded with care."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.errors import ImageTooLarge, ImageUnreadable
from desktop.jobs import JobContext, JobRunner
from desktop.ui.transcript.images import Images, Progress
from desktop.ui.transcript.pictures import decode
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import RESOURCES, THEMES, answered, explained, layout_of

PATIENCE = 30_000  # ms
ADDRESS = "https://pictures.example/tea.png"


def encoded(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFF0000)
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return written.data()


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 900 million pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP"])
def test_what_fits_is_shown_as_large_as_it_is(kind: str) -> None:
    picture = decode(encoded(300, 200, kind), "host", 1)
    assert (picture.width, picture.ascent) == (300, 200)
    assert picture.image.pixelColor(150, 100).red() > 240


def test_the_first_picture_of_a_gif_is_shown() -> None:
    gif = b"GIF89a\x02\0\x02\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x02\0\x02\0\0\x02\x02\x84Q\0;"
    assert decode(gif, "host", 1).image.pixelColor(0, 0).red() == 255


def test_what_is_large_is_shrunk_for_the_screen() -> None:
    picture = decode(encoded(1520, 400), "host", 2)
    assert (picture.width, picture.ascent, picture.image.width()) == (760, 200, 1520)
    picture = decode(encoded(1520, 400), "host", 1)
    assert (picture.width, picture.ascent, picture.image.width()) == (760, 200, 760)
    assert picture.within(380).ascent == 100
    assert decode(encoded(1, 4000), "host", 1).width == 1


@pytest.mark.parametrize("content", [
    b"", b"<html>no</html>", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/x"/></svg>',
    b"\0\0\1\0 an icon", b"\x89PNG\r\n\x1a\n and then nothing", b"P1\n1 1\n1\n", b"/* XPM */", b"RIFF\0\0\0\0WEBPVP8 ",
])  # fmt: skip
def test_nothing_else_is_decoded(content: bytes) -> None:
    with pytest.raises(ImageUnreadable):
        decode(content, "host", 1)


def test_a_bomb_is_not_opened() -> None:
    with pytest.raises(ImageTooLarge):
        decode(bomb(), "host", 1)


class Web:
    """What there is to be fetched, and what was."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.fetched: list[str] = []

    def __call__(self, address: str, _context: JobContext) -> bytes:
        self.fetched.append(address)
        return self.content


@pytest.fixture
def web() -> Web:
    return Web(encoded(300, 200))


@pytest.fixture
def view(qtbot: QtBot, web: Web) -> TranscriptView:
    jobs = JobRunner()
    made = TranscriptView(THEMES["light"], 15, explained, resources=RESOURCES, jobs=jobs, fetch_image=web)
    jobs.setParent(made)
    qtbot.addWidget(made, before_close_func=lambda _: jobs.shutdown(20))
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def load(view: TranscriptView, qtbot: QtBot, address: str = ADDRESS) -> None:
    view.images.load(address)
    over = {Progress.LOADED, Progress.FAILED}
    qtbot.waitUntil(lambda: view.images.progress(address) in over, timeout=PATIENCE)


def test_it_takes_its_room_and_is_still_said(view: TranscriptView, qtbot: QtBot, web: Web) -> None:
    view.show_branch([answered(f"![a cup]({ADDRESS})"), answered(f"words ![a cup]({ADDRESS}) and more")], None)
    before = [layout_of(view, number)[0] for number in (0, 1)]
    layout = view.arrangement.layout(1).text.layout(0)
    assert layout.part(0, layout.length) == layout.block  # "Load once" is in nobody's text
    assert before[0][0] == "a cup"
    assert web.fetched == []
    load(view, qtbot)
    load(view, qtbot)
    assert web.fetched == [ADDRESS]
    after = [layout_of(view, number)[0] for number in (0, 1)]
    assert [words for words, _ in after] == [words for words, _ in before] == ["a cup", "words a cup and more"]
    assert all(height >= 200 for _, height in after)
    view.resize(300, 600)
    assert view.arrangement.layout(0).text.layout(0).natural_width <= view.arrangement.layout(0).text.layout(0).width


def test_the_reader_stays_where_they_are(view: TranscriptView, qtbot: QtBot) -> None:
    filler = "\n\n".join(f"Paragraph {n}" for n in range(60))
    view.show_branch([answered(f"{filler}\n\n![a cup]({ADDRESS})\n\n{filler}")], None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = view.position()
    load(view, qtbot)
    after = view.position()
    assert before is not None
    assert after is not None
    assert (after.line, after.offset) == (before.line, before.offset)


def test_a_failure_is_said_and_can_be_tried_again(view: TranscriptView, qtbot: QtBot, web: Web) -> None:
    good, web.content = web.content, b"no image"
    view.show_branch([answered(f"![a cup]({ADDRESS})")], None)
    load(view, qtbot)
    run = view.arrangement.layout(0).text.layout(0)._lines.run  # type: ignore[attr-defined]
    assert "It failed: ImageUnreadable." in run.text
    assert run.text.endswith("Try again")
    web.content = good
    load(view, qtbot)
    assert view.images.picture(ADDRESS) is not None


def test_what_was_shown_the_longest_ago_is_forgotten(view: TranscriptView, qtbot: QtBot, web: Web) -> None:
    images = Images(web, view.images._jobs, explained, view, limit=2 * 300 * 200 * 4)
    for name in "abc":
        address = f"https://pictures.example/{name}"
        images.load(address)
        qtbot.waitUntil(lambda at=address: images.progress(at) is Progress.LOADED, timeout=PATIENCE)
        images.picture("https://pictures.example/a")
    kept = [name for name in "abc" if images.picture(f"https://pictures.example/{name}")]
    assert kept == ["a", "c"]
