"""What is done to the characters of a message before its Markdown is read."""

from __future__ import annotations

import re

# Controls that make text read in another order than it is stored in (CVE-2021-42574), and two noncharacters: one is
# Qt's mark of a frame, the other is how `desktop.render.incremental` marks the rest of a paragraph.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufdd0\ufdd1]")


def with_plain_line_ends(text: str) -> str:
    """Return `text` with "\\n" as its only line end and U+FFFD for each NUL."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else text.replace("\u2028", "\n").replace("\u2029", "\n")


def with_hidden_shown(text: str) -> str:
    """Return `text` with every control that could reorder it replaced by a token such as `⟦U+202E⟧`."""
    return text if text.isascii() else _HIDDEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)
