"""Words and signs of a text, each with its kind, whatever the text is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from curator.patterns.cues import cues

KINDS = (
    "number", "identifier", "date", "unit", "polarity", "name", "capitals", "short word",
    "long word", "sentence end", "comma", "quote", "markup", "line break", "person", "modal",
    "order", "courtesy", "question word", "quantity", "other sign", "other script",
)  # fmt: skip
"""Kinds of words and signs. Word lists are of English, German, French and Spanish; the other
kinds are told by how a word is written."""

_WORDS = {
    "date": "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday januar"
    " februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag"
    " samstag sonntag heute morgen gestern janvier février mars avril juin juillet août septembre"
    " octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche enero febrero"
    " marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes"
    " miércoles jueves viernes sábado domingo",
    "unit": "% € $ £ ¥ ° km m cm mm mi mile miles metre metres meter meters inch inches foot feet"
    " kg g gram grams lb lbs pound pounds ounce ounces kilo kilos litre litres liter liters ml l"
    " gallon second seconds minute minutes hour hours day days week weeks month months year years"
    " euro euros dollar dollars cent cents percent celsius fahrenheit degree degrees gb mb kb tb"
    " watt watts kw kwh volt volts stunde stunden minuten tag tage woche wochen monat monate jahr"
    " jahre prozent heure heures jour jours semaine semaines mois an ans hora"
    " horas día días mes meses",
    "polarity": "no not never none nothing neither nor without cannot can't don't doesn't didn't"
    " isn't aren't wasn't won't wouldn't shouldn't couldn't haven't hasn't yes true false wrong"
    " incorrect correct nicht kein keine keinen nie niemals ohne ja nein ne pas jamais sans oui non"
    " nunca sin sí",
    "person": "i me my mine we us our ours you your yours he she his her they their ich wir sie ihr"
    " du dein mein uns euch je nous vous tu mon notre votre yo usted nosotros",
    "modal": "may might can could should must will would shall always usually often perhaps maybe"
    " probably possibly likely seem seems think believe generally typically depends vary kann"
    " könnte sollte muss wird würde vielleicht immer oft peut doit puede debe",
    "order": "before after first second third then next last finally later earlier since until once"
    " again previously now already vorher nachher zuerst dann danach avant après antes después",
    "courtesy": "sorry apologise apologize apologies unfortunately please thank thanks unable"
    " regret afraid glad happy pleased welcome hello hi dear regards sincerely leider bitte danke"
    " entschuldigung hallo désolé merci bonjour gracias hola",
    "question word": "what which who whom whose when where why how whether was welche wer wann wo"
    " warum wie quel quand où pourquoi comment qué cuándo dónde",
    "quantity": "all every each any some many few most more less least both several only just even"
    " also too than up over under about around approximately exactly alle jeder einige viele mehr"
    " weniger nur auch",
}
_SIGNS = {
    "sentence end": ".!?…。！？",
    "comma": ",;:–—",
    "quote": "\"“”«»„'’‘()[]{}",
    "markup": "#*`|<>-_=+/\\~•",
}
_ADDRESS = r"https?://\S+|\S+@\S+\.\w+|"
_PLAIN = (
    r"\d+/\d+/\d+|\d+(?:[.,:]\d+)*(?!\w)|\w*\d\w*(?:[-_]\w+)*"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?|\n|[^\w\s]|_"
)
_TOKEN, _PLAIN_TOKEN = re.compile(_ADDRESS + _PLAIN), re.compile(_PLAIN)
"""The second for texts that hold no address: looking for one takes half the time."""
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_SENTENCE = re.compile(r"[^.!?。！？\n]+")
_READ_AT_MOST = 20_000
"""Characters; of longer texts the first and last half of that are read."""
_LATIN = 0x24F


@dataclass(frozen=True)
class Reading:
    """A text read once: its words and signs in order, as written and case-folded, the kind of
    each, and the distinct folded ones of each kind; the folded words alone, numbers apart; its
    sentences, case-folded."""

    text: str
    tokens: tuple[str, ...]
    folded: tuple[str, ...]
    kinds: tuple[str, ...]
    by_kind: Mapping[str, set[str]]
    words: tuple[str, ...]
    sentences: tuple[str, ...]

    @cached_property
    def cues(self) -> list[int]:
        """How often each of `cues.NAMES` occurs."""
        return cues(self.folded)

    def of_kind(self, *kinds: str) -> set[str]:
        """The distinct folded words and signs of these kinds."""
        return set[str]().union(*(self.by_kind.get(kind, ()) for kind in kinds))


def read(text: str) -> Reading:
    """Split a text into words and signs and tell the kind of each."""
    text = text.strip()
    if len(text) > _READ_AT_MOST:
        text = f"{text[: _READ_AT_MOST // 2]}\n{text[-_READ_AT_MOST // 2 :]}"
    may_have_address = "@" in text or "://" in text
    tokens = tuple((_TOKEN if may_have_address else _PLAIN_TOKEN).findall(text))
    folded = tuple([token.casefold() for token in tokens])
    kinds = _kinds(tokens)
    by_kind: dict[str, set[str]] = {}
    for token, kind in zip(folded, kinds, strict=True):
        by_kind.setdefault(kind, set()).add(token)
    sentences = (part.strip().casefold() for part in _SENTENCE.findall(text))
    whole = tuple([one for one in sentences if len(one) > 3])
    words = tuple([token for token in folded if token[0].isalpha()])
    return Reading(text, tokens, folded, kinds, by_kind, words, whole)


def apart(tokens: Sequence[str], others: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Tokens that the others do not have as often, with how many of each, in order of their first
    place; and the other way round."""
    here, there = Counter(tokens), Counter(others)
    return _more(here, there), _more(there, here)


def _more(here: Counter[str], there: Counter[str]) -> dict[str, int]:
    """`here - there`, in a third of the time."""
    elsewhere = there.get
    return {
        token: count - elsewhere(token, 0)
        for token, count in here.items()
        if count > elsewhere(token, 0)
    }


def _kinds(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A capitalised word at the beginning of a sentence is no name."""
    known = [_KIND_OF[token] for token in tokens]
    before = "sentence end"
    for place, kind in enumerate(known):
        if kind == "name" and before in ("sentence end", "line break", "markup"):
            known[place] = _by_length(tokens[place])
        if kind != "quote":
            before = kind
    return tuple(known)


def _by_length(word: str) -> str:
    return "short word" if len(word) <= 3 else "long word"


class _Kinds(dict[str, str]):
    """Kinds of tokens seen so far; forgotten when there are very many."""

    _MOST = 200_000

    def __missing__(self, token: str) -> str:
        if len(self) > self._MOST:
            self.clear()
        kind = self[token] = _kind(token)
        return kind


def _kind(token: str) -> str:
    listed = _LISTED.get(token.casefold())
    if listed:
        return listed
    if any(sign.isdigit() for sign in token) or "@" in token or "://" in token:
        if _YEAR.fullmatch(token):
            return "date"
        return "identifier" if any(sign.isalpha() for sign in token) else "number"
    if not token[0].isalpha():
        return "other sign"
    if any(ord(sign) > _LATIN for sign in token):
        return "other script"
    if len(token) > 1 and token.isupper():
        return "capitals"
    return "name" if token[0].isupper() else _by_length(token)


_LISTED = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_LISTED.update({sign: kind for kind, signs in _SIGNS.items() for sign in signs})
_LISTED["\n"] = "line break"
_KIND_OF = _Kinds()
