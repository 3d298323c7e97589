"""A conversation as one HTML page that needs nothing else: no script, no image, no address is loaded by opening it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from desktop.exchange.document import Document, author, iso, readable, reasoning_title, remark
from desktop.model.message import Message, Role
from desktop.render.blocks import Block, Code, Math, Prose, Rule, Span, Spans, Table
from desktop.render.markdown import parse

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.6 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
header, .remark, summary { opacity: .7; font-size: .9rem; }
article { margin: 2rem 0; overflow-wrap: anywhere; }
article.user { border-left: 3px solid #2f8f6b; padding-left: 1rem; }
h2.author { font-size: .9rem; margin: 0 0 .5rem; }
time { font-weight: normal; opacity: .7; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8884; border-radius: 6px; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
table { border-collapse: collapse; } th, td { border: 1px solid #8886; padding: .3rem .6rem; }
blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid #8886; }
.block { margin: .7rem 0; } .tight { margin: .1rem 0; } .block > * { margin: 0; }
.marker { float: left; margin-left: -1.6rem; min-width: 1.3rem; text-align: right; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(document: Document, *, with_reasoning: bool = True) -> Iterator[str]:
    """Yield the page in pieces: the branch that is shown."""
    title = escape(document.title)
    facts = " · ".join(filter(None, [document.model, document.account_name, readable(document.conversation.created)]))
    yield (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="teahouse-conversation" content="{escape(document.conversation.id)}">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{title}</h1>\n<p>{escape(facts)}</p>\n</header>\n"
    )
    for message in document.branch:
        yield from _message(message, with_reasoning)
    yield "</body>\n</html>\n"


def _message(message: Message, with_reasoning: bool) -> Iterator[str]:
    name = escape(author(message))
    when = f'<time datetime="{iso(message.created)}">{readable(message.created)}</time>'
    yield f'<article class="{message.role.value}">\n<h2 class="author">{name} {when}</h2>\n'
    if with_reasoning and message.reasoning:
        yield f"<details>\n<summary>{escape(reasoning_title(message))}</summary>\n"
        yield from _blocks(parse(message.reasoning))
        yield "</details>\n"
    if message.role is Role.ASSISTANT:
        yield from _blocks(parse(message.text))
    elif message.text:
        yield f'<div style="white-space: pre-wrap">{escape(message.text)}</div>\n'
    note = remark(message)
    if note:
        yield f'<p class="remark">{escape(note)}</p>\n'
    yield "</article>\n"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        frame = block.frame
        marker = frame.marker if frame.task is None else "☑" if frame.task else "☐"
        start = f'<span class="marker">{escape(marker)}</span>' if marker else ""
        indent = f' style="margin-left: {frame.indent * 1.8:g}rem"' if frame.indent else ""
        yield (
            "<blockquote>" * frame.quotes
            + f'<div class="block{" tight" if frame.tight else ""}"{indent}>{start}{block_html(block)}</div>'
            + "</blockquote>" * frame.quotes
            + "\n"
        )


def block_html(block: Block) -> str:
    """Return one block without its frame. What it says is escaped; nothing in it acts or loads anything by itself."""
    match block:
        case Prose(spans=spans, level=0):
            return f"<p>{spans_html(spans)}</p>"
        case Prose(spans=spans, level=level):
            return f"<h{min(level + 2, 6)}>{spans_html(spans)}</h{min(level + 2, 6)}>"
        case Code(text=text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Math():
            return f"<pre><code>{escape(block.source)}</code></pre>"
        case Table():
            return _table(block)
        case Rule():
            return "<hr>"


def _table(table: Table) -> str:
    styles = [f' style="text-align: {alignment}"' if alignment else "" for alignment in table.alignments]

    def row(cells: Iterable[Spans], tag: str) -> str:
        return "<tr>" + "".join(
            f"<{tag}{style}>{spans_html(cell)}</{tag}>" for cell, style in zip(cells, styles, strict=False)
        ) + "</tr>"

    return f"<table>{row(table.header, 'th')}{''.join(row(cells, 'td') for cells in table.rows)}</table>"


def spans_html(spans: Spans) -> str:
    """Return inline text, escaped like `block_html`."""
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.line_break:
        return "<br>"
    text = escape(span.text)
    wrappers = {
        "code": span.code or span.tex is not None,
        "strong": span.bold,
        "em": span.italic,
        "s": span.strike,
        "sup": span.raised,
    }
    for tag, wanted in wrappers.items():
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    if span.link is not None:
        text = f'<a href="{escape(span.link)}" rel="noopener noreferrer">{text}</a>'
    return text
