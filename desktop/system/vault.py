"""The operating system's keyring: the only place where a secret is ever kept."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop import APP_ID
from desktop.errors import VaultError, VaultFailed, VaultLocked, VaultMissing, VaultSilent

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_BACKENDS = {
    "linux": (("SecretService", "Keyring"), ("libsecret", "Keyring"), ("kwallet", "DBusKeyring")),
    "darwin": (("macOS", "Keyring"),),
    "win32": (("Windows", "WinVaultKeyring"),),
}
_LOCKED = {"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"}


class Safe(Protocol):
    """Secrets by user name. Every method may block for some seconds and raises VaultError; none names a secret."""

    def read(self, user: str, /) -> str | None: ...

    def write(self, user: str, secret: str, /) -> None: ...

    def remove(self, user: str, /) -> None:
        """Removing what is not there is fine."""


class NoVault:
    """Stands where no keyring is wanted, such as for the demonstration's account, which has no key."""

    def read(self, _user: str, /) -> str | None:
        raise VaultMissing

    def write(self, _user: str, _secret: str, /) -> None:
        raise VaultMissing

    def remove(self, _user: str, /) -> None:
        raise VaultMissing


class Vault:
    """The platform's own keyring, under the service name `APP_ID`.

    The backend class is named here. The `keyring` package would otherwise ask environment variables, a configuration
    file and installed plug-ins, any of which can silently put a plain file, or nothing at all, in the keyring's place.
    """

    def __init__(self, seconds: float = 10.0) -> None:
        self._seconds = seconds

    def read(self, user: str, /) -> str | None:
        return self._ask(lambda backend: backend.get_password(APP_ID, user))

    def write(self, user: str, secret: str, /) -> None:
        self._ask(lambda backend: backend.set_password(APP_ID, user, secret), secret)

    def remove(self, user: str, /) -> None:
        self._ask(lambda backend: _delete(backend, user))

    def _ask(self, question: Callable[[KeyringBackend], Result], secret: str = "") -> Result:
        """A service that asks its own question behind all windows, or hangs, would block for ever: hence the limit.

        The chain of causes is cut: an exception's arguments may hold what was to be encoded, which is the secret.
        """
        from desktop.jobs import bounded  # noqa: PLC0415 - Qt's core comes with it, and not every command asks for a key

        try:
            return bounded(
                lambda: question(_backend()), self._seconds, lambda: VaultSilent(seconds=self._seconds)
            )
        except VaultError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the keyring and its bus raise, in their own hierarchies
            raise _translated(error, secret) from None


def _backend() -> KeyringBackend:
    """Return the first backend that answers now; a service that was started since the last call is found.

    Raises VaultMissing, with what the platform's first choice said.
    """
    reasons: list[str] = []
    for module, name in _BACKENDS.get(sys.platform, ()):
        try:
            backend_class = getattr(importlib.import_module(f"keyring.backends.{module}"), name)
            _ = backend_class.priority  # raises where the service cannot be used
        except Exception as error:  # noqa: BLE001 - each says in another way that it is not there
            reasons.append(str(error) or type(error).__name__)
            continue
        backend: KeyringBackend = backend_class()
        vars(backend).clear()  # what KEYRING_PROPERTY_… variables have set on it
        return backend
    raise VaultMissing(detail=reasons[0] if reasons else sys.platform)


def _delete(backend: KeyringBackend, user: str) -> None:
    if backend.get_password(APP_ID, user) is not None:
        backend.delete_password(APP_ID, user)


def _translated(error: Exception, secret: str) -> VaultError:
    detail = f"{type(error).__name__}: {error}"
    if secret:
        detail = detail.replace(secret, "•••")
    kinds = {cls.__name__ for cls in type(error).__mro__}
    if kinds & _LOCKED:
        return VaultLocked(detail=detail)
    if "NoKeyringError" in kinds:
        return VaultMissing(detail=detail)
    return VaultFailed(detail=detail)
