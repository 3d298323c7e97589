"""What importing costs: the first window must not wait for what it does not show."""

from __future__ import annotations

import subprocess
import sys

import pytest


def modules_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("module", ["blocks", "highlight", "links", "plain", "characters"])
def test_light_modules_bring_nothing_heavy(module: str) -> None:
    loaded = modules_after(f"import desktop.render.{module}")
    assert not loaded & {"pygments", "markdown_it", "linkify_it", "mathra", "PySide6"}


@pytest.mark.parametrize("module", ["markdown", "incremental", "math", "lexing"])
def test_nothing_needs_qt(module: str) -> None:
    assert "PySide6" not in modules_after(f"import desktop.render.{module}")


def test_the_parser_brings_no_lexers() -> None:
    assert not modules_after("import desktop.render.incremental") & {"pygments", "mathra"}


def test_a_language_is_looked_up_when_the_first_line_comes() -> None:
    made = "from desktop.render.highlight import Highlighter; Highlighter"
    assert "pygments" not in modules_after(f"{made}('python')")
    assert "pygments" not in modules_after(f"{made}('').feed_line('x')")
    assert "pygments" in modules_after(f"{made}('python').feed_line('x')")
