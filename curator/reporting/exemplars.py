"""One typical failure of each large pattern, output against ideal answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model.message import user_text
from curator.reporting.redaction import Redact, nothing
from curator.reporting.summary import Content, Exemplar, ParetoRow
from curator.reporting.word_diff import Span, excerpt, word_diff

if TYPE_CHECKING:
    from curator.model.pattern import Pattern
    from curator.model.reviewed_case import ReviewedCase
    from curator.model.snapshot import Snapshot

MAX_PATTERNS = 6
"""Patterns shown with an example: more is a list, not a summary (own)."""
ASKED = 240
"""Characters of the question in an excerpt (own)."""
FULL = 20_000
"""Characters of one text when everything is shown, so that one case cannot fill a page (own)."""


def exemplars(
    snapshot: Snapshot,
    rows: tuple[ParetoRow, ...],
    content: Content,
    redact: Redact = nothing,
) -> tuple[Exemplar, ...]:
    """The most typical failure of each pattern that may be shown.

    With an ideal answer where one has it; never a held-out case. Texts are redacted before they
    are compared, so that no address is cut in two by a change inside it.
    """
    if content == "none":
        return ()
    cases = {case.case.key: case for case in snapshot.failures if not case.held_out}
    patterns = {pattern.id: pattern for pattern in snapshot.patterns.patterns}
    found: list[Exemplar] = []
    for row in rows:
        pattern = patterns.get(row.id)
        case = _most_typical(pattern, cases) if pattern else None
        if pattern and case and len(found) < MAX_PATTERNS:
            found.append(_exemplar(row, case, content, redact))
    return tuple(found)


def _most_typical(pattern: Pattern, cases: dict[int, ReviewedCase]) -> ReviewedCase | None:
    typical = [key for key in (*pattern.exemplars, *pattern.members) if key in cases]
    answered = [key for key in typical if cases[key].has_ideal]
    chosen = (answered or typical)[:1]
    return cases[chosen[0]] if chosen else None


def _exemplar(row: ParetoRow, case: ReviewedCase, content: Content, redact: Redact) -> Exemplar:
    output, asked = redact(case.case.answered), redact(user_text(case.case.input))
    ideal = redact(case.review.ideal or "") if case.has_ideal else ""
    diff = word_diff(output[:FULL], ideal[:FULL])
    before, after = diff.before, diff.after
    if not ideal:
        before, after = (Span(text=output[:FULL]),), ()
    if content == "excerpt":
        before, after = excerpt(before), excerpt(after)
    else:
        before, after = _marked_cut(before, output), _marked_cut(after, ideal)
    return Exemplar(
        pattern_id=row.id,
        pattern=row.name,
        count=row.count,
        case_id=case.case.id,
        asked=shortened(asked, ASKED if content == "excerpt" else FULL),
        note=redact(case.review.note),
        output=before,
        ideal=after,
        rewritten=bool(ideal) and diff.rewritten,
    )


def shortened(text: str, most: int) -> str:
    """The text, cut after a word at about `most` characters with "…" where it is longer."""
    if len(text) <= most:
        return text
    cut = text[:most]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > most // 2 else cut}…"


def _marked_cut(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    if len(text) <= FULL:
        return spans
    return (*spans, Span(text=f"… ({len(text) - FULL:,} more characters)"))
