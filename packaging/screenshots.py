"""Pictures of the real window: light and dark for the README, and every dialog in both themes and languages for review.

    python3 packaging/dev.py screenshots [FOLDER]

Without a folder, the README's two are made anew in resources/screenshots. With one, everything is pictured into it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from desktop.app import build  # noqa: E402 - the path to it is known from here on
from desktop.application import Application  # noqa: E402 - the path to it is known from here on
from desktop.model.message import Message  # noqa: E402
from desktop.settings import Page  # noqa: E402

THEMES, LANGUAGES = ("light", "dark"), ("en", "zh_CN")
PATIENCE = 30_000  # milliseconds
SETTLING = 400  # milliseconds: fonts, highlighting and formulas come in slices

TALK = {
    "en": (
        "Compare the brewing of green, black and oolong tea in a table",
        "Write a function that counts words",
        "And for Chinese?",
    ),
    "zh_CN": ("用表格比较绿茶、红茶和乌龙茶的冲泡", "写一个统计词数的函数", "中文呢？"),
}


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as profile:
        application = build(["--profile", profile, "--demo"])
        application.window.resize(1180, 780)
        application.window.show()
        wait(SETTLING)
        try:
            if folder is None:
                picture_readme(application, PROJECT / "resources" / "screenshots")
            else:
                picture_everything(application, folder)
        finally:
            application.quit()
    return 0


def picture_readme(application: Application, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application.settings.set("language", "en")
    talk(application, "en", ("deepseek-reasoner", "deepseek-chat"))
    application.pane.transcript.verticalScrollBar().setValue(0)
    for theme in THEMES:
        application.settings.set("theme", theme)
        save(application.window, folder / f"{theme}.png")


def picture_everything(application: Application, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        application.settings.set("language", language)
        application.conversations.open_new()
        for theme in THEMES:
            application.settings.set("theme", theme)
            save(application.window, folder / f"empty-{language}-{theme}.png")
        talk(application, language, ("deepseek-reasoner", "deepseek-chat", "demo-error-402"))
        for theme in THEMES:
            application.settings.set("theme", theme)
            for name, widget in windows(application):
                save(widget, folder / f"{name}-{language}-{theme}.png")


def windows(application: Application) -> Iterator[tuple[str, QWidget]]:
    """Yield everything that a person can open, opened; closed again when the next is asked for."""
    window = application.window
    yield "conversation", window
    for width, name in ((720, "narrow"), (1600, "wide")):
        window.resize(width, 780)
        yield name, window
    window.resize(1180, 780)
    for page in Page:
        dialog = application.dialogs.open_settings(page.value.lower())
        yield f"settings-{page.value.lower()}", dialog
        dialog.close()
    account = application.dialogs.open_account("key")
    assert account is not None
    yield "account", account
    account.close()
    window.models.choose_model()
    popup = application.window.models.popup
    assert popup is not None
    yield "models", popup
    popup.close()
    panel = window.models.show_parameters()
    yield "parameters", panel
    panel.close()


def talk(application: Application, language: str, models: tuple[str, ...]) -> None:
    """One question to each of `models` in a new conversation, and their answers."""
    conversations = application.conversations
    conversations.open_new()
    for model, question in zip(models, TALK[language], strict=False):
        conversations.choose_model(conversations.open, "demo", model)
        answer(application, question)
    conversations.choose_model(conversations.open, "demo", "deepseek-chat")
    wait(SETTLING)


def answer(application: Application, question: str) -> None:
    loop = QEventLoop()
    ended: list[Message] = []
    application.replies.ended.connect(ended.append)
    application.replies.ended.connect(loop.quit)
    QTimer.singleShot(PATIENCE, loop.quit)
    application.pane.composer.set_text(question)
    application.pane.composer.submitted.emit(question)
    loop.exec()
    application.replies.ended.disconnect(loop.quit)
    assert ended, f"no answer to {question!r}"


def save(widget: QWidget, path: Path) -> None:
    wait(SETTLING)
    pictured = widget.grab().save(str(path))
    assert pictured, path
    print(path)


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
