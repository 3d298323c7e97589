from __future__ import annotations

import json

from desktop.exchange.json_format import write
from desktop.model.message import Role, TextPart
from tests.exchange.samples import ANSWER, document, message


def test_nothing_is_lost() -> None:
    exported = json.loads("".join(write(document())))
    messages = exported.pop("messages")
    assert exported == {
        "format": "teahouse-conversation",
        "version": 1,
        "id": "conversation-1",
        "title": "Tea & <b>time</b>",
        "title_source": "first_words",
        "created": "2026-11-22T10:30:05.120Z",
        "updated": "2026-11-22T10:31:05.120Z",
        "head": "6",
        "pinned": False,
        "account": "account-1",
        "model": "deepseek-chat",
        "parameters": {"system_prompt": "Be brief", "temperature": 0.5},
    }
    assert [(message["id"], message.get("parent"), message["role"], message["state"]) for message in messages] == [
        ("1", None, "user", "complete"),
        ("2", "1", "assistant", "length"),
        ("3", "1", "assistant", "complete"),
        ("4", "3", "user", "complete"),
        ("5", "4", "assistant", "interrupted"),
        ("6", "5", "user", "complete"),
    ]
    assert messages[2] == {
        "id": "3",
        "parent": "1",
        "role": "assistant",
        "state": "complete",
        "created": "2026-11-22T10:30:08.120Z",
        "parts": [
            {"type": "reasoning", "text": "Let me see </details> … ```", "seconds": 3.25},
            {"type": "text", "text": ANSWER},
        ],
        "origin": {
            "account_id": "account-1",
            "account_name": "The gateway",
            "model": "deepseek-chat",
            "served_model": "deepseek-v3",
        },
        "usage": {"prompt": 12, "completion": 34, "cached": 4, "reasoning": 5, "estimated": False},
        "cost": {"amount": "0.000123400", "currency": "USD", "estimated": False},
        "timing": {"total": 4.5, "first_token": 0.5},
        "request_id": "r-1",
    }
    assert messages[4]["failure"] == {"kind": "ServerFailed", "facts": {"status": 500, "message": "upstream\nbroke"}}


def test_an_empty_conversation_is_an_object_too() -> None:
    exported = json.loads("".join(write(document("", message("1", None, Role.USER, TextPart("\u2028\x00\"\\"))))))
    assert exported["messages"][0]["parts"] == [{"type": "text", "text": "\u2028\x00\"\\"}]
