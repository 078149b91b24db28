"""Each verdict's project, and its mirror in which the one decisive fact is changed."""

from __future__ import annotations

import pytest

from curator.model.readiness import CostInputs
from curator.model.review import Mark
from curator.model.statistics import wilson
from curator.readiness.evidence import gather
from curator.readiness.rules import RULES, VERDICTS
from tests.readiness.accidents import ACCIDENTS, accepted_unread
from tests.readiness.casebook import Book, Page, embed, ready, tried, words
from tests.readiness.traps import TRAPS

PRICES = CostInputs(
    calls_per_month=100_000,
    prompt_tokens=2000,
    tuned_prompt_tokens=300,
    output_tokens=200,
    tuned_output_tokens=200,
    input_price=0.40,
    output_price=1.60,
    tuned_input_price=0.80,
    tuned_output_price=3.20,
    engineering_cost=5000,
)


def nothing(book: Book) -> None:
    del book


def fewer_ideals(book: Book, left: int) -> None:
    """Only the first `left` training failures of each pattern keep their ideal answer."""
    for pattern in ("tone", "promises"):
        for key in book.keys(Mark.FAIL, held_out=False, pattern=pattern)[left:]:
            book.change(key, ideal=None)


def contradict(book: Book, pairs: int) -> None:
    """Pairs of training rows that ask the same and are answered differently."""
    keys = book.keys(Mark.FAIL, held_out=False, pattern="tone")
    for first, second in zip(keys[: 2 * pairs : 2], keys[1 : 2 * pairs : 2], strict=True):
        book.change(second, asked=book.entries[first].asked)


def held_out(book: Book, failures: int, passes: int) -> None:
    for mark, count in ((Mark.FAIL, failures), (Mark.PASS, passes)):
        for place, key in enumerate(book.keys(mark)):
            book.change(key, held_out=place < count)
    tried(book)


def new_codes(book: Book, every: int, *, recurring: bool = False) -> None:
    """Every so many ideal answers state a code that nothing else holds (or that all share)."""
    for place, key in enumerate(book.keys(Mark.FAIL)):
        if place % every == 0:
            code = "E11.9" if recurring else f"KB-{1000 + key}"
            book.change(key, ideal=f"{book.entries[key].ideal} see {code}")


def facts_run(book: Book, fixed: float, broken: int = 0) -> None:
    """A variant with the facts in its prompt, over what the best prompt leaves."""
    best = next(run for run in book.runs if run.name == "from notes")
    residual = [
        key
        for key, mark in best.marks.items()
        if mark is Mark.FAIL and book.entries[key].mark is Mark.FAIL
    ]
    book.run("with facts", 0.5, broken=broken, facts=True)
    residual.sort(key=lambda key: key * 37 % 101)  # of both patterns alike
    count = round(fixed * len(residual))
    run = book.runs[-1]
    run.marks |= {k: Mark.PASS if i < count else Mark.FAIL for i, k in enumerate(residual)}


def solved(book: Book, broken: int, baseline: bool = True) -> None:
    """A prompt that fixes everything and breaks some passing cases; many are judged."""
    book.passes(140)
    tried(book)
    book.failure_rate = wilson(80, 400)
    if not baseline:
        book.runs = [run for run in book.runs if run.name != "again"]
    book.run("complete", 0.0, broken=broken)
    book.runs.insert(0, book.runs.pop())


def drop(book: Book, name: str) -> None:
    book.runs = [run for run in book.runs if run.name != name]


def used_in_prompt(book: Book, held: bool) -> None:
    key = book.keys(Mark.FAIL, held_out=held)[0]
    book.run("leaky", 0.7, system=f"Answer like this. Asked: {book.entries[key].asked}")


def costs(book: Book, **changes: object) -> None:
    book.set(costs=PRICES.model_copy(update=changes).model_dump(mode="json", exclude_none=True))


def parity_pilot(book: Book, left: float, margin: float) -> None:
    """Aiming at cost, a tuned model that leaves a share of the failures failing."""
    solved(book, 0)
    book.set(aim="cost", margin=margin)
    costs(book, calls_per_month=100_000_000)
    book.run("pilot", left, tuned=True, training_rows=100)


def narrow_gap(book: Book, rate: int) -> None:
    tried(book, left=0.25).double_reviews(30, differing=0)
    book.failure_rate = wilson(rate, 200)


