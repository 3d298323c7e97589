"""Sending messages and receiving replies: the life of one message, from Enter to its last word on disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop import api, controllers
from desktop.controllers.accounts import AccountsController
from desktop.controllers.composition import user_message
from desktop.controllers.conversations import ConversationsController
from desktop.errors import DatabaseBusy, ProgramEnded, StoreError, TeahouseError
from desktop.jobs import JobContext, JobRunner
from desktop.model.account import Account
from desktop.model.conversation import Conversation
from desktop.model.message import Message, Role, State
from desktop.model.tree import branch
from desktop.store.journal import FLUSH_INTERVAL
from desktop.store.opening import BUSY_SECONDS
from desktop.store.stores import Stores

if TYPE_CHECKING:
    from desktop.controllers.recording import Recording
    from desktop.controllers.running import Running
    from desktop.model.event import Event

log = logging.getLogger(__name__)

_FLUSH_AFTER = round(FLUSH_INTERVAL * 1000 * 0.4)  # milliseconds; the rest is for a disk or a machine that is slow
_NEXT_TRY = 2000  # milliseconds until words that could not be written are tried again
_BUSY_NEXT_TRY = 250  # where another program was writing
_BUSY_LIMIT = 3.0  # seconds that another program may write before that is said
FRAME = 0.016  # seconds; what comes within one is shown together


class RepliesController(QObject):
    """One reply at a time in each conversation, as many conversations at once as the person likes.

    Signals come in the order `added` (the person's message), `began`, any number of `grew` and `waited`, `ended`.
    """

    added = Signal(Message)
    began = Signal(Message)
    grew = Signal(str, str, str)  # message id, more reasoning, more text; at most once a frame
    waited = Signal(str, object)  # message id, a Waiting; about once a second while nothing comes
    ended = Signal(Message)
    running_changed = Signal()
    unsaved = Signal(StoreError)  # words are on the screen that could not be written; tried again until they are
    kept = Signal(Message)  # the end of a reply, which could not be written when it had `ended`, is by now

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        stores: Stores,
        jobs: JobRunner,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._accounts = accounts
        self._stores = stores
        self._jobs = jobs
        self._clock = clock
        self._running: dict[str, Running] = {}  # by message id
        self._unkept: list[Callable[[], Message]] = []  # ends that could not be written
        self._last_frame = 0.0
        self._frames = self._timer(self._show_frame, single=True)
        self._flushes = self._timer(self._flush, single=True)
        self._waits = self._timer(self._tell_waiting, single=False)
        self._unkept_since: float | None = None
        self._told_unsaved = False

    @cached_property
    def requests(self) -> controllers.Requests:
        """What was sent for the replies."""
        return controllers.Requests(self._conversations, self._accounts)

    @property
    def running(self) -> frozenset[str]:
        """The ids of the conversations that are being answered."""
        return frozenset(running.conversation_id for running in self._running.values())

    @property
    def has_unkept(self) -> bool:
        """Whether there are words, of a reply or of its end, that could not be written yet."""
        return self._unkept_since is not None

    def is_running(self, conversation_id: str) -> bool:
        return conversation_id in self.running

    def so_far(self, message_id: str) -> Message | None:
        """A reply that is on its way, with all that has come by now; `grew` tells only of what comes after."""
        running = self._running.get(message_id)
        if running is None:
            return None
        running.take_unshown()
        return running.recording.message

    def send(self, conversation: Conversation, text: str, account: Account, model: str) -> None:
        """Store what the person wrote, then ask for a reply. Raises StoreError; then nothing was stored or sent.

        The conversation's draft is done with: it was this.
        """
        self._say(user_message(conversation, text), account, model)
        with suppress(StoreError):  # it is safe as a message; as a draft it would only be there twice
            self._conversations.keep_draft(conversation.id, "")

    def resend(self, user: Message, text: str, account: Account, model: str) -> None:
        """Say `text` in the place of the message `user`: a sibling, the old branch stays."""
        conversation = self._conversations.get(user.conversation_id)
        if conversation is not None:
            self._say(user_message(replace(conversation, head_id=user.parent_id), text), account, model)

    def follow_up(self, reply: Message, text: str, account: Account, model: str) -> None:
        """Say `text` below `reply`, wherever that stands: what followed it stays as a branch, and so does the draft."""
        conversation = self._conversations.get(reply.conversation_id)
        if conversation is not None:
            self._say(user_message(replace(conversation, head_id=reply.id), text), account, model)

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
        self._stores.kept.journal.patience = BUSY_SECONDS  # there is no later try
        for running in tuple(self._running.values()):
            running.job.cancelled.disconnect()
            running.job.cancel()
            self._end(running, lambda recording: recording.fail(ProgramEnded()))
        self._flush()
        self._flushes.stop()

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
        journal = self._stores.of(conversation.id).journal
        recording = controllers.Recording.begin(journal, user, account, model, self._clock)
        self._conversations.refresh(conversation.id)

        def work(context: JobContext) -> None:
            for event in api.stream(request, account, self._accounts.credentials(account), context):
                context.emit(event)

        job = self._jobs.start(work)
        running = controllers.Running(
            recording,
            account,
            job,
            request_sent=lambda body: self.requests.keep(recording.message_id, body, account),
            policy_learned=lambda policy: self._accounts.update(replace(account, reasoning_policy=policy)),
            clock=self._clock,
        )
        self._running[recording.message_id] = running
        job.emitted.connect(lambda events: self._take(running, events))
        job.succeeded.connect(lambda _: self._end(running, lambda recording: recording.end()))
        job.failed.connect(lambda error: self._fail(running, error))
        job.cancelled.connect(lambda: self._end(running, lambda recording: recording.stop()))
        self.began.emit(recording.message)
        self.running_changed.emit()
        self._waits.start(1000)

    def _take(self, running: Running, events: list[Event]) -> None:
        if running.take(events):
            self._tell_waiting()
        if running.has_unshown:
            self._schedule()

    def _schedule(self) -> None:
        """The first word after a pause is shown at once; those after it share a frame."""
        if not self._frames.isActive():
            due = self._last_frame + FRAME - self._clock()
            self._frames.start(max(0, round(due * 1000)))
        if not self._flushes.isActive():
            self._flushes.start(_FLUSH_AFTER)

    @Slot()
    def _show_frame(self) -> None:
        self._last_frame = self._clock()
        for message_id, running in tuple(self._running.items()):
            self._show(message_id, running)

    def _show(self, message_id: str, running: Running) -> None:
        if running.has_unshown:
            self.grew.emit(message_id, *running.take_unshown())

    @Slot()
    def _flush(self) -> None:
        """Make safe what has come. Where that fails it is tried again, until it does not."""
        try:
            for running in tuple(self._running.values()):
                running.recording.flush()
            while self._unkept:
                message = self._unkept[0]()
                del self._unkept[0]
                self.kept.emit(message)
        except StoreError as error:
            self._not_kept(error)
        else:
            self._unkept_since, self._told_unsaved = None, False

    @Slot()
    def _tell_waiting(self) -> None:
        for message_id, running in self._running.items():
            waiting = running.waiting()
            if waiting is not None:
                self.waited.emit(message_id, waiting)

    def _fail(self, running: Running, error: TeahouseError) -> None:
        log.info("A reply did not end well: %s", type(error).__name__)
        self._end(running, lambda recording: recording.fail(error))

    def _end(self, running: Running, finish: Callable[[Recording], Message]) -> None:
        """Store the end and tell everyone. Where it cannot be stored, the words stay on the screen."""
        message_id = running.recording.message_id
        self._show(message_id, running)
        del self._running[message_id]
        if not self._running:
            self._waits.stop()
        try:
            message = finish(running.recording)
        except StoreError as error:
            self._unkept.append(lambda: finish(running.recording))
            self._not_kept(error)
            message = replace(running.recording.message, state=State.INTERRUPTED, failure=error.failure)
        self.ended.emit(message)
        self.running_changed.emit()

    def _not_kept(self, error: StoreError) -> None:
        """Try again soon, and tell the person once: of another program that is writing only when it goes on and on."""
        now = self._clock()
        since = self._unkept_since = self._unkept_since or now
        is_busy = isinstance(error, DatabaseBusy)
        self._flushes.start(_BUSY_NEXT_TRY if is_busy else _NEXT_TRY)
        if not self._told_unsaved and (now - since >= _BUSY_LIMIT or not is_busy):
            log.warning("Words could not be written: %s", error)
            self._told_unsaved = True
            self.unsaved.emit(error)

    def _of(self, conversation_id: str) -> Iterator[Running]:
        return (each for each in tuple(self._running.values()) if each.conversation_id == conversation_id)

    def _timer(self, slot: Callable[[], None], *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setTimerType(Qt.TimerType.PreciseTimer if single else Qt.TimerType.CoarseTimer)
        timer.timeout.connect(slot)
        return timer
