"""Where a message is written: the editor, the model beside it, and one round button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.composer.model_popup import ModelPopup
    from desktop.ui.composer.parameters_panel import ParametersPanel

__all__ = ["ModelPopup", "ParametersPanel"]

__getattr__ = on_first_use(__name__, {"ModelPopup": "model_popup", "ParametersPanel": "parameters_panel"})
