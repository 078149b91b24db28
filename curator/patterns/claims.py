"""What an output claims of itself and the world: sums, sources, promises, certainty, language.

Read from the output, but for what the input already says: a sum that does not come out, two
sentences that disagree, a source nobody named, a promise, a word to fill in, another language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import combinations, pairwise

from curator.patterns.tokens import Reading

_AMOUNT = r"[$€£]?(\d[\d,]{0,14}\.?\d{0,8}) ?%?"
_EQUATION = re.compile(
    rf"(?<![\d.,]){_AMOUNT} ?(?:[a-z/ ]{{0,24}})?([-+*/x×÷−])"
    rf" ?{_AMOUNT}(?:[a-z/ ]{{0,24}})?= ?{_AMOUNT}",
    re.I,
)
_FILL_IN = re.compile(
    r"\[[A-Za-z][^\]\n]{1,40}\]|\{\{?[^}\n:\"]{1,40}\}?\}|<[a-z][a-z _-]{1,30}>|\bX{2,}\b"
    r"|\bTB[DA]\b"
    r"|\bTODO\b|\blorem ipsum\b|_{3,}|\.{4,}|%s\b|\bN/A\b|\?\?\?",
    re.I,
)
_LINK = re.compile(r"https?://|www\.|\(\d{4}\)|\[\d+\]|\bet al\b")
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF☺-☻]|!!|[;:]-?[)D(]")
_READ_AT_MOST = 6_000
"""Characters of a text that are searched for such signs."""
_NEGATIVE = "no not never cannot without don't doesn't isn't aren't nicht kein keine nie pas sin"
_SENTENCES = 30
"""Sentences that are compared with one another."""
_ALIKE, _SAME = 0.6, 0.8
"""Shared words, of the shorter one's, from which two sentences speak of the same, or say it."""
_NEARLY = 0.12
"""How far off a number may be to be a slip in what follows from two others."""
LANGUAGES: dict[str, str] = {
    "en": "the of and to is in you that it for with on are this be your from or have will can was",
    "de": "der die das und ist nicht ein eine zu mit sie von für auf den im wird sind bei dem",
    "fr": "le la les et est un une des pour dans vous que pas avec sur ce du au nous votre sont",
    "es": "el los las y es una por para con que en se su del no como más al lo está sus",
    "it": "il di che è per un una con non sono della del gli si più nel alla questo ha sei",
    "pt": "o os as e um uma para com não em que do da se por mais são no na ao você",
    "nl": "de het een en van is niet dat op te voor met zijn aan er ook bij u je wordt",
    "pl": "i w nie na się jest z do to że o jak po co za od przez dla czy oraz",
}
"""Frequent short words of each language, by which it is told."""
_NEGATIVES = frozenset(_NEGATIVE.split())
_LANGUAGE_OF: dict[str, list[str]] = {}
for _name, _words in LANGUAGES.items():
    for _word in _words.split():
        _LANGUAGE_OF.setdefault(_word, []).append(_name)


def claims(asked: Reading, output: Reading) -> list[float]:
    """Figures of what an output claims."""
    text = output.text[:_READ_AT_MOST]
    size = max(1, len(output.sentences))
    figures = [
        math.log1p(sum(1 for _ in sign.finditer(text))) for sign in (_FILL_IN, _LINK, _EMOJI)
    ]
    wanted = asked.cues
    for place, count in enumerate(output.cues):
        figures += [math.log1p(count), count / size, math.log1p(wanted[place])]
    figures.append(float(output.cues[0] > 0 and not wanted[0]))
    return figures + sums(asked, output) + said_twice(output) + language(asked, output)


def _value(text: str) -> float:
    return float(text.replace(",", "").rstrip(".") or 0)


def sums(asked: Reading, output: Reading) -> list[float]:
    """Equations that come out; that do not; whether a new number is two others' sum
    or product; whether it nearly is; how often."""
    right = wrong = 0
    text = output.text[:_READ_AT_MOST]
    for one, sign, other, said in _EQUATION.findall(text) if "=" in text else ():
        real = _result(_value(one), sign.casefold(), _value(other))
        if real is None:
            continue
        fits = abs(real - _value(said)) <= max(0.051, 0.006 * abs(real))
        right, wrong = right + fits, wrong + (not fits)
    return [math.log1p(right), math.log1p(wrong), *_derived(asked, output)]


