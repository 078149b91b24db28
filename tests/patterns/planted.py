"""Failures with known groups, made from sentences of our own."""

from __future__ import annotations

import random

from curator.patterns import FailureText

TOPICS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "parking permit": (
        ("How do I renew my parking permit", "My parking permit runs out", "Parking permit lost"),
        ("for the street outside my flat", "before the end of the month", "for a second car"),
        ("can a resident apply online", "what does the permit cost", "who sends the new permit"),
    ),
    "library loan": (
        ("My library book is overdue", "Extend the loan of a library book", "Library card expired"),
        ("and the novel is still being read", "since the branch was closed", "for two more weeks"),
        ("is there a late fee", "can I renew the loan", "does the librarian waive the fine"),
    ),
    "swimming lesson": (
        ("Book a swimming lesson", "The swimming pool timetable", "Swim class for beginners"),
        ("for my daughter who is six", "at the indoor pool", "with a female instructor"),
        ("is a lane free on Sunday", "what should a swimmer bring", "are goggles lent at the pool"),
    ),
    "broken boiler": (
        ("The boiler stopped heating", "No hot water from the boiler", "Radiators are cold"),
        ("since the plumber was here", "and the pressure gauge shows zero", "on the top floor"),
        ("how do I relight the burner", "send a heating engineer", "is the thermostat broken"),
    ),
    "train delay": (
        ("My train was delayed", "The express train was cancelled", "Missed a railway connection"),
        ("between the two main stations", "because of a signal fault", "on the morning commute"),
        ("how is the ticket refunded", "which later train may I board", "claim for the late train"),
    ),
    "dog adoption": (
        ("We want to adopt a dog", "Is the puppy still at the shelter", "Adopting a rescue dog"),
        (
            "and have a cat already",
            "with a small garden for the animal",
            "who is good with children",
        ),
        ("is the dog vaccinated", "what does the shelter ask", "how old are the puppies"),
    ),
    "tax form": (
        ("Which tax form do I file", "My income tax return was rejected", "Declare taxes late"),
        (
            "as a freelancer with two clients",
            "for the last fiscal year",
            "after a change of address",
        ),
        ("is rent deductible", "when is the tax refund paid", "what allowance may I deduct"),
    ),
    "bread baking": (
        ("My sourdough bread will not rise", "Bake rye bread", "The bread dough is too sticky"),
        (
            "with wholemeal flour and yeast",
            "in a gas oven without steam",
            "after a night in the fridge",
        ),
        ("how long should the loaf proof", "is the starter dead", "at what heat to bake the crust"),
    ),
}


def failures_by_topic(count: int, seed: int) -> tuple[list[FailureText], list[str]]:
    """`count` failures of a few topics, the first topic the largest, with each one's topic."""
    rng = random.Random(seed)
    names = rng.sample(sorted(TOPICS), 3 if count <= 20 else 5 if count <= 50 else 8)
    sizes = [count // (2 * place + 2) for place in range(len(names))]
    sizes[0] += count - sum(sizes)
    failures: list[FailureText] = []
    truth: list[str] = []
    for name, size in zip(names, sizes, strict=True):
        for _ in range(size):
            opening, middle, end = (rng.choice(part) for part in TOPICS[name])
            asked = f"{opening} {middle}, {end}? (ref {rng.randrange(1000)})"
            answered = f"Thank you for asking. About this: {opening.lower()}."
            failures.append(FailureText(len(failures) + 1, asked, answered))
            truth.append(name)
    return failures, truth
