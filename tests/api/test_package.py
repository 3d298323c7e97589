"""The façade costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop import api


def test_importing_the_package_loads_no_requests() -> None:
    code = "import sys, desktop.api; print(*[name for name in ('requests', 'urllib3', 'ssl') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == ""


@pytest.mark.parametrize("name", api.__all__)
def test_each_name_is_there(name: str) -> None:
    assert getattr(api, name).__name__ == name


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError):
        _ = api.nothing  # type: ignore[attr-defined]
