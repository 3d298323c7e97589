"""A title asked from the model, once the first answer of a conversation is complete."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject

from desktop import api
from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.errors import TeahouseError
from desktop.jobs import JobContext, JobRunner
from desktop.model.account import Account
from desktop.model.conversation import TITLE_LENGTH, Conversation, TitleSource
from desktop.model.event import TextDelta
from desktop.model.message import Message, Role, State, TextPart
from desktop.model.parameters import Parameters, ignored_by
from desktop.settings import Settings

log = logging.getLogger(__name__)

_QUESTION = (
    "Write a title for this conversation in at most six words, in the language of its first message. "
    "Answer with the title alone, without quotation marks."
)
_EXCERPT = 1500  # characters of each message that the model sees: a title needs no more
_LONGEST = 60  # tokens of the answer; a reasoner is asked without this limit, which would cut its thinking


class TitlesController(QObject):
    """Nobody is told when this fails: the first words are a title too. Its cost is not added to the conversation."""

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        settings: Settings,
        jobs: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversations = conversations
        self._accounts = accounts
        self._settings = settings
        self._jobs = jobs

    def consider(self, reply: Message) -> None:
        """Ask for a title if one is wanted and `reply` is the first complete answer of an unnamed conversation."""
        conversation = self._conversations.get(reply.conversation_id)
        if conversation is None or not self._is_wanted(conversation, reply):
            return
        path = self._conversations.branch_of(conversation)
        accounts = {account.id: account for account in self._accounts.all()}
        if len(path) == 2 and reply.origin is not None and reply.origin.account_id in accounts:
            self._ask(path, accounts[reply.origin.account_id], reply.origin.model)

    def _is_wanted(self, conversation: Conversation, reply: Message) -> bool:
        return (
            self._settings.switch("title_by_model")
            and reply.state is State.COMPLETE
            and conversation.title_source is TitleSource.FIRST_WORDS
        )

    def _ask(self, path: list[Message], account: Account, model: str) -> None:
        words = "\n\n".join(f"{message.role.value}: {message.text[:_EXCERPT]}" for message in path)
        first = path[0]
        question = Message(first.id, first.conversation_id, None, Role.USER, (TextPart(words),), first.created)
        limit = None if ignored_by(model) else _LONGEST  # what ignores parameters reasons first
        parameters = Parameters(system_prompt=_QUESTION, max_tokens=limit)
        request = api.build_request([question], model, parameters, account)

        def work(context: JobContext) -> str:
            events = api.stream(request, account, self._accounts.credentials(account), context)
            return "".join(event.text for event in events if isinstance(event, TextDelta))

        job = self._jobs.start(work)
        job.succeeded.connect(lambda title: self._take(first.conversation_id, title))
        job.failed.connect(_log_failure)

    def _take(self, conversation_id: str, answer: str) -> None:
        title = tidy(answer)
        if title:
            self._conversations.name_by_model(conversation_id, title)


def tidy(answer: str) -> str:
    """Return the title in a model's answer: its first line with words, bare of quotes and marks; or ""."""
    for line in answer.splitlines():
        words = " ".join(line.strip().strip("#*_`\"'“”‘’「」《》").split())
        title = words.removeprefix("Title:").removeprefix("标题：").strip(" .。\"'“”*")
        if title:
            return title if len(title) <= 2 * TITLE_LENGTH else title[: 2 * TITLE_LENGTH].rstrip() + "…"
    return ""


def _log_failure(error: TeahouseError) -> None:
    log.info("No title from the model: %s", type(error).__name__)
