from __future__ import annotations

from pathlib import Path

from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.search import Search
from tests.store.bulk import fill


def test_the_large_library_is_one_that_the_program_could_have_written(path: Path) -> None:
    fill(path, 400)
    fill(path, 100, seed=2)
    with Database.open(path) as database:
        assert database.value("SELECT COUNT(*) FROM messages") == 500
        assert database.rows("PRAGMA foreign_key_check") == []
        known = [*Conversations(database).all_shown(), *Conversations(database).trash()]
        written = [each for each in known if each.head_id is not None]
        assert sum(len(Messages(database).of(each.id)) for each in written) == 500
        assert len(Search(database).search("the", 20)) == 20
        for conversation in known:
            Conversations(database).purge(conversation.id)
        for table in ("message_words", "title_words"):  # every word and every fact was one that purging takes away
            database.run(f"CREATE VIRTUAL TABLE temp.{table}_left USING fts5vocab (main, {table}, row)")
            assert database.rows(f"SELECT * FROM temp.{table}_left") == []
