"""The line above the transcript: sidebar switch, title, what the conversation has cost, and a menu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.model.message import Message
from desktop.model.usage import total_cost
from desktop.ui import figures
from desktop.ui.temporary_bar import TemporaryBar
from desktop.ui.theme import Appearance
from desktop.ui.widgets.elided_label import ElidedLabel
from desktop.ui.widgets.tooltip import plain_tooltip

_BEFORE_SUM = 12  # px between a title that fills its room and the figures
_OF_KEPT = ("pin", "archive", "tag")  # what is done to the list's conversations
_OF_WRITTEN = ("find", "rename", "export", "delete")
_MENU = (
    "find", "", "rename", "pin", "archive", "tag", "export", "delete", "",
    "new_temporary", "new_folder", "export_all", "import_conversations", "", "about", "quit",
)  # fmt: skip


class Header(QFrame):
    def __init__(self, appearance: Appearance, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._appearance = appearance
        self._actions = actions
        self.title = ElidedLabel(self)
        self.title.setObjectName("headerTitle")
        self.sum = QLabel(self)
        self.sum.setObjectName("headerSum")
        self.sum.setTextFormat(Qt.TextFormat.PlainText)
        sidebar_button = self._button(actions["toggle_sidebar"])
        export_button = self._button(actions["export"])
        self._menu_button = QToolButton(self)
        self._menu_button.setAutoRaise(True)
        self._menu_button.setIconSize(QSize(18, 18))
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setMenu(self._make_menu())
        self.temporary = TemporaryBar(actions["keep_temporary"], self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        column.addLayout(row)
        column.addWidget(self.temporary)
        row.addWidget(sidebar_button)
        row.addWidget(self.title, 1)
        row.addSpacing(_BEFORE_SUM)
        row.addWidget(self.sum)
        row.addWidget(export_button)
        row.addWidget(self._menu_button)
        appearance.changed.connect(self._show_icons)
        self._show_icons()
        self.retranslate()

    def show_conversation(
        self, conversation: Conversation, messages: Iterable[Message], *, folder: str = "", temporary: bool = False
    ) -> None:
        """Show the title, and the tokens and costs of all `messages`: those of other branches were paid for too.

        `folder` is the name of the one that it is in, which a new conversation says for lack of a title.
        """
        new = tr("New conversation in “{folder}”", folder=folder) if folder else tr("New conversation")
        self.title.setText(conversation.title or new)
        self.title.setToolTip(plain_tooltip(conversation.title))
        self.sum.setText(_sum(messages))
        self.sum.setToolTip(tr("What this conversation has used so far, all versions of its answers together"))
        written = conversation.head_id is not None
        for name in _OF_WRITTEN:
            self._actions[name].setEnabled(written)
        for name in _OF_KEPT:
            self._actions[name].setEnabled(written and not temporary)
        self._actions["keep_temporary"].setEnabled(written and temporary)
        self.temporary.setVisible(temporary)
        self._actions["pin"].setText(tr("Unpin") if conversation.pinned else tr("Pin"))
        self._actions["archive"].setText(tr("Put back into the list") if conversation.archived else tr("Archive"))

    def retranslate(self) -> None:
        self._menu_button.setAccessibleName(tr("Menu"))
        self._menu_button.setToolTip(tr("Menu"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for name in _MENU:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        return button

    @Slot()
    def _show_icons(self) -> None:
        self._menu_button.setIcon(self._appearance.icon("more"))


def _sum(messages: Iterable[Message]) -> str:
    known = list(messages)
    used = sum(message.usage.total for message in known if message.usage is not None)
    if not used:
        return ""
    costs = [figures.money(cost) for cost in total_cost([each.cost for each in known if each.cost is not None])]
    return " · ".join([tr("{n} token", "{n} tokens", n=used), *costs])
