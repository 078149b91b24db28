"""New facts: what an ideal answer states that neither its input nor other ideal answers hold.

A model cannot learn such a fact as behaviour; it has to be given. What the failed output itself
says counts as known too: the model had it. A number that the answer computes ("= 24") is
derived, not new. Codes that recur in other ideal answers can be learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_ADDRESS = re.compile(r"https?://[^\s)>\]\"']+|[\w.+-]+@[\w-]+\.[\w.-]+")
_WORD = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*")
_COMPUTED = re.compile(r"=\s*[$€£]?\s*([0-9][0-9.,]*)")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n•*#>(\[\"“-])\s*$")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
RARE_LENGTH = 6
"""Shorter words are seldom facts."""


def find_new_facts(
    ideals: Sequence[str], known: Sequence[str], rare_share: float
) -> list[tuple[str, ...]]:
    """New facts of each ideal answer, in order of appearance; empty where there are none.

    `known` holds what each answer may draw on: its input and its output. Names, numbers of two
    digits or more, codes and addresses each count; rare words (six letters or more, nowhere
    else) count only when they make up `rare_share` of the answer's longer words, since any free
    text has a few words of its own.
    """
    facts = [_facts(ideal) for ideal in ideals]
    words = [[word.casefold() for word in _WORD.findall(ideal)] for ideal in ideals]
    in_ideals = Counter(word for row in words for word in set(row))
    facts_in_ideals = Counter(fact for row in facts for fact in set(row))
    known_words = [_known(text) for text in known]
    in_known = Counter(word for row in known_words for word in row)
    result: list[tuple[str, ...]] = []
    for ideal, row_facts, row_words, own, text in zip(
        ideals, facts, words, known_words, known, strict=True
    ):
        folded = text.casefold()
        new = [
            fact
            for fact in dict.fromkeys(row_facts)
            if max(facts_in_ideals[fact], in_ideals[fact]) <= 1
            and fact not in own
            and fact not in folded
        ]
        rare = _rare_words(row_words, in_ideals, in_known, rare_share)
        seen = _spellings(ideal)
        result.append(tuple(seen.get(fact, fact) for fact in [*new, *rare]))
    return result


def new_fact_rows(ideals: Sequence[str], known: Sequence[str], rare_share: float) -> list[bool]:
    """Whether each ideal answer carries a new fact."""
    return [bool(found) for found in find_new_facts(ideals, known, rare_share)]


def _rare_words(
    words: Sequence[str], in_ideals: Counter[str], in_known: Counter[str], share: float
) -> list[str]:
    longer = [word for word in dict.fromkeys(words) if len(word) >= RARE_LENGTH and word.isalpha()]
    rare = [word for word in longer if in_ideals[word] == 1 and not in_known[word]]
    return rare if longer and len(rare) >= 3 and len(rare) >= share * len(longer) else []


def _spellings(ideal: str) -> dict[str, str]:
    found = [*_ADDRESS.findall(ideal), *_WORD.findall(ideal)]
    return {_bare(word): word for word in reversed(found)}


def _known(text: str) -> set[str]:
    return {_bare(word) for word in _WORD.findall(text)} | {
        word.casefold() for word in _WORD.findall(text)
    }


def _bare(word: str) -> str:
    """One spelling of a number or code: 1,250 and 1250, E11.9 and e11.9 are the same."""
    return word.casefold().replace(",", "")


def _facts(ideal: str) -> list[str]:
    computed = {_bare(number).rstrip(".") for number in _COMPUTED.findall(ideal)}
    addresses = [_bare(found.rstrip(".,;")) for found in _ADDRESS.findall(ideal)]
    text = re.sub(r"(?<=\d),(?=\d{3})", "", _ADDRESS.sub(" ", ideal))
    words = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    names = _names(text, words)
    found = [
        _bare(word) for place, (word, _) in enumerate(words) if _is_code(word) or place in names
    ]
    return [*addresses, *(fact for fact in found if fact not in computed)]


def _is_code(word: str) -> bool:
    """A number of two digits or more, or letters mixed with digits."""
    digits = sum(character.isdigit() for character in word)
    if digits == 0:
        return False
    letters = sum(character.isalpha() for character in word)
    return digits >= 2 or (letters > 0 and not re.fullmatch(r"\d(st|nd|rd|th|x|h|s|d|%)", word))


def _names(text: str, words: Sequence[tuple[str, int]]) -> set[int]:
    """Places of capitalised words inside sentences.

    None where every fourth word is one (German nouns, headings): capitals then mean nothing.
    """
    cased = [word for word, _ in words if word[0].isalpha()]
    places = {
        place
        for place, (word, start) in enumerate(words)
        if word[0].isupper()
        and len(word) > 2
        and any(character.islower() for character in word)
        and not _SENTENCE_START.search(text[max(0, start - 3) : start])
        and start > 0
        and "'" not in word
        and "’" not in word
    }
    return places if len(places) * 4 <= len(cased) else set()
