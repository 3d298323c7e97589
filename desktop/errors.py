"""Every error that Teahouse raises itself. They carry facts; `desktop.ui.explain` turns them into sentences.

TeahouseError
├── ApiError                    a request did not end well; has the server's own words
│   ├── ConnectionFailed        no connection: refused, unreachable, reset before an answer
│   │   ├── HostNotFound        DNS knows no such host
│   │   ├── ProxyFailed         the proxy refused or cannot be reached
│   │   └── CertificateRejected TLS: the certificate does not prove who the server is
│   ├── ConnectionLost          cut after the answer had begun
│   ├── ServerSilent            no data within the account's time limit
│   ├── KeyMissing              no key where the server wants one
│   ├── KeyInvalid              not usable in a header, or
│   │   └── KeyRejected         refused by the server
│   ├── QuotaExhausted          account or key has no funds left: top up
│   │   └── UpstreamUnfunded    the gateway itself has no funds with its provider
│   ├── AccessDenied            banned, address not allowed, model not allowed for this key
│   ├── RateLimited             too many requests; `retry_after` where the server said so
│   ├── ModelNotFound           the account does not offer that model now
│   ├── RequestRejected         the server found the request wrong
│   │   ├── ContextTooLong      `limit` tokens are what the model can take
│   │   ├── MaxTokensTooLarge   `limit` tokens are what the model can give
│   │   ├── ReasoningRejected   earlier reasoning was sent and not wanted, or wanted and not sent
│   │   └── ContentRefused      moderation
│   ├── ServerFailed            5xx, or an error event without a better class
│   │   └── ServerOverloaded    busy; trying again later helps
│   ├── AddressWrong            what answers there is not such an API
│   │   ├── Redirected          `location` is where it points; not followed
│   │   └── PlainHttpRefused    http:// to another machine was not agreed to
│   ├── HeaderInvalid           a header of the account cannot be sent; `name` is which
│   └── ReplyUnreadable         an answer came that means nothing, or an event beyond the size cap
├── ReplyIncomplete             the stream ended early; as the reason of an interrupted message
│   ├── ReplyEmpty              complete, and nothing in it
│   ├── OnlyReasoning           complete, without an answer
│   ├── FilteredReply           finish_reason content_filter
│   ├── UpstreamExhausted       finish_reason insufficient_system_resource
│   └── ProgramEnded            Teahouse ended while the reply was being written
├── StoreError                  the database
│   ├── DatabaseNewer           written by a later version; not touched
│   ├── DatabaseDamaged
│   ├── DatabaseBusy            another program holds it
│   ├── DiskFull
│   ├── PlaceReadOnly
│   ├── BackupFailed            no backup could be written; those that are there stay
│   └── BackupUnusable          not a backup of Teahouse, or a damaged one
├── VaultError                  the keyring
│   ├── VaultMissing            no keyring service answers
│   ├── VaultLocked
│   ├── VaultSilent             no answer within the time limit
│   └── VaultFailed
├── SettingsDamaged             the file could not be read; `kept_as` is where it was put aside
├── ExportFailed                a file could not be written
├── ImportFailed                a file could not be read
│   ├── FileTooLarge            more than `limit` bytes, unpacked
│   └── FormatUnknown           no conversation in it, in any format that is known
├── ImageNotLoaded              an image of an answer could not be fetched from `host`
│   ├── ImageRefused            it is in a private network, or the server sends on to another host
│   ├── ImageTooLarge           more bytes or pixels than are taken
│   └── ImageUnreadable         not an image, or of a kind that is not shown
├── NotKnown                    no conversation, account or message of that name
└── BugFound                    anything else: a mistake of ours
"""

from __future__ import annotations

from typing import ClassVar

from desktop.model.failure import Failure

Fact = str | int | float | None


class TeahouseError(Exception):
    """Facts are keyword arguments; each class names those it may carry."""

    def __init__(self, **facts: Fact) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in facts.items()))
        self.facts = facts

    def __getattr__(self, name: str) -> Fact:
        if name.startswith("_"):
            raise AttributeError(name)
        facts: dict[str, Fact] = self.__dict__.get("facts", {})
        return facts.get(name)

    @property
    def failure(self) -> Failure:
        """This error in the form that is kept with a message."""
        return Failure(type(self).__name__, dict(self.facts))


