"""A small export of each program, as its format is known publicly: two questions, reasoning, and a second branch."""

from __future__ import annotations

import json
from typing import Any

BEGUN = 1_767_225_600  # 2026-01-01, in seconds


def chatgpt() -> list[dict[str, Any]]:
    def node(name: str, parent: str | None, message: dict[str, Any] | None, *children: str) -> dict[str, Any]:
        return {"id": name, "parent": parent, "message": message, "children": list(children)}

    def message(role: str, content: dict[str, Any], at: float | None, **metadata: Any) -> dict[str, Any]:
        author = {"role": role, "name": None, "metadata": {}}
        return {"author": author, "create_time": at, "content": content, "metadata": metadata, "recipient": "all"}

    def text(*parts: Any) -> dict[str, Any]:
        return {"content_type": "text", "parts": list(parts)}

    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x", "size_bytes": 1}
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "", "content": "They want tea."}]}
    code = {"content_type": "code", "language": "python", "text": "print('茶')"}
    output = {"content_type": "execution_output", "text": "茶"}
    multimodal = {"content_type": "multimodal_text", "parts": [picture, "What is this?"]}
    context = {"content_type": "user_editable_context", "user_profile": "secret"}
    mapping = {
        "root": node("root", None, None, "system"),
        "system": node("system", "root", message("system", text(""), None, is_visually_hidden_from_conversation=True)),
        "context": node("context", "system", message("user", context, None, is_visually_hidden_from_conversation=True)),
        "q1": node("q1", "context", message("user", text("Which tea?"), BEGUN + 1.5)),
        "t1": node("t1", "q1", message("assistant", thoughts, BEGUN + 2, model_slug="o3")),
        "c1": node("c1", "t1", message("assistant", code, BEGUN + 3, model_slug="o3")),
        "o1": node("o1", "c1", message("tool", output, BEGUN + 4)),
        "a1": node("a1", "o1", message("assistant", text("Oolong, 乌龙."), BEGUN + 5, model_slug="o3")),
        "a1b": node("a1b", "q1", message("assistant", text("Green."), BEGUN + 9, model_slug="gpt-4o")),
        "q2": node("q2", "a1", message("user", multimodal, BEGUN + 20)),
        "a2": node(
            "a2", "q2", message("assistant", text("A kettle"), BEGUN + 21, finish_details={"type": "max_tokens"})
        ),
    }
    conversation = {
        "title": "Tea",
        "create_time": BEGUN + 0.25,
        "update_time": BEGUN + 21.5,
        "mapping": mapping,
        "current_node": "a2",
        "conversation_id": "6773-abc",
        "is_archived": False,
        "something_new": {"of": "later"},
    }
    return [conversation]


def deepseek() -> list[dict[str, Any]]:
    def node(name: str, parent: str | None, message: dict[str, Any] | None) -> dict[str, Any]:
        return {"id": name, "parent": parent, "children": [], "message": message}

    def message(at: str, *fragments: tuple[str, str]) -> dict[str, Any]:
        pieces = [{"type": kind, "content": content} for kind, content in fragments]
        return {"files": [], "model": "deepseek-reasoner", "inserted_at": at, "fragments": pieces}

    mapping = {
        "root": node("root", None, None),
        "1": node("1", "root", message("2026-01-01T08:00:00.100000+08:00", ("REQUEST", "Which tea?"))),
        "2": node("2", "1", message("2026-01-01T08:00:01+08:00", ("THINK", "They want tea."), ("RESPONSE", "Oolong."))),
        "3": node("3", "1", message("2026-01-01T08:00:09+08:00", ("RESPONSE", "Green."))),
    }
    at = {"inserted_at": "2026-01-01T08:00:00+08:00", "updated_at": "2026-01-01T08:00:09+08:00"}
    return [{"id": "ds-1", "title": "茶", **at, "mapping": mapping}]


def claude() -> list[dict[str, Any]]:
    blocks = [
        {"type": "thinking", "thinking": "They want tea."},
        {"type": "tool_use", "name": "search", "input": {}},
        {"type": "text", "text": "Oolong."},
    ]
    messages = [
        {"uuid": "m1", "text": "Which tea?", "sender": "human", "created_at": "2026-01-01T00:00:01Z",
         "content": [{"type": "text", "text": "Which tea?"}],
         "attachments": [{"file_name": "teas.txt", "extracted_content": "oolong"}], "files": []},
        {"uuid": "m2", "text": "Oolong.", "sender": "assistant", "created_at": "2026-01-01T00:00:02Z",
         "content": blocks, "attachments": [], "files": []},
    ]  # fmt: skip
    at = {"created_at": "2026-01-01T00:00:00.000000Z", "updated_at": "2026-01-01T00:00:02.000000Z"}
    return [{"uuid": "cl-1", "name": "Tea", **at, "account": {"uuid": "x"}, "chat_messages": messages}]


