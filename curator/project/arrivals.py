"""Imported cases on their way into the tables, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.model.case import IncomingCase
from curator.model.review import Mark, Severity
from curator.project import acts, bulk, reviews, suggestions
from curator.project.case_rows import (
    DRAWS,
    SMALL_COLUMNS,
    TEXT_COLUMNS,
    Carried,
    PreparedCase,
)
from curator.project.ids import new_uid, new_uids, now
from curator.project.prepared import Prepared
from curator.project.sql import func, insert, schema, select, update

if TYPE_CHECKING:
    from curator.project.connection import Connection

_BATCH = 500
_duplicates = Prepared(
    "arrivals.duplicates", lambda: select(func.count()).select_from(schema.duplicates)
)
_LINK_COLUMNS = ("case_key", "import_key", "line", "source_id")


class Arrivals:
    """One import: knows which file it reads, whose acts it brings, and what it has counted.

    `as_acts` makes carried reviews acts of their reviewer; else they become suggestions. `others`
    says that they are another tool's, taken for acts because somebody said so: the log says it.
    """

    def __init__(
        self,
        *,
        file: str,
        format_name: str,
        reviewer: str,
        seed: int,
        as_acts: bool,
        others: bool = False,
    ) -> None:
        self.file = file
        self.stem = Path(file).stem
        self.format_name = format_name
        self.reviewer = reviewer
        self.seed = seed
        self.as_acts = as_acts
        self.others = others
        self._suggestions_wait = False
        self.import_key = 0
        self.deed = new_uid()
        self.read = self.imported = self.duplicates = 0
        self.acts = self.suggestions = 0
        self.source_cases: int | None = None
        """How many cases the source holds when only a sample of them is taken."""
        self.strata: dict[str, int] = {}

    def start(self, connection: Connection) -> None:
        """Add the import's own row."""
        self._suggestions_wait = suggestions.count_waiting(connection) > 0
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
        self.count(connection, rejected)

    def count(self, connection: Connection, rejected: int) -> None:
        """Write the counts so far: true after every batch, should the import be interrupted."""
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
        # It loads OpenSSL, which nobody needs to open a project.
        from curator.project.incoming_rows import prepared

        self.add_prepared(connection, [prepared(case, self.seed) for case in batch])

    def add_prepared(
        self,
        connection: Connection,
        batch: Sequence[PreparedCase],
        rejected: int = 0,
        strata: Sequence[str] = (),
    ) -> None:
        """`add` for cases that were prepared elsewhere; `rejected`: rows rejected so far.

        `strata` names the stratum of each case where they are a sample taken by strata.
        """
        before = connection.execute(select(func.max(schema.cases.c.key))).scalar() or 0
        keys = self._add_cases(connection, batch, before + 1)
        if strata:
            rows = {key: one for key, one in zip(keys, strata, strict=True) if key > before}
            bulk.insert_rows(
                connection, schema.case_strata, ("case_key", "stratum"), list(rows.items())
            )
        pairs = [
            (key, carried)
            for key, (_, _, _, carried) in zip(keys, batch, strict=True)
            if carried is not None
        ]
        if self.as_acts:
            self._add_acts(connection, pairs)
            if self._suggestions_wait:
                suggestions.settle_alike(connection, _as_suggestions(pairs))
        else:
            self.suggestions += suggestions.arrive(connection, _as_suggestions(pairs))
        self.read += len(batch)
        self.count(connection, rejected)

    def _add_cases(
        self, connection: Connection, batch: Sequence[PreparedCase], first: int
    ) -> list[int]:
        """Insert what is new, link what is known. Returns each row's case key.

        Most rows of most imports are new: so all are offered to the store, whose indexes tell
        those it has, and only these are looked at one by one.
        """
        keys = list(range(first, first + len(batch)))
        smalls = [
            (key, uid, own or f"{self.stem}-{small[0]}", self.import_key, *small)
            for key, uid, (own, small, _, _) in zip(keys, new_uids(len(batch)), batch, strict=True)
        ]
        new = bulk.insert_new(connection, schema.cases, SMALL_COLUMNS, smalls)
        if new < len(batch):
            self._place_others(connection, batch, smalls, keys)
        texts = [
            (key, *text)
            for key, (own_key, *_), (_, _, text, _) in zip(keys, smalls, batch, strict=True)
            if key == own_key
        ]
        bulk.insert_rows(connection, schema.case_texts, TEXT_COLUMNS, texts)
        self.imported += len(texts)
        return keys

    def _place_others(
        self,
        connection: Connection,
        batch: Sequence[PreparedCase],
        smalls: Sequence[tuple[object, ...]],
        keys: list[int],
    ) -> None:
        """Link the rows whose case is known (their `keys` become its), and give new cases whose
        id is taken another one: "~2" is added.
        """
        table = schema.cases.c
        there = set(connection.execute(select(table.key).where(table.key >= keys[0])).scalars())
        others = [place for place, key in enumerate(keys) if key not in there]
        contents = _Contents(connection, [batch[place][1][1] for place in others])
        links: list[tuple[object, ...]] = []
        renamed: list[tuple[object, ...]] = []
        taken: set[str] = set()
        for place in others:
            own_id, (line, wanted_draw, _, digest, *_), _, _ = batch[place]
            key, draw = contents.place(wanted_draw, digest, keys[place])
            if key == keys[place]:
                _, uid, wanted, import_key, _, _, *rest = smalls[place]
                free = _free_id(connection, str(wanted), taken)
                renamed.append((key, uid, free, import_key, line, draw, *rest))
            else:
                keys[place] = key
                links.append((key, self.import_key, line, own_id))
        bulk.insert_rows(connection, schema.cases, SMALL_COLUMNS, renamed)
        bulk.insert_rows(connection, schema.duplicates, _LINK_COLUMNS, links)
        self.duplicates += len(links)

    def _add_acts(self, connection: Connection, pairs: Sequence[tuple[int, Carried]]) -> None:
        present = acts.acts_of_cases(connection, [key for key, _ in pairs])
        new: list[acts.NewAct] = []
        for key, said in pairs:
            reviewer = said.reviewer or self.reviewer
            mark = Mark(said.mark) if said.mark is not None else None
            severity = Severity(said.severity) if said.severity is not None else None
            own = [act for act in present[key] if act.reviewer == reviewer]
            state, _ = acts.fold_review(key, own)
            made = reviews.imported_acts(
                key,
                mark=mark if mark != state.mark else None,
                note=said.note if said.note != state.note else None,
                tags=said.tags if said.tags != state.tags else (),
                severity=severity if severity != state.severity else None,
                ideal=said.ideal if said.ideal != state.ideal else None,
                reviewer=reviewer,
            )
            if self.others:
                for act in made:
                    act.payload["suggested_by"] = said.origin
            new += made
        origin = acts.ACCEPTED_ON_IMPORT if self.others else acts.IMPORTED
        acts.append(connection, new, self.reviewer, origin=origin, deed=self.deed)
        reviews.refold(connection, (act.case_key for act in new if act.case_key is not None))
        self.acts += len(new)


