from __future__ import annotations

import pytest

from desktop.exchange.fragment import html_fragment
from desktop.render.markdown import parse


@pytest.mark.parametrize(("markdown", "html"), [
    ("one\n\ntwo", "<p>one</p><p>two</p>"),
    ("- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("- a\n\n  more\n- b", "<ul><li>a<p>more</p></li><li>b</li></ul>"),
    ("- a\n\n1. b", '<ul><li>a</li></ul><ol start="1"><li>b</li></ol>'),
    ("- - a", "<ul><li><ul><li>a</li></ul></li></ul>"),
    ("- [x] done\n- [ ] open", "<ul><li>☑ done</li><li>☐ open</li></ul>"),
    ("- ```\n  x\n  ```", "<ul><li><pre><code>x\n</code></pre></li></ul>"),
    ("> a\n>\n> - b\n\nc", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote><p>c</p>"),
    ("> > a\n\n- b", "<blockquote><blockquote><p>a</p></blockquote></blockquote><ul><li>b</li></ul>"),
    ("a[^1]\n\n[^1]: b", "<p>a<sup>[1]</sup></p><ul><li>[1] b</li></ul>"),
    ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ("![x](https://example.org/y.png)", "<p>x</p>"),
])  # fmt: skip
def test_blocks_become_what_a_word_processor_knows(markdown: str, html: str) -> None:
    assert html_fragment(parse(markdown)) == html
