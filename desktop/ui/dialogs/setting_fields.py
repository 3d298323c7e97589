"""The control that each kind of setting is edited with. A change is told at once; the dialog saves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.i18n import tr
from desktop.settings import Kind, Setting, Value
from desktop.ui.widgets.fields import Choice, Number, OptionalNumber, WholeNumber
from desktop.ui.widgets.switch import Switch

_WIDTH = 220  # px of everything at the right but switches
_PAUSE = 500  # ms without a key, after which what was typed is told


class Field(QObject):
    """`widget` is what stands in the form; `wide` says that it wants the whole width, under its label."""

    changed = Signal(object)  # Value
    wide = False

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget

    def show_value(self, value: Value) -> None:
        """Show `value` and tell nothing."""
        raise NotImplementedError

    def translate(self, label: str) -> None:
        """Say everything again in the language of the moment; `label` is the setting's."""

    def flush(self) -> None:
        """Tell what was typed and not told yet."""


class SwitchField(Field):
    def __init__(self, _setting: Setting) -> None:
        self._switch = Switch()
        super().__init__(self._switch)
        self._switch.toggled.connect(self.changed.emit)

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self):
            self._switch.setChecked(bool(value))


class ChoiceField(Field):
    def __init__(self, setting: Setting) -> None:
        self._choices = setting.choices
        self._box = Choice()
        self._box.setFixedWidth(_WIDTH)
        super().__init__(self._box)
        for value, label in setting.choices.items():
            self._box.addItem(label, value)
        self._box.currentIndexChanged.connect(self._on_index)

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self):
            self._box.setCurrentIndex(self._box.findData(value))

    def translate(self, label: str) -> None:  # noqa: ARG002 - the choices have words of their own
        for index, choice in enumerate(self._choices.values()):
            self._box.setItemText(index, tr(choice))

    @Slot()
    def _on_index(self) -> None:
        self.changed.emit(self._box.currentData())


class NumberField(Field):
    def __init__(self, setting: Setting) -> None:
        self._number = _number(setting)
        self._number.setFixedWidth(_WIDTH)
        super().__init__(self._number)
        self._number.valueChanged.connect(self.changed.emit)

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self):
            _set_number(self._number, value)


class OptionalNumberField(Field):
    def __init__(self, setting: Setting) -> None:
        number = _number(setting)
        number.setFixedWidth(140)
        _set_number(number, _start(setting))
        self._optional = OptionalNumber(number)
        super().__init__(self._optional)
        self._optional.changed.connect(self.changed.emit)

    def show_value(self, value: Value) -> None:
        self._optional.set_value(None if value is None else float(value))

    def translate(self, label: str) -> None:
        self._optional.set_names(tr("{setting}: on or off", setting=label), label)


class TextField(Field):
    def __init__(self, _setting: Setting) -> None:
        self._line = QLineEdit()
        self._line.setFixedWidth(_WIDTH)
        super().__init__(self._line)
        self._line.editingFinished.connect(self.flush)

    def show_value(self, value: Value) -> None:
        self._line.setText(str(value or ""))

    @Slot()
    def flush(self) -> None:
        self.changed.emit(self._line.text())


class LongTextField(Field):
    wide = True

    def __init__(self, _setting: Setting) -> None:
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(112)
        super().__init__(self._text)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell)
        self._text.textChanged.connect(self._pause.start)
        self._text.installEventFilter(self)

    def show_value(self, value: Value) -> None:
        if self._text.toPlainText() != (value or ""):
            with QSignalBlocker(self._text):
                self._text.setPlainText(str(value or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return super().eventFilter(watched, event)

    def flush(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._tell()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self._text.toPlainText())


def make_field(setting: Setting) -> Field:
    """Return a field for `setting`, showing no value yet."""
    if setting.kind in (Kind.NUMBER, Kind.WHOLE_NUMBER):
        return OptionalNumberField(setting) if setting.optional else NumberField(setting)
    made: dict[Kind, type[SwitchField | ChoiceField | TextField | LongTextField]] = {
        Kind.SWITCH: SwitchField,
        Kind.CHOICE: ChoiceField,
        Kind.TEXT: TextField,
        Kind.LONG_TEXT: LongTextField,
    }
    return made[setting.kind](setting)


def _number(setting: Setting) -> WholeNumber | Number:
    if setting.kind is Kind.WHOLE_NUMBER:
        whole = WholeNumber()
        whole.setRange(int(setting.minimum or 0), int(setting.maximum or 2_147_483_647))
        whole.setSingleStep(int(setting.step))
        return whole
    number = Number()
    number.setDecimals(2)
    number.setRange(setting.minimum or 0.0, setting.maximum or 1e9)
    number.setSingleStep(setting.step)
    return number


def _set_number(field: WholeNumber | Number, value: Value) -> None:
    if isinstance(field, WholeNumber):
        field.setValue(int(value or 0))
    else:
        field.setValue(float(value or 0))


def _start(setting: Setting) -> float:
    """Where a number begins that is turned on for the first time: where most servers have it."""
    usual = {"temperature": 1.0, "top_p": 1.0, "max_tokens": 4096.0}
    return usual.get(setting.name, setting.minimum or 0.0)
