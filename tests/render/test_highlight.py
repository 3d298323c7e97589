"""Code read by the line has the colours that Pygments gives to the whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pygments.lexers import get_lexer_by_name

from desktop.render import lexing
from desktop.render.highlight import Highlighter, Run

CODE = {
    "python": '''
@decorator(1)
class Shape(Base):
    """A docstring
    over three lines, with 'quotes'.
    """

    def area(self, scale: float = 1.5e3) -> float:  # a comment
        text = f"{scale!r:>{10}} and {self.name}"
        return not None and lambda x: x ** 2 or r"\\d+"  # more

async def main():
    sql = \'\'\'select
        "a" -- no comment
    \'\'\'
    await run(0xFF, 1_000)
''',
    "javascript": """
/* a comment
 * over lines */
import { a } from "b";
const f = async (x) => `text ${x + `inner ${y}` }
  more`;
class A extends B { #p = /re[/]gex/g; get x() { return this.#p; } }
// the end
""",
    "typescript": """
/** doc
 * @param x
 */
export interface A<T> { readonly b?: string; c: Array<T> }
function f<T extends A>(x: T): x is T { return true as any; }
let s = `one
two ${f(1)}`;
""",
    "java": """
/**
 * Doc of a class.
 */
@Override
public final class Main<T> extends Base {
    /* one */ private int x = 0x1F; /* two
    lines */ int y = 2;
    String s = "a \\" b";
}
""",
    "c": """
#include <stdio.h>
#define MAX(a, b) \\
    ((a) > (b) ? (a) : (b))
/* a comment
   over lines */
static int x = 'a'; // one
int main(void) { return printf("%d\\n", MAX(1, 2)); }
""",
    "cpp": """
template <typename T> class A : public B<T> {
    /* open
    close */ size_t n{0};
    const char *s = R"(raw
    string)";
};
""",
    "go": """
package main
/* open
close */
func main() {
	s := `raw
	string`
	x := map[string]int{"a": 1} // one
}
""",
    "rust": """
/* a /* nested
*/ comment */
fn main<'a>(x: &'a str) -> Option<u8> {
    let s = r#"raw "string"
    over lines"#;
    println!("{}", s); // one
    #[derive(Debug)] struct A;
}
""",
    "bash": """
#!/bin/bash
# a comment
for f in *.txt; do echo "$f ${f%.txt}
more"; done
cat <<'EOF'
$not a variable
EOF
echo 'single
quotes' && exit 0
""",
    "sql": """
-- one
/* two
three */
SELECT a.*, count(1) FROM "t" AS a WHERE x = 'it''s' AND y > 1.5;
""",
    "html": """
<!DOCTYPE html>
<!-- a comment
over lines -->
<p class="a"
   id='b'>text &amp; more</p>
<script>
let x = 1; /* two */
</script>
<style>a { color: red; }</style>
""",
    "css": """
/* a comment
over lines */
@media (max-width: 10em) {
  a:hover > .b#c::before { color: #fff; margin: -1px auto; content: "x"; }
}
""",
    "json": """
{
  "a": [1, -2.5e3, true, null],
  "b": {"c": "d \\" e"}
}
""",
    "yaml": """
# one
a: 1
b:
  - x: "y"
    z: &anchor 'w'
c: |
  text
  more
d: *anchor
""",
    "toml": '''
# one
[a.b]
c = "d"
e = """
more
text"""
f = [1, 2.5, true]
''',
    "xml": """
<?xml version="1.0"?>
<!-- open
close -->
<a b="c"><![CDATA[ x
y ]]></a>
""",
    "diff": """
diff --git a/x b/x
--- a/x
+++ b/x
@@ -1,2 +1,2 @@
-old
+new
 same
""",
    "dockerfile": """
FROM python:3.11 AS base
# one
RUN echo "a" && echo b
ENV A=1
""",
    "lua": """
--[[ open
close ]]
local t = { a = 1, ["b"] = [[long
string]] }
function f(x) return x .. 'y' end -- one
""",
    "ruby": """
# one
class A < B
  def f(x = nil) = "#{x} y"
  S = :sym
end
""",
}


def lines_of_whole(text: str, language: str) -> list[tuple[Run, ...]]:
    tokens = list(get_lexer_by_name(language, stripnl=False, ensurenl=False).get_tokens_unprocessed(text))
    ends = [place + 1 for place, letter in enumerate(text) if letter == "\n"]
    lines = []
    for start, end in pairwise([0, *ends]):
        inside = [(max(at, start), kind, value[max(0, start - at) : end - at]) for at, kind, value in tokens]
        lines.append(lexing._runs([(at - start, kind, value) for at, kind, value in inside if value and at < end]))
    return lines


@pytest.mark.parametrize("language", CODE)
def test_line_by_line_is_as_exact_as_the_whole(language: str) -> None:
    code = CODE[language].lstrip("\n")
    highlighter = Highlighter(language)
    whole = lines_of_whole(code, language)
    assert any(whole)
    for line, expected in zip(code.splitlines(keepends=True), whole, strict=True):
        assert highlighter.feed_line(line) == expected, line


def test_a_comment_without_an_end_is_a_comment() -> None:
    for language in ("java", "javascript", "css", "c", "go"):
        highlighter = Highlighter(language)
        highlighter.feed_line("/* begins\n")
        assert highlighter.feed_line("goes on: int x = 1;\n") == ((0, 19, "comment"),)
        assert highlighter.feed_line("ends */ x\n")[0] == (0, 7, "comment")


def test_runs_stand_in_their_line() -> None:
    assert Highlighter("python").feed_line("def f(): pass") == (
        (0, 3, "keyword"),
        (4, 1, "function"),
        (5, 3, "punctuation"),
        (9, 4, "keyword"),
    )
    assert Highlighter("python").feed_line("x = '😀' + 'b'\n")[-1] == (10, 3, "string")


@pytest.mark.parametrize("language", ["py", "Python", "{.python}", "python3", "python:main.py", "python,linenos"])
def test_languages_have_many_names(language: str) -> None:
    assert Highlighter(language).feed_line("import x\n")[0] == (0, 6, "keyword")


@pytest.mark.parametrize("language", ["", "nonsense", "输出", "text", "plaintext", "../../etc", "{}", "\x00"])
def test_unknown_languages_have_no_colours(language: str) -> None:
    assert Highlighter(language).feed_line("import x = 'y' # z\n") == ()


@pytest.mark.parametrize("language", ["tsx", "jsonc", "vue", "c++", "c#", "sh", "js", "yml", "md", "golang", "shell"])
def test_names_that_models_use_are_known(language: str) -> None:
    assert lexing.line_lexer(language) is not None


def test_a_line_that_is_too_long_is_plain_and_the_next_is_not() -> None:
    highlighter = Highlighter("python")
    assert highlighter.feed_line("x = 1 + " * 1_000 + "\n") == ()
    assert highlighter.feed_line("import x\n")[0] == (0, 6, "keyword")


def test_what_is_read_again_does_not_grow() -> None:
    lines = {"c": "/* x\n", "yaml": "  a: b\n", "json": '  "a": 1,\n', "go": "`x\n", "python": "(\n"}
    for language, line in lines.items():
        highlighter = Highlighter(language)
        for _ in range(1_000):
            highlighter.feed_line(line)
        lexer = highlighter._lexer
        assert len(getattr(lexer, "_kept", "") or getattr(lexer, "_before", "")) < 5_000
