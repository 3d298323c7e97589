"""Keys in a real keyring, in none, and in keyrings that are in trouble."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.errors import VaultLocked, VaultMissing
from desktop.system.keys import KeyPlace, Keys
from desktop.system.vault import NoVault, Vault
from tests.fixtures.secret_service import PROJECT, SecretService

SECRET = "sk-0123456789abcdefABCDEF"

SAVE = """
import sys
from desktop.system.keys import Keys
from desktop.system.vault import Vault
print(Keys(Vault()).save(sys.argv[1], sys.argv[2]))
"""
READ = """
import sys
from desktop.system.keys import Keys
from desktop.system.vault import Vault
keys = Keys.from_environment(Vault())
print(keys.key(sys.argv[1]), keys.place(sys.argv[1]))
"""
REMOVE = """
import sys
from desktop.system.keys import Keys
from desktop.system.vault import Vault
keys = Keys(Vault())
keys.remove(sys.argv[1])
keys.remove(sys.argv[1])
"""
TROUBLE = """
import sys, time
from desktop.errors import VaultError
from desktop.system.keys import Keys
from desktop.system.vault import Vault
keys = Keys(Vault(seconds=float(sys.argv[2])))
for call in (lambda: keys.key(sys.argv[1]), lambda: keys.save(sys.argv[1], 'new-secret')):
    started = time.monotonic()
    try:
        print('answered', call())
    except VaultError as error:
        print(type(error).__name__, 'in time' if time.monotonic() - started < float(sys.argv[2]) + 2 else 'late', error)
"""


class MemoryVault:
    """A keyring in memory that counts how often it is asked."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.reads = 0
        self.locked = False

    def read(self, user: str, /) -> str | None:
        self.reads += 1
        return self.secrets.get(user)

    def write(self, user: str, secret: str, /) -> None:
        if self.locked:
            raise VaultLocked
        self.secrets[user] = secret

    def remove(self, user: str, /) -> None:
        self.secrets.pop(user, None)


def test_a_key_goes_into_the_keyring_and_comes_back_in_another_process(secret_service: SecretService) -> None:
    assert secret_service.python(SAVE, "account-1", SECRET) == "keyring"
    assert secret_service.stored("account-1") == SECRET
    assert secret_service.python(READ, "account-1") == f"{SECRET} keyring"
    secret_service.python(SAVE, "account-1", "replaced-钥匙")
    assert secret_service.stored("account-1") == "replaced-钥匙"
    secret_service.python(REMOVE, "account-1")
    assert secret_service.stored("account-1") == ""
    assert secret_service.python(READ, "account-1") == "None none"


@pytest.mark.parametrize(
    "chosen",
    [
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        {"KEYRING_PROPERTY_PREFERRED_COLLECTION": "/nowhere", "KEYRING_PROPERTY_SCHEME": "KeePassXC"},
    ],
)
def test_the_environment_does_not_choose_where_keys_go(secret_service: SecretService, chosen: dict[str, str]) -> None:
    assert secret_service.python(SAVE, "account-1", SECRET, **chosen) == "keyring"
    assert secret_service.stored("account-1") == SECRET


