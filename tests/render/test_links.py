from __future__ import annotations

import pytest

from desktop.render.blocks import Prose
from desktop.render.links import is_misleading, is_safe_link, visible_host
from desktop.render.markdown import parse
from tests.render.samples import outline


@pytest.mark.parametrize("address", ["https://example.com", "HTTP://example.com:80/a?b#c", "mailto:a@example.com"])
def test_safe(address: str) -> None:
    assert is_safe_link(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "example.com", "/path", "//example.com", "https:", "https:///path", "http://", "mailto:"),
        *("javascript:alert(1)", "JavaScript:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,x"),
        *("file:///etc/passwd", "ftp://example.com", "ssh://example.com", "steam://run/1", "https\t://example.com"),
        *("https://example.com/\x00", "https://example.com/a b", "https://exa\\mple.com", "https://[::1", "smb://x/y"),
        "https://example.com/" + "a" * 10_000,
    ],
)
def test_unsafe(address: str) -> None:
    assert not is_safe_link(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.com/path", "example.com"),
        ("https://EXAMPLE.com:8443/", "example.com:8443"),
        ("https://bank.example.com@evil.example/", "evil.example"),
        ("https://user:secret@evil.example:1/", "evil.example:1"),
        ("mailto:a%40b@example.com?subject=x", "a@b@example.com"),
        ("https://xn--fiqs8s.cn/", "中国.cn"),
        ("https://中文.com/", "中文.com"),
        ("https://münchen.de", "münchen.de"),
        ("https://xn--mnchen-3ya.de", "münchen.de"),
        ("https://日本語テスト.jp", "日本語テスト.jp"),
        ("https://почта.рф", "почта.рф"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),  # apple in Cyrillic letters
        ("https://аpple.com/", "xn--pple-43d.com"),  # one Cyrillic letter
        ("https://ɡoogle.com", "xn--oogle-qmc.com"),  # U+0261
        ("https://example.com\u2215path.evil.example", "example.xn--compath-ef0d.evil.example"),
        ("https://[::1]:8080/", "::1:8080"),
        ("https://[::1", ""),
        ("nonsense", ""),
    ],
)
def test_the_real_host_is_visible(address: str, host: str) -> None:
    assert visible_host(address) == host


@pytest.mark.parametrize(
    ("text", "address", "misleading"),
    [
        ("https://bank.example", "https://evil.example", True),
        ("www.bank.example/login", "https://evil.example", True),
        ("bank.example", "https://evil.example", True),
        ("bank.example", "https://www.bank.example/x", False),
        ("https://bank.example", "https://bank.example@evil.example", True),
        ("the bank", "https://evil.example", False),
        ("bank.example", "https://login.bank.example/x", False),
        ("bank.example", "https://notbank.example/x", True),
        ("README.md", "https://example.com/README.md", False),
        ("a@example.com", "mailto:b@example.com", False),
    ],
)
def test_misleading_texts(text: str, address: str, misleading: bool) -> None:
    assert is_misleading(text, address) is misleading


@pytest.mark.parametrize(
    ("text", "deceptive"),
    [
        ("[bank.example](https://evil.example/)", True),
        ("[**bank**.example](https://evil.example/)", True),
        ("[the bank](https://evil.example/)", False),
        ("[the bank](https://bank.example@evil.example/)", True),
        ("[the bank](https://b\u0430nk.com/)", True),
        ("[中文](https://中文.cn/)", False),
        ("[safe \u202egpj.exe](https://evil.example/)", True),
        ("[write](mailto:a@example.com)", False),
        ("<https://evil.example/>", False),
        ("https://evil.example/bank.example", False),
    ],
)
def test_links_that_deceive(text: str, deceptive: bool) -> None:
    spans = [span for block in parse(text) if isinstance(block, Prose) for span in block.spans if span.link]
    assert spans
    assert {span.deceptive for span in spans} == {deceptive}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://example.com/a_b_c.", "see l{https://example.com/a_b_c → https://example.com/a_b_c}."),
        ("(https://example.com/x)", "(l{https://example.com/x → https://example.com/x})"),
        ("https://e.org/a_(b)", "l{https://e.org/a_(b) → https://e.org/a_(b)}"),
        ("**https://e.org/x**", "l{b{https://e.org/x} → https://e.org/x}"),
        ("访问https://e.org/x，然后", "访问l{https://e.org/x → https://e.org/x}，然后"),
        ("见https://e.org的文档", "见l{https://e.org → https://e.org}的文档"),
        ("HTTPS://E.org/", "l{HTTPS://E.org/ → HTTPS://E.org/}"),
        ("www.example.com/x!", "l{www.example.com/x → http://www.example.com/x}!"),
        ("www. www.. (www.) www.", "www. www.. (www.) www."),
        ("to a.b+c@example.co.uk.", "to l{a.b+c@example.co.uk → mailto:a.b+c@example.co.uk}."),
        ("README.md main.rs example.com", "README.md main.rs example.com"),
        ("git@github.com:user/x.git", "git@github.com:user/x.git"),
        ("xhttps://e.org ftp://e.org :// http://", "xhttps://e.org ftp://e.org :// http://"),
        ("`https://e.org`", "c{https://e.org}"),
        ("[a https://e.org b](https://f.org)", "l{a https://e.org b → https://f.org}"),
        ("https://e.org/`x`", "l{https://e.org/ → https://e.org/}c{x}"),
        ("<https://e.org/a>b", "l{https://e.org/a → https://e.org/a}b"),
    ],
)
def test_addresses_in_running_text(text: str, shown: str) -> None:
    assert outline(parse(text)) == [shown]
