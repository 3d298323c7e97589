"""The one table of settings, and the file that keeps them. The settings dialog is generated from the table.

To add a setting, add a line to `TABLE`; nothing else needs to change for it to be saved and shown.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from desktop.i18n import LANGUAGES, mark
from desktop.model.parameters import Parameters

log = logging.getLogger(__name__)

Value = str | int | float | bool | None


class Page(StrEnum):
    """The pages of the dialog, in their order. Accounts and Data also hold what is no setting."""

    GENERAL = mark("General")
    APPEARANCE = mark("Appearance")
    ACCOUNTS = mark("Accounts")
    CONVERSATIONS = mark("Chat")
    STORAGE = mark("Data")


class Kind(StrEnum):
    SWITCH = "switch"
    CHOICE = "choice"
    WHOLE_NUMBER = "whole number"
    NUMBER = "number"
    TEXT = "text"
    LONG_TEXT = "long text"


class Setting(Struct, frozen=True):
    """`choices` maps stored values to labels. A number that may be None is off until the person turns it on."""

    name: str
    kind: Kind
    default: Value
    page: Page | None  # None: remembered, but not shown in the dialog
    label: str = ""
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    minimum: float | None = None
    maximum: float | None = None
    step: float = 1
    optional: bool = False

    def accepts(self, value: object) -> bool:
        """Whether `value`, as read from a file, may be this setting's."""
        if value is None:
            return self.optional or self.default is None
        match self.kind:
            case Kind.SWITCH:
                return isinstance(value, bool)
            case Kind.CHOICE:
                return isinstance(value, str) and value in self.choices
            case Kind.WHOLE_NUMBER:
                return isinstance(value, int) and not isinstance(value, bool) and self._in_range(value)
            case Kind.NUMBER:
                return isinstance(value, int | float) and not isinstance(value, bool) and self._in_range(value)
            case _:
                return isinstance(value, str)

    def _in_range(self, number: float) -> bool:
        return (self.minimum is None or number >= self.minimum) and (self.maximum is None or number <= self.maximum)


_LANGUAGE_CHOICES = {"system": mark("As the system")} | dict(LANGUAGES)

TABLE: tuple[Setting, ...] = (
    Setting("title_by_model", Kind.SWITCH, True, Page.GENERAL, mark("Ask the model for a title"),
            mark("After the first answer, a short request asks the model to name the conversation. "
                 "It costs a few tokens.")),
    Setting("restore_conversation", Kind.SWITCH, True, Page.GENERAL, mark("Open the last conversation at start")),
    Setting("language", Kind.CHOICE, "system", Page.APPEARANCE, mark("Language"), choices=_LANGUAGE_CHOICES),
    Setting("theme", Kind.CHOICE, "system", Page.APPEARANCE, mark("Theme"),
            choices={"system": mark("As the system"), "light": mark("Light"), "dark": mark("Dark")}),
    Setting("text_size", Kind.WHOLE_NUMBER, 15, Page.APPEARANCE, mark("Text size"),
            mark("Pixels of the text in conversations. Ctrl+plus and Ctrl+minus change it too."),
            minimum=10, maximum=32),
    Setting("wrap_code", Kind.SWITCH, False, Page.APPEARANCE, mark("Wrap long lines of code"),
            mark("Off: a code block is scrolled sideways.")),
    Setting("number_code", Kind.SWITCH, False, Page.APPEARANCE, mark("Number the lines of code"),
            mark("The numbers are not copied.")),
    Setting("enter_sends", Kind.CHOICE, "enter", Page.CONVERSATIONS, mark("Send with"),
            mark("The other combination starts a new line."),
            choices={"enter": mark("Enter"), "ctrl_enter": mark("Ctrl+Enter")}),
    Setting("system_prompt", Kind.LONG_TEXT, "", Page.CONVERSATIONS, mark("System prompt"),
            mark("Sent before every conversation that has none of its own.")),
    Setting("stream", Kind.SWITCH, True, Page.CONVERSATIONS, mark("Show answers while they are written")),
    Setting("stop_at_first_screen", Kind.SWITCH, False, Page.CONVERSATIONS, mark("Stop at the first screen"),
            mark("An answer is followed only until it fills the window. A button leads on to the new text below.")),
    Setting("temperature", Kind.NUMBER, None, Page.CONVERSATIONS, mark("Temperature"),
            mark("Higher is more varied, lower more predictable. Off: the server decides."),
            minimum=0, maximum=2, step=0.1, optional=True),
    Setting("top_p", Kind.NUMBER, None, Page.CONVERSATIONS, mark("Top-p"),
            mark("Considers only the likeliest words up to this share. Off: the server decides."),
            minimum=0, maximum=1, step=0.05, optional=True),
    Setting("max_tokens", Kind.WHOLE_NUMBER, None, Page.CONVERSATIONS, mark("Longest answer"),
            mark("In tokens. Off: the server decides."), minimum=1, maximum=1_000_000, step=256, optional=True),
    Setting("daily_backups", Kind.SWITCH, True, Page.STORAGE, mark("Back up every day"),
            mark("A checked copy of everything but the keys. The newest seven are kept.")),
    Setting("backup_folder", Kind.TEXT, None, None),
    Setting("last_version", Kind.TEXT, None, None),
    Setting("recovery_wanted", Kind.SWITCH, False, None),
    Setting("trash_days", Kind.WHOLE_NUMBER, 30, Page.STORAGE, mark("Days in the trash"),
            mark("What was deleted longer ago is removed for good. 0 keeps it for ever."), minimum=0, maximum=3650),
    Setting("account_id", Kind.TEXT, None, None),
    Setting("model", Kind.TEXT, None, None),
    Setting("conversation_id", Kind.TEXT, None, None),
    Setting("window_geometry", Kind.TEXT, None, None),
    Setting("sidebar_shown", Kind.SWITCH, True, None),
    Setting("toggled_headings", Kind.TEXT, None, None),  # ids: folders that are collapsed, the archive where it is not
)


