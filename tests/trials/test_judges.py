"""Automatic judges: what passes, what fails, and what they say about it."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.trials import judges
from curator.trials.judges import find_judge, judge_output, plugins


def said(spec: str, output: str, reference: str = "", **more: object) -> judges.Judgement:
    found = judge_output(find_judge(spec, **more), output, reference)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("spec", "output", "reference", "passed"),
    [
        ("exact", " I10\n", "I10", True),
        ("exact", "i10", "I10", False),
        ("normalised", "  “Yes.”  it IS ", "“yes.” it is", True),
        ("normalised", "Answer: 42.", "answer:  42", True),
        ("normalised", "42", "43", False),
        ("set", "I10, E11.9", "E11.9\nI10", True),
        ("set", '["I10", "E11.9"]', "E11.9; I10", True),
        ("set", "1. I10\n2. E11.9", "- E11.9\n- I10", True),
        ("set", "I10", "I10, E11.9", False),
        ("set:[A-Z]\\d\\d(?:\\.\\d+)?", "The codes are I10 and E11.9.", "E11.9 I10", True),
        ("list", "I10, E11.9", "E11.9, I10", False),
        ("list", "I10, E11.9", "I10, E11.9", True),
        ("number", "It costs $1,250.00 in all.", "#### 1250", True),
        ("number", "16-3 = 13", "13", True),
        ("number", "the change is -4", "4", False),
        ("number:0.01", "3.14", "3.145", True),
        ("number:1%", "101", "100", True),
        ("number:1%", "102", "100", False),
        ("number", "none", "4", False),
        ("regex:^\\d{3}$", "123", "", True),
        ("regex:^\\d{3}$", "1234", "", False),
        ("contains:Refund|14 days", "Your refund takes 14   days.", "", True),
        ("contains:refund|30 days", "Your refund takes 14 days.", "", False),
        ("not-contains:as an AI", "As an  AI model, I", "", False),
        ("not-contains:as an AI", "Gladly.", "", True),
    ],
)
def test_what_passes(spec: str, output: str, reference: str, passed: bool) -> None:
    assert said(spec, output, reference).passed is passed


def test_sets_tell_precision_recall_and_what_is_missing() -> None:
    found = said("set", "I10, J45", "I10, E11.9, N18")
    assert found.note == ("precision 0.50, recall 0.33; missing: e11.9, n18; not wanted: j45")
    assert found.score == pytest.approx(0.4)
    assert "in another order" in said("list", "b, a", "a, b").note


@given(st.lists(st.sampled_from("abcdef")), st.lists(st.sampled_from("abcdef"), min_size=1))
def test_set_grades_equal_the_definition(output: list[str], reference: list[str]) -> None:
    one, other = set(output), set(reference)
    found = said("set", ", ".join(output), ", ".join(reference))
    assert found.passed == (one == other)
    assert found.score == pytest.approx(2 * len(one & other) / (len(one) + len(other)))


def test_json_that_fits_a_schema() -> None:
    schema = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
    assert said("schema", '{"code": "I10"}', schema=schema).passed
    assert said("schema", '{"code": 1}', schema=schema).note.startswith("$.code: 1 is not")
    assert said("schema", "I10", schema=schema).note.startswith("not JSON")


def test_nothing_to_compare_with_is_no_judgement() -> None:
    assert judge_output(find_judge("exact"), "x", None) is None
    assert judge_output(find_judge("contains:x"), "x", None) is not None


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("exactly", "There is no judge called “exactly”. The judges are: exact, normalised, set"),
        ("exact:1", "takes nothing after a colon"),
        ("contains", "needs the text"),
        ("regex:(", "cannot be read"),
        ("number:x", "is no tolerance"),
        ("schema", "needs a variant with an output schema"),
    ],
)
def test_wrong_names_are_told(spec: str, told: str) -> None:
    with pytest.raises(CuratorError) as caught:
        find_judge(spec)
    assert told in caught.value.sentence


def ends_in_full_stop(output: str, reference: str) -> tuple[bool, str]:
    """A judge as somebody else would write it."""
    return output.endswith("."), f"against {reference}"


def breaks(output: str, reference: str) -> bool:
    raise ZeroDivisionError(output)


def test_a_judge_of_your_own(monkeypatch: pytest.MonkeyPatch) -> None:
    points = {
        name: EntryPoint(name, f"{__name__}:{name}", plugins.GROUP)
        for name in ("ends_in_full_stop", "breaks")
    }
    own = {"ends_in_full_stop": ends_in_full_stop, "breaks": breaks}

    def found(group: str, name: str | None = None) -> list[EntryPoint]:
        return [point for point in points.values() if name in (None, point.name)]

    monkeypatch.setattr(plugins, "entry_points", found)
    monkeypatch.setattr(EntryPoint, "load", lambda point: own[point.name])
    assert said("ends_in_full_stop", "Yes.", "r") == (True, "against r", None)
    with pytest.raises(CuratorError, match="The judge “breaks” failed: ZeroDivisionError"):
        said("breaks", "x")
