"""Persons' names by what stands around them: titles, greetings, signatures, labels.

A list of first names would find every "Will" and "Mark"; a name that nothing introduces is not
found here, and the dataset card does not claim otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.readiness.cues import Needs, Words

_PART = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAME = rf"{_PART}(?: (?:(?:van|von|de|der|da|di|la|le|bin|al) ){{0,2}}{_PART}){{0,2}}"
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Monsieur|Madame|Sr|Sra|Señora?)\.? ({_NAME})"
)
_SAID = re.compile(
    rf"\b(?:[Mm]y name is|[Tt]he name is|[Nn]ame['’]s|[Mm]ein Name ist|[Ii]ch heiße"
    rf"|[Mm]e llamo|[Jj]e m['’]appelle)(?: (?:Dr|Mr|Mrs|Ms)\.?)? ({_NAME})"
)
_GREETED = re.compile(
    rf"(?:^|\n)[ \t]*(?:Hi|Hello|Dear|Hey|Hallo|Liebe[rs]?|Bonjour|Cher|Chère|Hola|Good (?:morning"
    rf"|afternoon|evening))(?: Mr\.?| Mrs\.?| Ms\.?| Dr\.?)? ({_NAME})(?=[ \t]*[,!:.\n–-]|[ \t]*$)"
)
_SIGNED = re.compile(
    r"\b(?:[Rr]egards|[Ss]incerely|[Yy]ours(?: truly)?|[Cc]heers|[Tt]hanks|[Tt]hank you|[Bb]est"
    rf"|Grüße|Gruß|Grüßen|[Ww]ishes|[Cc]ordialement)[,.!]?[ \t]*\n+[ \t]*({_NAME})[ \t]*(?=\n|$)"
)
_LABEL_END = r"['\"*]{0,3}[ \t]*[:=][ \t]*['\"*]{0,3}[ \t]*"
_LABELLED = re.compile(
    r"\b(?:[Pp]atient|[Cc]ustomer|[Cc]lient|[Ff]ull|[Ff]irst|[Ll]ast|[Cc]ontact|[Pp]assenger"
    rf"|[Aa]ccount holder)['’]?s?[ _]?[Nn]ame{_LABEL_END}({_NAME})"
    rf"|\b(?:Patient|Passenger|Claimant|Tenant){_LABEL_END}({_NAME})"
    rf"|(?:^|\n)[ \t*-]*Name{_LABEL_END}({_NAME})"
)
_CUES: tuple[tuple[re.Pattern[str], tuple[Words, ...]], ...] = (
    (_TITLED, (("Mr.", "Mr ", "Mrs", "Ms.", "Ms ", "Miss", "Dr.", "Dr ", "Prof", "Herr", "Frau",
                "Mme", "Monsieur", "Madame", "Sr.", "Sr ", "Sra", "Señor"),)),
    (_SAID, (("name is ", "name's ", "name’s ", "Name's ", "Name’s ", "Name ist ", "eiße ",
              "lamo ", "m'appelle ", "m’appelle "),)),
    (_GREETED, (("Hi ", "Hello ", "Dear ", "Hey ", "Hallo ", "Liebe", "Bonjour ", "Cher ",
                 "Chère ", "Hola ", "Good "),)),
    (_SIGNED, (("\n",), ("egards", "ncerely", "ours", "heers", "hanks", "hank you", "est",
                         "rüße", "ruß", "ishes", "ordialement"))),
    (_LABELLED, ((":", "="), ("name", "Name", "Patient", "Passenger", "Claimant", "Tenant"))),
)  # fmt: skip
"""Each cue with groups of words: of each group one stands in every text that it matches."""
NEEDED = Needs(tuple(way for _, way in _CUES))
"""What a text must hold for `find_names` to find anything."""
_ORGANISED = frozenset(
    """team support service services department office company group desk bank inc ltd gmbh llc
    customer customers management care relations billing sales""".split()  # noqa: SIM905
)
"""A name with one of these is not a person's."""
_NOBODY = frozenset(
    """customer customers team support sir madam all everyone there guest client user friend valued
    service sirs folks member members colleague colleagues subscriber applicant partner assistant
    again world good morning afternoon evening you your the this that we our it thank thanks please
    kunde kunden damen herren zusammen monsieur madame and or if but not none unknown yes no n/a
    best regards kind sincerely manager department office company group hello dear hi hey human
    user ai bot sorry welcome happy great sure what how why when where can could would i""".split()  # noqa: SIM905
)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where persons' names stand: introduced by a cue, then wherever a part of them recurs."""
    found: set[str] = set()
    for cue, way in _CUES:
        if not all(any(map(text.__contains__, group)) for group in way):
            continue
        for match in cue.finditer(text):
            name = _trimmed(next(group for group in match.groups() if group))
            if name:
                found.add(name)
    if not found:
        return
    # The longest first: "Anna Weber" is one place, not one of "Anna" and one of "Weber".
    wanted = sorted(found | {part for name in found for part in _parts(name)}, key=len)
    either = "|".join(re.escape(name) for name in reversed(wanted))
    for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text):
        yield match.start(), match.end()


def name_parts(name: str) -> frozenset[str]:
    """The words of a name by which it may be called again, whatever their capitals."""
    return frozenset(part.casefold() for part in _parts(name)) or frozenset((name.casefold(),))


def _parts(name: str) -> list[str]:
    return [part for part in name.split() if len(part) > 2 and part[0].isupper()]


def _trimmed(name: str) -> str:
    """The name up to the first word that is nobody's; "" where none is left."""
    kept: list[str] = []
    if not _ORGANISED.isdisjoint(name.casefold().split()):
        return ""
    for part in name.split():
        if part.casefold() in _NOBODY or (part.isupper() and len(part) > 3):
            break
        kept.append(part)
    while kept and not kept[-1][0].isupper():
        kept.pop()
    return " ".join(kept)
