"""Check of the language of answers (17)."""

from __future__ import annotations

from collections import Counter

from curator.model.dataset import DatasetRow
from curator.model.message import user_text
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings
from curator.readiness.languages import language_of
from curator.readiness.texts import counted


def _other_language(context: CheckContext) -> Findings:
    bad: list[str] = []
    pairs: Counter[str] = Counter()
    found = context.each("languages", lambda place: _languages(context, context.rows[place]))
    for row, (asked, answered) in zip(context.rows, found, strict=True):
        if asked and answered and asked != answered:
            bad.append(row.case_id)
            pairs[f"{answered} to {asked}"] += 1
    first = min(pairs, key=lambda pair: (-pairs[pair], pair), default="")
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'ideal answer')} in another language than the question "
        f"({first}): intended for translations, a fault anywhere else.",
    )


def _languages(context: CheckContext, row: DatasetRow) -> tuple[str | None, str | None]:
    asked, answered = (
        context.memo.of_text("language", text, language_of)
        for text in (user_text(row.input), row.ideal)
    )
    return asked, answered


CHECKS = (
    Check(17, "Language of the answer", "warn", "content",
          "Ideal answers are in the language of their question, as far as it can be told.",
          _other_language, where="ideal", reads=("input", "ideal")),
)  # fmt: skip
