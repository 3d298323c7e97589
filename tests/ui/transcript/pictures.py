"""Draws the gallery as it must look. A program of its own: it has the fonts of `tests/data/golden`, and no others.

`.venv/bin/python -m tests.ui.transcript.pictures` renews the pictures there; look at each before it is committed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtWidgets import QApplication

from desktop.i18n import choose_language
from desktop.model.failure import Failure
from desktop.model.message import State
from desktop.ui.theme import palette
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import RESOURCES, THEMES, answered, explained, read_whole, said
from tests.ui.transcript.gallery import EVERYTHING, REASONING

PROJECT = Path(__file__).resolve().parents[3]
GOLDEN = PROJECT / "tests" / "data" / "golden"
SCALES = {"light": 1, "dark": 1, "chinese": 1, "light-200": 2}
_FAMILIES = {"Golden Sans", "Golden Mono"}
_ALIASES = {"Monospace", "Sans Serif", "Serif"}
_WIDTH = 700  # px
_PATIENCE = 120  # seconds


def draw(folder: Path) -> None:
    """Draw every picture into `folder`; one at 200 % is as large as the others."""
    with tempfile.TemporaryDirectory() as cache:
        fonts = Path(cache, "fonts.conf")
        template = (GOLDEN / "fonts.conf").read_text("utf-8")
        fonts.write_text(template.replace("FONTS", str(GOLDEN / "fonts")).replace("CACHE", cache), "utf-8")
        for name, scale in SCALES.items():
            surroundings = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
            subprocess.run(
                [sys.executable, "-m", "tests.ui.transcript.pictures", name, str(folder / f"{name}.png")],
                cwd=PROJECT,
                env=os.environ | surroundings | {"FONTCONFIG_FILE": str(fonts)},
                check=True,
                timeout=_PATIENCE,
            )


def picture(name: str) -> QImage:
    """Return the gallery as the window paints it, all of it, in the theme or language of that name."""
    theme = THEMES["dark" if name == "dark" else "light"]
    QApplication.setPalette(palette(theme))
    choose_language("zh_CN" if name == "chinese" else "en", RESOURCES)
    view = TranscriptView(theme, 15, explained, resources=RESOURCES)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(_WIDTH, 800)
    view.show()
    failed = answered("Half an answer", state=State.FAILED, failure=Failure("KeyRejected"))
    entries = [said("Show me everything. 都给我看看。"), answered(EVERYTHING, REASONING), failed]
    view.show_branch(entries, None)
    view.toggle_reasoning(1)
    for number in range(len(entries)):
        read_whole(view, number)
        view.arrangement.layout(number).measure(0, 10_000_000)
        view.arrangement.resize(number)
    view.resize(_WIDTH, view.arrangement.total + 20)
    view.scroll_to_end()
    for _ in range(10):
        QApplication.processEvents()
    while view._slow_work.busy:
        QApplication.processEvents()
    return view.grab().toImage()


def main(arguments: list[str]) -> None:
    if not arguments:
        draw(GOLDEN)
        return
    name, path = arguments
    app = QApplication([])
    app.setStyle("Fusion")
    assert set(QFontDatabase.families()) - _ALIASES == _FAMILIES, QFontDatabase.families()
    drawn = picture(name)
    size = drawn.size() / SCALES[name]
    ratio, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    drawn.scaled(size, ratio, smooth).convertToFormat(QImage.Format.Format_RGB888).save(path)


if __name__ == "__main__":
    main(sys.argv[1:])
