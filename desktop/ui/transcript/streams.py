"""Replies that are being written: what has come of each, read as far as it is closed, put into the arrangement."""

from __future__ import annotations

from collections.abc import Callable

from desktop.model.message import Message
from desktop.render.incremental import Change, IncrementalParser
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.entry_layout import EntryLayout, Section


class Stream:
    """Reads the deltas of one message. `now` gives seconds that only grow."""

    def __init__(self, message: Message, now: Callable[[], float]) -> None:
        self._now = now
        self._reasoning = IncrementalParser()
        self._text = IncrementalParser()
        self._began: float | None = None
        self._ended: float | None = None
        self.has_text = bool(message.text)
        # Words that the message has already stand in the view; the parsers have to know them too.
        self._reasoning.feed(message.reasoning)
        self._text.feed(message.text)

    def feed_reasoning(self, delta: str) -> Change:
        if self._began is None:
            self._began = self._now()
        return self._reasoning.feed(delta)

    def feed_text(self, delta: str) -> Change:
        if not self.has_text:
            self._ended = self._now()
        self.has_text = True
        return self._text.feed(delta)

    def finish(self) -> tuple[Change, Change]:
        """Return what the end changes in the reasoning and in the text."""
        if self._ended is None:
            self._ended = self._now()
        return self._reasoning.finish(), self._text.finish()

    @property
    def thinking_seconds(self) -> float | None:
        """How long the reasoning took, or has taken so far; None where there is none."""
        if self._began is None:
            return None
        return (self._now() if self._ended is None else self._ended) - self._began


class Streams:
    """The streams of all messages of one arrangement."""

    def __init__(self, arrangement: Arrangement, now: Callable[[], float]) -> None:
        self._arrangement = arrangement
        self._now = now
        self._streams: dict[str, Stream] = {}

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._streams

    @property
    def thinking(self) -> bool:
        """Whether a reply is reasoning, so that its seconds have to be counted."""
        return any(stream.thinking_seconds is not None and not stream.has_text for stream in self._streams.values())

    def clear(self) -> None:
        self._streams.clear()

    def begin(self, message_id: str) -> None:
        number = self._arrangement.number(message_id)
        if number is not None:
            self._arrangement.pin(number)
            self._streams[message_id] = Stream(self._arrangement.entries[number].message, self._now)

    def feed(self, message_id: str, reasoning: str, text: str, *, fold: bool) -> int | None:
        """Add what has come; return the height, from the top of all messages, from which on something may be new.

        None where the message is not being streamed. With `fold` the reasoning folds when the answer begins.
        """
        stream, number = self._streams.get(message_id), self._arrangement.number(message_id)
        if stream is None or number is None:
            return None
        layout = self._arrangement.pin(number)
        changed = layout.text_bottom
        if reasoning:
            changed = self._add_reasoning(stream, layout, reasoning)
        if text:
            changed = min(changed, self._add_text(stream, layout, text, fold=fold))
        self.count_seconds()
        self._arrangement.resize(number)
        return self._arrangement.top(number) + changed

    def _add_reasoning(self, stream: Stream, layout: EntryLayout, delta: str) -> int:
        if stream.thinking_seconds is None:
            layout.shown.reasoning.setdefault(layout.entry.message.id, True)
        first_words = stream.thinking_seconds is None
        changed = layout.reasoning_top + _put(layout, Section.REASONING, stream.feed_reasoning(delta))
        return layout.reasoning_head.top() if first_words else changed

    def _add_text(self, stream: Stream, layout: EntryLayout, delta: str, *, fold: bool) -> int:
        first_words = not stream.has_text
        changed = layout.text_top + _put(layout, Section.TEXT, stream.feed_text(delta))
        if first_words and fold:
            layout.shown.reasoning[layout.entry.message.id] = False
        return layout.reasoning_head.top() if first_words else changed

    def end(self, entry: Entry) -> bool:
        """Show the end of a reply; return whether it was streamed."""
        stream, number = self._streams.pop(entry.message.id, None), self._arrangement.number(entry.message.id)
        if number is None:
            return False
        if stream is not None:
            layout = self._arrangement.pin(number)
            reasoning, text = stream.finish()
            _put(layout, Section.REASONING, reasoning)
            _put(layout, Section.TEXT, text)
        self._arrangement.update(number, entry, same_text=stream is not None)
        self._arrangement.unpin(number)
        return stream is not None

    def count_seconds(self) -> None:
        """Say of each reply that reasons for how long it has."""
        for message_id, stream in self._streams.items():
            seconds = stream.thinking_seconds
            if seconds is not None:
                self._arrangement.shown.thinking[message_id] = seconds


def _put(layout: EntryLayout, section: Section, change: Change) -> int:
    return layout.column(section).replace(change.first, change.blocks)