class _Contents:
    """Which case has which content, looked up by the place that follows from it."""

    def __init__(self, connection: Connection, draws: Sequence[int]) -> None:
        self._connection = connection
        self._at: dict[int, tuple[int, bytes]] = {}
        self._look_up(draws)

    def _look_up(self, draws: Sequence[int]) -> None:
        table = schema.cases.c
        keys = bulk.keys_by(self._connection, table.draw, draws)
        digests = bulk.values_of(self._connection, table.content_hash, list(keys.values()))
        self._at.update((draw, (key, digests[key])) for draw, key in keys.items())

    def place(self, draw: int, digest: bytes, new_key: int) -> tuple[int, int]:
        """The key of the case with this content, and its place; where there is none it is new."""
        while True:
            key, known = self._at.get(draw, (new_key, digest))
            if known == digest:
                self._at[draw] = key, digest
                return key, draw
            draw = (draw + 1) % DRAWS
            if draw not in self._at:
                self._look_up([draw])


def _free_id(connection: Connection, wanted: str, taken: set[str]) -> str:
    """ "a~2", "a~3" …: the first that no case has; it is `taken` from then on."""
    number = 1
    while True:
        number += 1
        candidate = f"{wanted}~{number}"
        if candidate in taken or bulk.keys_by(connection, schema.cases.c.id, [candidate]):
            continue
        taken.add(candidate)
        return candidate


def _as_suggestions(pairs: Sequence[tuple[int, Carried]]) -> list[tuple[int, str, str, str]]:
    rows: list[tuple[int, str, str, str]] = []
    for key, said in pairs:
        if said.mark is not None:
            rows.append((key, "mark", said.mark, said.origin))
        if said.note:
            rows.append((key, "note", said.note, said.origin))
        if said.tags:
            rows.append((key, "tags", acts.encode_tags(said.tags), said.origin))
        if said.ideal is not None:
            rows.append((key, "ideal", said.ideal, said.origin))
    return rows


def count_duplicates(connection: Connection) -> int:
    """Rows that turned out to be cases the project already had."""
    return _duplicates.value(connection)


def copies(connection: Connection, keys: Sequence[int]) -> dict[int, int]:
    """How many exact copies of each of these cases were folded at import; none, not listed."""
    table = schema.duplicates
    found: dict[int, int] = {}
    for start in range(0, len(keys), _BATCH):
        query = (
            select(table.c.case_key, func.count())
            .where(table.c.case_key.in_(list(keys[start : start + _BATCH])))
            .group_by(table.c.case_key)
        )
        found.update((key, number) for key, number in connection.execute(query))
    return found
