"""Stories of keeping conversations in order, through the real window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMenu, QMessageBox

from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.list_view import ConversationListView
from desktop.ui.dialogs.folder_dialog import FolderDialog
from desktop.ui.dialogs.tags_dialog import TagsDialog
from tests.flows.conftest import Start
from tests.flows.person import Person
from tests.store import make

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def tidy(person: Person) -> Person:
    """Somebody with three conversations, who looks at the newest."""
    person.app.settings.set("title_by_model", False)
    for words in ("one", "two", "three"):
        person.app.window.new_conversation()
        person.ask(words)
    assert person.listed() == ["Today", "three", "two", "one"]
    return person


def place_of(person: Person, title: str) -> QModelIndex:
    model = person.app.window.sidebar.model
    return next(model.index(row) for row in range(model.rowCount()) if model.index(row).data() == title)


def click(person: Person, title: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = person.app.window.sidebar.list
    place = view.visualRect(place_of(person, title)).center()
    person.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def sidebar_list(person: Person) -> ConversationListView:
    return person.app.window.sidebar.list


def known(person: Person, title: str) -> Conversation:
    return next(each for each in person.app.conversations.shown if each.title == title)


def trigger(person: Person, name: str) -> None:
    person.app.window.actions_by_name[name].trigger()


def menu_action(person: Person, words: str) -> QAction:
    """The entry of the menu that is open, submenus included."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menus = [menu, *(action.menu() for action in menu.actions() if action.menu() is not None)]
    return next(action for each in menus for action in each.actions() if action.text() == words)


def open_menu(person: Person, title: str) -> None:
    view = sidebar_list(person)
    view.customContextMenuRequested.emit(view.visualRect(place_of(person, title)).center())
    person.wait(lambda: QApplication.activePopupWidget() is not None)


def close_menu(person: Person) -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_several_are_selected_and_deleted_and_come_back(tidy: Person) -> None:
    click(tidy, "three")
    click(tidy, "one", CTRL)
    assert sidebar_list(tidy).selected_ids() == [known(tidy, "three").id, known(tidy, "one").id]
    assert tidy.app.conversations.open.title == "three"  # to select more opens nothing
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Backspace)
    assert len(tidy.listed()) == 4
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Delete)
    assert tidy.listed() == ["Today", "two"]
    assert tidy.app.window.toast.sentence.text() == "2 conversations are in the trash."
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Z, CTRL)
    assert tidy.listed() == ["Today", "three", "two", "one"]
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Z, CTRL | SHIFT)
    assert tidy.listed() == ["Today", "two"]


def test_after_a_deletion_the_keys_go_on_from_where_it_was(tidy: Person) -> None:
    click(tidy, "two")
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Delete)
    assert tidy.app.conversations.open.head_id is None
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Delete)  # nothing is selected any more
    assert tidy.listed() == ["Today", "three", "one"]
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Down)
    assert tidy.app.conversations.open.title == "one"


def test_what_is_selected_is_exported_into_a_folder(tidy: Person, tmp_path: Path) -> None:
    click(tidy, "three")
    click(tidy, "one", CTRL)
    trigger(tidy, "export")
    dialog = tidy.app.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path / "some"))
    dialog.close()
    tidy.wait(lambda: "Exported 2 conversations" in tidy.app.window.toast.sentence.text())
    assert {file.name for file in (tmp_path / "some").iterdir()} == {"one.md", "three.md"}


def test_keys_select_more_and_all(tidy: Person) -> None:
    click(tidy, "three")
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Down, SHIFT)
    assert len(sidebar_list(tidy).selected_ids()) == 2
    assert tidy.app.conversations.open.title == "three"
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_A, CTRL)
    assert len(sidebar_list(tidy).selected_ids()) == 3
    trigger(tidy, "pin")
    assert tidy.listed() == ["Pinned", "three", "two", "one"]
    assert len(sidebar_list(tidy).selected_ids()) == 3  # what moves stays selected
    trigger(tidy, "pin")
    assert tidy.listed() == ["Today", "three", "two", "one"]
    click(tidy, "two")
    assert tidy.app.conversations.open.title == "two"
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Down)
    assert tidy.app.conversations.open.title == "one"


