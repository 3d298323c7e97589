"""What is wrong with a form."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class FormError(Exception):
    """The text is a sentence for the person; `field` is where to look."""

    def __init__(self, sentence: str, field: QWidget) -> None:
        super().__init__(sentence)
        self.field = field
