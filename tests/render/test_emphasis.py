from __future__ import annotations

import pytest

from desktop.render.markdown import parse
from tests.render.samples import outline


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**重点**是", "b{重点}是"),
        ("这是**重点**。", "这是b{重点}。"),
        ("**“重点”**是", "b{“重点”}是"),
        ("他说**“好”**了", "他说b{“好”}了"),
        ("**注意：**不要", "b{注意：}不要"),
        ("说明**（重要）**的", "说明b{（重要）}的"),
        ("**「重要」**です", "b{「重要」}です"),
        ("**Python（3.11）**以上", "b{Python（3.11）}以上"),
        ("**100%**的", "b{100%}的"),
        ("*中文*字", "i{中文}字"),
        ("~~删除。~~保留", "s{删除。}保留"),
        ("**중요:**하지", "b{중요:}하지"),
        ("中文**`代码`**中文", "中文b{c{代码}}中文"),
    ],
)
def test_emphasis_between_cjk_characters(text: str, shown: str) -> None:
    assert outline(parse(text)) == [shown]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("snake_case_name and __init__.py", "snake_case_name and b{init}.py"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ('a**"b"**c', 'a**"b"**c'),
        ("foo*bar*baz", "fooi{bar}baz"),
        ("** no **", "** no **"),
        ("中文_字_中文", "中文_字_中文"),
    ],
)
def test_other_emphasis_is_that_of_commonmark(text: str, shown: str) -> None:
    assert outline(parse(text)) == [shown]
