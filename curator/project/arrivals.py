"""Imported cases on their way into the tables, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from curator.model.case import CarriedReview, IncomingCase
from curator.project import acts, reviews, schema, suggestions
from curator.project.case_rows import SMALL_COLUMNS, TEXT_COLUMNS, case_row, encoded
from curator.project.cases import keys_of_ids
from curator.project.ids import new_uid, new_uids, now

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_BATCH = 500
_ROWS_A_STATEMENT = 500
_USUAL_PAGES, _MANY_PAGES = 1_000, 30_000
"""Of 4 kB."""
_LINK_COLUMNS = ("case_key", "import_key", "line", "source_id")


class Arrivals:
    """One import: knows which file it reads, whose acts it brings, and what it has counted.

    `as_acts` makes carried reviews acts of their reviewer; else they become suggestions.
    """

    def __init__(
        self, *, file: str, format_name: str, reviewer: str, seed: int, as_acts: bool
    ) -> None:
        self.file = file
        self.stem = Path(file).stem
        self.format_name = format_name
        self.reviewer = reviewer
        self.seed = seed
        self.as_acts = as_acts
        self.import_key = 0
        self.deed = new_uid()
        self.read = self.imported = self.duplicates = 0
        self.acts = self.suggestions = 0
        self.source_cases: int | None = None
        """How many cases the source holds when only a sample of them is taken."""
        self.strata: dict[str, int] = {}

    def start(self, connection: Connection) -> None:
        """Add the import's own row."""
        _pages_before_checkpoint(connection, _MANY_PAGES)
        row = {
            "uid": new_uid(),
            "file": Path(self.file).name,
            "format": self.format_name,
            "at": now(),
            "reviewer": self.reviewer,
            **self._counts(0),
        }
        connection.execute(insert(schema.imports), [row])
        self.import_key = connection.execute(select(func.max(schema.imports.c.key))).scalar_one()

    def finish(self, connection: Connection, rejected: int) -> None:
        """Write the final counts."""
        _pages_before_checkpoint(connection, _USUAL_PAGES)
        connection.execute(
            update(schema.imports)
            .where(schema.imports.c.key == self.import_key)
            .values(**self._counts(rejected))
        )

    def _counts(self, rejected: int) -> dict[str, int | str]:
        return {
            "cases_read": self.read,
            "cases_imported": self.imported,
            "duplicates": self.duplicates,
            "rejected": rejected,
            "source_cases": self.read if self.source_cases is None else self.source_cases,
            "strata": json.dumps(self.strata, ensure_ascii=False) if self.strata else "",
        }

    def add(self, connection: Connection, batch: Sequence[IncomingCase]) -> None:
        """Take in one batch: new cases, links to known ones, and what came with either."""
        keys = self._add_cases(connection, batch)
        pairs = [
            (key, case.review, case.origin)
            for key, case in zip(keys, batch, strict=True)
            if not case.review.is_empty
        ]
        if self.as_acts:
            self._add_acts(connection, [(key, review) for key, review, _ in pairs])
        else:
            rows = _as_suggestions(pairs)
            _withdraw_older(connection, rows)
            self.suggestions += suggestions.add(connection, rows)
        self.read += len(batch)
        self.finish(connection, 0)  # true after every batch, should the import be interrupted

    def _add_cases(self, connection: Connection, batch: Sequence[IncomingCase]) -> list[int]:
        """Insert what is new, link what is known. Returns each row's case key."""
        cases = [encoded(case) for case in batch]
        known = _known_hashes(connection, [one.digest for one in cases])
        ids = self._free_ids(connection, batch)
        uids = iter(new_uids(len(batch)))
        next_key = (connection.execute(select(func.max(schema.cases.c.key))).scalar() or 0) + 1
        small: list[tuple[object, ...]] = []
        texts: list[tuple[object, ...]] = []
        links: list[tuple[object, ...]] = []
        keys: list[int] = []
        for one, public_id in zip(cases, ids, strict=True):
            key = known.get(one.digest)
            if key is None:
                key = known[one.digest] = next_key
                next_key += 1
                rows = case_row(
                    one,
                    key=key,
                    uid=next(uids),
                    public_id=public_id,
                    import_key=self.import_key,
                    seed=self.seed,
                )
                small.append(rows[0])
                texts.append(rows[1])
            else:
                links.append((key, self.import_key, one.case.line, one.case.id))
            keys.append(key)
        _insert(connection, schema.cases, SMALL_COLUMNS, small)
        _insert(connection, schema.case_texts, TEXT_COLUMNS, texts)
        _insert(connection, schema.duplicates, _LINK_COLUMNS, links)
        self.imported += len(small)
        self.duplicates += len(links)
        return keys

    def _free_ids(self, connection: Connection, batch: Sequence[IncomingCase]) -> list[str]:
        """The source's own id, else file and line; "~2" is added where it is taken."""
        wanted = [case.id or f"{self.stem}-{case.line}" for case in batch]
        taken = set(keys_of_ids(connection, wanted))
        free: list[str] = []
        for one in wanted:
            candidate, number = one, 1
            while candidate in taken:
                number += 1
                candidate = f"{one}~{number}"
                if keys_of_ids(connection, [candidate]):
                    taken.add(candidate)
            taken.add(candidate)
            free.append(candidate)
        return free

    def _add_acts(
        self, connection: Connection, carried: Sequence[tuple[int, CarriedReview]]
    ) -> None:
        present = acts.acts_of_cases(connection, [key for key, _ in carried])
        new: list[acts.NewAct] = []
        for key, review in carried:
            reviewer = review.reviewer or self.reviewer
            own = [act for act in present[key] if act.reviewer == reviewer]
            state, _ = acts.fold_review(key, own)
            new.extend(
                reviews.imported_acts(
                    key,
                    mark=review.mark if review.mark != state.mark else None,
                    note=review.note if review.note != state.note else None,
                    tags=review.tags if review.tags != state.tags else (),
                    severity=review.severity if review.severity != state.severity else None,
                    ideal=review.ideal if review.ideal != state.ideal else None,
                    reviewer=reviewer,
                )
            )
        acts.append(connection, new, self.reviewer, origin=acts.IMPORTED, deed=self.deed)
        reviews.refold(connection, (act.case_key for act in new if act.case_key is not None))
        self.acts += len(new)