def test_a_reply_that_ends_leaves_the_selection_alone(tidy: Person) -> None:
    click(tidy, "two")
    click(tidy, "one", SHIFT)
    chosen = sidebar_list(tidy).selected_ids()
    assert len(chosen) == 2
    three = known(tidy, "three")
    tidy.app.order.rename(three.id, "renamed elsewhere")
    tidy.app.conversations.refresh(three.id)
    assert sidebar_list(tidy).selected_ids() == chosen


def test_a_folder_is_made_named_filled_and_deleted(tidy: Person) -> None:
    trigger(tidy, "new_folder")
    editor = sidebar_list(tidy).findChild(QLineEdit)
    assert editor is not None
    editor.setText("Teas")
    tidy.qtbot.keyClick(editor, Qt.Key.Key_Return)
    tidy.wait(lambda: tidy.listed() == ["Teas", "Today", "three", "two", "one"])
    open_menu(tidy, "two")
    menu_action(tidy, "Teas").trigger()
    close_menu(tidy)
    assert tidy.listed() == ["Teas", "two", "Today", "three", "one"]
    click(tidy, "Teas")
    assert tidy.listed() == ["Teas", "Today", "three", "one"]
    assert place_of(tidy, "Teas").data(Qt.ItemDataRole.AccessibleTextRole) == "Teas, collapsed"
    assert tidy.app.window.sidebar.list.currentIndex() == place_of(tidy, "Teas")
    for key, rows in ((Qt.Key.Key_Right, 5), (Qt.Key.Key_Left, 4), (Qt.Key.Key_Return, 5)):
        tidy.qtbot.keyClick(sidebar_list(tidy), key)
        assert len(tidy.listed()) == rows
    assert tidy.listed() == ["Teas", "two", "Today", "three", "one"]
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Delete)
    assert tidy.listed() == ["Today", "three", "two", "one"]
    tidy.qtbot.mouseClick(tidy.app.window.toast.button, Qt.MouseButton.LeftButton)
    assert tidy.listed() == ["Teas", "two", "Today", "three", "one"]


def test_conversations_are_dragged_into_folders_the_archive_and_out(tidy: Person) -> None:
    folder = tidy.app.folders.create("Teas")
    tidy.app.order.archive([known(tidy, "three").id])
    model = tidy.app.window.sidebar.model

    def drag(titles: list[str], onto: str) -> None:
        mime = model.mimeData([place_of(tidy, title) for title in titles])
        place = place_of(tidy, onto)
        assert model.canDropMimeData(mime, Qt.DropAction.MoveAction, -1, -1, place)
        assert model.dropMimeData(mime, Qt.DropAction.MoveAction, -1, -1, place)

    drag(["two", "one"], "Teas")
    tidy.wait(lambda: tidy.listed() == ["Teas", "two", "one", "Archived"])
    assert known(tidy, "one").folder_id == folder.id
    drag(["two"], "Archived")
    tidy.wait(lambda: tidy.listed() == ["Teas", "one", "Archived"])
    click(tidy, "Archived")
    assert tidy.listed() == ["Teas", "one", "Archived", "three", "two"]
    assert not model.canDropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, -1, place_of(tidy, "Teas"))


