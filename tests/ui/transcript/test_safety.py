"""Nothing that a model writes is read, fetched, opened or run by the view itself."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.render.blocks import Prose, Span
from desktop.render.incremental import Change
from desktop.ui.transcript.hits import Hit
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered

RED = QColor(255, 0, 0)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(RED)
    path = tmp_path / "secret.png"
    assert image.save(str(path))
    return path


def naming(path: Path) -> str:
    """Markdown and HTML that name a file in each way that Qt would follow."""
    return "\n\n".join((
        f"![picture]({path})", f"![picture](file://{path})", f"![picture](<{path}>)", f"![picture][1]\n\n[1]: {path}",
        f"<img src='{path}'>", f"<img src='file://{path}'>", f"`![x]({path})`",
        f"| ![x]({path}) |\n|--|\n| <img src={path}> |",
        f"$\\includegraphics{{{path}}}$", f"$$\n\\href{{file://{path}}}{{x}}\n$$", f"[![x]({path})](file://{path})",
    ))  # fmt: skip


def shown_colours(view: TranscriptView) -> set[int]:
    image = view.viewport().grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_a_local_picture_is_not_shown(view: TranscriptView, picture: Path) -> None:
    view.resize(900, 2500)
    view.show_branch([answered(naming(picture), reasoning=naming(picture))], None)
    view.toggle_reasoning(0)
    assert RED.rgb() not in shown_colours(view)


def test_no_file_is_opened(view: TranscriptView, tmp_path: Path) -> None:
    """A pipe that someone opens to read lets go the thread that opened it to write."""
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    opened = threading.Event()

    def wait_for_a_reader() -> None:
        with pipe.open("wb"):
            opened.set()

    thread = threading.Thread(target=wait_for_a_reader, daemon=True)
    thread.start()
    view.resize(900, 2500)
    view.show_branch([answered(naming(pipe), reasoning=naming(pipe))], None)
    view.toggle_reasoning(0)
    view.grab()
    assert not opened.is_set()
    os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))  # let the thread go
    thread.join(5)
    assert opened.is_set()


def test_a_remote_picture_is_its_text_and_host(view: TranscriptView) -> None:
    view.show_branch([answered("See ![a cat](https://evil.example/cat.png?secret=1) here.")], None)
    layout = view.arrangement.layout(0).text.layout(0)
    assert layout.plain(0, layout.length) == "See a cat here."
    assert "evil.example" in layout._lines.run.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "file:///etc/passwd", "data:text/html,hi", "/etc/passwd", "vbscript:x", "smb://host/x",
    "https:///nohost", "ftp://host/x",
])  # fmt: skip
def test_other_schemes_are_text(view: TranscriptView, qtbot: QtBot, address: str) -> None:
    view.show_branch([answered(f"[click me]({address}) and <{address}>")], None)
    with qtbot.assertNotEmitted(view.link_activated):
        click_everywhere(view, qtbot)


def test_a_link_is_judged_again_when_it_is_clicked(view: TranscriptView) -> None:
    """Even a parser that let one through would not make it open."""
    view.show_branch([answered("a link")], None)
    column = view.arrangement.layout(0).text
    column.write(Change(0, [Prose(spans=(Span("a link", link="file:///etc/passwd"),))]))
    hit = hit_on(view, "a link")
    assert hit.span is not None
    assert hit.span.link
    assert hit.link is None


@pytest.mark.parametrize("address", ["https://example.org/a?b=c", "http://example.org/", "mailto:someone@example.org"])
def test_a_link_is_given_out_after_a_click(
    view: TranscriptView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: pytest.fail("opened by the view itself"))
    view.show_branch([answered(f"[click me]({address})")], None)
    with qtbot.waitSignal(view.link_activated) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view))
    assert clicked.args == [address]


def test_a_deceptive_link_says_where_it_leads_and_asks_first(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("[bank.example](https://evil.example/login) is safe")], None)
    block = view.arrangement.layout(0).text.layout(0)
    assert "evil.example" in block._lines.run.text  # type: ignore[attr-defined]
    assert block.plain(0, block.length) == "bank.example is safe"
    for button, opens in ((QMessageBox.ButtonRole.RejectRole, 0), (QMessageBox.ButtonRole.AcceptRole, 1)):
        opened: list[str] = []
        view.link_activated.connect(opened.append)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view))
        assert not opened
        box = next(box for box in view.findChildren(QMessageBox) if box.isVisible())
        assert "evil.example" in box.text()
        assert box.buttonRole(box.defaultButton()) == QMessageBox.ButtonRole.RejectRole
        next(each for each in box.buttons() if box.buttonRole(each) == button).click()
        assert opened == ["https://evil.example/login"] * opens
        view.link_activated.disconnect(opened.append)
        qtbot.waitUntil(lambda: not view.findChildren(QMessageBox), timeout=20_000)


def test_the_tooltip_names_the_real_host(view: TranscriptView) -> None:
    view.show_branch([answered("[https://bank.example](https://evil.example/login)")], None)
    hint = hit_on(view, "bank").hint
    assert hint.splitlines()[0] == "evil.example"
    assert "https://evil.example/login" in hint


def test_a_dragged_selection_opens_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("[click me](https://example.org/)")], None)
    start = point_of(view)
    with qtbot.assertNotEmitted(view.link_activated):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(view.viewport(), start + QPoint(40, 0))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))


@pytest.mark.parametrize("text", [
    "[" * 5000, "> " * 2000 + "x", "*a " * 3000, "`" * 4001, "x" * 200_000, "|" * 4000 + "\n" + "|-" * 4000,
    "$" + "{" * 3000 + "$", "```\n" + "y" * 300_000, "\u202e" * 500 + "abc", "\x00\ufffd", "- " * 300 + "x",
    "\\" * 5000, "$$" + "\\frac{" * 200 + "$$", "| a |\n|--|\n| " + "word " * 20_000 + "|",
])  # fmt: skip
def test_hostile_text_is_shown(view: TranscriptView, text: str) -> None:
    view.show_branch([answered(text, reasoning=text)], None)
    view.toggle_reasoning(0)
    view.grab()
    assert view.arrangement.total > 50


def point_of(view: TranscriptView) -> QPoint:
    """A point within the first letters of the last message."""
    number = len(view.arrangement.entries) - 1
    layout = view.arrangement.layout(number)
    return view.sight.area_of(number).topLeft() + QPoint(20, layout.text_top + 10)


def hit_on(view: TranscriptView, _word: str) -> Hit:
    hit = view.sight.hit(point_of(view).toPointF())
    assert hit is not None
    return hit


def click_everywhere(view: TranscriptView, qtbot: QtBot) -> None:
    area = view.sight.area_of(0)
    for x in range(area.left(), area.right(), 16):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, point_of(view).y()))
