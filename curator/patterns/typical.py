"""How typical members are of their group: medoids, and how well a group holds together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curator.patterns.representation import Representation, Rows

EXEMPLARS = 5
_MEMBERS_AT_MOST = 2000
"""Larger groups are judged against their first members in canonical order."""


def centrality(representation: Representation, group: Rows) -> NDArray[np.float32]:
    """(members,) mean similarity of each member to the others it is judged against."""
    return representation.mean_similarity(group, [group[:_MEMBERS_AT_MOST]])[:, 0]


def most_typical_first(representation: Representation, group: Rows) -> Rows:
    """The group's rows by centrality, the medoid first; ties in canonical order."""
    return typical_and_cohesion(representation, group)[0]


def cohesion(representation: Representation, group: Rows) -> float:
    """How well a group holds together (`typical_and_cohesion`)."""
    return typical_and_cohesion(representation, group)[1]


def typical_and_cohesion(representation: Representation, group: Rows) -> tuple[Rows, float]:
    """The group's rows, the medoid first, and its cohesion.

    Cohesion is the mean cosine similarity of the members to their centre, 0 to 1; 0 for an
    empty group.

    From similarities alone: the cosine of x to the mean of the group is its mean similarity
    over the root of the mean of those.
    """
    if not len(group):
        return group, 0.0
    central = centrality(representation, group)
    order = np.argsort(-np.round(central, 5), kind="stable")
    held = float(np.sqrt(max(0.0, float(central.mean()))))
    return group[order], round(min(1.0, held), 4)
