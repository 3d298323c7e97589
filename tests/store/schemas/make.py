"""Makes `v1.db` and its successors: `python -m tests.store.schemas.make`, once for each schema, before its release."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from desktop.model.account import Account, Proxy, ProxyMode, ReasoningPolicy
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.failure import Failure
from desktop.model.folder import Folder
from desktop.model.message import Message, Origin, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.parameters import Parameters
from desktop.model.usage import Cost, Price, Usage
from desktop.store.accounts import Accounts
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.migrations import LATEST
from desktop.store.positions import Position, Positions
from desktop.store.search import Search

MOMENT = datetime(2026, 11, 1, 8, 30, 0, 250_000, UTC)
ACCOUNT = Account(
    id="account-1",
    name="Home",
    base_url="https://example.org/v1",
    model="deepseek-chat",
    models=("deepseek-chat", "deepseek-reasoner"),
    prices=(Price("*", Decimal("0.27"), Decimal("1.10"), Decimal("0.07"), "USD", date(2026, 10, 1)),),
    headers=(("X-Title", "Teahouse"),),
    proxy=Proxy(ProxyMode.MANUAL, "socks5h://me@localhost:1080"),
    timeout=120.0,
    reasoning_policy=ReasoningPolicy.AFTER_TOOL_CALLS,
    top_up_url="https://example.org/top-up",
    plain_http_allowed=True,
)
CONVERSATION = Conversation(
    id="conversation-1",
    title="龙井 or 普洱?",
    created=MOMENT,
    updated=MOMENT,
    title_source=TitleSource.PERSON,
    head_id="message-2",
    pinned=True,
    account_id="account-1",
    model="deepseek-reasoner",
    parameters=Parameters(system_prompt="Speak of tea.", temperature=0.5, max_tokens=100),
    draft="And 乌龙",
)
QUESTION = Message("message-1", CONVERSATION.id, None, Role.USER, (TextPart("龙井\0😀"),), MOMENT)
ANSWER = Message(
    id="message-2",
    conversation_id=CONVERSATION.id,
    parent_id=QUESTION.id,
    role=Role.ASSISTANT,
    parts=(ReasoningPart("普洱 is dark.", 1.5), TextPart("Take **龙井**.")),
    created=MOMENT,
    state=State.LENGTH,
    origin=Origin("account-1", "Home", "deepseek-reasoner", "deepseek-r1"),
    usage=Usage(prompt=10, completion=20, cached=5, reasoning=8, estimated=True),
    cost=Cost(Decimal("0.000012345678901234567890"), "USD", estimated=True),
    timing=Timing(total=2.5, first_token=0.25),
    failure=Failure("ConnectionLost", {"host": "example.org", "status": None}),
    request_id="request-7",
)
WRITTEN = Message("message-3", CONVERSATION.id, QUESTION.id, Role.ASSISTANT, (), MOMENT, State.WRITING)
TRASHED = Conversation("conversation-2", "Coffee", MOMENT, MOMENT, deleted=MOMENT)
FOLDER = Folder("folder-1", "茶 & Co", MOMENT, 2, "account-1", "deepseek-chat", Parameters("In short."))
FILED = Conversation(
    "conversation-3", "Rooibos", MOMENT, MOMENT, folder_id=FOLDER.id, archived=MOMENT, tags=("Herbal", "红")
)
POSITION = Position("message-2", 3, 12.5)


def build(path: Path) -> None:
    """Make a database of the present schema, with something in every column and a reply cut off in the middle."""
    with Database.open(path) as database:
        conversations, messages, journal = Conversations(database), Messages(database), Journal(database)
        Accounts(database).save(ACCOUNT)
        conversations.add(CONVERSATION)
        conversations.add(TRASHED)
        conversations.add(FILED)
        Folders(database).save(FOLDER)
        messages.add(QUESTION)
        messages.add(ANSWER)
        journal.begin(WRITTEN, as_head=False)
        journal.append(WRITTEN.id, [("reasoning", "Hm. "), ("text", "白")])
        journal.append(WRITTEN.id, [("text", "茶")])
        Positions(database).set(CONVERSATION.id, POSITION)


def check(database: Database, made: int = LATEST) -> None:
    """Assert that all that schema `made` could hold is in `database`, however it got there."""
    assert Accounts(database).all() == [ACCOUNT]
    assert Conversations(database).all_shown() == ([CONVERSATION] if made == 1 else [FILED, CONVERSATION])
    assert Folders(database).all() == ([] if made == 1 else [FOLDER])
    assert Conversations(database).trash() == [TRASHED]
    assert Positions(database).get(CONVERSATION.id) == POSITION
    messages = Messages(database).of(CONVERSATION.id)
    assert list(messages) == ["message-1", "message-2", "message-3"]
    assert messages["message-1"] == QUESTION
    assert messages["message-2"] == ANSWER
    assert (messages["message-3"].reasoning, messages["message-3"].text) == ("Hm. ", "白茶")
    assert [hit.message_id for hit in Search(database).search("龙井")] == [None, "message-2", "message-1"]


if __name__ == "__main__":
    made = Path(__file__).with_name(f"v{LATEST}.db")
    build(made)
    made.with_name("writers").rmdir()