class Damage(Struct, frozen=True):
    """The settings file could not be read; its bytes are kept at `kept_as`."""

    kept_as: Path | None
    detail: str


class Settings:
    """The values of `TABLE`, loaded from and saved to one JSON file. Entries of later versions are carried along."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage: Damage | None = None
        self._by_name = {setting.name: setting for setting in TABLE}
        self._values: dict[str, Value] = {}
        self._foreign: dict[str, object] = {}
        self._listeners: list[Callable[[str], None]] = []
        self._failure_listeners: list[Callable[[OSError], None]] = []
        self._load()

    def get(self, name: str) -> Value:
        return self._values.get(name, self._by_name[name].default)

    def text(self, name: str) -> str:
        """The value as text; "" for None."""
        value = self.get(name)
        return "" if value is None else str(value)

    def place(self, name: str) -> Path | None:
        """The value as a file or folder."""
        text = self.text(name)
        return Path(text) if text else None

    def switch(self, name: str) -> bool:
        return bool(self.get(name))

    def number(self, name: str) -> float | None:
        value = self.get(name)
        return float(value) if isinstance(value, int | float) else None

    def set(self, name: str, value: Value) -> None:
        """Set and save. Raises ValueError for a value that the table does not allow.

        Where the file cannot be written the value holds for this run, and the listeners of `on_failure` are told.
        """
        setting = self._by_name[name]
        if not setting.accepts(value):
            raise ValueError(f"{name} cannot be {value!r}")
        if value == self.get(name):
            return
        self._values[name] = value
        for listener in tuple(self._listeners):
            listener(name)
        try:
            self.save()
        except OSError as error:
            log.warning("The settings could not be saved: %s", error)
            for told in tuple(self._failure_listeners):
                told(error)

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call `listener(name)` after each change, on the thread that made it: the UI's."""
        self._listeners.append(listener)

    def on_failure(self, listener: Callable[[OSError], None]) -> None:
        """Call `listener(error)` whenever a change could not be saved."""
        self._failure_listeners.append(listener)

    def parameters(self) -> Parameters:
        """The values that every conversation starts from."""
        max_tokens = self.number("max_tokens")
        return Parameters(
            system_prompt=self.text("system_prompt") or None,
            temperature=self.number("temperature"),
            top_p=self.number("top_p"),
            max_tokens=None if max_tokens is None else int(max_tokens),
            stream=self.switch("stream"),
        )

    def save(self) -> None:
        """Replace the file in one step: a crash leaves the old one or the new one. Raises OSError."""
        content = json.dumps(self._foreign | self._values, ensure_ascii=False, indent=2, sort_keys=True)
        write_atomically(self.path, content.encode("utf-8", "backslashreplace"))  # half a pair: as JSON escapes it

    def _load(self) -> None:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            self.damage = Damage(self._put_aside(), str(error))  # the next change would replace it
            return
        try:
            stored = json.loads(raw)
            if not isinstance(stored, dict):
                raise TypeError("not an object")
        except (ValueError, TypeError, RecursionError) as error:
            self.damage = Damage(self._put_aside(), str(error))
            return
        for name, value in stored.items():
            if name not in self._by_name:
                self._foreign[name] = value
            elif self._by_name[name].accepts(value):
                self._values[name] = value
            else:
                log.warning("Setting %s has a value that it cannot have; using the default", name)

    def _put_aside(self) -> Path | None:
        for number in range(1, 1000):
            kept = self.path.with_name(f"{self.path.stem}.damaged-{number}{self.path.suffix}")
            if not kept.exists():
                try:
                    self.path.replace(kept)
                except OSError:
                    log.warning("The damaged settings file could not be put aside", exc_info=True)
                    return None
                return kept
        return None


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` through a new file beside it, mode 0600. Raises OSError; `path` is then as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