def test_the_archive_is_out_of_the_list_until_it_is_opened(tidy: Person, start: Start) -> None:
    click(tidy, "two")
    trigger(tidy, "archive")
    assert tidy.listed() == ["Today", "three", "one", "Archived"]
    assert tidy.app.conversations.open.title == "two"
    assert tidy.app.window.toast.sentence.text() == "1 conversation was archived."
    click(tidy, "three")
    tidy.app.window.close()
    again = start()
    assert again.listed() == ["Today", "three", "one", "Archived"]
    assert len(again.app.conversations.shown) == 2  # what is collapsed is not even read
    click(again, "Archived")
    assert again.listed() == ["Today", "three", "one", "Archived", "two"]
    click(again, "two")
    assert again.app.conversations.open.title == "two"
    trigger(again, "archive")
    assert again.listed() == ["Today", "three", "two", "one"]


def test_tags_are_ticked_for_several(tidy: Person) -> None:
    tidy.app.order.tag([known(tidy, "one").id], add=["old"])
    click(tidy, "two")
    click(tidy, "one", CTRL)
    trigger(tidy, "tag")
    dialog = tidy.app.window.findChild(TagsDialog)
    assert dialog is not None
    assert [(dialog.list.item(0).text(), dialog.list.item(0).checkState())] == [
        ("old", Qt.CheckState.PartiallyChecked)
    ]
    dialog.field.setText("#new")
    tidy.qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    tidy.qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert known(tidy, "one").tags == ("new", "old")
    assert known(tidy, "two").tags == ("new",)
    tip = place_of(tidy, "one").data(Qt.ItemDataRole.ToolTipRole)
    assert "#new" in tip
    trigger(tidy, "undo")
    assert known(tidy, "two").tags == ()


def test_a_folder_gives_new_conversations_their_start(tidy: Person) -> None:
    folder = tidy.app.folders.create("Poems")
    tidy.app.window.folder_requested.emit(folder.id)
    dialog = tidy.app.window.findChild(FolderDialog)
    assert dialog is not None
    dialog.account.setCurrentText("Test")
    dialog.model.setEditText("deepseek-reasoner")
    dialog.system_prompt.setPlainText("In verse.")
    dialog.max_tokens.switch.setChecked(True)
    dialog.max_tokens.field.setValue(77)
    dialog.name.setText("Verse")
    tidy.qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    open_folder_menu = tidy.app.window.conversations.show_folder_menu
    open_folder_menu(folder.id, QPoint(50, 50))
    menu_action(tidy, "New conversation in this folder").trigger()
    close_menu(tidy)
    assert tidy.app.window.header.title.text() == "New conversation in “Verse”"
    tidy.ask("about tea")
    assert tidy.listed() == ["Verse", "about tea", "Today", "three", "two", "one"]
    asked = tidy.app.conversations.open
    assert (asked.model, asked.parameters.system_prompt, asked.parameters.max_tokens) == (
        "deepseek-reasoner", "In verse.", 77
    )  # fmt: skip


def test_what_is_renamed_in_the_list_waits_for_nobody(tidy: Person) -> None:
    """A reply that ends elsewhere meanwhile does not close the editor."""
    click(tidy, "one")
    trigger(tidy, "rename")
    editor = sidebar_list(tidy).findChild(QLineEdit)
    assert editor is not None
    editor.setText("half a na")
    tidy.app.order.pin([known(tidy, "one").id], pinned=True)  # its row is to be another one
    assert sidebar_list(tidy).findChild(QLineEdit) is editor
    editor.setText("half a name")
    tidy.qtbot.keyClick(editor, Qt.Key.Key_Return)
    tidy.wait(lambda: tidy.listed() == ["Pinned", "half a name", "Today", "three", "two"])


CANARY = "kanarienvogel"


