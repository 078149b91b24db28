"""Which language a text is in, by its script and its commonest words; None where unsure.

Enough to see an answer in another language than its question. It never guesses on short texts.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import Counter
from itertools import repeat

_WORDS = {
    "English": "the and is are you your to of in for it that this we can with have not be on our i",
    "German": "der die das und ist sind sie ihr ihre zu von mit für nicht ich wir ein eine auf im",
    "French": "le la les et est sont vous votre de des du pour pas nous une un dans sur avec je",
    "Spanish": "el la los las y es son usted su de del para no nosotros una un en con que por se",
    "Italian": "il lo la gli e è sono lei suo di del per non noi una un in con che si della",
    "Portuguese": "o a os as e é são você seu de do da para não nós uma um em com que por",
    "Dutch": "de het een en is zijn u uw van voor niet ik wij we in op met dat je te",
    "Polish": "i jest są nie na do w z się że to jak dla po od przez czy pan pani",
    "Swedish": "och är det att en ett som på för av inte med du jag vi i den till har kan",
    "Turkish": "ve bir bu için ile de da ne mı mi çok olarak size bizim ben siz var değil",
}
_LANES = struct.Struct(f"<{len(_WORDS)}H")
"""How many words of each language a text has, added up as one number: far quicker than apart."""
_LANGUAGES: dict[str, int] = {}
"""Each common word with a one in the lane of every language that has it."""
for _number, _common in enumerate(_WORDS.values()):
    for _word in _common.split():
        _LANGUAGES[_word] = _LANGUAGES.get(_word, 0) | 1 << 16 * _number
_IN_ASCII = {word.encode(): lanes for word, lanes in _LANGUAGES.items() if word.isascii()}
_NAMES = tuple(_WORDS)
_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
"""Splits plain ASCII into the same words as the pattern does, in a fraction of the time."""
_SCRIPTS = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "ARABIC": "Arabic", "HEBREW": "Hebrew", "CYRILLIC": "Cyrillic", "GREEK": "Greek",
    "DEVANAGARI": "Hindi", "THAI": "Thai",
}  # fmt: skip
"""First word of a letter's Unicode name to what is written with it."""
_TOKEN = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`|https?://\S+", re.DOTALL)
LEAST_WORDS = 8
LEAST_LETTERS = 12
"""In scripts that put no spaces between words."""
SURE = 1.5
"""So many times the common words of the next language."""
READ = 600
"""Characters looked at: a language does not change after that."""


def language_of(text: str) -> str | None:
    """The language of a text, None where it is too short, mixed or unknown."""
    plain = text[:READ].casefold()
    if "`" in plain or "://" in plain:
        plain = _CODE.sub(" ", plain)
    if not plain.isascii():
        letters = [c for c in plain if c.isalpha()]
        script = _script(letters) if len(letters) >= LEAST_LETTERS else None
        if script is not None:
            return script
    if plain.isascii():
        spelled = plain.encode().translate(_LETTERS).split()
        length, total = len(spelled), sum(map(_IN_ASCII.get, spelled, repeat(0)))
    else:
        words = _TOKEN.findall(plain)
        length, total = len(words), sum(map(_LANGUAGES.get, words, repeat(0)))
    if length < LEAST_WORDS:
        return None
    counts = list(_LANES.unpack(total.to_bytes(_LANES.size, "little")))
    most = max(counts)
    if most < max(3, length / 10):
        return None
    best = counts.index(most)
    counts[best] = 0
    return None if most < SURE * max(counts) else _NAMES[best]


def _script(letters: list[str]) -> str | None:
    """The script that more than half of the letters are in, where it is not Latin."""
    found: Counter[str] = Counter()
    for letter in letters:
        if letter > "ʯ":
            found[_SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "")] += 1
    # Japanese mixes Chinese characters with its own.
    if found["Japanese"] and found["Japanese"] + found["Chinese"] > len(letters) / 2:
        return "Japanese"
    name, count = max(found.items(), key=lambda item: item[1], default=("", 0))
    return name if name and count > len(letters) / 2 else None
