from __future__ import annotations

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.elided_label import ElidedLabel

TITLE = "Compare the brewing of green, black and oolong tea"


def drawn(label: ElidedLabel, text: str, width: int) -> QImage:
    label.setText(text)
    label.resize(width, 24)
    return label.grab().toImage()


def test_what_has_no_room_is_left_out_visibly(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    width = label.fontMetrics().horizontalAdvance("Compare the brewing…") + 1
    assert drawn(label, TITLE, width) == drawn(label, "Compare the brewing…", width)
    assert drawn(label, TITLE, 600) != drawn(label, "Compare the brewing…", 600)
    label.setText(TITLE)
    assert label.text() == TITLE
    assert label.minimumSizeHint().width() == 0