def error_from(failure: Failure) -> TeahouseError:
    """Return the error that `failure` was made from; an unknown kind (of a later version) becomes `BugFound`."""
    return _classes().get(failure.kind, BugFound)(**failure.facts)


def _classes() -> dict[str, type[TeahouseError]]:
    found: dict[str, type[TeahouseError]] = {}
    waiting: list[type[TeahouseError]] = [TeahouseError]
    while waiting:
        cls = waiting.pop()
        found[cls.__name__] = cls
        waiting += cls.__subclasses__()
    return found


class ApiError(TeahouseError):
    """`status` (HTTP), `code`, `message` (the server's words), `request_id`, `host`, `retry_after` (seconds),
    `limit` (tokens)."""

    retriable: ClassVar[bool] = False  # worth another try before the first byte


class ConnectionFailed(ApiError):
    retriable = True


class HostNotFound(ConnectionFailed): ...


class ProxyFailed(ConnectionFailed):
    retriable = False


class CertificateRejected(ConnectionFailed):
    retriable = False


class ConnectionLost(ApiError): ...


class ServerSilent(ApiError):
    """`seconds` of silence."""


class KeyMissing(ApiError): ...


class KeyInvalid(ApiError): ...


class KeyRejected(KeyInvalid): ...


class QuotaExhausted(ApiError): ...


class UpstreamUnfunded(QuotaExhausted): ...


class AccessDenied(ApiError): ...


class RateLimited(ApiError):
    retriable = True


class ModelNotFound(ApiError):
    """`model` is the one that was asked for."""


class RequestRejected(ApiError): ...


class ContextTooLong(RequestRejected): ...


class MaxTokensTooLarge(RequestRejected): ...


class ReasoningRejected(RequestRejected):
    """`wanted` is 1 when the server wants earlier reasoning sent back, 0 when it refuses it."""


class ContentRefused(RequestRejected): ...


class ServerFailed(ApiError):
    retriable = True


class ServerOverloaded(ServerFailed): ...


class AddressWrong(ApiError):
    """`url` is what was asked; `suggestion` a base address under which such an API answers, where one was found."""


class Redirected(AddressWrong): ...


class PlainHttpRefused(AddressWrong): ...


class HeaderInvalid(ApiError): ...


class ReplyUnreadable(ApiError):
    """`size_limit` in bytes, where that was passed."""


class ReplyIncomplete(TeahouseError):
    """`reason` is the server's finish_reason, where it gave one."""


class ReplyEmpty(ReplyIncomplete): ...


class OnlyReasoning(ReplyIncomplete): ...


class FilteredReply(ReplyIncomplete): ...


class UpstreamExhausted(ReplyIncomplete): ...


class ProgramEnded(ReplyIncomplete): ...


class StoreError(TeahouseError):
    """`path` of the database, `detail` in SQLite's words."""


class DatabaseNewer(StoreError):
    """`found` and `known`: schema versions."""


class DatabaseDamaged(StoreError): ...


class DatabaseBusy(StoreError): ...


class DiskFull(StoreError): ...


class PlaceReadOnly(StoreError): ...


class BackupFailed(StoreError):
    """`path` of the backup or its folder."""


class BackupUnusable(StoreError):
    """`path` of the file that was to be restored from."""


class VaultError(TeahouseError):
    """`detail` in the keyring's words; never a key."""


class VaultMissing(VaultError): ...


class VaultLocked(VaultError): ...


class VaultSilent(VaultError):
    """`seconds` that were waited."""


class VaultFailed(VaultError): ...


class SettingsDamaged(TeahouseError): ...


class ExportFailed(TeahouseError):
    """`path`, `detail`."""


class ImportFailed(TeahouseError):
    """`path`, `detail`."""


class FileTooLarge(ImportFailed): ...


class FormatUnknown(ImportFailed):
    """Also `program` where the file is that program's database, not an export."""


class ImageNotLoaded(TeahouseError): ...


class ImageRefused(ImageNotLoaded): ...


class ImageTooLarge(ImageNotLoaded): ...


class ImageUnreadable(ImageNotLoaded): ...


class NotKnown(TeahouseError):
    """`what` (conversation, account, message) and `name` as it was asked for."""


class BugFound(TeahouseError):
    """`detail`: the exception's type and words."""
