"""What the importers make of an export, for tests of one of them."""

from __future__ import annotations

import json
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.formats import Broken, conversations, read
from desktop.exchange.importers.reading import Source


def documents(*exported: Any) -> list[Document]:
    """Return the conversations of a file of these JSON values; none of them may be broken."""
    text = "\n".join(json.dumps(value) for value in exported)
    found = [each if isinstance(each, Broken) else read(each) for each in conversations(Source("file", text))]
    assert not [each for each in found if isinstance(each, Broken)], found
    return [each for each in found if isinstance(each, Document)]


def document(*exported: Any) -> Document:
    (found,) = documents(*exported)
    return found


def said(found: Document) -> list[str]:
    """Return what the branch that is shown says."""
    return [message.text for message in found.branch]


def all_said(found: Document) -> set[str]:
    return {message.text for message in found.messages.values()}
