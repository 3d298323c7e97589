"""Which addresses stay on this machine."""

from __future__ import annotations

import pytest

from desktop.model.account import Account


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "demo.localhost", "LOCALHOST"])
def test_loopback(host: str) -> None:
    assert Account("id", "Test", f"http://{host}:8080/v1").is_loopback


@pytest.mark.parametrize("host", ["127.example.com", "localhost.example.com", "192.168.0.1", "[::2]", "", "[::1"])
def test_another_machine(host: str) -> None:
    assert not Account("id", "Test", f"http://{host}/v1").is_loopback
