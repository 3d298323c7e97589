"""Real controllers on a real database, with a real demo server; only the keyring is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.folders import FoldersController
from desktop.controllers.order import OrderController
from desktop.controllers.replies import RepliesController
from desktop.controllers.undo import UndoStack
from desktop.jobs import JobRunner
from desktop.model.account import Account
from desktop.settings import Settings
from desktop.store.accounts import Accounts
from desktop.store.database import Database
from desktop.store.stores import Stores
from desktop.system.keys import Keys
from desktop.system.vault import Vault
from tests.fixtures.demo import Demo


@dataclass
class House:
    database: Database
    settings: Settings
    jobs: JobRunner
    accounts: AccountsController
    conversations: ConversationsController
    order: OrderController
    folders: FoldersController
    stores: Stores
    replies: RepliesController
    account: Account


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path, demo: Demo) -> Iterator[House]:
    made = open_house(tmp_path)
    made.account = Account("test", "Test", demo.base_url, model="deepseek-chat")
    made.accounts.update(made.account)
    yield made
    made.replies.end_all()
    assert made.jobs.shutdown(5)
    made.database.close()


def open_house(folder: Path) -> House:
    database = Database.open(folder / "conversations.db")
    settings, jobs = Settings(folder / "settings.json"), JobRunner()
    stores = Stores(database)
    stores.kept.journal.recover()
    accounts = AccountsController(Accounts(database), Keys(Vault(), "sk-test"), jobs)
    conversations = ConversationsController(stores, settings)
    undo = UndoStack()
    order = OrderController(conversations, stores, undo)
    folders = FoldersController(conversations, stores, undo, settings)
    replies = RepliesController(conversations, accounts, stores, jobs)
    return House(
        database, settings, jobs, accounts, conversations, order, folders, stores, replies, Account("", "", "")
    )
