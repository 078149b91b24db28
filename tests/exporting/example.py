"""A realistic project at a late stage, written out as plain values for tests.

A fictional help desk of a scheduling product: forty-eight failures in three patterns and some
in none, twenty passes, two trials.
"""

from __future__ import annotations

from curator.model.base import JsonObject
from curator.model.case import Case
from curator.model.dataset import Dataset, DatasetRow, Split
from curator.model.figures import Figures
from curator.model.message import Message
from curator.model.pattern import Fix, Pattern, PatternSet
from curator.model.readiness import (
    CheckResult,
    CostInputs,
    Costs,
    PatternReadiness,
    Readiness,
    RuleResult,
)
from curator.model.review import Mark, Review
from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot, TrialSnapshot
from curator.model.statistics import wilson
from curator.model.trial import Comparison, PatternComparison, Trial, Variant

SYSTEM = "You answer customers of Plannery, a scheduling product. Be correct, warm and brief."
CUSTOMERS = (
    "a dental practice", "a climbing gym", "a tutoring school", "a bike repair shop",
    "a choir", "a clinic for birds", "a tax adviser", "a pottery studio",
)  # fmt: skip
PLANS = ("Solo", "Team", "Studio", "Chain")

ROBOTIC = (
    "We run {who} on the {plan} plan and double bookings appeared again this morning. What now?",
    (
        "Your inquiry has been received. Please be advised that double bookings may occur in case "
        "of concurrent calendar access. Kindly navigate to Settings and resynchronise."
    ),
    (
        "Sorry about the mix-up today. Open Settings, choose Calendars and press Sync again: "
        "that clears double bookings on the {plan} plan. If one comes back, send me its time and I "
        "will look at it myself."
    ),
    "cold, sounds like a form letter",
)
PROMISE = (
    "Can you move our {plan} subscription for {who} back to last month's price?",
    (
        "Of course! I have applied last month's price to your {plan} subscription and refunded the "
        "difference. You will see it within 24 hours."
    ),
    (
        "I cannot change prices myself, so I passed your request to our billing team. They answer "
        "within two working days, and your {plan} plan stays as it is until then."
    ),
    "promises a refund it cannot make",
)
DETAIL = (
    "Which report shows {who} the hours of each colleague on the {plan} plan?",
    (
        "Open Reports and choose Hours by project. It lists the hours of each colleague for the "
        "last week, and you can export it as a CSV file."
    ),
    (
        "Open Reports and choose Hours by person. It lists the hours of each colleague for any "
        "period you set at the top, and you can export it as a CSV file."
    ),
    "names the wrong report, misses the period",
)
STORIES = (
    ("robotic", "Sounds like a form letter", ROBOTIC, 22),
    ("promise", "Promises what it cannot do", PROMISE, 14),
    ("detail", "Misses a detail of the product", DETAIL, 9),
    ("", "", ROBOTIC, 3),
)


def reviewed_cases() -> tuple[ReviewedCase, ...]:
    """Forty-eight failures with ideal answers (every fifth held out), then twenty passes."""
    cases: list[ReviewedCase] = []
    for tag, _, story, count in STORIES:
        for place in range(count):
            cases.append(_failure(len(cases) + 1, tag, story, place))
    for place in range(20):
        cases.append(_pass(len(cases) + 1, place))
    return tuple(cases)


def _failure(key: int, tag: str, story: tuple[str, str, str, str], place: int) -> ReviewedCase:
    who, plan = CUSTOMERS[place % len(CUSTOMERS)], PLANS[place % len(PLANS)]
    asked, answered, ideal = (text.format(who=who, plan=plan) for text in story[:3])
    asked = f"{asked} (ticket {1000 + key})"
    review = Review(
        case_key=key,
        mark=Mark.FAIL,
        note=story[3],
        tags=(tag,) if tag else (),
        ideal=ideal,
        reviewer="Ines" if key % 3 else "Tomasz",
        reviewed_at=f"2026-06-{1 + key % 18:02d}T09:{key % 60:02d}:00Z",
        ideal_reviewer="Ines",
        ideal_at=f"2026-06-{1 + key % 18:02d}T15:{key % 60:02d}:00Z",
    )
    return ReviewedCase(case=_case(key, asked, answered), review=review, held_out=key % 5 == 0)


