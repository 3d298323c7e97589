"""The wire: OpenAI-compatible servers, spoken to with requests and sseclient-py.

A reply's way: `request` says what to ask; `chat` asks, tries again and corrects itself; `transport` sends, over
`connections` that can be cut; `framing` finds the events in the bytes, `reading` the documents in the events, and
`completion` the text, the reasoning (`think`) and the `usage` in the documents. What goes wrong is told by `failures`
(no answer came) or by `errors` (the answer is one), which reads the `words` of the server and knows its `phrases`.
Apart from all that, `images` fetches an image of an answer when a person asks for it.

Importing this package costs nothing; requests is loaded when one of the names below is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.api.chat import stream
    from desktop.api.control import Cancelled, Control, NeverCancelled
    from desktop.api.credentials import Credentials
    from desktop.api.curl import as_curl
    from desktop.api.doctor import Step, diagnose
    from desktop.api.images import fetch_image
    from desktop.api.models import list_models
    from desktop.api.request import ChatRequest, SentMessage, body_of, build_request

__all__ = [
    "Cancelled",
    "ChatRequest",
    "Control",
    "Credentials",
    "NeverCancelled",
    "SentMessage",
    "Step",
    "as_curl",
    "body_of",
    "build_request",
    "diagnose",
    "fetch_image",
    "list_models",
    "stream",
]

_MODULE_OF = {
    "Cancelled": "control",
    "ChatRequest": "request",
    "Control": "control",
    "Credentials": "credentials",
    "NeverCancelled": "control",
    "SentMessage": "request",
    "Step": "doctor",
    "as_curl": "curl",
    "body_of": "request",
    "build_request": "request",
    "diagnose": "doctor",
    "fetch_image": "images",
    "list_models": "models",
    "stream": "chat",
}

__getattr__ = on_first_use(__name__, _MODULE_OF)