PAGES = (
    Page("reviewers differ", 1, lambda b: b.double_reviews(30, differing=10),
         "Reviewers agree on 66.7 %", lambda b: b.double_reviews(30, differing=2), 10),
    Page("contradictory ideal answers", 1, lambda b: contradict(b, 5), "10 rows of 140 (7.1 %)",
         lambda b: contradict(b, 1), 8),
    Page("too few ideal answers", 2, lambda b: [fewer_ideals(b, 0), held_out(b, 15, 40),
                                                fewer_ideals(b, 2)],
         "Not enough yet: 19 failures with an ideal answer",
         lambda b: [fewer_ideals(b, 0), held_out(b, 16, 40), fewer_ideals(b, 2)], 9),
    Page("tiny held-out set", 2, lambda b: held_out(b, 20, 9), "Not enough yet: 29 held-out cases",
         lambda b: held_out(b, 40, 40), 10),
    Page("no pattern large enough", 2,
         lambda b: [b.change(k, pattern=f"p{k // 9}") for k in b.keys(Mark.FAIL)],
         "9 failures in the largest pattern", nothing, 10),
    Page("held-out case used in a prompt", 3, lambda b: used_in_prompt(b, True), "Check 33",
         lambda b: used_in_prompt(b, False), 10),
    Page("wrong expected answer", 3,
         lambda b: b.change(1, ideal=b.entries[1].answered), "Check 12",
         lambda b: b.change(b.keys(Mark.FAIL, held_out=False)[0], ideal="warmly another answer"),
         10),
    Page("no headroom under the reviewers' own ceiling", 4,
         lambda b: [tried(b, 0.4), b.double_reviews(30, differing=4)], "No headroom",
         lambda b: [tried(b, 0.4), b.double_reviews(30, differing=1)], 10),
    Page("closed target", 4, lambda b: b.set(target="Cohere/API"), "takes no new fine-tuning jobs",
         lambda b: b.set(target="Azure Foundry/gpt-oss-20b"), 10),
    Page("not worth it", 4, lambda b: costs(b, hosting_per_month=1241, failure_cost=0.01),
         "it never pays", lambda b: costs(b, hosting_per_month=1241, failure_cost=1.0), 10),
    Page("knowledge gap in the ideal answers", 5, lambda b: new_codes(b, 4), "carry facts",
         lambda b: new_codes(b, 4, recurring=True), 10),
    Page("facts fix what is left", 5, lambda b: facts_run(b, 0.7), "With the facts supplied",
         lambda b: facts_run(b, 0.3), 10),
    Page("facts help easy cases and break others", 10, lambda b: facts_run(b, 0.6, broken=20),
         "from notes", lambda b: facts_run(b, 0.6), 5),
    Page("a prompt solves it", 6, lambda b: solved(b, 0), "within the tolerance of 5 %",
         lambda b: solved(b, 20), 7),
    Page("regression to the mean is said", 6, lambda b: solved(b, 0, baseline=False),
         "no fresh baseline", lambda b: drop(b, "again"), 10),
    Page("the fresh baseline itself passes", 6,
         lambda b: [solved(b, 0), drop(b, "complete"), drop(b, "again"),
                    b.run("again", 0.0, baseline=True)],
         "The old prompt run afresh", tried, 10),
    Page("no prompt tried", 7, lambda b: b.runs.clear(), "Fewer than 3 variants measured: 0",
         nothing, 10),
    Page("none with examples", 7, lambda b: [drop(b, "shots"), b.run("plain", 0.75)],
         "none is known to have examples in its prompt", nothing, 10),
    Page("none from the failures' notes", 7,
         lambda b: [drop(b, "from notes"), b.run("plain", 0.75)],
         "the failures' own notes behind it", nothing, 10),
    Page("no current model", 7, lambda b: [drop(b, "newer model"), b.run("plain", 0.75)],
         "a current base model", nothing, 10),
    Page("the latest still gains", 7, lambda b: b.run("last", 0.5),
         "still beats the best before it", lambda b: b.run("last", 0.65), 10),
    Page("gap not shown", 7, lambda b: narrow_gap(b, 50), "is not shown",
         lambda b: narrow_gap(b, 100), 10),
    Page("contradictory training rows", 8, lambda b: contradict(b, 2), "Check 21", nothing, 10),
    Page("no provenance", 8, lambda b: b.change(b.keys(Mark.FAIL, held_out=False)[0], reviewer=""),
         "Check 44", nothing, 10),
    Page("forty-eight rows", 9, lambda b: fewer_ideals(b, 24), "48 training rows, and 50",
         lambda b: fewer_ideals(b, 25), 10),
    Page("a pattern too thin to train", 9,
         lambda b: [b.change(k, ideal=None)
                    for k in b.keys(Mark.FAIL, held_out=False, pattern="promises")[9:]]
         + [b.failures(30, "tone"), tried(b)],
         "“promises” has 9 training rows",
         lambda b: [b.change(k, ideal=None)
                    for k in b.keys(Mark.FAIL, held_out=False, pattern="promises")[10:]]
         + [b.failures(30, "tone"), tried(b)], 10),
    Page("below the target's minimum", 9, lambda b: b.set(target="Amazon Bedrock/Nova 2 Lite"),
         "200 are needed", lambda b: b.set(target="Amazon Bedrock/Nova 1"), 10),
    Page("parity at less cost", 10,
         lambda b: [solved(b, 0), b.set(aim="cost", margin=0.02),
                    costs(b, calls_per_month=100_000_000)],
         "pays back after 0.2 months",
         lambda b: [solved(b, 0), b.set(aim="cost", margin=0.02), costs(b, prompt_tokens=500)], 4),
    Page("parity shown by a pilot", 10, lambda b: parity_pilot(b, 0.0, 0.05),
         "pilot is no more than 5 % worse", lambda b: parity_pilot(b, 0.4, 0.05), 4),
    Page("parity not shown by a small pilot", 2, lambda b: parity_pilot(b, 0.06, 0.05),
         "is not shown", lambda b: parity_pilot(b, 0.06, 0.3), 10),
    Page("between thirty and fifty held out", 2, lambda b: held_out(b, 19, 30), "Not ready",
         lambda b: held_out(b, 20, 30), 10),
)  # fmt: skip