def open_webui() -> list[dict[str, Any]]:
    thought = (
        '<details type="reasoning" done="true" duration="5">\n<summary>Thought for 5 seconds</summary>\n'
        "&gt; They want tea.\n&gt; A &lt;b&gt;.\n</details>\nOolong."
    )
    messages = {
        "u1": {"id": "u1", "parentId": None, "childrenIds": ["r1", "r2"], "role": "user", "content": "Which tea?",
               "timestamp": BEGUN, "models": ["llama3:latest"]},
        "r1": {"id": "r1", "parentId": "u1", "childrenIds": [], "role": "assistant", "content": thought,
               "timestamp": BEGUN + 1, "model": "deepseek-r1:7b"},
        "r2": {"id": "r2", "parentId": "u1", "childrenIds": [], "role": "assistant", "content": "Green.",
               "timestamp": BEGUN + 2, "model": "llama3:latest"},
    }  # fmt: skip
    chat = {"title": "Tea", "history": {"messages": messages, "currentId": "r1"}, "params": {"system": "Be brief."}}
    facts = {"pinned": True, "archived": False, "meta": {"tags": ["drinks"]}, "updated_at": BEGUN + 2}
    return [{"id": "ow-1", "title": "Tea", "created_at": BEGUN, "chat": chat, **facts}]


def librechat() -> dict[str, Any]:
    zero = "00000000-0000-0000-0000-000000000000"
    answers = [
        {"messageId": "l2", "parentMessageId": "l1", "sender": "DeepSeek", "isCreatedByUser": False, "text": "",
         "content": [{"type": "think", "think": "They want tea."}, {"type": "text", "text": "Oolong."}],
         "model": "deepseek-reasoner", "createdAt": "2026-01-01T00:00:02Z", "children": []},
        {"messageId": "l3", "parentMessageId": "l1", "sender": "GPT", "isCreatedByUser": False, "text": "Green.",
         "createdAt": "2026-01-01T00:00:03Z", "children": [], "unfinished": True},
    ]  # fmt: skip
    question = {"messageId": "l1", "parentMessageId": zero, "sender": "User", "isCreatedByUser": True,
                "text": "Which tea?", "createdAt": "2026-01-01T00:00:01Z", "children": answers}  # fmt: skip
    return {"conversationId": "lc-1", "title": "Tea", "recursive": True, "branches": True, "messagesTree": [question]}


def chatbox() -> dict[str, Any]:
    messages = [
        {"id": "b0", "role": "system", "contentParts": [{"type": "text", "text": "Be brief."}]},
        {"id": "b1", "role": "user", "contentParts": [{"type": "text", "text": "Which tea?"}, {"type": "image"}],
         "timestamp": BEGUN * 1000},
        {"id": "b2", "role": "assistant", "model": "deepseek-reasoner", "timestamp": BEGUN * 1000 + 900,
         "contentParts": [{"type": "reasoning", "text": "They want tea."}, {"type": "text", "text": "Oolong."}]},
    ]  # fmt: skip
    thread = {"id": "t", "name": "Earlier", "messages": [{"id": "x", "role": "user", "content": "Old", "timestamp": 1}]}
    session = {"id": "cb-1", "name": "Tea", "messages": messages, "threads": [thread]}
    settings = {"providers": {"x": {"apiKey": "sk-not-ours"}}}
    return {"chat-sessions-list": [{"id": "cb-1", "name": "Tea", "starred": True}], "session:cb-1": session,
            "settings": settings}  # fmt: skip


def cherry_studio() -> dict[str, Any]:
    topics = [{"id": "ch-1", "name": "Tea", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:05Z"}]
    assistants = {"assistants": [{"name": "A", "topics": topics}], "defaultAssistant": {"topics": []}}
    messages = [
        {"id": "c1", "role": "user", "blocks": ["k1"], "createdAt": "2026-01-01T00:00:01Z"},
        {"id": "c2", "role": "assistant", "askId": "c1", "blocks": ["k2", "k3"], "createdAt": "2026-01-01T00:00:02Z",
         "model": {"id": "deepseek-reasoner"}},
        {"id": "c3", "role": "assistant", "askId": "c1", "blocks": ["k4"], "createdAt": "2026-01-01T00:00:03Z",
         "model": {"id": "gpt-4o"}},
    ]  # fmt: skip
    blocks = [
        {"id": "k1", "messageId": "c1", "type": "main_text", "content": "Which tea?"},
        {"id": "k2", "messageId": "c2", "type": "thinking", "content": "They want tea.", "thinking_millsec": 1500},
        {"id": "k3", "messageId": "c2", "type": "main_text", "content": "Oolong."},
        {"id": "k4", "messageId": "c3", "type": "main_text", "content": "Green."},
    ]
    storage = {"persist:cherry-studio": json.dumps({"assistants": json.dumps(assistants), "llm": "{}"})}
    stored = {"topics": [{"id": "ch-1", "messages": messages}], "message_blocks": blocks, "files": []}
    return {"time": 1, "version": 5, "localStorage": storage, "indexedDB": stored}


def jan() -> str:
    def line(name: str, role: str, kinds: list[tuple[str, str]], at: int) -> str:
        content = [{"type": kind, "text": {"value": text, "annotations": []}} for kind, text in kinds]
        facts = {"id": name, "object": "thread.message", "thread_id": "jan_1", "role": role, "created_at": at}
        return json.dumps({**facts, "content": content, "metadata": {"model": {"id": "qwen"}}})

    answer = line("j2", "assistant", [("reasoning", "They want tea."), ("text", "Oolong.")], BEGUN + 2)
    return answer + "\n" + line("j1", "user", [("text", "Which tea?")], BEGUN + 1) + "\n"


ALL = {
    "ChatGPT": chatgpt,
    "DeepSeek": deepseek,
    "Claude": claude,
    "Open WebUI": open_webui,
    "LibreChat": librechat,
    "Chatbox": chatbox,
    "Cherry Studio": cherry_studio,
}


def text_of(name: str) -> str:
    """Return the file of an export."""
    return jan() if name == "Jan" else json.dumps(ALL[name](), ensure_ascii=False)
