"""A request → the typed events of its reply; retries before the first byte, one correction of the reasoning policy."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator

from msgspec.structs import replace

from desktop.api.control import Cancelled, Control
from desktop.api.credentials import Credentials
from desktop.api.models import suggest_address
from desktop.api.reading import read_reply
from desktop.api.request import ChatRequest, body_of
from desktop.api.retry import delay_before_retry
from desktop.api.transport import Answer, Client
from desktop.errors import AddressWrong, ApiError, ReasoningRejected, TeahouseError
from desktop.model.account import Account, ReasoningPolicy
from desktop.model.event import Event, Opened, ReasoningPolicyLearned, RequestSent, RetryScheduled

log = logging.getLogger(__name__)

_PATH = "/chat/completions"


def stream(request: ChatRequest, account: Account, credentials: Credentials, control: Control) -> Iterator[Event]:
    """Yield the events of one reply, the last of them `Ended`.

    Raises an ApiError when the request failed or the stream was cut, and a ReplyIncomplete when it ended by itself
    without an answer; what came before was yielded. When `control` is cancelled the iterator ends without `Ended`.
    A ReasoningPolicyLearned tells the policy that the account should have from now on.
    """
    try:
        with Client(account, credentials, control) as client:
            try:
                answer = yield from _opened(client, request, control)
                yield Opened(answer.request_id)
                yield from read_reply(answer, request, client.asked(_PATH, request.model))
            except TeahouseError as error:
                if isinstance(error, ApiError):
                    error.facts.setdefault("host", account.host)
                if isinstance(error, AddressWrong):
                    suggest_address(error, account, credentials, control)
                raise client.hidden(error) from None
    except Cancelled:
        return


def _opened(client: Client, request: ChatRequest, control: Control) -> Generator[Event, None, Answer]:
    """Yield what happens until the server accepts the request, and return its answer."""
    retries = 0
    learned: ReasoningPolicy | None = None
    while True:
        body = body_of(request)
        yield RequestSent(body)
        try:
            answer = client.send("POST", _PATH, body, model=request.model)
        except ReasoningRejected as error:
            if learned is not None:
                raise
            learned = ReasoningPolicy.ALWAYS if error.wanted else ReasoningPolicy.NEVER
            request = replace(request, reasoning_policy=learned)
            if body_of(request) == body:
                raise
        except ApiError as error:
            delay = delay_before_retry(error, retries)
            if delay is None:
                raise
            retries += 1
            log.info("%s: try %d follows in %.1f s", type(error).__name__, retries, delay)
            yield RetryScheduled(retries, delay, type(error).__name__)
            if control.wait(delay):
                raise Cancelled from None
        else:
            if learned is not None:
                yield ReasoningPolicyLearned(learned)
            return answer
