"""What checks look at: rows, the project around them, and comparisons made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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
from curator.readiness.checks.parts import ROW_PARTS, base_digest, project_digest, row_digest
from curator.readiness.new_facts import find_new_facts
from curator.readiness.sensitive import Text, find_in_all, row_texts
from curator.readiness.texts import question_text, without_template
from curator.readiness.thresholds import Thresholds
from curator.readiness.tokens import row_tokens, vocabulary
from curator.reviewing.near_duplicates import normalise


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
        self.held_out_ids = frozenset(r.case_id for r in self.rows if r.split == "held_out")

    @cached_property
    def shaped(self) -> list[tuple[str, JsonObject]]:
        """Each row with its id, in the shape of a file's row."""
        if self.file is not None:
            return [(str(line.number), line.row) for line in self.file.lines]
        return [(row.case_id, chat_row(row)) for row in self.rows]

    @cached_property
    def conversed(self) -> list[tuple[str, JsonObject, Conversations]]:
        """The same with its conversations: one, or for a preference pair one per answer."""
        turns = self.format.turns
        return [(row_id, row, turns(row)) for row_id, row in self.shaped]

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
        return [question_text(row.input) for row in self.rows]

    @cached_property
    def told(self) -> list[str]:
        """The same without the sentences that most inputs share."""
        return without_template(self.asked)

    @cached_property
    def questions(self) -> list[str]:
        """Normalised question of each row: its turns without system messages."""
        return [normalise(text) for text in self.asked]

    @cached_property
    def inputs(self) -> list[str]:
        """Normalised whole input of each row, system messages included."""
        return [
            normalise("\n".join(f"{message.role}: {message.text}" for message in row.input))
            for row in self.rows
        ]

    @cached_property
    def ideals(self) -> list[str]:
        """Normalised ideal answer of each row."""
        return [normalise(row.ideal) for row in self.rows]

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
        rows = [row for row in self.rows if not row.keep]
        ideals = tuple(row.ideal for row in rows)
        known = tuple("\n".join([*(m.text for m in row.input), row.output]) for row in rows)
        said = tuple(i.case.output.text for i in self.snapshot.reviewed) if self.snapshot else ()
        share = self.thresholds["rare_words"]
        found = self.memo.remember(
            "new facts",
            (ideals, known, said, share),
            lambda: find_new_facts(ideals, known, share, said),
        )
        return {row.case_key: facts for row, facts in zip(rows, found, strict=True)}

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

    @cached_property
    def texts(self) -> list[tuple[Text, ...]]:
        """Of each row its texts that an export may write."""
        return [tuple(row_texts(row)) for row in self.rows]

    @cached_property
    def sensitive(self) -> list[Place]:
        """Where personal data and secrets stand, in order of the rows."""
        found = self.memo.of_texts(
            "sensitive", (text for texts in self.texts for _, text in texts), find_in_all
        )
        return [
            Place(case_id=row.case_id, field=where, start=span.start, end=span.end, kind=span.kind)
            for row, texts in zip(self.rows, self.texts, strict=True)
            for where, text in texts
            for span in found[text]
        ]

    @cached_property
    def tokens(self) -> list[int]:
        """Tokens of each row, by the vocabulary in `curator.readiness.tokens`."""
        count = vocabulary()

        def remembered(text: str) -> int:
            return self.memo.of_text("tokens", text, count)

        return [row_tokens(row, remembered) for row in self.rows]

    def digest(self, parts: Sequence[str]) -> bytes:
        """What an answer that reads these parts follows from, as one short value."""
        return b"".join([self._base, *(self._part(part) for part in parts)])

    @cached_property
    def _base(self) -> bytes:
        others = (self.file_format, self.export_format, self.pairs, self.left_out)
        return base_digest(self.rows, self.thresholds, *others, self.embed is not None)

    def _part(self, part: str) -> bytes:
        if part not in self._digests:
            self._digests[part] = (
                row_digest(self.rows, part)
                if part in ROW_PARTS
                else project_digest(self.snapshot, part)
            )
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
