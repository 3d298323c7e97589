"""Keys: cleaned, checked, and never shown."""

from __future__ import annotations

import pytest

from desktop.api import Credentials
from desktop.errors import KeyInvalid


@pytest.mark.parametrize(
    "pasted", [" sk-abc\n", "\ufeffsk-abc\u200b", '"sk-abc"', "Bearer sk-abc", "\u3000sk-abc\u00a0"]
)
def test_what_is_pasted_along_is_stripped(pasted: str) -> None:
    assert Credentials(pasted).key == "sk-abc"


@pytest.mark.parametrize("empty", [None, "", "  \n", "\ufeff"])
def test_nothing_is_no_key(empty: str | None) -> None:
    assert Credentials(empty).key is None


@pytest.mark.parametrize("key", ["sk-“abc”", "sk-ключ", "sk abc", "sk-a\x00b", "sk-a\nb", "茶"])
def test_a_key_that_cannot_stand_in_a_header(key: str) -> None:
    with pytest.raises(KeyInvalid) as caught:
        Credentials(key)
    assert key not in str(caught.value)


def test_a_secret_is_never_shown() -> None:
    credentials = Credentials("sk-canary", "pass-word")
    for shown in (repr(credentials), str(credentials), f"{credentials}", f"{[credentials]!r}"):
        assert "canary" not in shown
        assert "pass-word" not in shown


def test_secrets_are_masked_in_the_words_of_others() -> None:
    credentials = Credentials("sk-canary123", "pass:word")
    assert "canary" not in credentials.hidden("key sk-canary123 and canary123")
    assert "word" not in credentials.hidden("http://someone:pass%3Aword@proxy and pass:word")
    assert credentials.hidden("a more-secret b", "more-secret") == "a ••• b"
    assert Credentials("abc").hidden("abc of a key") == "abc of a key"


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_secret_that_is_cut_short_is_masked_too(cut: int) -> None:
    credentials = Credentials("sk-canary123", "pass-word-4567")
    assert "canary12" not in credentials.hidden(f"you sent {'sk-canary123'[:-cut]}")
    assert "pass-wor" not in credentials.hidden(f"you sent {'pass-word-4567'[:-cut]}")
    assert credentials.hidden("you want a Bearer", "Bearer more-secret") == "you want a Bearer"
