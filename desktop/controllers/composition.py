"""What a question is made of before it leaves, for the window and the command line alike."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from desktop.api import Credentials
from desktop.errors import VaultError
from desktop.model.account import Account, ProxyMode
from desktop.model.conversation import Conversation
from desktop.model.ids import new_id
from desktop.model.message import Message, Role, TextPart
from desktop.system.keys import Keys

log = logging.getLogger(__name__)

DEMO_ID = "demo"  # the demonstration's account, which has no key


def user_message(conversation: Conversation, text: str) -> Message:
    """Return what the person says next, below the head of `conversation`. Not stored yet."""
    return Message(
        id=new_id(),
        conversation_id=conversation.id,
        parent_id=conversation.head_id,
        role=Role.USER,
        parts=(TextPart(text),),
        created=datetime.now(UTC),
    )


def credentials_for(account: Account, keys: Keys) -> Credentials:
    """Return the secrets of `account`. Blocks as long as the keyring does; raises VaultError and KeyInvalid.

    A server on this machine mostly wants no key, so that a keyring in trouble does not keep anyone from it. For the
    demonstration the keyring is not even asked: it might in turn ask the person for a password.
    """
    if account.id == DEMO_ID:
        return Credentials(None)
    try:
        key = keys.key(account.id)
        password = keys.proxy_password(account.id) if account.proxy.mode is ProxyMode.MANUAL else None
    except VaultError as error:
        if not account.is_loopback:
            raise
        log.warning("Asking a local server without a key: %s", type(error).__name__)
        return Credentials(None)
    return Credentials(key, password)
