"""Questions with known intents, as many as are wanted: a thing people have, a thing they want.

An intent is one want about one thing ("cancel the gym membership"). Several intents share their
thing and several their want, so that neither decides alone. All sentences are our own.
"""

from __future__ import annotations

import random

THINGS: tuple[tuple[str, ...], ...] = (
    ("gym membership", "fitness contract", "membership at the studio"),
    ("parking permit", "resident parking card", "permit for the street"),
    ("library card", "reader's card", "card of the city library"),
    ("train ticket", "rail ticket", "seat on the express"),
    ("hotel room", "room reservation", "two nights at the hotel"),
    ("bank card", "debit card", "card for the cash machine"),
    ("health insurance", "medical cover", "policy with the health insurer"),
    ("phone contract", "mobile plan", "plan with the phone company"),
    ("internet line", "broadband connection", "router and line"),
    ("washing machine", "washer", "laundry machine"),
    ("coffee machine", "espresso maker", "machine for coffee"),
    ("running shoes", "pair of trainers", "sneakers"),
    ("winter coat", "warm jacket", "parka"),
    ("electricity supply", "power contract", "electricity tariff"),
    ("music lesson", "piano class", "lesson with the piano teacher"),
    ("dentist appointment", "visit to the dentist", "slot at the dental practice"),
    ("tax return", "income tax form", "declaration for the tax office"),
    ("school place", "place at the primary school", "seat in the first class"),
    ("rental car", "hired car", "car from the rental desk"),
    ("garden waste bin", "green bin", "bin for leaves and branches"),
    ("newspaper subscription", "daily paper", "subscription to the paper"),
    ("concert ticket", "seat at the concert", "entry to the show"),
    ("driving licence", "driver's license", "licence for the car"),
    ("flat viewing", "visit to the apartment", "viewing of the flat"),
)

WANTS: dict[str, tuple[str, ...]] = {
    "cancel": ("how do I cancel my {0}", "I want to get rid of my {0}", "please end my {0}",
               "terminate the {0} for me", "I no longer need the {0}, what now"),
    "price": ("what does a {0} cost", "how expensive is the {0}", "tell me the price of the {0}",
              "how much do you charge for a {0}", "is the {0} cheaper for students"),
    "broken": ("my {0} does not work", "the {0} is broken", "something is wrong with my {0}",
               "my {0} gives an error", "the {0} stopped working today"),
    "late": ("where is my {0}", "my {0} has not arrived", "still waiting for the {0}",
             "the {0} is late, when will it come", "no sign of the {0} I asked for"),
    "change": ("can I change my {0}", "move my {0} to another date", "I need a different {0}",
               "swap the {0} for another one", "alter the details of my {0}"),
    "refund": ("I want my money back for the {0}", "refund the {0}", "charged twice for the {0}",
               "when is the {0} paid back", "reimburse me for the {0}"),
    "lost": ("I lost my {0}", "my {0} was stolen", "the {0} is gone, I cannot find it",
             "somebody took my {0}", "I need a replacement for a lost {0}"),
    "order": ("I would like a {0}", "how can I get a {0}", "sign me up for a {0}",
              "where do I apply for a {0}", "book a {0} for me"),
}  # fmt: skip

_OPENINGS = ("", "", "Hello, ", "Hi, ", "Good morning, ", "Sorry to bother you, ",
             "Quick question: ", "Dear team, ", "To whom it may concern, ", "Hey, ")  # fmt: skip
_MIDDLES = ("", "", "", " since last week", " for my mother", " as a new customer",
            " before Friday", " although I paid", " from abroad", " while we are on holiday",
            " as soon as possible", " after moving house", " for two people",
            " at the main office")  # fmt: skip
_ENDINGS = ("", "?", "?", ".", " please.", ", thank you!", "? Nobody answers the phone.",
            "? I have tried twice.", ". My number is {1}.", "? Reference {1}.")  # fmt: skip


def intents(count: int, seed: int) -> list[tuple[int, str]]:
    """`count` of the 192 intents as (thing's number, want), in random order."""
    every = [(thing, want) for thing in range(len(THINGS)) for want in sorted(WANTS)]
    return random.Random(seed).sample(every, count)


def planted_questions(
    count: int, seed: int, *, kinds: int, strays: float = 0.1
) -> tuple[list[str], list[str]]:
    """`count` distinct questions and the intent of each, in random order.

    Intents are of Zipf's sizes: the second half as large as the first, and so on. Of the share
    `strays` each is the only question of its intent where there are intents enough.
    """
    rng = random.Random(seed)
    chosen = intents(len(THINGS) * len(WANTS), seed)
    named, rest = chosen[:kinds], chosen[kinds:]
    weights = [1.0 / (place + 1) for place in range(len(named))]
    questions: dict[str, str] = {}
    lone = list(rest)
    while len(questions) < count:
        if rng.random() < strays and lone:
            intent = lone.pop()
        else:
            intent = rng.choices(named, weights)[0]
        questions.setdefault(_asked(intent, rng), f"{intent[1]} {THINGS[intent[0]][0]}")
    return list(questions), list(questions.values())


def _asked(intent: tuple[int, str], rng: random.Random) -> str:
    thing, want = intent
    words = rng.choice(WANTS[want]) + rng.choice(_MIDDLES) + rng.choice(_ENDINGS)
    said = words.format(rng.choice(THINGS[thing]), rng.randrange(1000, 9999))
    opening = rng.choice(_OPENINGS)
    return opening + said if opening else said[0].upper() + said[1:]