def _pass(key: int, place: int) -> ReviewedCase:
    asked = f"How do I invite colleague number {place + 2} to our calendar?"
    answered = f"Open Team, press Invite and enter the address of colleague {place + 2}."
    review = Review(
        case_key=key,
        mark=Mark.PASS,
        reviewer="Tomasz",
        reviewed_at=f"2026-06-{1 + place % 18:02d}T11:00:00Z",
    )
    return ReviewedCase(case=_case(key, asked, answered), review=review, held_out=key % 5 == 0)


def _case(key: int, asked: str, answered: str) -> Case:
    return Case(
        key=key,
        uid=f"00000000-0000-7000-8000-{key:012d}",
        id=f"ticket-{1000 + key}",
        input=(Message(role="system", content=SYSTEM), Message(role="user", content=asked)),
        output=Message(role="assistant", content=answered),
        model="plannery-help-3",
        created_at=f"2026-05-{1 + key % 28:02d}T08:00:00Z",
        metadata={"channel": "e-mail"},
    )


def patterns(cases: tuple[ReviewedCase, ...]) -> PatternSet:
    """One pattern a tag; the untagged failures are in none."""
    fixes: dict[str, Fix] = {"robotic": "fine-tuning", "promise": "prompt", "detail": "knowledge"}
    found = tuple(
        Pattern(
            id=f"pattern-{tag}",
            name=name,
            by_people=True,
            colour=number,
            fix=fixes[tag],
            members=tuple(case.case.key for case in cases if tag in case.review.tags),
            keywords=("kindly", "advised"),
            exemplars=tuple(case.case.key for case in cases if tag in case.review.tags)[:5],
            cohesion=0.8,
        )
        for number, (tag, name, _, _) in enumerate(STORIES, 1)
        if tag
    )
    lost = tuple(case.case.key for case in cases if case.failed and not case.review.tags)
    return PatternSet(embedder="built-in", patterns=found, unassigned=lost)


def trial(number: int, name: str, fixed: dict[str, int], now_failing: int) -> TrialSnapshot:
    """A trial over all failures and twenty passes."""
    rows = tuple(
        PatternComparison(
            pattern_id=f"pattern-{tag}" if tag else "",
            name=title or "In no pattern",
            cases=count,
            fixed=fixed.get(tag, 0),
            fix_rate=wilson(fixed.get(tag, 0), count),
        )
        for tag, title, _, count in STORIES
    )
    total = sum(fixed.values())
    comparison = Comparison(
        trial=Trial(
            key=number, uid=f"trial-{number}", variant=name, created_at="2026-06-10T12:00:00Z",
            judge="blind", outputs=68, judged=68,
        ),
        cases=68, fixed=total, still_failing=48 - total, now_failing=now_failing,
        still_passing=20 - now_failing, p_value=0.00042, fix_rate=wilson(total, 48), patterns=rows,
        cost=0.31,
    )  # fmt: skip
    return TrialSnapshot(variant=Variant(key=number, uid=name, name=name), comparison=comparison)


def snapshot(*, trials: bool = True, name: str = "Plannery help desk") -> Snapshot:
    """The whole project."""
    cases = reviewed_cases()
    tried = (
        trial(1, "v2 says what it cannot do", {"promise": 11, "robotic": 2}, 1),
        trial(2, "v3 adds four examples", {"promise": 12, "robotic": 6, "detail": 1}, 2),
    )
    return Snapshot(
        name=name,
        seed=7,
        revision=214,
        reviewed=cases,
        patterns=patterns(cases),
        trials=tried if trials else (),
        figures=Figures(
            cases=310, reviewed=68, passed=20, failed=48, ideal_answers=48, patterns=3,
            held_out=13, trials=2, failure_rate=wilson(31, 120), random_prefix=120, since_new=41,
            saturation=0.0705,
        ),
    )  # fmt: skip


def dataset(cases: tuple[ReviewedCase, ...] | None = None, *, keep: int = 4) -> Dataset:
    """Every failure as a row (held out, else every sixth validation), then some passes."""
    rows: list[DatasetRow] = []
    kept = 0
    for case in reviewed_cases() if cases is None else cases:
        if case.passed:
            kept += 1
        if not case.passed or kept <= keep:
            rows.append(_row(case))
    order: tuple[Split, ...] = ("train", "validation", "held_out")
    return Dataset(seed=7, rows=tuple(sorted(rows, key=lambda row: order.index(row.split))))


