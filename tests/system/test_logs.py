from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.system.logs import redacted, start_logging


@pytest.fixture(autouse=True)
def _leave_no_handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("the key is sk-0123456789abcdef", "0123456789abcdef"),
        ("sk-proj-abc_DEF-123456", "abc_DEF-123456"),
        ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
        ("{'authorization': 'bearer  XyZ123'}", "XyZ123"),
        ("proxy socks5h://user:p%40ss@127.0.0.1:1080 failed", "p%40ss"),
        ("api_key=hunter2&model=x", "hunter2"),
        ('"api-key": "hunter2"', "hunter2"),
        ("key gsk_ABCDEFGHIJ1234", "ABCDEFGHIJ1234"),
    ],
)
def test_what_looks_like_a_key_is_masked(line: str, secret: str) -> None:
    assert secret not in redacted(line)
    assert "•••" in redacted(line)


@pytest.mark.parametrize("line", ["a task-oriented risk-assessment", "http://127.0.0.1:8080/v1 said 200"])
def test_plain_words_are_not(line: str) -> None:
    assert redacted(line) == line


def test_a_key_of_any_shape_is_masked_in_arguments_and_tracebacks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "correct-horse-battery"
    handlers = start_logging(tmp_path, to_stderr=True, secrets=lambda: [secret])
    try:
        raise ValueError(f"bad {secret}")
    except ValueError:
        logging.getLogger("desktop.x").exception("with %s", secret)
    logging.getLogger("desktop.x").info("only in the file")
    for handler in handlers:
        handler.flush()
    written = (tmp_path / "teahouse.log").read_text("utf-8")
    shown = capfd.readouterr().err
    for text in (written, shown):
        assert "ValueError: bad •••" in text
        assert secret not in text
    assert "only in the file" in written
    assert "only in the file" not in shown


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_log_files_are_private_and_rotate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.system.logs._FILE_SIZE", 2_000)
    (folder := tmp_path / "logs").mkdir()
    start_logging(folder, to_stderr=False)
    for number in range(200):
        logging.getLogger("desktop.x").info("line %d 茶", number)
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["teahouse.log", *(f"teahouse.log.{number}" for number in (1, 2, 3))]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert max(file.stat().st_size for file in files) <= 2_000
    assert "line 199 茶" in files[0].read_text("utf-8")


def test_a_log_that_cannot_be_written_does_not_stop_the_program(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path / "missing", to_stderr=False)
    logging.getLogger("desktop.x").warning("still said")
    assert "still said" in capfd.readouterr().err
