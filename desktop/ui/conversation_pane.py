"""The right side of the window: the open conversation's transcript and its composer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.replies import RepliesController
from desktop.errors import StoreError
from desktop.i18n import tr
from desktop.model.conversation import Conversation, joined_drafts
from desktop.model.message import Message, State
from desktop.model.tree import branch, tip_below
from desktop.store.stores import Stores
from desktop.ui import figures
from desktop.ui.composer.composer import Composer
from desktop.ui.entries import entry_of
from desktop.ui.places import as_kept, as_shown
from desktop.ui.theme import Appearance
from desktop.ui.transcript.entry import Entry
from desktop.ui.welcome import Welcome

if TYPE_CHECKING:
    from desktop.controllers.running import Waiting
    from desktop.ui.transcript import TranscriptView

log = logging.getLogger(__name__)

COLUMN = 760  # px, the widest that words may run
_DRAFT_DELAY = 400  # ms after the last key until a draft is kept
_NEXT_TRY = 2000  # ms until a draft that could not be kept is tried again
_POSITION_DELAY = 800  # ms after the last scroll until the place is kept


class ConversationPane(QWidget):
    """Shows one conversation at a time and keeps it in step with the controllers. What messages ask for goes out."""

    submitted = Signal(str)
    failed = Signal(StoreError)
    message_action = Signal(str, Message)  # action name, message
    conversation_shown = Signal()  # another one is on the screen

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        replies: RepliesController,
        stores: Stores,
        *,
        appearance: Appearance,
        make_transcript: Callable[[], TranscriptView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("conversationPane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._conversations = conversations
        self._accounts = accounts
        self._replies = replies
        self._stores = stores
        self._messages: dict[str, Message] = {}
        self._path: list[str] = []  # ids of the messages on the screen, from the root
        self._with_details: set[str] = set()
        self._drafts: dict[str, str] = {}  # by conversation; those that could not be kept yet
        self._told_unkept = self._has_left = False
        self._edited: Message | None = None  # the person's message that the composer holds anew
        self._shown: Conversation = conversations.open
        self._make_transcript = make_transcript
        self._transcript: TranscriptView | None = None
        self.welcome = Welcome(appearance, self)
        self.composer = Composer(appearance, self)
        self._stack = QStackedWidget(self)
        self._draft_timer = self._delay(_DRAFT_DELAY, self.keep_draft)
        self._position_timer = self._delay(_POSITION_DELAY, self.keep_position)
        self.composer.set_text(self._draft())
        self._lay_out()
        self._connect()

    def show_conversation(self, conversation: Conversation) -> None:
        """Leave the conversation that is shown, keeping its draft and place, and show this one."""
        self.keep_draft()
        self.keep_position()
        self._shown = self._conversations.get(conversation.id) or conversation
        self._with_details.clear()
        self._edited = None
        self._load()
        self.composer.set_hint("")
        self.composer.set_text(self._draft())
        self.show_model()
        self._show_replying()
        self.composer.setFocus()
        self.conversation_shown.emit()

    def reload(self) -> None:
        """Read the branch again, as after the head has moved or the language was switched; what is read stays put."""
        self.keep_position()
        self._shown = self._conversations.get(self._shown.id) or self._shown
        self._load(again=bool(self._path))

    def show_hit(self, message_id: str, words: Sequence[str]) -> bool:
        """Go to a message of the open conversation, on whichever branch it is, and mark `words` in the transcript.

        Each of them is a hit of its own; case, width and accents make no difference. The first one that is seen in the
        message is gone to, in folded reasoning too; where there is none, the message. False where it is not known here.
        """
        if message_id not in self._messages:
            return False
        if message_id not in self._path:
            head = tip_below(self._messages.values(), message_id)
            self._conversations.show_branch(self._shown, head)
        return self.transcript.show_hit(message_id, words)

    @Slot()
    def show_model(self) -> None:
        accounts = self._accounts.all()
        account, model = self._conversations.model_of(self._shown, accounts)
        several = len(accounts) > 1 and account is not None
        self.composer.set_model(account.name if several and account else "", model)
        self.welcome.show_ways(has_account=bool(accounts))

    @Slot()
    def keep_draft(self) -> None:
        """Keep what is written and not sent. Where that fails it waits here, and is tried again until it is kept."""
        self._draft_timer.stop()
        if self._has_left:
            return
        if self._edited is None:
            self._drafts[self._shown.id] = self.composer.text()
        try:
            for conversation_id in tuple(self._drafts):
                self._conversations.keep_draft(conversation_id, self._drafts[conversation_id])
                del self._drafts[conversation_id]
        except StoreError as error:
            self._draft_timer.start(_NEXT_TRY)
            if not self._told_unkept:
                self._told_unkept = True
                self.failed.emit(error)
        else:
            self._told_unkept = False

    def leave(self) -> None:
        """Keep what can be kept: the store is about to be closed."""
        self.keep_draft()
        self.keep_position()
        self._has_left = True
        self._draft_timer.stop()
        self._position_timer.stop()

    @property
    def has_unkept_draft(self) -> bool:
        """Whether something is written here that could not be kept."""
        return any(self._drafts.values())

    @Slot()
    def keep_position(self) -> None:
        """Keep the place where the person reads; not worth a word where that fails."""
        self._position_timer.stop()
        position = self.transcript.position() if self._path and not self._has_left else None
        if position is not None:
            try:
                self._stores.of(self._shown.id).positions.set(self._shown.id, as_kept(position))
            except StoreError as error:
                log.info("The place in the transcript was not kept: %s", error)

    def toggle_details(self, message: Message) -> None:
        self._with_details ^= {message.id}
        self.transcript.update_entry(self._entry(self._messages.get(message.id, message)))

    @property
    def transcript(self) -> TranscriptView:
        """Made when it is needed first: an empty window shows none, and is there sooner."""
        if self._transcript is None:
            self._transcript = self._make_transcript()
            self._transcript.action_requested.connect(self._on_action)
            self._transcript.quoted.connect(self.composer.quote)
            self._transcript.verticalScrollBar().valueChanged.connect(lambda _: self._position_timer.start())
            self._stack.addWidget(self._transcript)
        return self._transcript

    @property
    def shown_transcript(self) -> TranscriptView | None:
        """The transcript, where there is anything in it to be read."""
        return self.transcript if self._path else None

    @property
    def messages(self) -> Mapping[str, Message]:
        """All messages of the conversation, of all branches, by id."""
        return self._messages

    @property
    def edited(self) -> Message | None:
        return self._edited

    def edit(self, message: Message) -> None:
        """Take a message of the person's into the composer; the draft waits in the store until that is over."""
        self.keep_draft()
        self._edited = message
        self.composer.set_text(message.text)
        self.composer.set_hint(tr("Editing an earlier message. Esc leaves it as it was."))
        self.composer.setFocus()

    def end_edit(self) -> None:
        """Give the composer its draft back."""
        if self._edited is not None:
            self._edited = None
            self.composer.set_hint("")
            self.composer.set_text(self._draft())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_model()
            if self._transcript is not None:
                self._transcript.retranslate()
                self.reload()
        super().changeEvent(event)

    def _take_draft(self, conversation: Conversation) -> None:
        """What somebody else has put into the draft, such as a backup, comes to what is being written here."""
        before, here = self._shown.draft, self.composer.text()
        if self._edited is None and conversation.draft not in {"", before, here}:
            self.composer.set_text(conversation.draft if here == before else joined_drafts(here, conversation.draft))

    def _draft(self) -> str:
        return self._drafts.get(self._shown.id, self._shown.draft)

    def _load(self, *, again: bool = False) -> None:
        self._messages = self._conversations.messages_of(self._shown)
        path = branch(self._messages, self._shown.head_id)
        self._path = [message.id for message in path]
        if not path:
            if self._transcript is not None:
                self._transcript.show_branch([], None)  # or the next message would be shown below another's
            self._stack.setCurrentWidget(self.welcome)
            return
        self._stack.setCurrentWidget(self.transcript)
        entries = [self._entry(message) for message in path]
        if again:
            self.transcript.show_other_branch(entries)
        else:
            kept = self._stores.of(self._shown.id).positions.get(self._shown.id)
            self.transcript.show_branch(entries, as_shown(kept) if kept else None)
        for message in path:
            so_far = self._replies.so_far(message.id) if message.state is State.WRITING else None
            if so_far is not None:
                self.transcript.begin_stream(message.id)
                self.transcript.stream(message.id, so_far.reasoning, so_far.text)

    def _entry(self, message: Message) -> Entry:
        if message.state is State.WRITING and self._replies.is_running(message.conversation_id):
            message = replace(message, parts=())  # its words are streamed into it, so that each comes from one source
        details = message.id in self._with_details
        today = datetime.now().astimezone().date()
        return entry_of(message, self._messages, with_details=details, today=today)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.welcome)
        self.composer.setMaximumWidth(COLUMN + 40)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 16)
        foot.addStretch(1)
        foot.addWidget(self.composer, 100)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.composer.submitted.connect(self.submitted)
        self.composer.stop_requested.connect(lambda: self._replies.stop(self._shown.id))
        self.composer.draft_changed.connect(lambda _: self._draft_timer.start(_DRAFT_DELAY))
        self.welcome.prompt_chosen.connect(self._take_prompt)
        self._replies.added.connect(self._on_added)
        self._replies.began.connect(self._on_began)
        self._replies.grew.connect(self._on_grew)
        self._replies.waited.connect(self._on_waited)
        self._replies.ended.connect(self._on_ended)
        self._replies.kept.connect(self._on_kept)
        self._replies.running_changed.connect(self._show_replying)
        self._accounts.changed.connect(self.show_model)
        self._conversations.changed.connect(self._on_changed)
        self._conversations.rebranched.connect(self.reload)

    def _take_prompt(self, prompt: str) -> None:
        self.composer.set_text(prompt)
        self._draft_timer.start(_DRAFT_DELAY)
        self.composer.setFocus()

    @Slot(str, str)
    def _on_action(self, action: str, message_id: str) -> None:
        message = self._messages.get(message_id)
        if message is not None:
            self.message_action.emit(action, message)

    @Slot(Conversation)
    def _on_changed(self, conversation: Conversation) -> None:
        if conversation.id == self._shown.id:
            self._take_draft(conversation)
            self._shown = conversation
            self.show_model()

    @Slot(Message)
    def _on_added(self, message: Message) -> None:
        if message.conversation_id == self._shown.id:
            self._put(message)
            self.transcript.scroll_to_end()

    @Slot(Message)
    def _on_began(self, message: Message) -> None:
        if message.conversation_id == self._shown.id:
            self._put(message)
            self.transcript.begin_stream(message.id)
            self.transcript.scroll_to_end()

    @Slot(str, str, str)
    def _on_grew(self, message_id: str, reasoning: str, text: str) -> None:
        if message_id in self._messages:
            self.transcript.stream(message_id, reasoning, text)

    @Slot(str, object)
    def _on_waited(self, message_id: str, waiting: Waiting) -> None:
        if message_id in self._messages:
            action = "" if waiting.retry_in is None else "cancel_retry"
            self.transcript.set_status(message_id, figures.waiting(waiting), action)

    @Slot(Message)
    def _on_ended(self, message: Message) -> None:
        if message.id in self._messages:
            self._messages[message.id] = message
            self.transcript.end_stream(self._entry(message))

    @Slot(Message)
    def _on_kept(self, message: Message) -> None:
        if message.id in self._messages:
            self._messages[message.id] = message
            self.transcript.update_entry(self._entry(message))

    def _put(self, message: Message) -> None:
        """Show a new message: below the last one, or in the place of a sibling, whose branch then leaves the screen."""
        self._messages[message.id] = message
        path = branch(self._messages, message.id)
        follows = [each.id for each in path[:-1]] == self._path
        self._path = [each.id for each in path]
        self._stack.setCurrentWidget(self.transcript)
        if follows:
            self.transcript.append(self._entry(message))
        else:
            self.transcript.show_branch([self._entry(each) for each in path], None)

    @Slot()
    def _show_replying(self) -> None:
        self.composer.set_replying(self._replies.is_running(self._shown.id))

    def _delay(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer
