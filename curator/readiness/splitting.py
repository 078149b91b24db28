"""Grouping rows that must stay together and splitting the groups.

Nothing depends on the order of rows, on the platform or on a random generator's version: the
order is that of a hash over seed and content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.model.reviewed_case import ReviewedCase
from curator.readiness.texts import question_text, without_template
from curator.reviewing.held_out import join_groups
from curator.reviewing.near_duplicates import near_duplicate_groups


@dataclass(frozen=True, slots=True)
class Member:
    """A case on its way into the dataset, with its group's name and its place in the order."""

    reviewed: ReviewedCase
    group: str
    rank: str
    stratum: str


def seeded_rank(seed: int, text: str) -> str:
    """A place in the seeded order: hexadecimal digits that sort as text."""
    return hashlib.blake2b(f"{seed}\0{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def case_identity(reviewed: ReviewedCase) -> str:
    """What a case is, in every project it is imported into: its id and its content."""
    case = reviewed.case
    return f"{case.id}\0{question_text(case.input)}\0{case.output.text}"


def group_members(
    cases: Sequence[ReviewedCase], strata: dict[int, str], seed: int, threshold: float
) -> list[Member]:
    """Join cases of one conversation and near-duplicate inputs (Jaccard at least `threshold`).

    Returned in seeded order. A group's stratum is that of its first member in that order.
    """
    ordered = sorted(cases, key=lambda item: (case_identity(item), item.case.uid))
    texts = without_template([question_text(item.case.input) for item in ordered])
    own = [_own_group(item) for item in ordered]
    groups = join_groups(own, near_duplicate_groups(texts, threshold))
    members = [
        Member(
            reviewed=item,
            group=seeded_rank(seed, group),
            rank=seeded_rank(seed, case_identity(item)),
            stratum="",
        )
        for item, group in zip(ordered, groups, strict=True)
    ]
    members.sort(key=lambda member: (member.rank, member.reviewed.case.uid))
    strata_of_groups: dict[str, str] = {}
    for member in members:
        stratum = strata.get(member.reviewed.case.key, "")
        strata_of_groups.setdefault(member.group, stratum)
    return [replace(member, stratum=strata_of_groups[member.group]) for member in members]


def _own_group(item: ReviewedCase) -> str:
    if item.case.conversation:
        return f"conversation {item.case.conversation}"
    return f"case {case_identity(item)}"


def choose_groups(members: Sequence[Member], share: float) -> set[str]:
    """Names of whole groups that together hold about `share` of the rows of each stratum.

    Walks the groups by stratum and seeded order, carrying what is owed from one to the next, so
    that small strata are not all rounded away. Within half a group of the share overall.
    """
    sizes: dict[tuple[str, str], int] = {}
    for member in members:
        name = (member.stratum, member.group)
        sizes[name] = sizes.get(name, 0) + 1
    chosen: set[str] = set()
    owed = 0.0
    for (_, group), size in sorted(sizes.items()):
        owed += size * share
        if owed > size / 2:
            chosen.add(group)
            owed -= size
    return chosen
