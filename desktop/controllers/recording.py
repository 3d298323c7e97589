"""One reply being written to the store, for the window and the command line alike: no Qt, no network, no threads."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby

from msgspec.structs import replace

from desktop.controllers.estimate import estimated_usage
from desktop.errors import NotKnown, TeahouseError
from desktop.model.account import Account
from desktop.model.event import Event, ReasoningDelta, RequestSent, TextDelta
from desktop.model.failure import Failure
from desktop.model.ids import new_id
from desktop.model.message import Message, Origin, Role, State
from desktop.model.reply import Reply
from desktop.model.usage import Cost, Usage, cost_of, price_for
from desktop.store.journal import Journal, Kind


class Recording:
    """Begun before the request leaves, fed with the stream's events, flushed every `FLUSH_INTERVAL` of the journal,
    finished once.

    Whatever happens to the program in between, the words up to the last flush are in the store. Methods that write
    raise StoreError; the words are kept here even so, and the next `flush` or `finish` writes them. What is left of a
    reply whose conversation was purged meanwhile goes the same way, and nobody is told.
    """

    def __init__(
        self, journal: Journal, message: Message, account: Account, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`message` is stored by now, in state WRITING and with an origin. See `begin`."""
        self._journal = journal
        self._message = message
        self._account = account
        self._clock = clock
        self._reply = Reply(started=clock())
        self._body = ""
        self._pending: list[tuple[Kind, str]] = []
        self._end: Message | None = None  # what `finish` is to store, once it was called
        self._is_over = False

    @classmethod
    def begin(
        cls,
        journal: Journal,
        parent: Message,
        account: Account,
        model: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> Recording:
        """Store an empty reply of `model` below `parent`, as the head of its conversation.

        `clock` is monotonic, in seconds. Raises StoreError, and NotKnown where the conversation is gone.
        """
        message = Message(
            id=new_id(),
            conversation_id=parent.conversation_id,
            parent_id=parent.id,
            role=Role.ASSISTANT,
            parts=(),
            created=datetime.now(UTC),
            state=State.WRITING,
            origin=Origin(account.id, account.name, model),
        )
        journal.begin(message)
        return cls(journal, message, account, clock)

    @property
    def message_id(self) -> str:
        return self._message.id

    @property
    def message(self) -> Message:
        """The reply as it is by now, all of it: once finished, as it is stored or to be. Costs time by its length."""
        return self._message if self._is_over else self._end or self._so_far()

    @property
    def reply(self) -> Reply:
        """What has come, for whoever shows seconds and asks whether there is text yet."""
        return self._reply

    @property
    def is_over(self) -> bool:
        return self._is_over

    def take(self, event: Event) -> None:
        """Take the stream's next event. Writes nothing."""
        now = self._clock()
        match event:
            case RequestSent(body):
                self._body = body
                if not self._reply.has_content:
                    self._reply.started = now  # another try: its seconds count, not those of waiting for it
            case TextDelta(text):
                self._pending.append(("text", text))
            case ReasoningDelta(text):
                self._pending.append(("reasoning", text))
        self._reply.take(event, now)

    def flush(self) -> None:
        """Make safe what has come since the last call; costs nothing where nothing has."""
        if not self._pending or self._is_over:
            return
        joined = [
            (kind, "".join(text for _, text in pieces))
            for kind, pieces in groupby(self._pending, key=lambda piece: piece[0])
        ]
        with suppress(NotKnown):
            self._journal.append(self._message.id, joined)
        self._pending.clear()

    def end(self) -> Message:
        """Finish a reply whose stream has ended by itself: as the server said, or as stopped where it did not say."""
        ended = self._reply.ended
        return self.finish(State.STOPPED if ended is None else ended.state)

    def stop(self) -> Message:
        """Finish a reply that the person has stopped."""
        return self.finish(State.STOPPED)

    def fail(self, error: TeahouseError) -> Message:
        """Finish a reply that `error` has cut short: interrupted where something came, else failed."""
        return self.finish(self._reply.state_when_cut(stopped=False), error.failure)

    def finish(self, state: State, failure: Failure | None = None) -> Message:
        """Store the whole reply in its last state and return it.

        A second call changes nothing; where the first one failed, it stores what that was to store.
        """
        if self._is_over:
            return self._message
        if self._end is None:
            self._end = replace(self._so_far(), state=state, failure=failure)
        with suppress(NotKnown):
            self._journal.finish(self._end)
        self._message = self._end
        self._is_over = True
        self._pending.clear()
        return self._message

    def _so_far(self) -> Message:
        now = self._clock()
        assert self._message.origin is not None
        message = replace(
            self._message,
            parts=self._reply.parts(now),
            origin=replace(self._message.origin, served_model=self._reply.served_model),
            timing=self._reply.timing(now),
            request_id=self._reply.request_id,
        )
        usage = self._usage(message)
        return replace(message, usage=usage, cost=self._cost(usage))

    def _usage(self, message: Message) -> Usage | None:
        """A reply of which nothing came has none: nobody is charged for a refusal."""
        if self._reply.usage is not None or not self._reply.has_content:
            return self._reply.usage
        return estimated_usage(self._body, message.text, message.reasoning)

    def _cost(self, usage: Usage | None) -> Cost | None:
        assert self._message.origin is not None
        price = price_for(self._message.origin.model, self._account.prices)
        return None if usage is None or price is None else cost_of(usage, price)