def _row(reviewed: ReviewedCase) -> DatasetRow:
    case, review = reviewed.case, reviewed.review
    tag = review.tags[0] if review.tags else ""
    split: Split = "validation" if case.key % 6 == 0 else "train"
    return DatasetRow(
        case_key=case.key,
        case_id=case.id,
        group=str(case.key),
        split="held_out" if reviewed.held_out else split,
        input=case.input,
        ideal=case.output.content if reviewed.passed else review.ideal or "",
        output=case.output.content,
        keep=reviewed.passed,
        tools=case.tools,
        pattern_id=f"pattern-{tag}" if tag else "",
        pattern_name=next((name for found, name, _, _ in STORIES if found == tag), ""),
        note=review.note,
        tags=review.tags,
        model=case.model,
        reviewer=review.reviewer,
        reviewed_at=review.reviewed_at,
        source_id=case.id,
    )


CHECKS = (
    CheckResult(
        number=1, name="UTF-8, one object a line", severity="block", status="passed",
        sentence="Every row can be written.",
    ),
    CheckResult(
        number=21, name="Same question, different ideal answers", severity="block",
        status="found", sentence="2 cases ask the same and are answered differently.", count=2,
        case_ids=("ticket-1004", "ticket-1012"), threshold="none allowed",
    ),
    CheckResult(
        number=28, name="Near-duplicates", severity="warn", status="found",
        sentence="6 rows are nearly the same as another.", count=6,
        case_ids=("ticket-1001", "ticket-1009"), threshold="similarity 0.8",
    ),
    CheckResult(
        number=7, name="Tool arguments parse", severity="block", status="not applicable",
        sentence="No row uses tools.",
    ),
)  # fmt: skip


def rules() -> tuple[RuleResult, ...]:
    """Three of the ten rules, one matched."""
    return (
        RuleResult(
            number=1, verdict="Agree on the guideline first", state="no evidence", matched=False,
            reason="0 cases were reviewed by two people; 20 are needed.", figure="0",
            threshold="20 doubly reviewed", source="OpenAI fine-tuning best practices",
        ),
        RuleResult(
            number=2, verdict="Collect more failures", state="ruled out", matched=False,
            reason="48 failures have an ideal answer.", figure="48", threshold="20",
            source="own",
        ),
        RuleResult(
            number=8, verdict="Fix the dataset: the training rows", state="matched", matched=True,
            reason="1 blocking check found 2 cases.", figure="2", threshold="0", source="own",
            case_ids=("ticket-1004", "ticket-1012"),
            next_steps=("Settle the 2 cases that contradict each other, then export again.",),
        ),
    )  # fmt: skip


def readiness() -> Readiness:
    """A verdict that a check holds up."""
    return Readiness(
        rule=8,
        verdict="Fix the dataset: the training rows",
        sentence="One blocking check stands between this dataset and a pilot.",
        reasons=(
            "1 blocking check found 2 cases (threshold 0).",
            "The best prompt fixes 19 of 48 failures: 39.6 % (95 % interval 27.0 to 53.7).",
        ),
        rules=rules(),
        patterns=(
            PatternReadiness(
                id="pattern-robotic", name="Sounds like a form letter", cases=22,
                ideal_answers=22, training_rows=15, fix_rate=wilson(6, 22), consistency=0.61,
                consistency_random=0.22, consistency_p=0.001, new_fact_share=0.05,
                verdict="Ready for a pilot", reason="Corrections agree.", fix="fine-tuning",
            ),
        ),
        checks=CHECKS,
        costs=Costs(
            inputs=CostInputs(calls_per_month=62_000, input_price=0.4, output_price=1.6),
            saving_per_call=0.00024, fixed_cost=2150.0, break_even_calls=8_958_333.0,
            break_even_months=6.7, sentence="Fine-tuning pays back after 6.7 months.",
            missing=("price of cached tokens",),
        ),
        next_steps=(
            "Settle the 2 cases that contradict each other, then export again.",
            "Ship the prompt v3 now: it fixes most promises.",
        ),
        input_hash="3f1c" * 16,
    )  # fmt: skip


def row(number: int = 1, **changes: object) -> DatasetRow:
    """One training row with some fields changed."""
    return dataset().rows[number].model_copy(update=changes)


TOOL: JsonObject = {
    "type": "function",
    "function": {"name": "find_booking", "parameters": {"type": "object", "properties": {}}},
}
