"""What every command works with, and how it speaks."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from desktop.controllers.presets import GATEWAY, known_prices
from desktop.errors import SettingsDamaged, TeahouseError
from desktop.i18n import choose_language
from desktop.model.usage import Price
from desktop.settings import Settings
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.system.keys import Keys
from desktop.system.logs import start_logging
from desktop.system.paths import Profile, resources_folder
from desktop.system.terminal import on_one_line, write_to
from desktop.system.vault import Vault
from desktop.ui.explain import explain


class Refusal(Exception):
    """What was asked for cannot be done, and why."""


class Program:
    """A profile, with its settings, its keys, its log and the language that it speaks. Raises StoreError."""

    def __init__(self, options: Namespace) -> None:
        self.profile = _profile(options)
        self.profile.prepare()
        self.vault = Vault()
        self.keys = Keys.from_environment(self.vault)
        start_logging(self.profile.logs, to_stderr=False, secrets=self.keys.held)
        self.settings = Settings(self.profile.settings)
        choose_language(self.settings.text("language"), resources_folder())
        damage = self.settings.damage
        if damage is not None:
            complain(SettingsDamaged(kept_as=str(damage.kept_as or ""), detail=damage.detail))

    def prices(self, base_url: str = GATEWAY) -> tuple[Price, ...]:
        """What the models of an endpoint are known to cost."""
        return known_prices(base_url, resources_folder())

    @property
    def backup_folder(self) -> Path | None:
        """The folder that the person chose for backups, None for the one in the profile."""
        return self.settings.place("backup_folder")

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The store, with what a crash has left in the reply journal put in order, where that can be done now."""
        with closing(Database.open(self.profile.database)) as database:
            Journal(database).recover_if_possible()
            yield database


def say(line: str) -> None:
    """Write a line to standard output."""
    write_to(sys.stdout, line + "\n")


def say_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))


def say_aside(line: str) -> None:
    """Write a line to standard error, whatever is in it."""
    write_to(sys.stderr, on_one_line(line) + "\n")


def complain(error: TeahouseError) -> None:
    """Say what went wrong and what to do, and the server's own words where there are any."""
    say_aside(sentence_for(error))


def sentence_for(error: TeahouseError) -> str:
    explanation = explain(error)
    details = "; ".join(explanation.detail.splitlines())
    return f"{explanation.sentence} ({details})" if details else explanation.sentence


def _profile(options: Namespace) -> Profile:
    if options.profile is not None:
        return Profile.at(options.profile)
    return Profile.of_demo() if options.demo else Profile.of_platform()
