"""Turn what the person wants into calls of model, store and api, and tell the views what changed. Qt Core only.

What only a first message needs is loaded with it, by the names below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.controllers.checkup import examine
    from desktop.controllers.exports import ExportsController
    from desktop.controllers.imports import ImportsController
    from desktop.controllers.recording import Recording
    from desktop.controllers.requests import Requests
    from desktop.controllers.running import Running
    from desktop.controllers.safety import SafetyController
    from desktop.controllers.searching import SearchingController
    from desktop.controllers.titles import TitlesController

__all__ = [
    "ExportsController", "ImportsController", "Recording", "Requests", "Running", "SafetyController",
    "SearchingController", "TitlesController", "examine",
]  # fmt: skip

_MODULE_OF = {
    "ExportsController": "exports",
    "ImportsController": "imports",
    "Recording": "recording",
    "Requests": "requests",
    "Running": "running",
    "SafetyController": "safety",
    "SearchingController": "searching",
    "TitlesController": "titles",
    "examine": "checkup",
}

__getattr__ = on_first_use(__name__, _MODULE_OF)
