"""The request inspector: what was asked of a server for a message, to the letter."""

from __future__ import annotations

import json

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop import api
from desktop.controllers.requests import Request
from desktop.i18n import tr
from desktop.ui.theme import code_font
from desktop.ui.widgets.rows import Note

_SIZE = QSize(720, 600)
_SHOWN = 100_000  # characters; laying out more in one line would hold up the window


class RequestDialog(QDialog):
    """Shows the JSON laid out to be read; what is copied is the exact text. The key is in neither."""

    def __init__(self, request: Request, request_id: str | None, parent: QWidget | None = None) -> None:
        """`request_id` is what the server called it, where it said so."""
        super().__init__(parent)
        self.setWindowTitle(tr("Request"))
        self._request = request
        self.place = self._label(_place(request, request_id))
        self.note = Note(self)
        self.note.say(*_remark(request))
        self.view = QPlainTextEdit(self)
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setFont(code_font(13))
        self.view.setAccessibleName(tr("JSON of the request"))
        self.view.setPlainText(_readable(request.body))
        self.json_button = self._button(tr("Copy JSON"))
        self.curl_button = self._button(tr("Copy as curl"))
        self.close_button = self._button(tr("Close"))
        self.json_button.clicked.connect(lambda: self._copy(self.json_button, request.body))
        self.curl_button.clicked.connect(self._copy_as_curl)
        self.close_button.clicked.connect(self.close)
        self.curl_button.setEnabled(request.account is not None)
        self.curl_button.setToolTip(tr("A command for a terminal; the key is read from $TEAHOUSE_API_KEY."))
        self._lay_out()
        self.resize(_SIZE)
        self.json_button.setFocus()

    def _copy_as_curl(self) -> None:
        assert self._request.account is not None
        self._copy(self.curl_button, api.as_curl(self._request.account, self._request.body))

    def _copy(self, button: QPushButton, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.json_button.setText(tr("Copy JSON"))
        self.curl_button.setText(tr("Copy as curl"))
        button.setText(tr("Copied"))

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("quietNote")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.json_button)
        foot.addWidget(self.curl_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.place)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(foot)


def _place(request: Request, request_id: str | None) -> str:
    """Return where it went, and what the server called it."""
    if request.account is None:
        place = tr("The account that it went to is gone.")
    else:
        place = f"POST {request.account.base_url}/chat/completions"
    return "\n".join([place, *([tr("Request {}").format(request_id)] if request_id else [])])


def _remark(request: Request) -> tuple[str, str]:
    """Return what is to be known of the text, and the tone to say it in."""
    if request.rebuilt:
        sentence = tr(
            "This request is not kept any more. It was put together again from the conversation as it is now, and may "
            "differ from what was sent."
        )
        return sentence, "warning"
    if len(request.body) > _SHOWN:
        return tr("Only the beginning is shown here. What is copied is the whole text, exactly as it was sent."), ""
    return tr("Laid out here to be read. What is copied is the exact text, as it was sent."), ""


def _readable(body: str) -> str:
    text = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
