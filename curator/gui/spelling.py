"""Spelling by the system's dictionaries, where the optional `hunspell` binding is installed."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QLocale

from curator.gui.answer_checks import holds_json, is_code_list
from curator.gui.code_colours import language_of
from curator.gui.word_changes import Span

OFF, SYSTEM = "off", "system"
"""Values of the setting besides a dictionary's name."""
SUGGESTED = 6
NO_BINDING = (
    "Spelling is not checked: the extra “spelling” is not installed "
    "(pip install 'failure-curator[spelling]')."
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Code between back-ticks, addresses, paths, and words with digits or signs inside.
_NO_WORDS = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)|`[^`\n]*`|\S+[@/\\_]\S*|\S*\d\S*",
    re.MULTILINE | re.DOTALL,
)
_SCRIPTS = {
    **dict.fromkeys(("be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"), "CYRILLIC"),
    **dict.fromkeys(("ar", "fa", "ur"), "ARABIC"),
    **dict.fromkeys(("hi", "mr", "ne"), "DEVANAGARI"),
    "el": "GREEK",
    "he": "HEBREW",
    "hy": "ARMENIAN",
    "ka": "GEORGIAN",
    "ko": "HANGUL",
    "th": "THAI",
}
"""Languages that are not written in Latin letters; words in another script are not judged."""


def folders() -> list[Path]:
    """Where dictionaries may lie: the person's own, the system's, the binding's."""
    found = [Path(one) for one in os.environ.get("DICPATH", "").split(os.pathsep) if one]
    home = Path.home()
    if sys.platform == "darwin":
        found += [home / "Library" / "Spelling", Path("/Library/Spelling")]
    elif sys.platform != "win32":
        found.append(home / ".local" / "share" / "hunspell")
        shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        for one in shared.split(":"):
            found += [Path(one) / name for name in ("hunspell", "myspell", "myspell/dicts")]
    binding = find_spec("hunspell")
    if binding is not None and binding.origin:
        found.append(Path(binding.origin).parent / "dictionaries")
    return found


def dictionaries(where: Iterable[Path] | None = None) -> dict[str, Path]:
    """Name of each dictionary ("en_US") -> its folder; the first folder that has it counts."""
    found: dict[str, Path] = {}
    for folder in folders() if where is None else where:
        if folder.is_dir():
            for words in sorted(folder.glob("*.dic")):
                if words.with_suffix(".aff").is_file():
                    found.setdefault(words.stem, folder)
    return found


def chosen(setting: str, known: Sequence[str]) -> str:
    """The dictionary that a setting means, "" for none: the system's language, else English."""
    if setting != SYSTEM:
        return setting if setting in known else ""
    language = QLocale.system().name()
    alike = [name for name in known if name.split("_")[0] == language.split("_")[0]]
    english = [name for name in known if name.startswith("en")] if language == "C" else []
    return next(iter([name for name in known if name == language] + alike + english), "")


def why_not(setting: str) -> str:
    """Why spelling is not checked, in a sentence; "" where it is, or nobody wants it."""
    if setting == OFF:
        return ""
    if find_spec("hunspell") is None:
        return NO_BINDING
    if not chosen(setting, sorted(dictionaries())):
        wanted = QLocale.system().name() if setting == SYSTEM else setting
        return f"Spelling is not checked: the system has no hunspell dictionary for {wanted}."
    return ""


def is_prose(text: str, output: str) -> bool:
    """Whether an answer is written in words: not JSON, markup or a list of codes."""
    if language_of(text) or holds_json(output) or language_of(output):
        return False
    return text.lstrip()[:1] not in ("{", "[") and not is_code_list(text)


def words_of(text: str) -> list[Span]:
    """The words of a prose text that spelling can judge, in characters."""
    taken = [match.span() for match in _NO_WORDS.finditer(text)]
    found: list[Span] = []
    place = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        inside = place < len(taken) and taken[place][0] < end
        word = match[0]
        # Names of things in capitals, or with capitals inside, are nobody's mistake.
        if not inside and len(word) > 1 and word[1:] == word[1:].lower():
            found.append((start, end))
    return found


class Speller:
    """One dictionary. May be asked from any thread."""

    def __init__(self, name: str, folder: Path) -> None:
        # Loaded here, when somebody writes: nobody waits for it before.
        import hunspell

        self._words = hunspell.Hunspell(name, hunspell_data_dir=str(folder))
        self._script = _SCRIPTS.get(name.split("_")[0], "LATIN")
        self._known: dict[str, bool] = {}
        self._lock = Lock()

    def wrong(self, text: str, own: frozenset[str] = frozenset()) -> list[Span]:
        """Ranges of the misspelt words of a prose text, in characters; `own` words are right."""
        return [
            (start, end)
            for start, end in words_of(text)
            if text[start:end] not in own and not self.knows(text[start:end])
        ]

    def knows(self, word: str) -> bool:
        """Whether a word is right, or cannot be judged."""
        if word not in self._known:
            plain = word.replace("’", "'")
            self._known[word] = not self._is_of_script(plain) or self._right(plain)
        return self._known[word]

    def _right(self, word: str) -> bool:
        try:
            with self._lock:
                return self._words.spell(word)
        except UnicodeEncodeError:  # letters that the dictionary's own encoding lacks
            return True

    def _is_of_script(self, word: str) -> bool:
        return all(_script(letter) == self._script for letter in word if letter.isalpha())

    def suggestions(self, word: str) -> list[str]:
        """What was perhaps meant, the likeliest first."""
        with self._lock:
            return list(self._words.suggest(word.replace("’", "'")))[:SUGGESTED]


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


@cache
def speller(name: str) -> Speller:
    """The speller of a dictionary, loaded once."""
    return Speller(name, dictionaries()[name])
