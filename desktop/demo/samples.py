"""The replies of the models that misbehave: short, known to the letter, with characters of one to four bytes."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.demo.completion import Reply, UsagePlace

SAMPLE = Reply("The kettle sings, 豆浆 is warm, and 茶 is poured. 😀 Nobody hurries; the café has no clock.")
THOUGHTFUL = replace(SAMPLE, reasoning="They want tea. Tea it is, then.")
ONLY_THOUGHT = replace(THOUGHTFUL, text="")
TAGGED = replace(SAMPLE, text=f"<think>{THOUGHTFUL.reasoning}</think>\n\n{SAMPLE.text}")
EMPTY = Reply("")
BLANK = Reply(" \n\n ")
HALF = Reply("The kettle sings, 豆浆 is")
FILTERED = replace(HALF, finish="content_filter")
EXHAUSTED = replace(HALF, finish="insufficient_system_resource")
TOO_LONG = replace(HALF, finish="length")
WITHOUT_USAGE = replace(SAMPLE, usage=UsagePlace.NOWHERE)
USAGE_IN_FINISH = replace(SAMPLE, usage=UsagePlace.WITH_FINISH)
OF_OTHER_MODEL = replace(SAMPLE, model="deepseek-v3.2")
SEPARATED = Reply("one\u2028two\u2029three\x85four\x0bfive\x0csix")
TINY = Reply(" ".join(["tea"] * 20_000))
HUGE = "tea 茶 " * 600_000  # 4.8 MB as UTF-8
