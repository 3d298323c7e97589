"""Replies that are being written: what has come of each, read as far as it is closed, put into the arrangement."""

from __future__ import annotations

from collections.abc import Callable

from desktop.model.message import Message
from desktop.render.incremental import Change, IncrementalParser
from desktop.render.passages import end_of_slice
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.entry_layout import EntryLayout, Section


class Stream:
    """Reads the deltas of one message, of a large one a slice at a time. `now` gives seconds that only grow."""

    def __init__(self, message: Message, now: Callable[[], float]) -> None:
        self._now = now
        self._parsers = {section: IncrementalParser() for section in Section}
        # Words that the message has already stand in the view; the parsers have to know them too.
        self._waiting = {Section.REASONING: message.reasoning, Section.TEXT: message.text}
        self._began: float | None = None
        self._ended: float | None = None
        self.has_text = bool(message.text.strip())

    def take(self, reasoning: str, text: str) -> None:
        """Take deltas in, to be read by `read`.

        Line ends alone are neither a thought nor an answer: models that were told not to think begin with some.
        """
        if reasoning.strip() and self._began is None:
            self._began = self._now()
        if text.strip() and not self.has_text:
            self._ended = self._now()
            self.has_text = True
        self._waiting[Section.REASONING] += reasoning
        self._waiting[Section.TEXT] += text

    @property
    def pending(self) -> Section | None:
        """The part of the message of which something has not been read."""
        return next((section for section in Section if self._waiting[section]), None)

    def read(self, section: Section) -> Change:
        """Read some of what was taken in."""
        waiting = self._waiting[section]
        end = end_of_slice(waiting)
        self._waiting[section] = waiting[end:]
        return self._parsers[section].feed(waiting[:end])

    def finish(self) -> dict[Section, Change] | None:
        """Return what the end changes in each part; None where the message has to be read anew."""
        if self._ended is None:
            self._ended = self._now()
        if self.pending is not None:
            return None
        changes = {section: parser.finish() for section, parser in self._parsers.items()}
        return changes if all(parser.is_exact for parser in self._parsers.values()) else None

    @property
    def has_thought(self) -> bool:
        return self._began is not None

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
            layout = self._arrangement.pin(number)
            self._streams[message_id] = stream = Stream(layout.entry.message, self._now)
            for section in Section:
                layout.column(section).write(Change(0, ()))
                if stream.pending == section:
                    layout.column(section).write(stream.read(section))
            self._arrangement.resize(number)

    def feed(self, message_id: str, reasoning: str, text: str, *, fold: bool) -> int | None:
        """Add what has come; return the height, from the top of all messages, from which on something may be new.

        None where the message is not being streamed. With `fold` the reasoning folds when the answer begins.
        """
        stream, number = self._streams.get(message_id), self._arrangement.number(message_id)
        if stream is None or number is None:
            return None
        layout = self._arrangement.pin(number)
        had_thought, had_words = stream.has_thought, stream.has_text
        stream.take(reasoning, text)
        first_thought, first_words = stream.has_thought > had_thought, stream.has_text > had_words
        if first_thought:
            layout.shown.reasoning.setdefault(message_id, True)
        changed = min(self._read(stream, layout) for _ in range(2 if reasoning and text else 1))
        if first_words and fold:
            layout.shown.reasoning[message_id] = False
        if first_thought or first_words:
            changed = layout.reasoning_head.top()
        self.count_seconds()
        self._arrangement.resize(number)
        return self._arrangement.top(number) + changed

    @property
    def pending(self) -> str | None:
        """The id of a message of which more has come than could be read: an empty `feed` reads some of it."""
        return next((message_id for message_id, stream in self._streams.items() if stream.pending is not None), None)

    def _read(self, stream: Stream, layout: EntryLayout) -> int:
        section = stream.pending
        if section is None:
            return layout.text_bottom
        top = layout.text_top if section == Section.TEXT else layout.reasoning_top
        return top + layout.column(section).write(stream.read(section))

    def end(self, entry: Entry) -> bool:
        """Show the end of a reply; return whether it was streamed."""
        stream, number = self._streams.pop(entry.message.id, None), self._arrangement.number(entry.message.id)
        if number is None:
            return False
        changes = stream.finish() if stream is not None else None
        if changes is not None:
            layout = self._arrangement.pin(number)
            for section, change in changes.items():
                layout.column(section).write(change)
        self._arrangement.update(number, entry, same_text=changes is not None)
        self._arrangement.unpin(number)
        return stream is not None

    def count_seconds(self) -> None:
        """Say of each reply that reasons for how long it has."""
        for message_id, stream in self._streams.items():
            seconds = stream.thinking_seconds
            if seconds is not None:
                self._arrangement.shown.thinking[message_id] = seconds