def _pages_before_checkpoint(connection: Connection, pages: int) -> None:
    """How much a store's write-ahead log may grow before it is copied into the file.

    Every batch is durable in the log once it is committed; an index page that many batches touch
    is then copied once instead of with each of them. Back at the usual figure the next commit
    copies what there is.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint={pages:d}")


def _insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Many rows at once, handed to the driver as they are.

    Going through a typed insert's parameters row by row takes longer than the insert itself.
    Several rows go into one statement, as the driver lets other threads run (the one that
    reads the file) only inside a statement, and is slow to come back after each.
    """
    if not rows:
        return
    if connection.dialect.paramstyle != "qmark":
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        connection.execute(insert(table), named)
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    if compiled.positiontup != list(columns):
        raise AssertionError(f"the columns of {table.name} are not in its order")
    single, one = str(compiled), str(compiled).partition(" VALUES ")[2]
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        some = rows[start : start + _ROWS_A_STATEMENT]
        statement = ", ".join([single, *[one] * (len(some) - 1)])
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))


def _known_hashes(connection: Connection, hashes: Sequence[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for start in range(0, len(hashes), _BATCH):
        query = select(schema.cases.c.content_hash, schema.cases.c.key).where(
            schema.cases.c.content_hash.in_(hashes[start : start + _BATCH])
        )
        found.update((digest, key) for digest, key in connection.execute(query))
    return found


def _withdraw_older(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Take back waiting suggestions that the same origin now makes otherwise.

    A newer export knows better than an older one; what a person accepted stays.
    """
    table = schema.suggestions
    newest = {(key, kind, origin): value for key, kind, value, origin in rows}
    keys = sorted({row[0] for row in rows})
    stale: list[int] = []
    for start in range(0, len(keys), _BATCH):
        query = select(
            table.c.key, table.c.case_key, table.c.kind, table.c.origin, table.c.value
        ).where(table.c.case_key.in_(keys[start : start + _BATCH]), table.c.accepted.is_(False))
        for key, case_key, kind, origin, value in connection.execute(query):
            if newest.get((case_key, kind, origin), value) != value:
                stale.append(key)
    for start in range(0, len(stale), _BATCH):
        connection.execute(delete(table).where(table.c.key.in_(stale[start : start + _BATCH])))


def _as_suggestions(
    carried: Sequence[tuple[int, CarriedReview, str]],
) -> list[tuple[int, str, str, str]]:
    rows: list[tuple[int, str, str, str]] = []
    for key, review, origin in carried:
        if review.mark is not None:
            rows.append((key, "mark", review.mark.value, origin))
        if review.note:
            rows.append((key, "note", review.note, origin))
        if review.tags:
            rows.append((key, "tags", acts.encode_tags(review.tags), origin))
        if review.ideal is not None:
            rows.append((key, "ideal", review.ideal, origin))
    return rows


def count_duplicates(connection: Connection) -> int:
    """Rows that turned out to be cases the project already had."""
    return connection.execute(select(func.count()).select_from(schema.duplicates)).scalar_one()
