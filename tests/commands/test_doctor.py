"""The doctor."""

from __future__ import annotations

from tests.fixtures.teahouse import Teahouse


def test_the_doctor_tells_each_step(with_account: Teahouse) -> None:
    with_account.environment["TEAHOUSE_API_KEY"] = "sk-0123456789abcdefTEA"
    steps = with_account.json("doctor")
    assert [step["name"] for step in steps] == [
        "database", "keyring", "account", "dns", "tcp", "address", "key", "models", "stream",
    ]  # fmt: skip
    assert all(step["ok"] and step["sentence"] and step["seconds"] >= 0 for step in steps)
    lines = with_account.run("doctor").stdout.splitlines()
    assert len(lines) == len(steps)
    assert all(line.startswith("✓ ") for line in lines)


def test_the_doctor_tells_what_is_wrong(teahouse: Teahouse) -> None:
    lines = teahouse.run("doctor", code=1).stdout.splitlines()
    assert [line[0] for line in lines] == ["✓", "✗", "✗"], "a database, no keyring, no account"
    teahouse.add_account("http://127.0.0.1:9/v1")
    assert teahouse.run("doctor", code=1).stdout.splitlines()[-1].startswith("✗ tcp")
    (teahouse.profile / "conversations.db").write_bytes(b"not a database" * 100)
    assert teahouse.run("doctor", code=1).stdout.startswith("✗ database")
