"""A person in the window who does one thing after another, faster than anybody could."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from desktop.application import Application
from desktop.model.message import Message, Role

WORDS = ("tea", "茶", "kettle", "乌龙", "café", "😀", "`code`", "**bold**", "$x^2$", "\n\n", "\n- leaf", "龙井", "a<b")
MODELS = ("demo-echo", "demo-echo", "demo-echo", "deepseek-reasoner", "deepseek-chat")


def prose(dice: random.Random, words: int) -> str:
    return "Q " + " ".join(dice.choices(WORDS, k=words)) + " end"


class Person(QObject):
    """Says each thing that was shown or stored, when it was, by `say`."""

    def __init__(self, application: Application, dice: random.Random, say: Callable[..., None]) -> None:
        super().__init__(application)
        self._replies = application.replies
        self._conversations = application.conversations
        self._account = application.accounts.all()[0]
        self._dice = dice
        self._say = say
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._act)
        self._heart = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(lambda: say(alive=time.monotonic()))
        self._replies.added.connect(self._on_added)
        self._replies.began.connect(self._on_began)
        self._replies.grew.connect(self._on_grew)
        self._replies.ended.connect(self._on_ended)

    def start(self) -> None:
        self._act()
        self._turns.start(120)
        self._heart.start(20)

    @Slot()
    def _act(self) -> None:
        open_ = self._conversations.open
        choices: list[Callable[[], None]] = [self._ask_elsewhere]
        if not self._replies.is_running(open_.id):
            choices += [self._ask, self._ask, self._ask_again, self._reword]
        elif self._dice.random() < 0.1:
            choices.append(self._stop)
        if len(self._replies.running) < 3:
            choice = self._dice.choice(choices)
            self._say(conversation=open_.id, about_to=choice.__name__)
            choice()

    def _ask(self) -> None:
        text, model = prose(self._dice, self._dice.randrange(5, 400)), self._dice.choice(MODELS)
        self._say(conversation=self._conversations.open.id, about_to="send")
        self._replies.send(self._conversations.open, text, self._account, model)

    def _ask_elsewhere(self) -> None:
        self._conversations.open_new()
        if not self._replies.is_running(self._conversations.open.id):
            self._ask()

    def _ask_again(self) -> None:
        path = self._conversations.branch_of(self._conversations.open)
        if path and path[-1].role is Role.ASSISTANT:
            self._replies.answer_again(path[-1], self._account, "demo-echo")

    def _reword(self) -> None:
        path = self._conversations.branch_of(self._conversations.open)
        asked = [message for message in path if message.role is Role.USER]
        if asked:
            text = prose(self._dice, self._dice.randrange(5, 400))
            self._replies.resend(self._dice.choice(asked), text, self._account, "demo-echo")

    def _stop(self) -> None:
        self._replies.stop(self._conversations.open.id)

    @Slot(Message)
    def _on_added(self, message: Message) -> None:
        self._say(added=message.id, conversation=message.conversation_id, text=message.text)

    @Slot(Message)
    def _on_began(self, message: Message) -> None:
        model = message.origin.model if message.origin else ""
        self._say(began=message.id, conversation=message.conversation_id, parent=message.parent_id, model=model)

    @Slot(str, str, str)
    def _on_grew(self, message_id: str, reasoning: str, text: str) -> None:
        self._say(shown=message_id, at=time.monotonic(), reasoning=reasoning, text=text)

    @Slot(Message)
    def _on_ended(self, message: Message) -> None:
        self._say(ended=message.id, state=message.state.value, text=message.text, reasoning=message.reasoning)
