"""What a variant needs of other cases: worked examples, and the facts of the ideal answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.model.case import Case
from curator.model.reviewed_case import ReviewedCase
from curator.model.variant import Examples, VariantDefinition
from curator.operations.embedding import cached_embed
from curator.operations.snapshots import reviewed_cases
from curator.project import cases, settings
from curator.project.store import ProjectFile
from curator.readiness.new_facts import find_new_facts
from curator.readiness.thresholds import read_thresholds
from curator.reviewing.near_duplicates import normalise
from curator.trials.facts import fact_phrases
from curator.trials.rendering import Example


@dataclass(frozen=True)
class Material:
    """Examples and facts by case key; `chosen` are the examples' own keys, kept with a run."""

    chosen: Mapping[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])
    known: Mapping[int, Example] = field(default_factory=dict[int, Example])
    given: Mapping[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])

    def examples(self, key: int) -> tuple[Example, ...]:
        """The worked examples of one case, nearest last: what stands last weighs most."""
        return tuple(self.known[one] for one in self.chosen.get(key, ()) if one in self.known)

    def facts(self, key: int) -> tuple[str, ...]:
        return self.given.get(key, ())


def material_for(
    project: ProjectFile,
    variant: VariantDefinition,
    keys: Sequence[int],
    *,
    reviewed: Sequence[ReviewedCase] | None = None,
    chosen: Mapping[int, tuple[int, ...]] | None = None,
) -> Material:
    """Examples and facts for these cases; `chosen` repeats an earlier choice of examples.

    Held-out cases never serve as examples, nor does a case for itself, its conversation or a
    case that asks the same.
    """
    if variant.examples is None and not variant.facts:
        return Material()
    known = tuple(reviewed_cases(project) if reviewed is None else reviewed)
    pool = {
        one.case.key: Example(one.case, one.review.ideal or "")
        for one in known
        if one.has_ideal and not one.held_out
    }
    picks: Mapping[int, tuple[int, ...]] = {}
    if variant.examples is not None:
        picks = _choose(project, variant.examples, keys, pool) if chosen is None else chosen
    facts = _facts(project, known, keys) if variant.facts else {}
    return Material(picks, pool, facts)


def _choose(
    project: ProjectFile, examples: Examples, keys: Sequence[int], pool: Mapping[int, Example]
) -> dict[int, tuple[int, ...]]:
    if examples.how == "picked":
        by_id = {example.case.id: key for key, example in pool.items()}
        missing = next((one for one in examples.cases if one not in by_id), None)
        if missing is not None:
            raise CuratorError(
                f"Case {missing} cannot serve as an example: it is held out or has no accepted "
                "ideal answer.",
                field="examples",
            )
        picked = [by_id[one] for one in examples.cases]
        return {key: tuple(one for one in picked if one != key) for key in keys}
    if not pool:
        raise CuratorError(
            "There is no ideal answer to draw examples from yet, held-out cases aside.",
            field="examples",
        )
    return _nearest(project, keys, pool, examples.count)


def _nearest(
    project: ProjectFile, keys: Sequence[int], pool: Mapping[int, Example], count: int
) -> dict[int, tuple[int, ...]]:
    """The nearest questions by the built-in embedder, nearest last."""
    import numpy as np

    with project.reading() as connection:
        asked = cases.cases(connection, list(keys))
    others = [example.case for example in pool.values()]
    embed = cached_embed(project)
    theirs = embed([case.asked for case in others])
    similar = np.round(embed([case.asked for case in asked]) @ theirs.T, 5)
    found: dict[int, tuple[int, ...]] = {}
    for row, case in enumerate(asked):
        order = np.argsort(-similar[row], kind="stable")
        near = [others[int(place)] for place in order]
        fit = [one.key for one in near if not _same(one, case)][:count]
        found[case.key] = tuple(reversed(fit))
    return found


def _same(one: Case, other: Case) -> bool:
    """Whether an example would give the answer away: the case itself, or its like."""
    talk = one.conversation is not None and one.conversation == other.conversation
    return one.key == other.key or talk or normalise(one.asked) == normalise(other.asked)


def _facts(
    project: ProjectFile, reviewed: Sequence[ReviewedCase], keys: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """What was supplied as the case's facts, else the new facts of its ideal answer."""
    with project.reading() as connection:
        thresholds = read_thresholds(settings.settings(connection))
    answered = [one for one in reviewed if one.has_ideal]
    found = find_new_facts(
        [one.review.ideal or "" for one in answered],
        [f"{one.case.asked}\n{one.case.answered}" for one in answered],
        thresholds["rare_words"],
        said=[one.case.answered for one in reviewed],
    )
    wanted = set(keys)
    given = {
        one.case.key: fact_phrases(one.review.ideal or "", facts)
        for one, facts in zip(answered, found, strict=True)
        if one.case.key in wanted
    }
    for one in reviewed:
        own = _own_facts(one.case.metadata.get("facts"))
        if own and one.case.key in wanted:
            given[one.case.key] = own
    return given


def _own_facts(value: JsonValue) -> tuple[str, ...]:
    if isinstance(value, str) and value.strip():
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return ()
