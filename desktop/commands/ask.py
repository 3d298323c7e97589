"""`ask`: one question and its answer, streamed to standard output and kept exactly as the window keeps them."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from time import monotonic

from msgspec.structs import replace

from desktop import api
from desktop.commands.program import Program, Refusal, complain, say_aside, sentence_for
from desktop.controllers.accounts import AccountsController
from desktop.controllers.composition import DEMO_ID, credentials_for, user_message
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.demo import DemoController
from desktop.controllers.recording import Recording
from desktop.errors import NotKnown, StoreError, TeahouseError, error_from
from desktop.i18n import tr
from desktop.jobs import JobRunner
from desktop.model.account import Account
from desktop.model.conversation import Conversation, title_from
from desktop.model.event import Event, ReasoningDelta, ReasoningPolicyLearned, RetryScheduled, TextDelta
from desktop.model.failure import Failure
from desktop.model.ids import new_id
from desktop.model.message import Message, State
from desktop.model.parameters import Parameters
from desktop.model.tree import branch
from desktop.store.accounts import Accounts
from desktop.store.journal import Journal
from desktop.store.opening import BUSY_SECONDS
from desktop.store.stores import Stores
from desktop.system.terminal import read_input, write_to

_NEXT_TRY = 0.25  # seconds until words that could not be kept are tried again
_PATIENCE = 0.05  # seconds to wait for another program that is writing while the answer comes; its end waits longer


def ask(program: Program, options: Namespace) -> int:
    text = read_input() if options.text == "-" else options.text
    if not text.strip():
        raise Refusal(tr("There is nothing to ask: standard input is empty."))
    with ExitStack() as stack:
        database = stack.enter_context(program.database())
        accounts = AccountsController(Accounts(database), program.keys, JobRunner())
        conversations = ConversationsController(Stores(database), program.settings)
        demo = DemoController(accounts, program.prices)
        stack.callback(demo.stop)
        if options.demo:
            demo.start()
        conversation = _conversation(conversations, options, text)
        account, model = _choice(conversations, conversation, accounts.all(), options)
        if account.id == DEMO_ID:
            account = demo.start()  # its address is another one at each start
        question = user_message(conversation, text)
        conversations.add_message(conversation, question, account.id, model)
        answer = _Answer(conversations, accounts, program, show_reasoning=options.reasoning)
        return answer.receive(question, account, model, Journal(database, _PATIENCE))


def _conversation(conversations: ConversationsController, options: Namespace, text: str) -> Conversation:
    """Return the conversation to go on with, or a new one that is not stored yet. Raises NotKnown."""
    parameters = Parameters(system_prompt=options.system)
    if options.conversation is None:
        now = datetime.now(UTC)
        return Conversation(new_id(), title_from(text), created=now, updated=now, parameters=parameters)
    conversation = conversations.get(options.conversation)
    if conversation is None:
        raise NotKnown(what="conversation", name=options.conversation)
    if options.system is not None:
        conversation = replace(conversation, parameters=parameters.over(conversation.parameters))
        conversations.set_parameters(conversation, conversation.parameters)
    return conversation


def _choice(
    conversations: ConversationsController, conversation: Conversation, known: list[Account], options: Namespace
) -> tuple[Account, str]:
    """Return who answers: what the options name, else what the window would choose. Raises NotKnown and Refusal."""
    if options.demo:
        known = [account for account in known if account.id == DEMO_ID]
    if options.account is not None:
        known = [_named(known, options.account)]
    account, model = conversations.model_of(conversation, known)
    if account is None:
        raise Refusal(tr("There is no account yet. Add one with “teahouse accounts add”, or try “--demo”."))
    model = options.model or model
    if not model:
        raise Refusal(tr("The account “{name}” has no model yet. Name one with “--model”.", name=account.name))
    return account, model


def _named(accounts: list[Account], name: str) -> Account:
    for same in (str, str.casefold):
        for account in accounts:
            if same(account.name) == same(name):
                return account
    raise NotKnown(what="account", name=name)


class _Answer:
    """Receives one reply: into the store first, then onto the terminal."""

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        program: Program,
        *,
        show_reasoning: bool,
    ) -> None:
        self._conversations = conversations
        self._accounts = accounts
        self._keys = program.keys
        self._show_reasoning = show_reasoning
        self._in_reasoning = False
        self._next_try = 0.0  # by the monotonic clock

    def receive(self, question: Message, account: Account, model: str, journal: Journal) -> int:
        """Ask for the answer to `question`, which is stored, and return the exit code."""
        conversation = self._conversations.refresh(question.conversation_id)
        path = branch(self._conversations.messages_of(conversation), question.id)
        request = api.build_request(path, model, self._conversations.parameters_of(conversation), account)
        recording = Recording.begin(journal, question, account, model)
        try:
            for event in api.stream(request, account, credentials_for(account, self._keys), api.NeverCancelled()):
                recording.take(event)
                self._keep(recording)
                self._show(event, account)
            journal.patience = BUSY_SECONDS
            message = recording.end()
        except TeahouseError as error:
            message = recording.fail(error)
        except (KeyboardInterrupt, BrokenPipeError):
            recording.stop()
            raise
        self._end_reasoning()
        if message.text and not message.text.endswith("\n"):
            write_to(sys.stdout, "\n")
        if message.failure is not None:
            complain(error_from(message.failure))
        elif message.state is State.LENGTH:
            say_aside(tr("The answer was cut: it reached the longest length that is allowed."))
        return 0 if message.state in {State.COMPLETE, State.LENGTH} else 1

    def _keep(self, recording: Recording) -> None:
        """Keep the words at each event, for nobody knows when the next one comes.

        Where that fails they are shown all the same, and tried again a moment later; the end says what was not kept.
        """
        if monotonic() >= self._next_try:
            try:
                recording.flush()
            except StoreError:
                self._next_try = monotonic() + _NEXT_TRY

    def _show(self, event: Event, account: Account) -> None:
        match event:
            case TextDelta(text):
                self._end_reasoning()
                write_to(sys.stdout, text)
            case ReasoningDelta(text) if self._show_reasoning:
                self._in_reasoning = True
                write_to(sys.stderr, text)
            case RetryScheduled(_, delay, kind) if sys.stderr.isatty():
                problem = sentence_for(error_from(Failure(kind)))
                say_aside(tr("{problem} Trying again in {seconds} s.", problem=problem, seconds=f"{delay:.0f}"))
            case ReasoningPolicyLearned(policy):
                self._accounts.update(replace(account, reasoning_policy=policy))

    def _end_reasoning(self) -> None:
        if self._in_reasoning:
            self._in_reasoning = False
            write_to(sys.stderr, "\n\n")
