"""Markdown with one of everything that can be shown."""

MIXED = """\
Here is a **short** overview of what *happens*, with `inline code`, a [link](https://example.org/path?a=b) and
~~struck~~ words. The formula $E = mc^2$ stands inline, 😀 too.

# A first heading

1. First item that is quite long so that it has to wrap to the next line, because the hanging indent has to be seen.
2. Second item
   - nested bullet
   - another `nested` bullet

- [x] done
- [ ] not done

> A quote that says something wise.
>
> In two paragraphs.

```python
def quicksort(numbers: list[int]) -> list[int]:
    if len(numbers) <= 1:
        return numbers
    pivot = numbers[len(numbers) // 2]
    return [n for n in numbers if n < pivot]
```

| Name | Value | 说明 |
|:--|--:|:-:|
| row 1 | 0.1234 | 模型输出一段 |
| row **2** | 12.5 | 很长的中文文本 |

$$
f(x) = \\begin{cases} \\int_0^1 x^2\\,dx & x > 0 \\\\ 0 & \\text{否则} \\end{cases}
$$

---

学而时习之，不亦说乎？这是一段**中文**文本，用来检查行高与`行内代码`的排版。
"""


def long_answer(paragraphs: int) -> str:
    return "\n\n".join(f"Paragraph {n}: " + "some words that fill a line or two, " * 6 for n in range(paragraphs))
