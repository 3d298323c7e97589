"""Killed while answers come: in the window, and on the command line."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from typing import Any

from desktop.demo.process import DemoServer
from desktop.model.account import Account
from desktop.model.message import Message, State
from desktop.store.accounts import Accounts
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from tests.store.contents import contents
from tests.torture.killing import Victim
from tests.torture.ordeal import Ordeal, recovered, unchanged
from tests.torture.person import prose

SAFE_AFTER = 0.25  # seconds from a character's being shown to its being safe


class _Streaming(Ordeal):
    """A profile with one account, at a demo server that gives a few hundred tokens a second."""

    def prepare(self) -> None:
        server = self._undo.enter_context(DemoServer().start(["--speed", "300", "--all-models"]))
        self.path.parent.mkdir()
        with Database.open(self.path) as database:
            Accounts(database).save(Account("demo-1", "Gateway", server.base_url, model="demo-echo"))

    def stored(self) -> dict[str, Message]:
        with Database.open(self.path) as database:
            messages = Messages(database)
            known = Conversations(database).all_shown()
            return {name: message for each in known for name, message in messages.of(each.id).items()}


class Window(_Streaming):
    """The window itself, offscreen. What was shown 250 ms before the blow must be there, and be what was sent.

    A victim without a processor to run on can keep no promise: what was shown 250 ms before the last turn of its event
    loop must be there in any case; what is missing of the rest is counted as late.
    """

    name = "window"

    def strike(self, dice: random.Random) -> list[str]:
        before = contents(self.path)
        victim = Victim("-m", "tests.torture.victims", "window", self.path.parent, dice.random(), home=self.folder)
        victim.wait_for()
        time.sleep(dice.uniform(0.0, 2.0))
        moment = victim.kill()
        if victim.ended_by_itself or "Traceback" in victim.errors():
            return [f"in trouble of its own: {victim.errors()}"]
        lines = victim.lines()
        touched = {line["conversation"] for line in lines if "conversation" in line}
        wrong = recovered(self.path)
        wrong += unchanged(before, self.path, but=touched)
        stored = self.stored()
        last_turn = max((line["alive"] for line in lines if "alive" in line), default=0.0)
        lost = self._broken_promises(lines, last_turn, stored)
        self.late += not lost and bool(self._broken_promises(lines, moment, stored))
        return wrong + lost

    def _broken_promises(self, lines: list[dict[str, Any]], moment: float, stored: dict[str, Message]) -> list[str]:
        wrong: list[str] = []
        shown: dict[str, dict[str, str]] = defaultdict(lambda: defaultdict(str))
        safe: dict[str, dict[str, str]] = defaultdict(lambda: defaultdict(str))
        asked = {line["added"]: line["text"] for line in lines if "added" in line}
        began = {line["began"]: line for line in lines if "began" in line}
        ended = {line["ended"]: line for line in lines if "ended" in line}
        for line in lines:
            for kind in ("reasoning", "text") if "shown" in line else ():
                shown[line["shown"]][kind] += line[kind]
                if line["at"] < moment - SAFE_AFTER:
                    safe[line["shown"]][kind] += line[kind]
        wrong += [f"lost: {name}" for name in {*asked, *began} - {*stored}]
        wrong += [f"other words: {name}" for name in {*asked} & {*stored} if stored[name].text != asked[name]]
        for name, line in ((name, began[name]) for name in began if name in stored):
            message = stored[name]
            wrong += _compared(message, shown[name], safe[name])
            if name in ended:
                end = (ended[name]["state"], ended[name]["text"], ended[name]["reasoning"])
                wrong += [] if end == (message.state, message.text, message.reasoning) else [f"not as it ended: {name}"]
            elif message.state not in {State.INTERRUPTED, State.FAILED, State.COMPLETE, State.STOPPED}:
                wrong.append(f"{name} was cut off and is {message.state}")
            if line["model"] == "demo-echo" and not stored[line["parent"]].text.startswith(message.text):
                wrong.append(f"not what the server sent: {name}")
        return wrong


def _compared(message: Message, shown: dict[str, str], safe: dict[str, str]) -> list[str]:
    wrong = []
    for kind in ("reasoning", "text"):
        words: str = getattr(message, kind)
        if not words.startswith(safe[kind]):
            wrong.append(f"{message.id}: of {len(safe[kind])} characters of {kind} to be safe {len(words)} are there")
        if not (words.startswith(shown[kind]) or shown[kind].startswith(words)):
            wrong.append(f"{message.id}: other {kind} than was shown")
    return wrong


class Asking(_Streaming):
    """The command line, which keeps each word before it writes it: what came through the pipe must all be there."""

    name = "ask"

    def strike(self, dice: random.Random) -> list[str]:
        before = contents(self.path)
        known = {*self.stored()}
        question = prose(dice, dice.randrange(100, 500))
        model = dice.choice(["demo-echo", "deepseek-reasoner"])
        command = ["-m", "desktop", "--profile", self.path.parent, "ask", "--model", model, "--reasoning", question]
        victim = Victim(*command, home=self.folder)
        if dice.random() < 0.8:
            victim.wait_for()
            time.sleep(dice.uniform(0.0, 0.7))
        else:
            time.sleep(dice.uniform(0.0, 1.0))
        victim.kill()
        wrong = recovered(self.path) + unchanged(before, self.path)
        new = {name: message for name, message in self.stored().items() if name not in known}
        text, reasoning = _heard(victim.out), _heard(victim.err)
        return wrong + self._broken_promises(question, model, text, reasoning, [*new.values()])

    def _broken_promises(
        self, question: str, model: str, text: str, reasoning: str, new: list[Message]
    ) -> list[str]:
        if not new:
            return [f"nothing was kept of {text!r} {reasoning!r}"] if text or reasoning else []
        wrong = [] if new[0].text == question else ["the question is another"]
        if len(new) == 1:
            return wrong + (["the answer is lost"] if text or reasoning else [])
        answer = new[1]
        if len(new) > 2 or answer.parent_id != new[0].id:
            wrong.append("there is more than a question and its answer")
        if not answer.text.startswith(text.rstrip("\n")) or not answer.reasoning.startswith(reasoning.rstrip("\n")):
            wrong.append(f"{len(text)} characters came, {len(answer.text)} are kept")
        if model == "demo-echo" and not question.startswith(answer.text):
            wrong.append("not what the server sent")
        if answer.state not in {State.INTERRUPTED, State.FAILED, State.COMPLETE}:
            wrong.append(f"the answer was cut off and is {answer.state}")
        return wrong


def _heard(pieces: list[Any]) -> str:
    return b"".join(piece.what for piece in pieces).decode("utf-8", "ignore")
