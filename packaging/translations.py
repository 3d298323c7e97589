"""Keep `resources/i18n/*.ts` in step with the sentences in the code: `python3 packaging/translations.py [--check]`.

The sentences are the literal first arguments of `tr()` and `mark()`. A new one comes in as unfinished, one that nobody
says any more goes, and the rest stays as it is. The files are Qt's, so that Qt Linguist and the like can edit them.
"""

import ast
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "i18n"
CONTEXT = "Teahouse"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`plural` is what English says for other numbers than one, or ""."""

    source: str
    plural: str = ""


class NotLiteral(Exception):
    """A sentence is put together where it is said, so that no catalogue can have it. The text is place and call."""


def main(arguments: list[str] | None = None) -> int:
    """Update every catalogue, or only look with `--check`; returns 1 where one is not complete, or cannot be."""
    parser = ArgumentParser(description="Bring the catalogues in resources/i18n up to date with the code.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a catalogue is not complete")
    check = parser.parse_args(arguments).check
    try:
        sentences = collect(ROOT / "desktop")
    except NotLiteral as error:
        print(f"{error} needs a literal, or mark() where the literal is", file=sys.stderr)
        return 1
    complete = True
    for path in sorted(CATALOGUES.glob("*.ts")):
        problems = list(differences(path, sentences))
        for problem in problems:
            print(f"{path.relative_to(ROOT)}: {problem}")
        complete = complete and not problems
        if not check:
            write(path, sentences)
    return 0 if complete or not check else 1


def collect(folder: Path) -> list[Sentence]:
    """Return the sentences in the Python files below `folder`, each once, sorted. Raises NotLiteral."""
    plurals: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for sentence in _sentences(ast.parse(path.read_text("utf-8")), path.relative_to(folder)):
            plurals[sentence.source] = sentence.plural or plurals.get(sentence.source, "")
    return [Sentence(source, plurals[source]) for source in sorted(plurals, key=lambda text: (text.casefold(), text))]


def _sentences(tree: ast.AST, path: Path) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="tr"), args=[ast.Name() | ast.Attribute() | ast.Subscript()]):
                pass  # out of a table, where it is marked
            case ast.Call(func=ast.Name(id="tr" | "mark"), args=[*texts]):
                constants = [text.value for text in texts if isinstance(text, ast.Constant)]
                literals = [constant for constant in constants if isinstance(constant, str)]
                if not literals or len(literals) < len(texts):
                    raise NotLiteral(f"{path}:{node.lineno}: {ast.unparse(node)}")
                yield Sentence(*literals)


def read(path: Path) -> dict[str, str]:
    """Return source → translation as the catalogue has them, "" for what is unfinished; {} where it is empty."""
    if not path.read_bytes().strip():
        return {}
    translations = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        finished = translation is not None and translation.get("type") is None
        translations[message.findtext("source", "")] = message.findtext("translation", "") if finished else ""
    return translations


def differences(path: Path, sentences: Iterable[Sentence]) -> Iterator[str]:
    """Say what the catalogue at `path` lacks, and what it has beyond `sentences`."""
    translations = read(path)
    said = {sentence.source for sentence in sentences}
    for source in sorted(said | translations.keys()):
        if source not in said:
            yield f"nobody says any more: {source}"
        elif source not in translations:
            yield f"missing: {source}"
        elif not translations[source]:
            yield f"unfinished: {source}"


def write(path: Path, sentences: Iterable[Sentence]) -> None:
    """Write the catalogue anew for `sentences`, with the translations that it has."""
    path.write_bytes(_document(path.stem, sentences, read(path)))


def _document(language: str, sentences: Iterable[Sentence], translations: Mapping[str, str]) -> bytes:
    document = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(document, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for sentence in sentences:
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = sentence.source
        if sentence.plural:
            ElementTree.SubElement(message, "extracomment").text = f"Other numbers: {sentence.plural}"
        translation = ElementTree.SubElement(message, "translation")
        translation.text = translations.get(sentence.source) or None
        if not translation.text:
            translation.set("type", "unfinished")
    ElementTree.indent(document, "    ")
    body = ElementTree.tostring(document, encoding="unicode", short_empty_elements=False)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'.encode()


if __name__ == "__main__":
    sys.exit(main())
