"""What an input demands and what becomes of it: counts, formats, languages, things ruled out.

A demand is read by its words (English, with a few of German, French and Spanish), its fulfilment
by what the output holds. Beside the demands stands how far each sentence of the input is answered.
"""

from __future__ import annotations

import math
import re

from curator.patterns.tokens import Reading

_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ("zero", "one a single ein eine un une uno", "two zwei deux dos", "three drei trois tres",
         "four vier quatre cuatro", "five fünf cinq cinco", "six sechs seis", "seven sieben siete",
         "eight acht huit ocho", "nine neun neuf nueve", "ten zehn dix diez", "eleven", "twelve")
    )
    for word in words.split()
}  # fmt: skip
_NUMBER = r"(\d{1,4}|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")"
_COUNTED = re.compile(
    rf"\b{_NUMBER}[- ](?:\w+ )?(words?|wörter\w*|mots|palabras|sentences?|sätze\w*"
    r"|phrases?|frases?|lines?"
    r"|zeilen|paragraphs?|absätze|bullets?|bullet points?|points?|items?|examples?|reasons?"
    r"|tips?|steps?|ideas?|options?|ways?|beispiele|gründe|exemples?|characters?|zeichen)\b"
)
_UNIT_OF = {
    "wo": "words", "wö": "words", "mo": "words", "pa": "words", "se": "sentences",
    "sä": "sentences", "ph": "sentences", "fr": "sentences", "li": "lines", "ze": "lines",
    "ch": "signs",
}  # fmt: skip
FORMATS = {
    "json": (re.compile(r"\bjson\b"), re.compile(r"^\s*(?:```\w*\s*)?[{\[]")),
    "table": (re.compile(r"\b(?:table|tabelle|tableau|tabla|columns?)\b"), re.compile(r"\|.*\|")),
    "list": (
        re.compile(r"\b(?:bullets?|bullet points?|(?:as|in) a list|list the|numbered|step by step"
                   r"|in order|the steps|liste|stichpunkte\w*|schritt für schritt)\b"),
        re.compile(r"^\s*(?:[-*•]|\d+[.)])\s", re.M),
    ),
    "code": (re.compile(r"\b(?:code|script|function|query|regex|sql|html|yaml|csv)\b"),
             re.compile(r"```|[{}<>;=]")),
    "short": (re.compile(r"\b(?:briefly|short(?:ly)?|concise(?:ly)?|brief|at most|no more than"
                         r"|in one word|maximum|kurz|bref|breve)\b"),
              re.compile(r"^.{0,200}$", re.S)),
    "yes or no": (re.compile(r"\b(?:yes or no|true or false|ja oder nein)\b"),
                  re.compile(r"^\W*(?:yes|no|true|false|ja|nein)\W*$", re.I)),
    "only": (re.compile(r"\b(?:only|just the|nothing else|nothing but|nur"
                        r"|no (?:explanation|preamble))\b"),
             re.compile(r"^.{0,80}$", re.S)),
    "upper case": (re.compile(r"\b(?:upper ?case|capitals|all caps)\b"), re.compile(r"^[^a-z]*$")),
    "lower case": (re.compile(r"\blower ?case\b"), re.compile(r"^[^A-Z]*$")),
}  # fmt: skip
"""A demanded format, by the words of the input, and what an output in it looks like."""

_RULED_OUT = re.compile(
    r"\b(?:no|not|without|avoid|never|except|don['’]t|do not|instead of|rather than|kein\w*|nicht"
    r"|ohne|sans|pas|sin)\b([^.!?\n;]{3,80})"
)
_WISH = re.compile(
    r"\b(?:please|must|need|want|only|should|make sure|has to|have to|bitte|nur|within|at most"
    r"|at least|before|after|until|by)\b([^.!?\n;]{3,80})"
)
_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")
_WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*")
_STEM = 5
"""Letters by which two forms of a word are taken for one."""
_SENTENCES = 40
_READ_AT_MOST = 4_000
"""Sentences, and characters at the end of an input, that are read."""


def fulfilment(asked: Reading, output: Reading) -> list[float]:
    """Figures of what an input demands, whether the output meets it, and what it leaves open."""
    wanted = asked.text[-_READ_AT_MOST:].casefold()
    told = output.text
    formats = [figure for name in FORMATS for figure in in_format(name, wanted, told)]
    passed_on = ruled_out(wanted, _stems(told))
    return formats + counted(wanted, output) + passed_on + answered(asked, output)


def in_format(name: str, wanted: str, told: str) -> list[float]:
    """Whether a format is demanded, and whether it is demanded and not kept."""
    demand, kept = FORMATS[name]
    is_demanded = demand.search(wanted) is not None
    return [float(is_demanded), float(is_demanded and kept.search(told) is None)]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}


def counted(wanted: str, output: Reading) -> list[float]:
    """Whether a number of words, sentences or items is demanded; whether there are more, fewer."""
    found = _COUNTED.search(wanted)
    if found is None:
        return [0.0, 0.0, 0.0]
    number = _NUMBER_WORDS.get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)
    unit = _UNIT_OF.get(found[2][:2], "items")
    if unit == "words":
        there = len(output.words)
    elif unit == "sentences":
        there = len(output.sentences)
    elif unit == "signs":
        there = len(output.text)
    else:
        there = output.text.count("\n") + 1
    slack = max(0.5, 0.1 * number)
    return [1.0, float(there > number + slack), float(there < number - slack)]


def ruled_out(wanted: str, told: set[str]) -> list[float]:
    """How often the input rules something out, how far the output speaks of it at most, at least;
    the same of what the input insists on."""
    figures: list[float] = []
    for demand in (_RULED_OUT, _WISH):
        parts = [_stems(found) for found in demand.findall(wanted)]
        parts = [part for part in parts if part]
        shared = [len(part & told) / len(part) for part in parts]
        figures += [math.log1p(len(parts)), max(shared, default=0.0), min(shared, default=1.0)]
    return figures


def answered(asked: Reading, output: Reading) -> list[float]:
    """How far sentences of the input are taken up: the first and the last question, the least
    taken up, and the sentences of the output that take up nothing."""
    parts = _SENTENCE.findall(asked.text)[-_SENTENCES:]
    told = [_stems(part) for part in _SENTENCE.findall(output.text)[:_SENTENCES]]
    whole = {stem for one in told for stem in one}
    wanted: set[str] = set()
    questions: list[float] = []
    others: list[float] = []
    for part in parts:
        stems = _stems(part)
        if not stems:
            continue
        wanted |= stems
        (questions if "?" in part else others).append(len(stems & whole) / len(stems))
    loose = [not (one & wanted) for one in told if one]
    return [
        math.log1p(len(questions)),
        math.log1p(len(others)),
        questions[0] if questions else 0.5,
        questions[-1] if questions else 0.5,
        min(questions, default=0.5),
        min(others, default=0.5),
        max(others, default=0.5),
        sum(one == 0 for one in questions),
        sum(loose) / max(1, len(loose)),
        float(loose[0]) if loose else 0.5,
        float(loose[-1]) if loose else 0.5,
    ]
