"""Who is held out: decided by a hash, group by group, and never undone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.model.review import Mark
from curator.reviewing.held_out import Candidate, join_groups, membership

CANDIDATES = st.lists(
    st.tuples(st.integers(0, 30), st.floats(0, 0.999), st.sampled_from(list(Mark))), max_size=120
).map(
    lambda rows: [
        Candidate(key, f"g{group}", rank, mark) for key, (group, rank, mark) in enumerate(rows)
    ]
)


def uniform(count: int, mark: Mark = Mark.FAIL) -> list[Candidate]:
    return [Candidate(n, f"g{n}", (n + 0.5) / count, mark) for n in range(count)]


def test_half_until_fifty_then_a_fifth() -> None:
    assert len(membership(uniform(40))) == 20
    assert len(membership(uniform(100))) == 50
    assert len(membership(uniform(200))) == 50
    assert len(membership(uniform(500))) == 100


def test_passes_are_held_out_alike_and_skips_never() -> None:
    assert len(membership(uniform(100, Mark.PASS))) == 50
    assert membership(uniform(100, Mark.SKIP)) == frozenset()


def test_no_share_holds_nothing_out() -> None:
    assert membership(uniform(60), share=0.0) == frozenset()


@given(CANDIDATES)
def test_groups_are_never_split_and_order_does_not_matter(candidates: list[Candidate]) -> None:
    chosen = membership(candidates)
    assert chosen == membership(list(reversed(candidates)))
    for one in candidates:
        for other in candidates:
            if one.group == other.group and Mark.SKIP not in (one.mark, other.mark):
                assert (one.key in chosen) == (other.key in chosen)


@given(CANDIDATES, st.integers(0, 120))
def test_frozen_members_never_leave(candidates: list[Candidate], cut: int) -> None:
    frozen = membership(candidates[:cut])
    assert frozen <= membership(candidates, frozen=frozen)


def test_groups_join_over_near_duplicates_whatever_their_order() -> None:
    own = ["conv-1", "conv-2", "conv-3", "conv-1"]
    near = [0, 1, 1, 3]
    assert join_groups(own, near) == ["conv-1", "conv-2", "conv-2", "conv-1"]
    backwards = join_groups(own[::-1], near[::-1])
    assert backwards[::-1] == ["conv-1", "conv-2", "conv-2", "conv-1"]
