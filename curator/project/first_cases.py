"""The first cases of an order, in a search index of their own in memory.

A word that most of a million cases hold takes the store's index a tenth of a second to list. The
list shows a dozen rows: those are found among the first few hundred cases in a millisecond, by the
same index over these alone, while the rest is looked for in a thread (decision 0087).
"""

from __future__ import annotations

import sqlite3
import weakref
from array import array
from typing import TYPE_CHECKING

from curator.project import search
from curator.project.key_lists import among_listed
from curator.project.sql import schema, select

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from curator.project.connection import Connection


class FirstCases:
    """`keys` of the first cases; which of them hold what is searched for.

    Texts and ids never change, so they are read once; what reviewers wrote is looked up anew.
    """

    def __init__(self, connection: Connection, keys: array[int]) -> None:
        self.keys = keys
        # Made in a thread, asked in the window's: never by two at once.
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._index.close)
        self._index.execute(search.INDEX)
        self._index.execute("CREATE TABLE ids (key INTEGER PRIMARY KEY, id TEXT)")
        cases, texts = schema.cases.c, schema.case_texts.c
        query = (
            select(cases.key, cases.id, texts.input, texts.output)
            .join(schema.case_texts, texts.case_key == cases.key)
            .where(among_listed(cases.key, keys))
        )
        for key, public_id, asked, answered in connection.execute(query):
            self._index.execute(search.INTO_INDEX, search.indexed(key, asked, answered))
            self._index.execute("INSERT INTO ids VALUES (?, ?)", (key, public_id))

    def finds(self, connection: Connection, searched: str) -> array[int]:
        """Those of `keys` that hold every word, as `search.matches` finds them; in their order."""
        done = search.indexed_to(connection)
        left = set(self.keys)
        for word in searched.split():
            left &= self._holding(connection, word, done)
        return array("q", (key for key in self.keys if key in left))

    def _holding(self, connection: Connection, word: str, done: int) -> set[int]:
        of_id = "SELECT key FROM ids WHERE id >= ? AND id < ?"
        found = {key for (key,) in self._index.execute(of_id, (word, word + search.LAST))}
        if search.in_words(word):
            of_word = "SELECT rowid FROM case_search WHERE case_search MATCH ? AND rowid <= ?"
            values = (search.as_phrase(word), done)
            found.update(key for (key,) in self._index.execute(of_word, values))
        found.update(_keys(connection, search.written(word), schema.reviews.c.case_key, self.keys))
        beyond = (
            array("q", (key for key in self.keys if key > done))
            if search.in_words(word)
            else self.keys
        )
        if beyond:
            in_texts = schema.case_texts.c.case_key
            found.update(_keys(connection, search.said(word, done), in_texts, beyond))
        return found


def _keys(
    connection: Connection, query: Select[int], column: ColumnElement[int], keys: array[int]
) -> list[int]:
    return list(connection.execute(query.where(among_listed(column, keys))).scalars())
