"""Who keeps an id, a name, a colour and members."""

from __future__ import annotations

from curator.model.pattern import Pattern, PatternSet
from curator.patterns import FailureText
from curator.patterns.identity import (
    found_pattern_id,
    match_to_old,
    people_patterns,
    tag_pattern_id,
    with_colours,
)


def failure(key: int, *tags: str) -> FailureText:
    return FailureText(key, f"question {key}", f"answer {key}", tags=tags)


def pattern(identity: str, *members: int, people: bool = False, colour: int = 0) -> Pattern:
    return Pattern(id=identity, name=identity, by_people=people, colour=colour, members=members)


def test_a_tag_on_two_failures_is_a_pattern_and_on_one_is_not() -> None:
    made = people_patterns(
        [failure(1, "tone"), failure(2, "tone"), failure(3, "once")], PatternSet()
    )
    assert [(one.id, one.name, one.by_people, one.members) for one in made] == [
        (tag_pattern_id("tone"), "tone", True, (1, 2))
    ]


def test_a_failure_counts_in_its_first_tag_that_makes_a_pattern() -> None:
    failures = [
        failure(1, "tone", "fact"),
        failure(2, "once", "fact", "tone"),
        failure(3, "fact"),
        failure(4, "tone"),
    ]
    made = {one.name: one.members for one in people_patterns(failures, PatternSet())}
    assert made == {"tone": (1, 4), "fact": (2, 3)}


def test_spelling_of_a_tag_does_not_split_its_pattern() -> None:
    failures = [failure(1, "Bad  Tone"), failure(2, "bad tone"), failure(3, "bad tone")]
    (made,) = people_patterns(failures, PatternSet())
    assert made.members == (1, 2, 3)
    assert made.name == "bad tone"
    assert made.id == tag_pattern_id("BAD TONE")


def test_members_that_people_placed_stay_whatever_their_tags_say() -> None:
    people = PatternSet(patterns=(pattern("merged", 1, 2, people=True),))
    failures = [failure(key, "tone") for key in (1, 2, 3, 4)]
    made = {one.id: one.members for one in people_patterns(failures, people)}
    assert made == {"merged": (1, 2), tag_pattern_id("tone"): (3, 4)}


def test_a_tag_feeds_the_pattern_that_has_its_name() -> None:
    people = PatternSet(patterns=(pattern("Tone", 1, people=True),))
    made = people_patterns([failure(1), failure(2, "tone"), failure(3, "tone")], people)
    assert [(one.id, one.members) for one in made] == [("Tone", (1, 2, 3))]


def test_a_renamed_tag_pattern_keeps_its_name_and_still_takes_its_tag() -> None:
    renamed = Pattern(
        id=tag_pattern_id("tone"), name="Sounds cold", by_people=True, colour=4, members=(1, 2)
    )
    failures = [failure(key, "tone") for key in (1, 2, 3)]
    (made,) = people_patterns(failures, PatternSet(patterns=(renamed,)))
    assert (made.name, made.colour, made.members) == ("Sounds cold", 4, (1, 2, 3))


def test_cases_that_no_longer_fail_leave_but_an_empty_named_pattern_stays() -> None:
    people = PatternSet(patterns=(pattern("kept", 7, 8, people=True), pattern("engine", 9)))
    assert [(one.id, one.members) for one in people_patterns([failure(9)], people)] == [
        ("kept", ())
    ]


def test_groups_take_over_the_identity_they_overlap_most() -> None:
    old = [pattern("a", 1, 2, 3, 4), pattern("b", 5, 6, 7), pattern("c", 8, 9)]
    found = {"x": {5, 6, 7, 4}, "y": {1, 2, 3, 10}, "z": {11, 12}}
    matched = {group: one.id for group, one in match_to_old(found, old).items()}
    assert matched == {"x": "b", "y": "a"}


def test_slight_overlap_takes_over_nothing() -> None:
    assert match_to_old({"x": {1, 20, 21, 22}}, [pattern("a", 1, 2, 3, 4)]) == {}


def test_colours_are_kept_and_free_ones_go_to_the_largest() -> None:
    patterns = [
        pattern("old", 1, colour=1),
        pattern("small", 2),
        pattern("large", 3, 4, 5),
        pattern("other", 6, 7, colour=3),
    ]
    coloured = {one.id: one.colour for one in with_colours(patterns)}
    assert coloured == {"old": 1, "other": 3, "large": 2, "small": 4}


def test_a_ninth_pattern_is_grey() -> None:
    coloured = with_colours([pattern(f"p{place}", place) for place in range(9)])
    assert sorted(one.colour for one in coloured) == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_a_taken_id_is_not_given_twice() -> None:
    medoid = failure(1)
    first = found_pattern_id(medoid, set())
    assert found_pattern_id(medoid, set()) == first
    assert found_pattern_id(medoid, {first}) != first
