"""Whether and when a request is tried again. Only before the first byte of an answer: later tries would bill twice."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from desktop.errors import ApiError

MOST_RETRIES = 2
LONGEST_WAIT = 120.0  # seconds that a server may ask for
_FOREVER = 1e9  # seconds; what is longer than 30 years is no number that can be told
_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523})


def delay_before_retry(error: ApiError, retries: int) -> float | None:
    """Return the seconds to wait after `error`, with `retries` made before it; None to give up.

    Each try waits min(0.5 · 2ⁿ, 8) seconds and up to a quarter more, or as long as the server said.
    """
    if retries >= MOST_RETRIES or not error.retriable:
        return None
    if error.status is not None and error.status not in _STATUSES:
        return None
    if isinstance(error.retry_after, int | float):
        return float(error.retry_after) if error.retry_after <= LONGEST_WAIT else None
    delay: float = min(0.5 * 2**retries, 8.0)
    return delay * random.uniform(1.0, 1.25)  # noqa: S311 - spreads load, hides nothing


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, given in seconds or as a date; None where none makes sense."""
    value = (headers.get("Retry-After") or "").strip()
    try:
        seconds = float(value) if value[:1].isdigit() else parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _FOREVER)
