from __future__ import annotations

from desktop.render.markdown import parse
from desktop.render.plain import block_text, markdown_source, plain_text

TEXT = """# Title

A **bold** [link](https://example.com), `code` and $x^2$.

3. three
   - [x] done

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```

$$
y
$$

---
![alt](https://example.com/i.png)
"""


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain_text(parse(TEXT)) == (
        "Title\nA bold link, code and $x^2$.\n3. three\n• ☑ done\na\tb\n1\t2\nx = 1\ny\n\nalt"
    )


def test_a_block_says_its_marker() -> None:
    assert [block_text(block) for block in parse("1. a\n\n   b\n- [ ] c\n")] == ["1. a", "b", "• ☐ c"]


def test_the_source_of_neighbours_is_the_source() -> None:
    blocks = parse(TEXT)
    assert markdown_source(blocks) == TEXT.rstrip("\n")
    assert markdown_source(blocks[2:4]) == "3. three\n   - [x] done"


def test_the_source_of_a_split_paragraph_is_whole_again() -> None:
    for text in ("word " * 2_000, "a line of words\n" * 1_000):
        assert markdown_source(parse(text)) == text.rstrip()
