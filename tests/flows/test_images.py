"""A person reads an answer with images: none is fetched before they ask for it, and none stays."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

from desktop import api
from desktop.render.blocks import Span
from desktop.ui.transcript.inline import Offer
from desktop.ui.transcript.menus import context_menu
from tests.fixtures.scripted_server import HOLD, ScriptedServer, response
from tests.flows.conftest import Start
from tests.flows.person import Person
from tests.flows.reader import Reader
from tests.ui.transcript.test_images import encoded

RED = QColor(255, 0, 0).rgb()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(response(encoded(120, 80), content_type="image/png")) as running:
        yield running


def reader_of(person: Person) -> Reader:
    with person.qtbot.waitActive(person.app.window):
        person.app.window.activateWindow()
    reader = Reader(person)
    reader.view.images.fetch = partial(api.fetch_image, may_be_private=True)
    return reader


@pytest.fixture
def reader(person: Person) -> Reader:
    return reader_of(person)


def place_of(reader: Reader, wanted: type[Span]) -> QPoint | None:
    """Return where the image of the answer is, or what loads it, in the viewport."""
    for layout, corner in reader.view.sight.layouts():
        for x in range(0, layout.width, 4):
            for y in range(8, layout.height, 8):
                span = layout.span_at(QRectF(x, y, 0, 0).topLeft())
                loads = isinstance(span, Offer) and span.loads
                if span is not None and span.image and loads == (wanted is Offer):
                    return (corner + QPoint(x + 2, y)).toPoint()
    return None


def click(reader: Reader) -> None:
    place = place_of(reader, Offer)
    assert place is not None
    reader.person.qtbot.mouseClick(reader.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def is_seen(reader: Reader) -> bool:
    image: QImage = reader.view.viewport().grab().toImage()
    return any(image.pixel(x, y) == RED for x in range(0, image.width(), 5) for y in range(0, image.height(), 5))


def test_only_a_click_fetches(reader: Reader, server: ScriptedServer, start: Start) -> None:
    address = f"http://127.0.0.1:{server.port}/tea.png?words=secret"
    reader.open("Show me tea", f"Here: ![a cup of tea]({address})\n\n| ![x]({address}) |\n|--|\n| y |")
    view = reader.view
    picture = place_of(reader, Span)
    assert picture is not None
    reader.person.qtbot.mouseMove(view.viewport(), picture)
    reader.person.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=picture)
    view.setFocus()
    reader.trigger("find")
    reader.type("cup of")
    reader.wait_for_count("1 / 1")
    reader.press(Qt.Key.Key_Escape)
    reader.press(Qt.Key.Key_Escape)
    reader.app.pane.reload()
    assert not is_seen(reader)
    assert server.connections == 0
    click(reader)
    reader.person.wait(lambda: is_seen(reader))
    assert [each.target for each in server.received] == ["/tea.png?words=secret"]
    reader.person.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=picture)
    reader.app.pane.reload()
    assert is_seen(reader)
    assert place_of(reader, Offer) is None
    conversation_id = reader.app.conversations.open.id
    reader.app.quit()
    again = reader_of(start())
    again.app.conversations.open_by_id(conversation_id)
    assert not is_seen(again)
    assert place_of(again, Offer) is not None
    assert server.connections == 1


def menu_of(reader: Reader) -> QMenu:
    return reader.view.findChildren(QMenu)[-1]


def test_the_keyboard_loads_it_too(reader: Reader, server: ScriptedServer) -> None:
    reader.open("Show me tea", f"![a cup of tea](http://127.0.0.1:{server.port}/tea.png)")
    reader.view.setFocus()
    reader.view.focusNextPrevChild(True)
    reader.view.focusNextPrevChild(True)
    assert reader.view.focused_message == 1
    reader.press(Qt.Key.Key_Menu)
    action = menu_of(reader).actions()[0]
    assert action.text() == f"Load image from 127.0.0.1:{server.port}"
    assert server.connections == 0
    action.trigger()
    menu_of(reader).close()
    reader.person.wait(lambda: is_seen(reader))
    assert len(server.received) == 1


def test_a_private_image_is_refused_in_a_sentence(person: Person, server: ScriptedServer) -> None:
    reader = Reader(person)
    reader.open("Show me tea", f"![a cup of tea](http://127.0.0.1:{server.port}/tea.png)")
    click(reader)
    reader.person.wait(lambda: "private network" in reader.view.images.note(f"http://127.0.0.1:{server.port}/tea.png"))
    assert server.connections == 0
    assert place_of(reader, Offer) is not None


def test_leaving_does_not_wait_for_it(reader: Reader) -> None:
    with ScriptedServer([b"HTTP/1.1 200 OK\r\n\r\n", HOLD]) as silent:
        reader.open("Show me tea", f"![a cup of tea](http://127.0.0.1:{silent.port}/tea.png)")
        click(reader)
        reader.person.wait(lambda: len(silent.received) == 1)
        reader.app.quit()
        assert silent.left.wait(5)


def test_the_address_is_copied(reader: Reader) -> None:
    reader.open("Show me tea", "![a cup of tea](https://pictures.example/tea.png)")
    place = place_of(reader, Span)
    assert place is not None
    hit = reader.view.sight.hit(place.toPointF())
    assert hit is not None
    assert hit.hint == "pictures.example\nhttps://pictures.example/tea.png"
    actions = {action.text(): action for action in context_menu(hit, reader.view).actions()}
    assert "Load image from pictures.example" in actions
    actions["Copy image address"].trigger()
    assert QGuiApplication.clipboard().text() == "https://pictures.example/tea.png"
