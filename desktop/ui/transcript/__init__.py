"""The transcript: the branch of a conversation that is being read, drawn by one scroll area of its own.

`view.TranscriptView` is what the window uses, `entry.Entry` what it is given. Inside, from the outside in:

- `view` puts the parts together and hands events to them; `sight` scrolls and says what has to be painted; `streams` is
  what is being written now; `selection`, `finding` (with `needle`, `counting` and `tally`), `pointer`, `keys`, `menus`
  and `copying` what a person does with it; `overlays` the few real widgets that stand on it (`strip`, `notices`,
  `new_text`), `find_bar` one more; `accessible` what a screen reader finds.
- `arrangement` knows where each message stands (`height_index`) and keeps a reader's place while heights are corrected.
- `entry_layout` lays out one message, `column` the blocks of its reasoning or text, `typesetter` one block, only when
  it is seen (`block_cache` forgets those long unseen). `painting` puts it on the screen.
- `blocks/` has one layout for each kind of block; `inline`, `lines` and `formulas` are what they are made of, `style`
  says how they look; `lexers` gets the colours of languages ready, `images` what a person asks for (`pictures`).

Importing this package costs nothing; what draws Markdown is loaded with the first conversation that is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.transcript.find_bar import FindBar
    from desktop.ui.transcript.style import CodeLooks
    from desktop.ui.transcript.view import TranscriptView

__all__ = ["CodeLooks", "FindBar", "TranscriptView"]

_MODULE_OF = {"CodeLooks": "style", "FindBar": "find_bar", "TranscriptView": "view"}

__getattr__ = on_first_use(__name__, _MODULE_OF)
