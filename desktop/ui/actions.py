"""All that the window can do, in one table: its name, its words, its keys, its icon.

To add an action, add a line here, and a method of its name to the class that is its room: `MainWindow` ("window"),
`ConversationActions` ("conversations"), `Searching` ("searching"), `Reading` ("reading") or
`ModelChoice` ("models").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.i18n import mark, tr
from desktop.ui.theme import Appearance


class ActionSpec(Struct, frozen=True):
    room: str
    name: str
    label: str
    keys: tuple[str, ...]
    icon: str


TABLE = (
    ActionSpec("window", "new_conversation", mark("New conversation"), ("Ctrl+N",), "new"),
    ActionSpec("searching", "search_everything", mark("Search everything"), ("Ctrl+Shift+F",), "search"),
    ActionSpec("window", "find_conversation", mark("Filter the list of conversations"), ("Ctrl+Shift+L",), "search"),
    ActionSpec("conversations", "new_temporary", mark("New temporary conversation"), ("Ctrl+Shift+N",), "new"),
    ActionSpec("conversations", "keep_temporary", mark("Keep this conversation"), (), "check"),
    ActionSpec("conversations", "new_folder", mark("New folder"), (), "folder"),
    ActionSpec("conversations", "rename", mark("Rename"), ("F2",), "edit"),
    ActionSpec("conversations", "pin", mark("Pin or unpin"), ("Ctrl+Shift+P",), "pin"),
    ActionSpec("conversations", "archive", mark("Archive or put back"), ("Ctrl+Shift+A",), "storage"),
    ActionSpec("conversations", "tag", mark("Tags…"), ("Ctrl+T",), "tag"),
    ActionSpec("conversations", "export", mark("Export to Markdown…"), ("Ctrl+E",), "export"),
    ActionSpec("conversations", "export_all", mark("Export all conversations…"), (), "export"),
    ActionSpec("window", "import_conversations", mark("Import conversations…"), (), "plus"),
    ActionSpec("conversations", "delete", mark("Move to the trash"), (), "trash"),
    ActionSpec("conversations", "undo", mark("Undo"), ("Ctrl+Z",), "undo"),
    ActionSpec("conversations", "redo", mark("Redo"), ("Ctrl+Shift+Z",), "retry"),
    ActionSpec("reading", "find", mark("Find in this conversation"), ("Ctrl+F",), "search"),
    ActionSpec("reading", "find_next", mark("Next hit"), ("F3",), "chevron-down"),
    ActionSpec("reading", "find_previous", mark("Previous hit"), ("Shift+F3",), "chevron-up"),
    ActionSpec("reading", "copy_rich", mark("Copy as rich text"), ("Ctrl+Shift+C",), "copy"),
    ActionSpec("reading", "quote", mark("Quote the selection"), ("Ctrl+Shift+Q",), "quote"),
    ActionSpec("models", "choose_model", mark("Choose a model"), ("Ctrl+M",), "model"),
    ActionSpec("models", "show_parameters", mark("Parameters of this conversation"), ("Ctrl+Shift+M",), "sliders"),
    ActionSpec("window", "write", mark("Write a message"), ("Ctrl+L",), "edit"),
    ActionSpec("window", "stop", mark("Stop the answer"), ("Esc",), "stop"),
    ActionSpec("window", "previous_conversation", mark("Previous conversation"), ("Ctrl+PgUp",), "arrow-down"),
    ActionSpec("window", "next_conversation", mark("Next conversation"), ("Ctrl+PgDown",), "arrow-down"),
    ActionSpec("window", "toggle_sidebar", mark("Show or hide the sidebar"), ("Ctrl+\\",), "sidebar"),
    ActionSpec("window", "larger_text", mark("Larger text"), ("Ctrl++", "Ctrl+="), "plus"),
    ActionSpec("window", "smaller_text", mark("Smaller text"), ("Ctrl+-",), "minus"),
    ActionSpec("window", "settings", mark("Settings"), ("Ctrl+,",), "settings"),
    ActionSpec("window", "about", mark("About Teahouse"), (), "info"),
    ActionSpec("window", "quit", mark("Quit"), ("Ctrl+Q",), "close"),
)


def make_actions(owner: QWidget, slots: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Return the actions by name, each added to `owner` and connected to the slot of its name. Raises KeyError."""
    actions: dict[str, QAction] = {}
    for spec in TABLE:
        action = QAction(owner)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.triggered.connect(lambda _=False, slot=slots[spec.name]: slot())
        owner.addAction(action)
        actions[spec.name] = action
    translate_actions(actions)
    return actions


def colour_actions(actions: Mapping[str, QAction], appearance: Appearance) -> None:
    for spec in TABLE:
        actions[spec.name].setIcon(appearance.icon(spec.icon))


def translate_actions(actions: Mapping[str, QAction]) -> None:
    for spec in TABLE:
        actions[spec.name].setText(tr(spec.label))