def test_a_configuration_file_does_not_choose_where_keys_go(secret_service: SecretService) -> None:
    folder = Path(secret_service.environment["XDG_CONFIG_HOME"]) / "python_keyring"
    folder.mkdir()
    (folder / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n", "ascii")
    secret_service.python(SAVE, "account-1", SECRET)
    assert secret_service.stored("account-1") == SECRET


def test_the_environment_s_key_overrides_the_keyring_s_and_is_not_stored(secret_service: SecretService) -> None:
    secret_service.python(SAVE, "account-1", SECRET)
    assert secret_service.python(READ, "account-1", TEAHOUSE_API_KEY=" other ") == "other environment"
    assert secret_service.stored("account-1") == SECRET


def test_a_locked_keyring_says_so(secret_service: SecretService) -> None:
    secret_service.python(SAVE, "account-1", SECRET)
    secret_service.lock()
    lines = secret_service.python(TROUBLE, "account-1", "10").splitlines()
    assert [line.split()[:3] for line in lines] == [["VaultLocked", "in", "time"]] * 2
    assert SECRET not in "".join(lines)


def test_a_hung_keyring_is_given_up_in_time(secret_service: SecretService) -> None:
    secret_service.python(SAVE, "account-1", SECRET)
    with secret_service.hung():
        lines = secret_service.python(TROUBLE, "account-1", "0.5").splitlines()
    assert [line.split()[:3] for line in lines] == [["VaultSilent", "in", "time"]] * 2
    assert secret_service.python(READ, "account-1").endswith("keyring"), "the keyring works again once it answers"


def test_a_keyring_that_went_away_is_missing() -> None:
    """The bus of `tests/conftest.py` does not exist."""
    with pytest.raises(VaultMissing):
        Vault().read("account-1")


def test_without_a_keyring_the_key_lasts_for_this_run() -> None:
    keys = Keys(Vault())
    assert keys.save("account-1", SECRET) is KeyPlace.THIS_RUN
    assert (keys.key("account-1"), keys.place("account-1")) == (SECRET, KeyPlace.THIS_RUN)
    keys.remove("account-1")
    assert (keys.key("account-1"), keys.place("account-1")) == (None, KeyPlace.NONE)
    assert Keys(Vault()).key("account-1") is None


def test_a_key_that_was_read_is_not_asked_for_again() -> None:
    vault = MemoryVault()
    vault.secrets["account-1"] = SECRET
    keys = Keys(vault)
    assert [keys.key("account-1") for _ in range(3)] == [SECRET] * 3
    assert vault.reads == 1


def test_a_locked_keyring_keeps_nothing_unless_asked_to() -> None:
    vault = MemoryVault()
    vault.locked = True
    keys = Keys(vault)
    with pytest.raises(VaultLocked):
        keys.save("account-1", SECRET)
    assert keys.key("account-1") is None
    assert keys.save("account-1", SECRET, this_run_only=True) is KeyPlace.THIS_RUN
    assert keys.key("account-1") == SECRET
    vault.locked = False
    assert keys.save("account-1", "in-the-vault") is KeyPlace.KEYRING
    assert keys.key("account-1") == "in-the-vault"


def test_an_empty_key_removes_what_was_there() -> None:
    vault = MemoryVault()
    keys = Keys(vault)
    keys.save("account-1", SECRET)
    keys.save_proxy_password("account-1", "hush")
    assert keys.save("account-1", "") is KeyPlace.NONE
    assert vault.secrets == {"account-1/proxy": "hush"}
    keys.remove("account-1")
    assert vault.secrets == {}


def test_no_repr_tells_a_key() -> None:
    keys = Keys(NoVault(), SECRET)
    keys.save("account-1", "this-run-secret")
    assert SECRET not in repr(keys)
    assert "this-run" not in repr(keys)
    assert set(keys.held()) == {SECRET, "this-run-secret"}


def test_a_failure_does_not_repeat_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def set_password(self, *arguments: str) -> None:
            raise OSError(f"cannot store {arguments[-1]}")

    monkeypatch.setattr("desktop.system.vault._backend", Broken)
    with pytest.raises(Exception, match="cannot store •••") as caught:
        Vault().write("account-1", SECRET)
    assert type(caught.value).__name__ == "VaultFailed"
    assert caught.value.__cause__ is None


def test_importing_the_vault_does_not_import_keyring() -> None:
    code = "import sys, desktop.system.keys, desktop.system.vault; print('keyring' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_limit_is_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.system.vault._backend", lambda: time.sleep(5))
    started = time.monotonic()
    with pytest.raises(Exception, match=r"seconds=0\.1"):
        Vault(seconds=0.1).read("account-1")
    assert time.monotonic() - started < 2
