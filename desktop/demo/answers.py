"""What the honest models say: texts written in advance (`answers/*.md`), chosen by words of the prompt."""

from __future__ import annotations

import re
from importlib.resources import files

from desktop.demo.completion import Reply
from desktop.demo.question import TITLE_REQUEST, Question, text_of

# The first topic of which the prompt holds a word; a word of letters must stand alone, Chinese needs no gaps.
TOPICS = (
    ("tour", ("tour", "what can you show", "everything", "参观", "导览")),
    ("tables", ("table", "tables", "表格", "对比")),
    ("math", ("math", "maths", "formula", "formulas", "equation", "integral", "latex", "数学", "公式", "方程", "积分")),
    ("code", ("code", "program", "function", "python", "rust", "sql", "javascript", "代码", "程序", "函数", "编程")),
    ("poem", ("poem", "poetry", "haiku", "诗")),
    ("long", ("long", "essay", "story", "长文", "故事", "文章")),
)
QUOTE_LIMIT = 600  # characters
TITLE_WORDS = 6
TITLE_HAN = 12  # characters

_HAN = re.compile(r"[一-鿿]")
_SPEAKER = re.compile(r"\W*(user|assistant|用户|助手)\W*[:：]", re.IGNORECASE)


def reply_to(question: Question) -> Reply:
    """Return the answer to `question`: a title where one is asked for, a text on its topic, or the greeting."""
    if question.asks_for_title:
        return Reply(title_of(question))
    prompt = question.prompt
    for topic, words in TOPICS:
        if any(_says(prompt, word) for word in words):
            return Reply(_text(topic, prompt))
    quoted = "\n".join(f"> {line}" for line in shortened(prompt, QUOTE_LIMIT).splitlines())
    return Reply(_text("greeting", prompt).replace("{prompt}", quoted or "> …"))


def tour(question: Question) -> Reply:
    return Reply(_text("tour", question.prompt))


def mixture(length: int) -> str:
    """Return `length` characters of Markdown of every kind, in English and Chinese, the same each time."""
    texts = [_text(topic, prompt) for prompt in ("", "茶") for topic, _ in TOPICS]
    once = "\n\n".join(texts) + "\n\n"
    return (once * (length // len(once) + 1))[:length]


def reasoning_for(question: Question) -> str:
    """Return what the reasoner thinks before it answers."""
    if question.asks_for_title:
        return "A short title, without quotes. The words of the question are enough."
    line = " ".join(shortened(question.prompt, 80).split())
    return _text("reasoning", question.prompt).replace("{prompt}", line)


def title_of(question: Question) -> str:
    """Return a plain title: the first words of the conversation, which comes before or inside the request for it."""
    told = [text_of(message) for message in question.messages if message["role"] in {"user", "assistant"}]
    apart = [text for text in told if TITLE_REQUEST not in text.lower()]
    lines = [line for text in apart or told for line in text.splitlines() if TITLE_REQUEST not in line.lower()]
    spoken = [line for line in lines if _SPEAKER.match(line)]
    words = next((words for line in spoken or lines if (words := _plain(line))), "Conversation")
    if _HAN.search(words):
        return words[:TITLE_HAN]
    title = " ".join(words.split()[:TITLE_WORDS])
    return title[0].upper() + title[1:]


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + " …"


def _plain(line: str) -> str:
    """Return `line` without a speaker's name and without marks."""
    return " ".join(re.sub(r"[^\w\s'’-]", " ", _SPEAKER.sub("", line)).split())


def _says(prompt: str, word: str) -> bool:
    if _HAN.search(word):
        return word in prompt
    return re.search(rf"\b{re.escape(word)}\b", prompt, re.IGNORECASE) is not None


def _text(name: str, prompt: str) -> str:
    language = "zh" if _HAN.search(prompt) else "en"
    return (files("desktop.demo") / "answers" / f"{name}.{language}.md").read_text(encoding="utf-8").strip()