def test_nothing_of_a_temporary_conversation_is_written_anywhere(person: Person, profile: Path) -> None:
    person.ask("an ordinary one")
    trigger(person, "new_temporary")
    assert person.app.window.header.temporary.isVisible()
    person.type(f"a draft of {CANARY}")
    person.app.pane.keep_draft()
    person.app.pane.composer.clear()
    answer = person.ask(f"echo {CANARY}, please")
    person.app.order.rename(person.app.conversations.open.id, f"title {CANARY}")
    person.app.window.messages.perform("request", answer)
    person.app.pane.keep_position()
    assert person.listed()[:2] == ["Temporary", f"title {CANARY}"]
    assert person.app.conversations.catalogue.all_ids() == [person.app.conversations.shown[0].id]
    person.app.order.delete([person.app.conversations.open.id])
    trigger(person, "undo")
    assert person.app.conversations.open.title == f"title {CANARY}"
    person.app.window.close()
    files = [file for file in profile.rglob("*") if file.is_file()]
    assert files
    for file in files:
        assert CANARY.encode() not in file.read_bytes(), file


def test_a_temporary_conversation_is_gone_after_a_restart(person: Person, start: Start) -> None:
    trigger(person, "new_temporary")
    person.ask("soon forgotten")
    person.app.window.close()
    again = start()
    assert again.listed() == []
    assert again.shown == []


def test_a_temporary_conversation_is_kept_on_demand(person: Person, start: Start) -> None:
    trigger(person, "new_temporary")
    answer = person.ask("worth keeping")
    person.qtbot.mouseClick(person.app.window.header.temporary.button, Qt.MouseButton.LeftButton)
    assert not person.app.window.header.temporary.isVisible()
    title = person.app.conversations.open.title
    assert person.listed() == ["Today", title]
    person.ask("and more")
    person.app.window.close()
    again = start()
    assert again.shown[0].text == "worth keeping"
    assert again.shown[1].text == answer.text
    assert len(again.shown) == 4


def test_what_the_command_line_adds_comes_into_the_list(person: Person, profile: Path, demo_account: object) -> None:
    person.ask("in the window")
    command = [sys.executable, "-m", "desktop", "ask", "--profile", str(profile), "--demo", "from the terminal"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    person.wait(lambda: "from the terminal" in person.listed())


def test_a_long_list_is_read_as_it_is_scrolled(start: Start, profile: Path) -> None:
    first = start()
    store = first.app.stores.kept.conversations
    with first.app.database.transaction():
        for number in range(1000):
            store.add(make.conversation(f"n{number}", number, head_id="h"))
    first.app.window.close()
    person = start()
    assert "n999" in person.listed()
    assert len(person.listed()) < 300
    bar = sidebar_list(person).verticalScrollBar()

    def scroll() -> bool:
        bar.setValue(bar.maximum())
        return "n0" in person.listed()

    person.wait(scroll)
    assert len([title for title in person.listed() if title.startswith("n")]) == 1000
    selection = sidebar_list(person).selectionModel()
    selection.setCurrentIndex(place_of(person, "n0"), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert person.app.conversations.open.title == "n0"


def test_the_trash_is_emptied_for_good_once_that_is_confirmed(tidy: Person) -> None:
    click(tidy, "two")
    click(tidy, "one", CTRL)
    tidy.qtbot.keyClick(sidebar_list(tidy), Qt.Key.Key_Delete)
    page = tidy.app.dialogs.open_settings("data").storage_page
    assert page.trash.count() == 2
    tidy.qtbot.mouseClick(answer(page.ask_to_empty(), "Cancel"), Qt.MouseButton.LeftButton)
    assert page.trash.count() == 2
    tidy.qtbot.mouseClick(answer(page.ask_to_empty(), "Remove for good"), Qt.MouseButton.LeftButton)
    tidy.wait(lambda: page.trash.count() == 0)
    assert tidy.app.database.value("SELECT COUNT(*) FROM conversations WHERE deleted IS NOT NULL") == 0
    assert tidy.app.database.value("SELECT COUNT(*) FROM messages") == 2
    trigger(tidy, "undo")  # there is nothing left of it to come back
    assert tidy.listed() == ["Today", "three"]


def answer(box: QMessageBox, words: str) -> QAbstractButton:
    return next(button for button in box.buttons() if button.text() == words)
