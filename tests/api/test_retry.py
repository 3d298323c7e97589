"""Which errors are worth another try, and when."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from desktop.api.retry import delay_before_retry, retry_after
from desktop.errors import (
    ApiError,
    CertificateRejected,
    ConnectionFailed,
    ConnectionLost,
    HostNotFound,
    KeyRejected,
    ModelNotFound,
    ProxyFailed,
    QuotaExhausted,
    RateLimited,
    RequestRejected,
    ServerFailed,
    ServerOverloaded,
    ServerSilent,
)
from desktop.ui.explain import explain


@pytest.mark.parametrize(
    "error", [ConnectionFailed(), HostNotFound(), RateLimited(status=429), ServerFailed(status=408)]
)
def test_worth_another_try(error: ApiError) -> None:
    assert delay_before_retry(error, 0) is not None


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 521, 522, 523])
def test_statuses_worth_another_try(status: int) -> None:
    assert delay_before_retry(ServerFailed(status=status), 0) is not None


@pytest.mark.parametrize(
    "error",
    [
        *(ServerFailed(status=status) for status in (501, 505, 524, 525, 529)),
        *(RequestRejected(status=status) for status in (400, 413, 422, 500)),
        *(KeyRejected(status=401), QuotaExhausted(status=402), QuotaExhausted(status=429), ModelNotFound(status=503)),
        *(ServerSilent(), ConnectionLost(), ProxyFailed(), CertificateRejected()),
    ],
)
def test_not_worth_another_try(error: ApiError) -> None:
    assert delay_before_retry(error, 0) is None


def test_delays_grow_and_end() -> None:
    for _ in range(50):
        assert 0.5 <= (delay_before_retry(ServerFailed(), 0) or 0) <= 0.625
        assert 1.0 <= (delay_before_retry(ServerFailed(), 1) or 0) <= 1.25
    assert delay_before_retry(ServerFailed(), 2) is None


@pytest.mark.parametrize(("asked", "delay"), [(0.0, 0.0), (2.0, 2.0), (120.0, 120.0), (120.1, None)])
def test_the_servers_wish(asked: float, delay: float | None) -> None:
    assert delay_before_retry(ServerOverloaded(status=503, retry_after=asked), 0) == delay


@pytest.mark.parametrize(
    ("value", "seconds"), [("2", 2.0), ("1.5", 1.5), ("0", 0.0), ("soon", None), ("", None), ("-3", None)]
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}) == seconds


def test_retry_after_as_a_date() -> None:
    seconds = retry_after({"Retry-After": formatdate(time.time() + 60, usegmt=True)})
    assert seconds is not None
    assert 57 <= seconds <= 60
    assert retry_after({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0.0


@pytest.mark.parametrize("value", ["1e999", "9" * 400, "Wed, 21 Oct 2999 07:28:00 GMT"])
def test_retry_after_for_ever_is_a_number_still(value: str) -> None:
    seconds = retry_after({"Retry-After": value})
    assert seconds == 1e9
    assert explain(RateLimited(status=429, retry_after=seconds)).sentence


def test_without_the_header() -> None:
    assert retry_after({}) is None
