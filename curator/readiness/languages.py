"""Which language a text is in, by its script and its commonest words; None where unsure.

Enough to see an answer in another language than its question. It never guesses on short texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

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
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _name, _common in _WORDS.items():
    for _word in _common.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _name)
_SCRIPTS = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "ARABIC": "Arabic", "HEBREW": "Hebrew", "CYRILLIC": "Cyrillic", "GREEK": "Greek",
    "DEVANAGARI": "Hindi", "THAI": "Thai",
}  # fmt: skip
"""First word of a letter's Unicode name to what is written with it."""
_TOKEN = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`|https?://\S+", re.DOTALL)
_NO_HITS = [(0, ""), (0, "")]
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
    words = _TOKEN.findall(plain)
    if len(words) < LEAST_WORDS:
        return None
    hits: dict[str, int] = {}
    for word in words:
        for name in _LANGUAGES.get(word, ()):
            hits[name] = hits.get(name, 0) + 1
    (count, best), (second, _) = sorted([(n, name) for name, n in hits.items()] + _NO_HITS)[:-3:-1]
    if count < max(3, len(words) / 10) or count < SURE * second:
        return None
    return best


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
