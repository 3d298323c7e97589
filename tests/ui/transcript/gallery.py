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

REASONING = """\
The question has **two** parts. First: what is $x$?

- Try $x = 2$, which is too small.
- Try `x = 3`, which is right.
"""

EVERYTHING = """\
# First heading
Words can be **bold**, *slanted*, ***both***, ~~struck out~~ and `typed`, with a [link](https://example.org/a) and an
address: https://example.org. A footnote[^1] stands behind a formula: $e^{i\\pi} + 1 = 0$.

## Second heading
### Third heading
1. First the water,
   - fresh
   - not yet boiling
2. then the leaves.

   > A quote in a list.

- [x] done
- [ ] not done

> A quotation that has two paragraphs,
>
> > and another one inside.

| Leaf | 颜色 | Price |
|:-----|:----:|------:|
| Longjing | green | 480 |
| **Keemun** | `red` | 1,150 |

```python
def pour(cups: int) -> str:
    \"\"\"Return as many cups as asked for.\"\"\"
    return " ".join(["cup"] * cups)  # no more
```

    an indented block, of no language

$$
\\int_0^1 x^2\\,dx = \\left[ \\frac{x^3}{3} \\right]_0^1 = \\frac{1}{3}
$$

---

茶馆里坐着的人，多半不是为了**喝茶**。窗外下着雨，伙计提着`铜壶`走过，水声细细的。混排也没有问题：共 3 种主题。

שלום עולם, this begins from the right. مرحبا بالعالم.

Emoji: 😀 😉. An image: ![a pot](https://example.org/pot.png). HTML: <b>is text</b>.

[^1]: The note at the foot.
"""
