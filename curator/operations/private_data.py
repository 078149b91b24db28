"""Personal data and secrets of a project as people look at them: kind by kind, in place."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model.base import Noun
from curator.model.case import Case
from curator.model.readiness import CheckResult, Place
from curator.model.review import Review
from curator.operations import projects
from curator.project import cases, reviews
from curator.project.store import ProjectFile


class PrivateExcerpt(Noun):
    """One place with what stands around it. Secrets are shown by their first characters alone."""

    case_id: str
    field: str
    text: str


class PrivateKind(Noun):
    """One kind of personal data or secrets in the dataset and what was decided of it."""

    kind: str
    words: str
    """ "3 email addresses"."""
    choice: str
    """"replace", "keep" or "" while nothing is decided."""
    state: str
    case_ids: tuple[str, ...]
    excerpts: tuple[PrivateExcerpt, ...]


def private_kinds(
    project: ProjectFile, checks: Sequence[CheckResult], shown: int = 3
) -> tuple[PrivateKind, ...]:
    """What checks 40 and 41 found, kind by kind, with the first `shown` places as they stand."""
    from curator.readiness.sensitive import KINDS, read_decisions
    from curator.readiness.texts import counted, natural_order

    places = [place for check in checks if check.number in (40, 41) for place in check.places]
    decisions = read_decisions(projects.settings(project))
    made: list[PrivateKind] = []
    for kind in KINDS:
        own = [place for place in places if place.kind == kind.name]
        if not own:
            continue
        decision = decisions.get(kind.name)
        state = "Not decided: it blocks the export."
        if decision is not None:
            replaced = "Replaced by placeholders at export."
            state = replaced if decision.choice == "replace" else f"Kept: {decision.reason}"
        made.append(
            PrivateKind(
                kind=kind.name,
                words=counted(len(own), kind.one, kind.many),
                choice=decision.choice if decision is not None else "",
                state=state,
                case_ids=natural_order(place.case_id for place in own),
                excerpts=tuple(
                    _excerpt(project, place, secret=kind.group == "secret") for place in own[:shown]
                ),
            )
        )
    return tuple(made)


AROUND = 28
"""Characters shown on either side of a found place."""


def _excerpt(project: ProjectFile, place: Place, *, secret: bool) -> PrivateExcerpt:
    with project.reading() as connection:
        key = cases.key_of_id(connection, place.case_id)
        case = cases.case(connection, key) if key is not None else None
        review = reviews.review(connection, key) if key is not None else None
    text = ""
    if case is not None and review is not None:
        text = _field_text(case, review, place.field)
    found = text[place.start : place.end]
    if secret:
        found = f"{found[:4]}…"
    before = text[max(0, place.start - AROUND) : place.start]
    after = text[place.end : place.end + AROUND]
    shown = " ".join(f"…{before}“{found}”{after}…".split())
    return PrivateExcerpt(case_id=place.case_id, field=place.field, text=shown)


def _field_text(case: Case, review: Review, field: str) -> str:
    if field == "ideal":
        return review.ideal or case.output.text
    if field in ("output", "note"):
        return case.output.text if field == "output" else review.note
    _, number, *rest = field.split(".")
    message = case.input[int(number)]
    if rest and rest[0] == "tool_calls":
        return message.tool_calls[int(rest[1])].arguments
    return message.content
