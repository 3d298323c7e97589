"""Sending messages and receiving replies: the life of one message, from Enter to its last word on disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop import api
from desktop.controllers.accounts import AccountsController
from desktop.controllers.composition import user_message
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.recording import FLUSH_INTERVAL, Recording
from desktop.controllers.requests import Requests
from desktop.errors import ProgramEnded, StoreError, TeahouseError
from desktop.jobs import Job, JobContext, JobRunner
from desktop.model.account import Account
from desktop.model.conversation import Conversation
from desktop.model.event import Event, ReasoningDelta, ReasoningPolicyLearned, RequestSent, RetryScheduled, TextDelta
from desktop.model.message import Message, Role, State
from desktop.model.tree import branch
from desktop.store.journal import Journal

log = logging.getLogger(__name__)

_STALL = 3.0  # seconds without anything new before that is said
FRAME = 0.016  # seconds; what comes within one is shown together


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why nothing can be seen of a reply yet, or nothing more."""

    seconds: float  # since the request left; where it fell silent in the middle, since it did
    retry_in: float | None = None  # until the next try, where one is coming
    kind: str | None = None  # the name in `desktop.errors` of what made it necessary
    silent: bool = False  # in the middle of its text


@dataclass(slots=True)
class _Running:
    """A reply that is on its way."""

    recording: Recording
    conversation_id: str
    job: Job
    account: Account
    started: float
    heard: float  # when anything came last
    reasoning: list[str] = field(default_factory=list)  # what came since the last frame
    text: list[str] = field(default_factory=list)
    retry_at: float | None = None
    retry_kind: str | None = None


