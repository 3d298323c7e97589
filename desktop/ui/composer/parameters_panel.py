"""The Chat settings of one conversation: each may differ from the settings, or follow them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.model.parameters import Parameters, ignored_by
from desktop.ui.widgets.fields import Choice, Number, OptionalNumber, WholeNumber, decimal_field, whole_field

_WIDTH = 380  # px
_NUMBER = 140  # px: one below the other, however long the numbers


class ParametersPanel(QFrame):
    """A popup. Every change is emitted at once, as the whole `Parameters` of the conversation."""

    changed = Signal(Parameters)

    def __init__(self, parameters: Parameters, base: Parameters, model: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName(tr("Parameters"))
        self.setFixedWidth(_WIDTH)
        self._parameters = parameters
        self._ignored = ignored_by(model)
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add_system_prompt(base)
        self._add_number("temperature", tr("Temperature"), decimal_field(2, 0.1), base.temperature)
        self._add_number("top_p", tr("Top-p"), decimal_field(1, 0.05), base.top_p)
        self._add_number("max_tokens", tr("Longest answer"), whole_field(1_000_000, 256), base.max_tokens)
        self._add_streaming(base)
        heading = QLabel(tr("For this conversation"), self)
        heading.setObjectName("popupHeading")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(heading)
        column.addLayout(self._form)
        if self._ignored:
            unused = QLabel(tr("{model} ignores temperature and top-p: they are not sent.", model=model), self)
            unused.setObjectName("hint")
            unused.setTextFormat(Qt.TextFormat.PlainText)
            unused.setWordWrap(True)
            column.addWidget(unused)

    def open_above(self, anchor: QWidget) -> None:
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, 0))
        space = anchor.screen().availableGeometry()
        self.move(min(corner.x(), space.right() - self.width()), max(space.top(), corner.y() - self.height() - 6))
        self.show()

    def _add_system_prompt(self, base: Parameters) -> None:
        self.system_prompt = QPlainTextEdit(self._parameters.system_prompt or "", self)
        self.system_prompt.setPlaceholderText(base.system_prompt or tr("None"))
        self.system_prompt.setAccessibleName(tr("System prompt"))
        self.system_prompt.setTabChangesFocus(True)
        self.system_prompt.setFixedHeight(84)
        self.system_prompt.textChanged.connect(self._on_system_prompt)
        self._form.addRow(QLabel(tr("System prompt"), self))
        self._form.addRow(self.system_prompt)

    def _add_number(self, name: str, label: str, field: WholeNumber | Number, base: float | None) -> None:
        """A row whose switch says whether the conversation has a value of its own."""
        field.setFixedWidth(_NUMBER)
        row = OptionalNumber(field, self)
        row.setObjectName(name)
        row.set_names(tr("{label}: own value for this conversation", label=label), label)
        row.set_value(getattr(self._parameters, name))
        standard = tr("the server decides") if base is None else base
        row.setToolTip(tr("Off: as in the settings ({value})", value=standard))
        row.setEnabled(name not in self._ignored)
        row.changed.connect(lambda value: self._set(name, value))
        self._form.addRow(QLabel(label, self), row)

    def _add_streaming(self, base: Parameters) -> None:
        self.streaming = Choice(self)
        self.streaming.setAccessibleName(tr("Show answers while they are written"))
        default = tr("As in the settings ({value})", value=tr("off") if base.stream is False else tr("on"))
        for label, value in ((default, None), (tr("On"), True), (tr("Off"), False)):
            self.streaming.addItem(label, value)
        self.streaming.setCurrentIndex({None: 0, True: 1, False: 2}[self._parameters.stream])
        self.streaming.currentIndexChanged.connect(self._on_streaming)
        self._form.addRow(QLabel(tr("Live answers"), self), self.streaming)

    @Slot()
    def _on_system_prompt(self) -> None:
        self._set("system_prompt", self.system_prompt.toPlainText() or None)

    @Slot()
    def _on_streaming(self) -> None:
        self._set("stream", self.streaming.currentData())

    def _set(self, name: str, value: object) -> None:
        change: Callable[..., Parameters] = replace
        self._parameters = change(self._parameters, **{name: value})
        self.changed.emit(self._parameters)