CASEBOOK = (*PAGES, *TRAPS, *ACCIDENTS)


@pytest.mark.parametrize("page", CASEBOOK, ids=lambda page: page.name)
def test_the_project_gives_its_verdict_reason_first_and_shows_every_rule(page: Page) -> None:
    book = ready()
    page.spoil(book)
    result = book.assess()
    assert (result.rule, result.verdict) == (page.rule, VERDICTS[page.rule]), result.reasons
    assert page.says in result.reasons[0]
    assert 1 <= len(result.reasons) <= 4
    assert [rule.number for rule in result.rules] == list(range(1, 11))
    assert [rule.verdict for rule in result.rules] == list(VERDICTS.values())
    assert next(rule.number for rule in result.rules if rule.matched) == result.rule
    for rule in result.rules:
        assert rule.matched == (rule.state == "matched")
        assert all((rule.reason, rule.figure, rule.threshold, rule.source))
        assert bool(rule.next_steps) == rule.matched


@pytest.mark.parametrize("page", CASEBOOK, ids=lambda page: page.name)
def test_changing_the_decisive_fact_changes_the_verdict(page: Page) -> None:
    book = ready()
    page.mirror(book)
    result = book.assess()
    assert result.rule == page.mirror_rule, result.reasons


def test_an_empty_project_is_told_to_collect() -> None:
    book = Book(failure_rate=None)
    result = book.assess()
    assert result.rule == 2
    assert "0 failures with an ideal answer" in result.reasons[0]
    assert result.rules[6].matched
    assert "Fewer than 3 variants measured: 0" in result.rules[6].reason
    assert {rule.state for rule in (result.rules[0], result.rules[3], result.rules[5])} == {
        "no evidence"
    }


