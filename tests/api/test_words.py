"""The words in an error body, whatever shape it has."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.words import read_words


@pytest.mark.parametrize(
    "document",
    [
        {"error": {"message": "It broke", "code": "x"}},
        {"error": {"message": "It broke"}, "message": "less"},
        {"error": "It broke"},
        {"message": "It broke"},
        {"msg": "It broke", "code": 500},
        {"err": "It broke"},
        {"error_msg": "It broke"},
        {"error": {"error_msg": "It broke"}},
        {"detail": "It broke"},
        {"detail": [{"loc": ["body", "messages"], "msg": "It broke", "type": "missing"}]},
        {"detail": {"message": "It broke"}},
        {"error": {"error": {"message": "It broke"}}},
        {"error": {"message": {"msg": "It broke"}}},
        {"error": {"message": json.dumps({"error": {"message": "It broke"}})}},
        {"errors": [{"message": "It broke"}]},
        [{"error": {"message": "It broke"}}],
        {"success": False, "message": "It broke"},
        "It broke",
    ],
)
def test_the_words_are_found(document: object) -> None:
    assert read_words(json.dumps(document).encode()).text == "It broke"


def test_title_and_detail_belong_together() -> None:
    assert read_words(b'{"title": "Bad", "detail": "It broke"}').text == "Bad: It broke"


def test_several_details_are_joined() -> None:
    assert read_words(b'{"detail": [{"msg": "one"}, {"msg": "two"}]}').text == "one; two"


@pytest.mark.parametrize(("code", "read"), [("x", "x"), (403, "403"), (None, ""), (True, ""), ({"a": 1}, ""), ("", "")])
def test_the_code_may_be_anything(code: object, read: str) -> None:
    assert read_words(json.dumps({"error": {"message": "m", "code": code}}).encode()).code == read


def test_the_code_may_stand_outside() -> None:
    assert read_words(b'{"error": "m", "code": "x"}').code == "x"


def test_plain_words_and_bytes_that_are_no_utf8() -> None:
    assert read_words(b"\xef\xbb\xbf It \xff broke\n").text == "It \ufffd broke"


@pytest.mark.parametrize("body", [bytes(range(128, 256)), "额度不足".encode("gb18030"), b"PK\x03\x04\0\0stored"])
def test_what_is_no_text_has_no_words(body: bytes) -> None:
    assert read_words(body).text == ""


def test_half_a_character_in_an_error_is_replaced() -> None:
    words = read_words(rb'{"error": {"message": "cut \ud83d", "code": "\ude00"}}')
    assert (words.text, words.code) == ("cut \ufffd", "\ufffd")


def test_a_page_gives_its_title_at_most() -> None:
    words = read_words(b"<!DOCTYPE html><title>502\n Bad &amp; Gateway</title><p>stack")
    assert (words.text, words.is_markup) == ("502 Bad & Gateway", True)
    assert read_words(b"<p>stack").text == ""
    assert read_words(b"<?xml version='1.0'?><Error><Message>no</Message></Error>").is_markup


def test_words_have_an_end() -> None:
    assert len(read_words(b"x" * 100_000).text) == 4000


@pytest.mark.parametrize("form", ["boom (request id: abc-1)", "boom(request id:abc-1)", "boom （Request ID：abc-1）"])
def test_request_ids(form: str) -> None:
    words = read_words(json.dumps({"error": {"message": form}}).encode())
    assert (words.text, words.request_id) == ("boom", "abc-1")


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(body: bytes) -> None:
    read_words(body).text.encode()


FIELDS = st.sampled_from(["error", "message", "msg", "detail", "title", "code", "n_ctx", "errors"])
DOCUMENTS = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(FIELDS, inner),
    max_leaves=8,
)


@given(DOCUMENTS)
def test_any_document_can_be_read(document: object) -> None:
    read_words(json.dumps(document).encode()).text.encode()


def test_a_deep_document_can_be_read() -> None:
    read_words(b'{"error":' * 900 + b'"x"' + b"}" * 900)
