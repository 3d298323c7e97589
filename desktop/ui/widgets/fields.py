"""Form fields that a turning wheel does not change while it scrolls the page under them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QSpinBox, QWidget

from desktop.ui.widgets.switch import Switch

_INDENT = 6  # px before a number: the style sheet's padding does not reach the text of a spin box


class Choice(QComboBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class WholeNumber(QSpinBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)  # 1, 15, 150 on the way to 1500 are not meant
        self.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
        self.setGroupSeparatorShown(True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Number(QDoubleSpinBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(_INDENT, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class OptionalNumber(QWidget):
    """A number that may be none: a switch turns it on, and the field then counts."""

    changed = Signal(object)  # int or float as the field has it, or None

    def __init__(self, field: WholeNumber | Number, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.switch = Switch(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(field)
        row.addWidget(self.switch)
        self.setFocusProxy(self.switch)
        self.switch.toggled.connect(self._on_switch)
        field.valueChanged.connect(self._on_number)
        self.set_value(None)

    def value(self) -> float | None:
        return self.field.value() if self.switch.isChecked() else None

    def set_value(self, value: float | None) -> None:
        """Show `value` and emit nothing."""
        with QSignalBlocker(self):
            self.switch.setChecked(value is not None)
            self.field.setEnabled(value is not None)
            if value is not None:
                self._set_field(value)

    def set_names(self, on: str, number: str) -> None:
        """Set what a screen reader says of the switch and of the field."""
        self.switch.setAccessibleName(on)
        self.field.setAccessibleName(number)

    def _set_field(self, value: float) -> None:
        if isinstance(self.field, WholeNumber):
            self.field.setValue(int(value))
        else:
            self.field.setValue(value)

    @Slot(bool)
    def _on_switch(self, on: bool) -> None:
        self.field.setEnabled(on)
        self.changed.emit(self.value())

    @Slot()
    def _on_number(self) -> None:
        if self.switch.isChecked():
            self.changed.emit(self.value())


def decimal_field(maximum: float, step: float) -> Number:
    """For a value from 0 to `maximum` that is 1 unless it is set."""
    field = Number()
    field.setRange(0, maximum)
    field.setSingleStep(step)
    field.setDecimals(2)
    field.setValue(1)
    return field


def whole_field(maximum: int, step: int) -> WholeNumber:
    """For a count from 1 to `maximum` that is 4096 unless it is set."""
    field = WholeNumber()
    field.setRange(1, maximum)
    field.setSingleStep(step)
    field.setValue(4096)
    return field
