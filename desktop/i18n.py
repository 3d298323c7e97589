"""The languages of the interface: `tr()` and the catalogues in `resources/i18n`.

Qt's own translator is not used because the command line speaks too, and knows no Qt. The current catalogue is the one
piece of module state in the program: a sentence's language belongs to the process, and passing it to every function
that speaks would say nothing.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

log = logging.getLogger(__name__)

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "zh_CN": "简体中文"})

_catalogue: dict[str, str] = {}


def tr(source: str, plural: str | None = None, /, *, n: int | None = None, **values: object) -> str:
    """Return `source` in the current language, with `{name}` places filled from `values`.

    With `plural` and `n`, English takes `source` for one and `plural` otherwise; `{n}` is filled with the number.
    The first argument is always a literal: the catalogue's keys are collected from the code.
    """
    text = _catalogue.get(source) or (plural if plural is not None and n != 1 else source)
    if n is not None:
        values["n"] = n
    return text.format(**values) if values else text


def mark(source: str) -> str:
    """Return `source` untouched; marks a literal that is translated where it is shown, such as a setting's label."""
    return source


def choose_language(setting: str, resources: Path, platform: str = "") -> str:
    """Load the catalogue for `setting` ("system" or a key of LANGUAGES) and return the language that is now spoken.

    For "system" the environment counts, then `platform`: the language that the platform tells a program with windows.
    English is spoken for what LANGUAGES does not have, and where a catalogue is missing or cannot be read.
    """
    wanted = _system_language(platform) if setting == "system" else setting
    _catalogue.clear()
    if wanted in LANGUAGES and wanted != "en":
        _catalogue.update(read_catalogue(resources / "i18n" / f"{wanted}.ts"))
    return language()


def language() -> str:
    """Return the language that is now spoken, a key of LANGUAGES."""
    return "zh_CN" if _catalogue else "en"


def read_catalogue(path: Path) -> dict[str, str]:
    """Return source → translation of a Qt .ts file, without unfinished entries; {} where it cannot be read."""
    from xml.etree import ElementTree  # noqa: PLC0415 - a start in English needs no parser

    try:
        messages = ElementTree.fromstring(path.read_bytes()).iter("message")  # noqa: S314 - a file of ours
    except (OSError, ElementTree.ParseError):
        log.warning("The catalogue %s cannot be read", path, exc_info=True)
        return {}
    catalogue: dict[str, str] = {}
    for message in messages:
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") != "unfinished":
            catalogue[message.findtext("source") or ""] = translation.text
    return catalogue


def _system_language(platform: str) -> str:
    told = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    first = next((name for name in (*told, platform) if name), "") or _language_of_locale()
    return "zh_CN" if first.lower().startswith(("zh", "chinese")) else "en"


def _language_of_locale() -> str:
    import locale  # noqa: PLC0415 - the window is told by Qt

    return locale.getlocale()[0] or ""
