"""What checks look at: rows, the project around them, and comparisons made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeVar

from curator.model.base import JsonObject
from curator.model.dataset import DatasetRow
from curator.model.readiness import Place
from curator.model.snapshot import Snapshot
from curator.model.work import Embed
from curator.readiness.checks.chat_rows import chat_row
from curator.readiness.checks.file_fields import field_in_file
from curator.readiness.checks.file_formats import FORMATS, FileFormat
from curator.readiness.checks.file_tables import FileLine, FileRows
from curator.readiness.checks.file_turns import Conversations
from curator.readiness.checks.likeness import Likeness, find_likeness
from curator.readiness.checks.memo import Memo
from curator.readiness.checks.parts import ROW_PARTS, WHICH, limits_digest, project_digest
from curator.readiness.new_facts import KnownWords, find_new_facts
from curator.readiness.sensitive import find_in_all, row_texts
from curator.readiness.texts import question_text, without_template
from curator.readiness.thresholds import Thresholds
from curator.readiness.tokens import row_tokens, vocabulary
from curator.reviewing.near_duplicates import normalise

_T = TypeVar("_T")
Found = Sequence[tuple[int, int, str]]
"""Places in one text: first character, the one after the last, kind."""


@dataclass(eq=False)
class CheckContext:
    """Rows to check with what is known around them. Lazy members are computed once."""

    rows: Sequence[DatasetRow]
    thresholds: Thresholds
    snapshot: Snapshot | None = None
    file: FileRows | None = None
    file_format: str = "messages"
    pairs: bool = False
    """The rows become preference pairs: ideal answer against output."""
    left_out: int = 0
    """Training rows already left out because they belong to a held-out group."""
    export_format: str = "messages"
    """The format that the rows are to be written in; the rows themselves are neutral."""
    embed: Embed | None = None
    """Places texts; without it nothing is compared by meaning."""
    memo: Memo = field(default_factory=Memo)
    held_out_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._digests: dict[str, bytes] = {}
        self._talks: dict[int, tuple[JsonObject, Conversations]] = {}
        self._versions = self.memo.look(self.rows)
        self.held_out_ids = frozenset(r.case_id for r in self.rows if r.split == "held_out")

    def each(self, name: str, judge: Callable[[int], _T]) -> list[_T]:
        """What follows from each row alone, by its position; known of rows that are as they were.

        `name` stands for `judge` with all that it depends on beside the row.
        """
        return self.memo.of_rows(name, self.rows, lambda places: map(judge, places))

    def each_talk(
        self, name: str, judge: Callable[[JsonObject, Conversations], _T]
    ) -> list[tuple[str, _T]]:
        """The same with each row in the shape of a file's row, and its id.

        A row has one conversation, a preference pair one per answer.
        """
        if self.file is not None:
            return [
                (str(line.number), judge(*self._talk(place)))
                for place, line in enumerate(self.file.lines)
            ]
        found = self.each(f"{self.file_format} {name}", lambda place: judge(*self._talk(place)))
        return [(row.case_id, one) for row, one in zip(self.rows, found, strict=True)]

    def _talk(self, place: int) -> tuple[JsonObject, Conversations]:
        if place not in self._talks:
            row = self.file.lines[place].row if self.file else chat_row(self.rows[place])
            self._talks[place] = row, self.format.turns(row)
        return self._talks[place]

    @cached_property
    def training(self) -> list[int]:
        """Positions of the training and validation rows."""
        return [i for i, row in enumerate(self.rows) if row.split != "held_out"]

    @cached_property
    def held_out(self) -> list[int]:
        """Positions of the held-out rows."""
        return [i for i, row in enumerate(self.rows) if row.split == "held_out"]

    @cached_property
    def asked(self) -> list[str]:
        """What each row asks, as it is written: its turns without system messages."""
        return self.each("asked", lambda place: question_text(self.rows[place].input))

    @cached_property
    def told(self) -> list[str]:
        """The same without the sentences that most inputs share."""
        return self.memo.remember(
            "told", self.digest(("input",)), lambda: without_template(self.asked)
        )

    @cached_property
    def questions(self) -> list[str]:
        """Normalised question of each row: its turns without system messages."""
        return self.each("question", lambda place: normalise(self.asked[place]))

    @cached_property
    def inputs(self) -> list[str]:
        """Normalised whole input of each row, system messages included."""
        return self.each("whole input", lambda place: _whole(self.rows[place]))

    @cached_property
    def ideals(self) -> list[str]:
        """Normalised ideal answer of each row."""
        return self.each("ideal answer", lambda place: normalise(self.rows[place].ideal))

    @cached_property
    def likeness(self) -> Likeness:
        """Which rows ask the same, and which nearly the same.

        Sentences that most inputs share do not count as likeness.
        """
        texts = tuple(map(normalise, self.told))
        sides = tuple((row.case_key, row.split == "held_out") for row in self.rows)
        threshold = self.thresholds["near_duplicate"]
        return self.memo.remember(
            "likeness",
            (texts, sides, threshold),
            lambda: find_likeness(texts, sides, threshold),
        )

    @cached_property
    def new_facts(self) -> dict[int, tuple[str, ...]]:
        """Of each row that corrects a failure, by case key: the new facts of its ideal answer."""
        share = self.thresholds["rare_words"]
        read = ("input", "ideal", "output", "reviewed")
        return self.memo.remember(
            "new facts", (self.digest(read), share), lambda: self._find_new_facts(share)
        )

    def _find_new_facts(self, share: float) -> dict[int, tuple[str, ...]]:
        places = [place for place, row in enumerate(self.rows) if not row.keep]
        known = self.each("what an answer may draw on", lambda place: _drawn_on(self.rows[place]))
        said = (i.case.output.text for i in self.snapshot.reviewed) if self.snapshot else ()
        found = find_new_facts(
            [self.rows[place].ideal for place in places],
            [known[place] for place in places],
            share,
            words=self.memo.remember(
                "known words",
                self.digest(("input", "output", "reviewed")),
                lambda: KnownWords((known[place] for place in places), said),
            ),
        )
        keys = (self.rows[place].case_key for place in places)
        return dict(zip(keys, found, strict=True))

    @cached_property
    def conversations(self) -> dict[int, str]:
        """Case key to the conversation, session, user or document it belongs to."""
        if self.snapshot is None:
            return {}
        return {
            item.case.key: item.case.conversation
            for item in self.snapshot.reviewed
            if item.case.conversation
        }

    @cached_property
    def metadata(self) -> dict[int, JsonObject]:
        """Case key to what the log says beside the messages."""
        if self.snapshot is None:
            return {}
        return {item.case.key: item.case.metadata for item in self.snapshot.reviewed}

    @property
    def format(self) -> FileFormat:
        """How the rows are written."""
        return FORMATS[self.file_format]

    @property
    def settings(self) -> JsonObject:
        return self.snapshot.settings if self.snapshot is not None else {}

    def places(self, name: str, find: Callable[[list[str]], Mapping[str, Found]]) -> list[Place]:
        """Where in their texts something was found, in order of the rows.

        `find` gets distinct texts and says where in them: start, end and kind, "" for none.
        """

        def placed(positions: list[int]) -> Iterator[tuple[Place, ...]]:
            texts = [tuple(row_texts(self.rows[position])) for position in positions]
            found = find(list(dict.fromkeys(text for held in texts for _, text in held)))
            for position, held in zip(positions, texts, strict=True):
                case = self.rows[position].case_id
                yield tuple(
                    Place(case_id=case, field=where, start=start, end=end, kind=kind)
                    for where, text in held
                    for start, end, kind in found.get(text, ())
                )

        return list(chain.from_iterable(self.memo.of_rows(name, self.rows, placed)))

    @cached_property
    def sensitive(self) -> list[Place]:
        """Where personal data and secrets stand, in order of the rows."""
        return self.places(
            "private data", lambda texts: self.memo.of_texts("sensitive", texts, find_in_all)
        )

    @cached_property
    def tokens(self) -> list[int]:
        """Tokens of each row, by the vocabulary in `curator.readiness.tokens`."""
        count = vocabulary()

        def remembered(text: str) -> int:
            return self.memo.of_text("tokens", text, count)

        return self.each("tokens of a row", lambda place: row_tokens(self.rows[place], remembered))

    def digest(self, parts: Sequence[str]) -> Hashable:
        """What an answer that reads these parts follows from, as one value to compare."""
        return self._limits, self._versions[WHICH], *map(self._part, parts)

    @cached_property
    def _limits(self) -> bytes:
        others = (self.file_format, self.export_format, self.pairs, self.left_out)
        return limits_digest(self.thresholds, *others, self.embed is not None)

    def _part(self, part: str) -> bytes | int:
        if part in ROW_PARTS:
            return self._versions[part]
        if part not in self._digests:
            self._digests[part] = project_digest(self.snapshot, part)
        return self._digests[part]

    def placed(
        self, cases: Sequence[str], places: Sequence[Place], where: str
    ) -> tuple[Place, ...]:
        """Where the named cases were found wanting; in a file by the names of its own fields."""
        if self.file is None:
            return tuple(places)
        known = {place.case_id for place in places}
        rest = [Place(case_id=case, field=where) for case in cases if case not in known and where]
        return tuple(
            place.model_copy(update={"field": field_in_file(self.format, self._lines, place)})
            for place in (*places, *rest)
        )

    @cached_property
    def _lines(self) -> dict[str, FileLine]:
        return {str(line.number): line for line in self.file.lines} if self.file else {}

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Public ids of the rows at those positions."""
        return tuple(self.rows[position].case_id for position in positions)


def _whole(row: DatasetRow) -> str:
    return normalise("\n".join(f"{message.role}: {message.text}" for message in row.input))


def _drawn_on(row: DatasetRow) -> str:
    return "\n".join([*(message.text for message in row.input), row.output])
