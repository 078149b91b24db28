"""A situation of the blind failures: who asks what, and what a right answer says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from curator.bench.blind_sheets import Parts, read_sheet
from curator.bench.blind_texts import SHELL_TEXTS
from curator.bench.blind_topics import Matter, Topic

TEXTS: dict[str, Parts] = dict(read_sheet(SHELL_TEXTS))

# How often a right answer also carries these; so none of them tells a mode on its own.
_EXTRAS = {"also": 0.3, "limit": 0.25, "polar": 0.2, "steps": 0.12, "sum": 0.06, "id": 0.08}
_TOLD = 0.4


def fill(text: str, slots: dict[str, str]) -> str:
    """The text with every known {slot} filled; what is filled in is not read again."""
    return re.sub(r"\{(\w+)\}", lambda found: slots.get(found[1], found[0]), text)


def upper_first(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


@dataclass
class Exchange:
    """What is told and asked, sentence by sentence, with a right and a failing answer.

    The fact is the sentence of the right answer that settles the main question. A bare answer
    comes without pleasantries, a cut one breaks off.
    """

    told: str | None
    asks: list[str]
    good: list[str]
    bad: list[str]
    slots: dict[str, str]
    fact: str = ""
    bare: bool = False
    cut: bool = False

    def add(self, ask: str, good: str, bad: str | None = None) -> None:
        """Ask one thing more; the failing answer gets it right unless told otherwise."""
        self.asks.append(ask)
        self.good.append(good)
        self.bad.append(good if bad is None else bad)


class Scene:
    """One drawn situation in a topic; everything in it comes from its own random source."""

    def __init__(self, rng: Random, topic: Topic) -> None:
        self.rng = rng
        self.topic = topic
        self.matter: Matter = rng.choice(topic.matters)
        pair = list(rng.choice(topic.things))
        rng.shuffle(pair)
        self.thing, self.other = pair
        self.n = rng.randint(self.matter.low, self.matter.high)
        self._template = rng.choice(self.matter.facts)

    def pick(self, key: str) -> str:
        """One of the texts of that key, filled for this scene."""
        return fill(self.rng.choice(TEXTS[key]), self.slots())

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def amount(self, n: int | None = None, unit: str | None = None) -> str:
        """The figure of the matter with its unit, or another one."""
        number, measure = self.n if n is None else n, unit or self.matter.unit
        return f"{number} {measure}"

    def slots(self) -> dict[str, str]:
        """What texts of this scene may name."""
        return {
            "thing": self.thing,
            "other": self.other,
            "amount": self.amount(),
            "unit": self.matter.unit,
            "wrong_unit": self.matter.wrong_unit,
            "n": str(self.n),
        }

    def other_number(self) -> int:
        """A figure as likely as the right one, but another."""
        span = range(self.matter.low, self.matter.high + 1)
        return self.rng.choice([number for number in span if number != self.n])

    def fact(
        self, n: int | None = None, *, unit: str | None = None, thing: str | None = None
    ) -> str:
        """The answer to the matter, right unless a figure, unit or thing is given."""
        template = self._template if self.chance(0.5) else self.rng.choice(self.matter.facts)
        slots = {"thing": thing or self.thing, "amount": self.amount(n, unit)}
        return upper_first(fill(template, slots))

    def near(self) -> str:
        """An answer to the question beside the one asked."""
        return upper_first(fill(self.rng.choice(self.matter.nears), self.slots()))

    def steps(self, order: Parts) -> str:
        """Steps as a numbered list or as running text."""
        if self.rng.random() < 0.5:
            return "\n".join(f"{at}. {upper_first(step)}" for at, step in enumerate(order, 1))
        words = ("First", "then", "after that", "and finally")
        return ", ".join(f"{word} {step}" for word, step in zip(words, order, strict=True)) + "."

    def identifier(self) -> str:
        """A reference that looks like the topic's own."""
        shape = self.rng.choice(self.topic.identifiers)
        shape = re.sub(r"\{l\}", lambda _: self.rng.choice("ABCDEFGHKLMNPRSTVWX"), shape)
        shape = re.sub(r"\{d\}", lambda _: str(self.rng.randint(11, 4999)), shape)
        return re.sub(
            r"\{s\}", lambda _: f"{self.rng.randint(1, 19)}.{self.rng.randint(1, 9)}", shape
        )

    def base(self, *without: str, told: bool | None = None) -> Exchange:
        """The question with its right answer on both sides, and a few further requests."""
        tells = self.chance(_TOLD) if told is None else told
        situation, settles = self.rng.choice(self.topic.situations)
        ask = fill(self.rng.choice(self.matter.asks), self.slots())
        right = self.fact()
        slots = self.slots() | {"settles": settles, "ask": ask}
        exchange = Exchange(situation if tells else None, [ask], [right], [right], slots, right)
        for kind, share in _EXTRAS.items():
            if self.chance(share) and kind not in without and len(exchange.good) < 4:
                self._extra(exchange, kind)
        return exchange

    def _extra(self, exchange: Exchange, kind: str) -> None:
        if kind == "also":
            exchange.add(*self.rng.choice(self.topic.alsos))
        elif kind == "limit":
            demand, _, kept = self.rng.choice(self.topic.limits)
            exchange.add(demand, kept)
        elif kind == "polar":
            ask, right, _ = self.rng.choice(self.topic.polars)
            exchange.add(ask, right)
        elif kind == "steps":
            exchange.add(self.pick("steps_ask"), self.steps(self.rng.choice(self.topic.steps)))
        elif kind == "sum":
            ask, right, _, _ = self.sum()
            exchange.add(ask, right)
        else:
            tail = upper_first(fill(self.rng.choice(TEXTS["id_tail"]), {"id": self.identifier()}))
            exchange.good.append(tail)
            exchange.bad.append(tail)

    def sum(self) -> tuple[str, str, str, dict[str, str]]:
        """A calculation: question, right answer, answer with a slip, what a note may name."""
        k, price = self.rng.randint(3, 48), self.rng.randint(4, 290) / 2
        total = k * price
        slots = {"k": str(k), "goods": self.rng.choice(self.topic.goods), "p": f"{price:.2f}"}
        if self.chance(0.65):
            ask, fact, right = "sum_ask", "sum_fact", total
            key = "total"
        else:
            rate = self.rng.choice((5, 10, 12, 15, 20, 25, 30))
            slots |= {"r": str(rate), "total": f"{total:.2f}"}
            ask, fact, right, key = "cut_ask", "cut_fact", total * (100 - rate) / 100, "left"
        slip = self.rng.choice((right * 10, right + price, right - 9, right + 100, right * 1.1))
        answer = self.rng.choice(TEXTS[fact])
        return (
            fill(self.rng.choice(TEXTS[ask]), slots),
            fill(answer, slots | {key: f"{right:.2f}"}),
            fill(answer, slots | {key: f"{slip:.2f}"}),
            {"right": f"{right:.2f}", "wrong": f"{slip:.2f}"},
        )