class RepliesController(QObject):
    """One reply at a time in each conversation, as many conversations at once as the person likes.

    Signals come in the order `added` (the person's message), `began`, any number of `grew` and `waited`, `ended`.
    """

    added = Signal(Message)
    began = Signal(Message)
    grew = Signal(str, str, str)  # message id, more reasoning, more text; at most once a frame
    waited = Signal(str, Waiting)  # message id; about once a second while nothing comes
    ended = Signal(Message)
    running_changed = Signal()
    unsaved = Signal(StoreError)  # words are on the screen that could not be written; tried again until they are

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        journal: Journal,
        jobs: JobRunner,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._accounts = accounts
        self._journal = journal
        self._jobs = jobs
        self._clock = clock
        self._running: dict[str, _Running] = {}  # by message id
        self.requests = Requests(conversations, accounts)
        self._last_frame = 0.0
        self._frames = self._timer(self._show_frame, single=True)
        self._flushes = self._timer(self._flush, single=True)
        self._waits = self._timer(self._tell_waiting, single=False)
        self._told_unsaved = False

    @property
    def running(self) -> frozenset[str]:
        """The ids of the conversations that are being answered."""
        return frozenset(running.conversation_id for running in self._running.values())

    def is_running(self, conversation_id: str) -> bool:
        return conversation_id in self.running

    def so_far(self, message_id: str) -> Message | None:
        """A reply that is on its way, with all that has come by now; `grew` tells only of what comes after."""
        running = self._running.get(message_id)
        if running is None:
            return None
        running.text.clear()
        running.reasoning.clear()
        return running.recording.message

    def send(self, conversation: Conversation, text: str, account: Account, model: str) -> None:
        """Store what the person wrote, then ask for a reply. Raises StoreError; then nothing was stored or sent.

        The conversation's draft is done with: it was this.
        """
        self._say(user_message(conversation, text), account, model)
        self._conversations.keep_draft(conversation.id, "")

    def resend(self, user: Message, text: str, account: Account, model: str) -> None:
        """Say `text` in the place of the message `user`: a sibling, the old branch stays."""
        conversation = self._conversations.get(user.conversation_id)
        if conversation is not None:
            self._say(user_message(replace(conversation, head_id=user.parent_id), text), account, model)

    def answer_again(self, reply: Message, account: Account, model: str) -> None:
        """Ask for another reply beside `reply`."""
        conversation = self._conversations.get(reply.conversation_id)
        if conversation is None or reply.parent_id is None or self.is_running(conversation.id):
            return
        parent = self._conversations.messages_of(conversation)[reply.parent_id]
        self._ask(parent, account, model)

    def stop(self, conversation_id: str) -> None:
        for running in self._of(conversation_id):
            running.job.cancel()

    def end_all(self) -> None:
        """The program ends: what has come so far of every reply is stored as interrupted."""
        for running in tuple(self._running.values()):
            running.job.cancelled.disconnect()
            running.job.cancel()
            self._end(running, lambda recording: recording.fail(ProgramEnded()))

    def _say(self, message: Message, account: Account, model: str) -> None:
        conversation = self._conversations.get(message.conversation_id)
        assert conversation is not None
        self._conversations.add_message(conversation, message, account.id, model)
        self.added.emit(message)
        self._ask(message, account, model)

    def _ask(self, user: Message, account: Account, model: str) -> None:
        assert user.role is Role.USER
        conversation = self._conversations.get(user.conversation_id)
        assert conversation is not None
        parameters = self._conversations.parameters_of(conversation)
        path = branch(self._conversations.messages_of(conversation), user.id)
        request = api.build_request(path, model, parameters, account)
        recording = Recording.begin(self._journal, user, account, model, self._clock)
        self._conversations.refresh(conversation.id)

        def work(context: JobContext) -> None:
            for event in api.stream(request, account, self._accounts.credentials(account), context):
                context.emit(event)

        job = self._jobs.start(work)
        now = self._clock()
        running = _Running(recording, conversation.id, job, account, started=now, heard=now)
        self._running[recording.message_id] = running
        job.emitted.connect(lambda events: self._take_all(running, events))
        job.succeeded.connect(lambda _: self._end(running, Recording.end))
        job.failed.connect(lambda error: self._fail(running, error))
        job.cancelled.connect(lambda: self._end(running, Recording.stop))
        self.began.emit(recording.message)
        self.running_changed.emit()
        self._waits.start(1000)

    def _take_all(self, running: _Running, events: list[Event]) -> None:
        running.heard = self._clock()
        for event in events:
            self._take(running, event)

    def _take(self, running: _Running, event: Event) -> None:
        running.recording.take(event)
        match event:
            case TextDelta(text):
                running.text.append(text)
                self._schedule()
            case ReasoningDelta(text):
                running.reasoning.append(text)
                self._schedule()
            case RequestSent(body):
                self.requests.keep(running.recording.message_id, body, running.account)
                if running.retry_at is not None:
                    running.retry_at = None
                    self._tell_waiting()
            case RetryScheduled(_, delay, kind):
                running.retry_at, running.retry_kind = self._clock() + delay, kind
                self._tell_waiting()
            case ReasoningPolicyLearned(policy):
                self._accounts.update(replace(running.account, reasoning_policy=policy))

    def _schedule(self) -> None:
        """The first word after a pause is shown at once; those after it share a frame."""
        if not self._frames.isActive():
            due = self._last_frame + FRAME - self._clock()
            self._frames.start(max(0, round(due * 1000)))
        if not self._flushes.isActive():
            self._flushes.start(round(FLUSH_INTERVAL * 1000 * 0.8))

    @Slot()
    def _show_frame(self) -> None:
        self._last_frame = self._clock()
        for message_id, running in tuple(self._running.items()):
            self._show(message_id, running)

    def _show(self, message_id: str, running: _Running) -> None:
        if running.text or running.reasoning:
            reasoning, text = "".join(running.reasoning), "".join(running.text)
            running.reasoning.clear()
            running.text.clear()
            self.grew.emit(message_id, reasoning, text)

    @Slot()
    def _flush(self) -> None:
        for running in tuple(self._running.values()):
            try:
                running.recording.flush()
            except StoreError as error:
                self._tell_unsaved(error)
                self._flushes.start(2000)

    @Slot()
    def _tell_waiting(self) -> None:
        now = self._clock()
        for message_id, running in self._running.items():
            if running.recording.reply.has_content:
                if now - running.heard >= _STALL:
                    self.waited.emit(message_id, Waiting(now - running.heard, silent=True))
            else:
                retry_in = None if running.retry_at is None else max(0.0, running.retry_at - now)
                self.waited.emit(message_id, Waiting(now - running.started, retry_in, running.retry_kind))

    def _fail(self, running: _Running, error: TeahouseError) -> None:
        log.info("A reply did not end well: %s", type(error).__name__)
        self._end(running, lambda recording: recording.fail(error))

    def _end(self, running: _Running, finish: Callable[[Recording], Message]) -> None:
        """Store the end and tell everyone. Where it cannot be stored, the words stay on the screen."""
        message_id = running.recording.message_id
        self._show(message_id, running)
        del self._running[message_id]
        if not self._running:
            self._waits.stop()
        try:
            message = finish(running.recording)
        except StoreError as error:
            self._tell_unsaved(error)
            message = replace(running.recording.message, state=State.INTERRUPTED, failure=error.failure)
        self.ended.emit(message)
        self.running_changed.emit()

    def _tell_unsaved(self, error: StoreError) -> None:
        log.warning("Words could not be written: %s", error)
        if not self._told_unsaved:
            self._told_unsaved = True
            self.unsaved.emit(error)

    def _of(self, conversation_id: str) -> Iterator[_Running]:
        return (each for each in tuple(self._running.values()) if each.conversation_id == conversation_id)

    def _timer(self, slot: Callable[[], None], *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setTimerType(Qt.TimerType.PreciseTimer if single else Qt.TimerType.CoarseTimer)
        timer.timeout.connect(slot)
        return timer