def test_patterns_get_their_own_verdicts() -> None:
    book = ready().failures(20, "facts", held_out=5).failures(20, "easy", held_out=5)
    for key in book.keys(Mark.FAIL, pattern="facts"):
        book.change(key, ideal=f"{book.entries[key].ideal} see KB-{1000 + key}")
    book.failures(9, "rare")
    tried(book, left=0.7)
    for run in book.runs[1:]:
        run.marks |= dict.fromkeys(book.keys(Mark.FAIL, pattern="easy"), Mark.PASS)
    book.failure_rate = wilson(60, 200)
    result = book.assess()
    verdicts = {one.name: one.verdict for one in result.patterns}
    assert verdicts == {
        "easy": VERDICTS[6] if result.patterns[0].fix == "prompt" else VERDICTS[7],
        "facts": VERDICTS[5],
        "promises": VERDICTS[10],
        "rare": VERDICTS[2],
        "tone": VERDICTS[10],
    }
    assert result.rule == 10


def test_no_pattern_is_further_than_the_evidence_as_a_whole() -> None:
    book = ready().double_reviews(30, differing=10)
    assert {one.verdict for one in book.assess().patterns} == {VERDICTS[1]}


def test_what_a_reviewer_set_as_the_fix_decides_for_its_pattern() -> None:
    book = ready()
    book.fixes["promises"] = "product"
    found = {one.name: one for one in book.assess().patterns}
    assert found["promises"].verdict == VERDICTS[4]
    assert "product change" in found["promises"].reason
    assert found["tone"].verdict == VERDICTS[10]


def state(book: Book, number: int) -> str:
    """What one rule says by itself, before rules are weighed against each other."""
    return RULES[number - 1](gather(book.snapshot(), embed)).state


def test_a_number_that_just_reaches_its_threshold_is_enough() -> None:
    book = ready()
    for failures, expected in ((20, "ruled out"), (19, "matched")):
        held_out(book, failures, 10)
        assert state(book, 2) == expected
    book = ready()
    for key in book.keys(Mark.FAIL, held_out=False)[50:]:
        book.change(key, ideal=None)
    assert state(book, 9) == "ruled out"
    book.change(book.keys(Mark.FAIL, held_out=False)[0], ideal=None)
    assert state(book, 9) == "matched"
    book = ready().double_reviews(20, differing=6)
    assert state(book, 1) == "matched"  # 70 % agree, and kappa 0.4 is not reached
    book.set(thresholds={"chance_corrected": 0.3})
    assert state(book, 1) == "ruled out"
    book.double_reviews(19, differing=6)
    assert state(book, 1) == "no evidence"


def test_a_trial_of_failures_alone_cannot_rule_for_the_prompt() -> None:
    book = ready().double_reviews(30, differing=0)
    solved(book, 0)
    run = book.runs[0]
    guard = [key for key, mark in book.entries.items() if mark.mark is Mark.PASS]
    for key in guard[29:]:
        del run.marks[key]
    book.runs = [run]
    result = book.assess()
    assert result.rules[5].state != "matched"
    assert result.rule == 7


def test_the_upper_bound_and_not_the_estimate_has_to_meet_the_tolerance() -> None:
    book = tried(ready(), left=0.1).set(tolerance=0.045)
    evidence = gather(book.snapshot(), embed)
    assert evidence.best is not None
    left = evidence.best.residual
    assert left is not None
    assert left.value < 0.045 < left.high
    assert state(book, 6) == "ruled out"


def test_twenty_nine_passing_cases_are_no_guard_and_thirty_are() -> None:
    for count, expected in ((29, "no evidence"), (30, "matched")):
        book = ready().set(tolerance=0.2)
        book.runs = []
        book.run("complete", 0.0, passes=count)
        assert state(book, 6) == expected


def test_what_was_done_in_bulk_or_too_fast_is_told_beside_a_verdict() -> None:
    book = ready()
    accepted_unread(book, 48)
    (gate,) = [one for one in book.assess().gates if one.name == "Held-out marks"]
    assert "48 were set or accepted many at once, not one by one" in gate.sentence
    assert gate.state == "open"
    keys = book.keys(Mark.FAIL)[:30]
    for key in keys:
        book.change(key, ideal=f"{book.entries[key].ideal} {words(key + 500, 24)}")
    book.ideal_seconds = dict.fromkeys(keys, 5.0)
    found = book.assess()
    assert found.rule == 10
    assert any("30 of 100 ideal answers came faster than anyone types" in r for r in found.reasons)
    (step,) = [one for one in found.rules[9].steps if "came too fast" in one.text]
    assert len(step.case_ids) == 30
    book.ideal_seconds = dict.fromkeys(keys, 8.0)
    assert not any("anyone types" in reason for reason in book.assess().reasons)
