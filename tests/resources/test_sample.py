"""The sample project keeps its own promises: counts, ids, codes, and nothing that could be real."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from pydantic import JsonValue
from rapidfuzz import fuzz

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
REVIEWERS = {"Maren K.", "Tobi A."}
LISTED = re.compile(r"^\d+\. (\S+) (.+)$")
Row = dict[str, JsonValue]


def rows(name: str) -> list[Row]:
    lines = (SAMPLE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def text_of(value: JsonValue) -> str:
    """A text, or the content of a message."""
    if isinstance(value, dict):
        value = value["content"]
    assert isinstance(value, str)
    return value


def strings(value: JsonValue) -> list[str]:
    found = [value[key] for key in value] if isinstance(value, dict) else value
    if isinstance(found, str):
        return [found]
    return [text for item in found for text in strings(item)] if isinstance(found, list) else []


def asked(case: Row) -> str:
    messages = case["input"]
    assert isinstance(messages, list)
    users = [m["content"] for m in messages if isinstance(m, dict) and m["role"] == "user"]
    return text_of(users[-1])


def listed(answer: str) -> list[tuple[str, str]]:
    """Codes and titles of a code list in which every line is one."""
    found = [LISTED.match(line) for line in answer.splitlines()]
    assert all(found), answer
    return [(match[1], match[2]) for match in found if match]


CASES = {text_of(case["id"]): case for case in rows("cases.jsonl")}
SETTLED = {text_of(review["id"]): review for review in reversed(rows("reviews.jsonl"))}
FAILURES = {name: review for name, review in SETTLED.items() if review["mark"] == "fail"}
IDEALS = {name: text_of(r["ideal"]) for name, r in FAILURES.items() if r["ideal"] is not None}
BETTER = {text_of(row["id"]): row for row in rows("better_prompt.jsonl")}


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    with (SAMPLE / "icd10_codes.csv").open(encoding="utf-8", newline="") as file:
        found = {row["code"]: row["title"] for row in csv.DictReader(file)}
    assert all(re.fullmatch(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", code) for code in found)
    return found


def test_files_are_utf8_with_one_case_a_line_and_ids_match() -> None:
    assert len(CASES) == len(rows("cases.jsonl"))
    assert set(SETTLED) == set(CASES), "every case is reviewed"
    assert len(BETTER) == len(rows("better_prompt.jsonl"))
    assert set(BETTER) <= set(CASES)
    for name in ("cases.jsonl", "reviews.jsonl", "better_prompt.jsonl"):
        assert "\ufffd" not in (SAMPLE / name).read_text(encoding="utf-8")


def test_cases_come_without_judgements() -> None:
    allowed = {"id", "input", "output", "model", "created_at", "tools", "expected", "metadata"}
    for case in CASES.values():
        assert set(case) <= allowed
        assert text_of(case["output"]).strip()
        assert asked(case).strip()


def test_counts_are_those_the_readme_promises() -> None:
    marks = Counter(text_of(review["mark"]) for review in SETTLED.values())
    stories = Counter(name.split("-")[0] for name in CASES)
    assert stories == {"sup": 89, "icd": 64}
    assert marks == {"pass": 80, "fail": 69, "skip": 4}
    assert len(FAILURES) - len(IDEALS) == 8
    assert sum(not review["tags"] for review in FAILURES.values()) == 4
    assert all(text_of(review["note"]).strip() for review in FAILURES.values())
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert "153 logged calls" in readme
    assert "89 support answers and 64 coded" in readme


def test_patterns_have_the_sizes_the_story_needs() -> None:
    first = Counter(
        text_of(tags[0])
        for review in FAILURES.values()
        if isinstance(tags := review["tags"], list) and tags
    )
    used = Counter(tag for review in FAILURES.values() for tag in strings(review["tags"]))
    assert first.most_common(1)[0][0] == "robotic tone"
    assert first["unspecified code"] >= 10
    assert sum(count == 1 for count in used.values()) == 3, "one-off tags that make no pattern"


def test_two_reviewers_agree_mostly_on_the_cases_both_saw() -> None:
    marks: dict[str, dict[str, str]] = {}
    for review in rows("reviews.jsonl"):
        by_reviewer = marks.setdefault(text_of(review["id"]), {})
        by_reviewer[text_of(review["reviewer"])] = text_of(review["mark"])
    both = [tuple(pair.values()) for pair in marks.values() if len(pair) == 2]
    assert {reviewer for pair in marks.values() for reviewer in pair} == REVIEWERS
    assert len(both) == 26
    assert 0.85 <= sum(one == other for one, other in both) / len(both) < 1


def test_ideal_answers_differ_from_the_outputs() -> None:
    for name, ideal in IDEALS.items():
        output = text_of(CASES[name]["output"])
        assert fuzz.ratio(output, ideal) < 95, f"{name}: too alike to teach a preference"


def test_codes_in_expected_and_ideal_answers_are_listed_with_their_titles(
    titles: dict[str, str],
) -> None:
    expected = {n: text_of(c["expected"]).split(", ") for n, c in CASES.items() if "expected" in c}
    assert len(expected) == 63
    used = {code for codes in expected.values() for code in codes}
    assert used == set(titles)
    for name, ideal in IDEALS.items():
        if name in expected:
            assert [code for code, _ in listed(ideal)] == expected[name], name
            assert all(titles[code] == title for code, title in listed(ideal)), name


def test_passing_code_lists_hold_the_expected_codes(titles: dict[str, str]) -> None:
    for name, case in CASES.items():
        if "expected" not in case or SETTLED[name]["mark"] != "pass":
            continue
        codes = listed(text_of(case["output"]))
        assert ", ".join(code for code, _ in codes) == case["expected"], name
        assert all(titles[code] == title for code, title in codes), name


def test_better_prompt_is_judged_on_every_failure_and_some_passes() -> None:
    assert set(FAILURES) <= set(BETTER)
    fixed = sum(BETTER[name]["mark"] == "pass" for name in FAILURES)
    passes = [row for name, row in BETTER.items() if SETTLED[name]["mark"] == "pass"]
    assert 0 < fixed < len(FAILURES)
    assert len(passes) >= 40
    assert 2 <= sum(row["mark"] == "fail" for row in passes) <= 3
    for name, row in BETTER.items():
        if row["mark"] == "fail" and name in IDEALS:
            assert row["output"] != IDEALS[name], name


def test_better_prompt_does_not_fix_the_tone_but_fixes_the_promises() -> None:
    def rate(tag: str) -> float:
        marks = [BETTER[n]["mark"] for n, r in FAILURES.items() if strings(r["tags"])[:1] == [tag]]
        return sum(mark == "pass" for mark in marks) / len(marks)

    assert rate("robotic tone") < 0.25
    assert rate("unspecified code") < 0.25
    assert 0.2 < rate("wrong fact") < 0.6
    assert 0.2 < rate("invented code") < 0.6
    for tag in ("promises an action", "half answered", "ruled-out coded", "explanation in list"):
        assert rate(tag) >= 0.75, tag


def test_variant_names_its_prompts() -> None:
    variant = tomllib.loads((SAMPLE / "better_prompt.toml").read_text(encoding="utf-8"))
    assert variant["name"] == "v8 with policy rules"
    assert set(variant["system"]) == {"support", "coding"}


def test_near_identical_questions_come_in_three_pairs_and_one_of_them_conflicts() -> None:
    def grams(text: str) -> set[str]:
        flat = " ".join(text.casefold().split())
        return {flat[i : i + 5] for i in range(len(flat) - 4)}

    names = list(CASES)
    parts = {name: grams(asked(CASES[name])) for name in names}
    pairs = [
        (one, other)
        for index, one in enumerate(names)
        for other in names[:index]
        if len(parts[one] & parts[other]) >= 0.8 * len(parts[one] | parts[other])
    ]
    assert len(pairs) == 3
    assert all(asked(CASES[one]) != asked(CASES[other]) for one, other in pairs)
    both = [(IDEALS[a], IDEALS[b]) for a, b in pairs if a in IDEALS and b in IDEALS]
    assert sum(fuzz.ratio(one, other) < 50 for one, other in both) == 1
    assert sum(one == other for one, other in both) == 1


def test_nothing_could_reach_a_real_person() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLE.iterdir()))
    domains = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", everything)
    assert domains
    assert all(domain == "example.com" or domain.endswith(".example.com") for domain in domains)
    assert not re.search(r"https?://|www\.", everything)
    assert not re.search(r"\+\d{6,}|\(\d{3}\) ?\d{3}", everything)
    for phone in re.findall(r"(?<![\w.-])\d{3}-\d{4}(?![\w-])", everything):
        assert phone.startswith("555-01"), phone


def test_failures_hold_no_address_that_would_block_an_export() -> None:
    for name in FAILURES:
        assert "@" not in asked(CASES[name]) + IDEALS.get(name, ""), name
