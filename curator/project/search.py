"""Finding cases by their words. The one place that knows SQLite's full-text index.

The index holds inputs and outputs and follows imports in the background: cases that are not in it
yet, and everything reviewers wrote, are read through directly. It holds no text of its own
(`content=''`), so it can be dropped and built again at any time.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from curator.project.case_rows import said_text
from curator.project.interruption import nothing_stops
from curator.project.key_lists import keys_of, mask_of
from curator.project.prepared import Prepared
from curator.project.sql import (
    and_,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    not_,
    or_,
    schema,
    select,
    table,
    text,
    union_all,
    update,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import bool_
    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, CompoundSelect, Select

    from curator.project.connection import Connection

LAST = "\U0010ffff"
"""Sorts after whatever an id may go on with."""
INDEXED_TO = "search_indexed_to"
"""Name of the fact in `about`: the last case key that the index holds."""
INDEX = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS case_search USING fts5("
    "input, output, content='', tokenize=\"unicode61 remove_diacritics 2\", "
    "prefix='2 3', detail='full')"
)
INTO_INDEX = "INSERT INTO case_search (rowid, input, output) VALUES (:key, :input, :output)"
_indexed_to = Prepared(
    "search.indexed_to",
    lambda: select(schema.about.c.value).where(schema.about.c.name == INDEXED_TO),
)
_behind = Prepared(
    "search.behind",
    lambda: (
        select(func.count())
        .select_from(schema.cases)
        .where(schema.cases.c.key > bindparam("known"))
    ),
)
_WORD = re.compile(r"\w", re.UNICODE)


@cache
def _unspaced() -> re.Pattern[str]:
    """Scripts that write without spaces: each character becomes a word, so that any run is found.

    Made when something is indexed or looked for: it takes 2 ms.
    """
    return re.compile(
        "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
        "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0002fa1f])"
    )


def _spaced(words: str) -> str:
    return _unspaced().sub(r" \1 ", words)


def indexed_to(connection: Connection) -> int:
    """The last case key in the index; 0 before there is one."""
    found = _indexed_to.value(connection)
    return int(found) if found else 0


def index_next(connection: Connection, limit: int) -> int:
    """Take the next cases into the index. Returns how many; 0 when it is complete."""
    done = indexed_to(connection)
    texts = schema.case_texts
    query = (
        select(texts.c.case_key, texts.c.input, texts.c.output)
        .where(texts.c.case_key > done)
        .order_by(texts.c.case_key)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    if not rows:
        return 0
    connection.execute(text(INDEX))
    connection.execute(
        text(INTO_INDEX), [indexed(key, asked, answered) for key, asked, answered in rows]
    )
    _remember(connection, rows[-1][0])
    return len(rows)


def indexed(place: int, asked: str, answered: str) -> dict[str, int | str]:
    """A row of the index: `place` is what it finds, the texts are messages as they are stored."""
    return {
        "key": place,
        "input": _spaced(said_text(asked)),
        "output": _spaced(said_text(answered)),
    }


def _remember(connection: Connection, key: int) -> None:
    about = schema.about
    known = connection.execute(select(about.c.name).where(about.c.name == INDEXED_TO)).first()
    if known is None:
        connection.execute(insert(about), [{"name": INDEXED_TO, "value": str(key)}])
    else:
        connection.execute(update(about).where(about.c.name == INDEXED_TO).values(value=str(key)))


def waiting(connection: Connection) -> int:
    """How many cases are not in the index yet."""
    return _behind.value(connection, known=indexed_to(connection))


def matches(connection: Connection, search: str) -> ColumnElement[bool]:
    """Cases that hold every word of a search, each in id, input, output, note, tags or ideal.

    Words are found from their beginning ("refu" finds "refund"), letter case and accents aside;
    an id is found from its beginning.
    """
    done = indexed_to(connection)
    return and_(*(_holds(word, done) for word in search.split()))


def matching(
    connection: Connection, search: str, check: Callable[[], None] = nothing_stops
) -> NDArray[bool_]:
    """What `matches` finds, as a mask by case key: for searches that find very many cases.

    `check` is called between two words, and may raise.
    """
    done = indexed_to(connection)
    size = (connection.execute(select(func.max(schema.cases.c.key))).scalar() or 0) + 1
    found: NDArray[bool_] | None = None
    for word in search.split():
        check()
        mask = mask_of(keys_of(connection, _finds(word, done)), size)
        found = mask if found is None else found & mask
    if found is None:
        raise ValueError("a search without words finds nothing and everything")
    return found


def _holds(word: str, done: int) -> ColumnElement[bool]:
    """One IN over a union, so that the store starts from the finds instead of from all cases."""
    return schema.cases.c.key.in_(_finds(word, done))


def _finds(word: str, done: int) -> CompoundSelect[int]:
    """Keys of the cases that hold a word; some of them more than once."""
    cases = schema.cases.c
    found: list[Select[int]] = [
        select(cases.key).where(cases.id >= word, cases.id < word + LAST),
        written(word),
    ]
    if done and in_words(word):
        found.append(_in_index(word))
    found.append(said(word, done))
    return union_all(*found)


def in_words(word: str) -> bool:
    """Whether the index can know it: it holds a letter or a digit."""
    return _WORD.search(word) is not None


def written(word: str) -> Select[int]:
    """Keys of the cases of which a reviewer wrote a word: in the note, tags or ideal answer."""
    reviews = schema.reviews.c
    places = (reviews.note, reviews.tags, reviews.ideal)
    return select(reviews.case_key).where(or_(*(_contains(one, word) for one in places)))


def said(word: str, done: int) -> Select[int]:
    """Keys of the cases beyond the index, which goes to `done`, whose messages say a word."""
    texts = schema.case_texts.c
    return select(texts.case_key).where(
        texts.case_key > (done if in_words(word) else 0),
        or_(*(_says(messages, word) for messages in (texts.input, texts.output))),
    )


def _in_index(word: str) -> Select[int]:
    """Keys that the index finds for one word."""
    index = table("case_search", column("rowid"))
    return select(index.c.rowid).where(
        literal_column("case_search").op("MATCH")(bindparam(None, as_phrase(word)))
    )


def as_phrase(word: str) -> str:
    """How the index is asked for one word: its parts in a row, the last as a beginning."""
    phrase = _spaced(word).replace('"', " ").strip()
    return f'"{phrase}"*'


def _says(messages: ColumnElement[str | None], word: str) -> ColumnElement[bool]:
    """Whether messages, stored as JSON, say a word.

    The JSON's text is looked at first, which is quick and never misses; only where it holds the
    word are the messages taken apart, as their fields' names are no words of theirs.
    """
    written = json.dumps(word, ensure_ascii=False)[1:-1]
    inside = func.json_tree(messages).table_valued("key", "type", "value", "path")
    said = or_(
        inside.c.key.in_(("content", "refusal")),
        and_(inside.c.key.in_(("name", "arguments")), inside.c.path.contains(".tool_calls[")),
    )
    spoken = (
        select(inside.c.key)
        .where(
            inside.c.type == "text",
            said,
            not_(inside.c.path.contains(".parts")),
            not_(inside.c.path.contains(".extra")),
            _contains(inside.c.value, word),
        )
        .correlate(schema.case_texts)
        .exists()
    )
    return and_(_contains(messages, written), spoken)


def _contains(where: ColumnElement[str | None], word: str) -> ColumnElement[bool]:
    """Plain containment. The store folds case for ASCII only, so other scripts are spelled out."""
    if word.isascii():
        return where.icontains(word, autoescape=True)
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()})
    return or_(*(where.contains(one, autoescape=True) for one in spellings))