def _result(one: float, sign: str, other: float) -> float | None:
    if sign in "x×*":
        return one * other
    if sign == "+":
        return one + other
    if sign in "-−":
        return one - other
    return one / other if other else None


def _derived(asked: Reading, output: Reading) -> list[float]:
    """Whether a new number is the sum or product of two others, or nearly."""
    known, told = _numbers(asked)[-6:], _numbers(output)
    fresh = [one for one in told if one not in known][-4:]
    both = sorted({*known, *told[:4]})[:8] if fresh else ()
    exact = near = 0
    for one, other in combinations(both, 2):
        for real in (one * other, one + other):
            if real in (one, other):
                continue
            for said in fresh:
                if said in (one, other):
                    continue
                off = abs(said - real) / real if real else 1.0
                exact += off < 1e-6
                near += 1e-6 < off < _NEARLY and real > 20
    return [float(exact > 0), float(near > 0 and not exact), math.log1p(near)]


def _numbers(reading: Reading) -> list[float]:
    found: list[float] = []
    for token, kind in zip(reading.tokens, reading.kinds, strict=True):
        if kind == "number" and ":" not in token and "/" not in token:
            try:
                found.append(float(token.replace(",", "")))
            except ValueError:
                continue
    return found


def said_twice(output: Reading) -> list[float]:
    """How like the two likest sentences are; pairs alike: the same, another number, another
    yes or no; how much of the text is repeated; whether a line stands twice."""
    sentences = [_content(one) for one in output.sentences[:_SENTENCES]]
    same = numbers = polar = 0
    closest = 0.0
    for (one, ones, yes), (other, others, no) in combinations(sentences, 2):
        if not one or not other:
            continue
        alike = len(one & other) / min(len(one), len(other))
        if min(len(one), len(other)) >= 2:
            closest = max(closest, alike)
        if alike < _ALIKE:
            continue
        if ones != others and ones and others:
            numbers += 1
        elif yes != no:
            polar += 1
        elif alike > _SAME:
            same += 1
    return [closest, math.log1p(same), math.log1p(numbers), math.log1p(polar), *_repeated(output)]


def _repeated(output: Reading) -> list[float]:
    """How much of the text is passages of five words that were there before, and whether a line
    stands twice in a row."""
    tokens = output.folded[:2000]
    grams = Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False))
    again = sum(count - 1 for count in grams.values() if count > 1)
    lines = [line for line in output.text.split("\n") if len(line) > 8]
    twice = any(one == other for one, other in pairwise(lines))
    return [again / max(1, len(tokens)), float(twice)]


def _content(sentence: str) -> tuple[set[str], frozenset[str], bool]:
    words = sentence.split()
    return (
        {word.strip(",;:()\"'")[:6] for word in words if len(word) > 3 and word[0].isalpha()},
        frozenset(word.strip(",;:()") for word in words if any(sign.isdigit() for sign in word)),
        any(word in _NEGATIVES for word in words),
    )


def language(asked: Reading, output: Reading) -> list[float]:
    """How far input and output share a language; the output's second language; its other script; by
    how much that differs from the input's; its English; by how much that differs."""
    wanted, told = _shares(asked), _shares(output)
    common = sum(min(wanted[name], told[name]) for name in LANGUAGES)
    ranked = sorted(told.values(), reverse=True)
    here = sum(kind == "other script" for kind in output.kinds) / max(1, len(output.kinds))
    there = sum(kind == "other script" for kind in asked.kinds) / max(1, len(asked.kinds))
    return [common, ranked[1], here, abs(here - there), told["en"], told["en"] - wanted["en"]]


def _shares(reading: Reading) -> dict[str, float]:
    """Each language's part of the stop words of a text; even where there are none."""
    found: Counter[str] = Counter()
    for word in reading.folded[:200]:
        for name in _LANGUAGE_OF.get(word, ()):
            found[name] += 1
    total = sum(found.values())
    if not total:
        return dict.fromkeys(LANGUAGES, 1 / len(LANGUAGES))
    return {name: found[name] / total for name in LANGUAGES}
