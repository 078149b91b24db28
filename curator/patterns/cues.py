"""Words that give away what a text does: cite, promise, hedge, insist, refuse, advise, ask back …

Lists are of English with some German, French and Spanish. A cue is one word, or two that follow
one another; each is looked up once per word, so that reading a text for all of them is cheap.
"""

from __future__ import annotations

from collections.abc import Sequence

CUES: dict[str, str] = {
    "source": "section paragraph clause article chapter page rule isbn doi study studies"
    " journal report according source reference § absatz seite laut selon según",
    "promise": "i+will we+will i+shall we+shall i'll we'll i+am i'm+going we+are i+have we+have"
    " i've we've i+just has+been have+been guarantee promise ich+habe ich+werde"
    " wir+haben wir+werden je+vais",
    "hedge": "may might perhaps maybe possibly probably usually generally typically often"
    " sometimes depends depending varies vary likely roughly about approximately seems"
    " seem could i+think i+believe not+sure in+general as+a vielleicht meist ungefähr"
    " etwa peut-être quizás",
    "certain": "definitely certainly always never absolutely undoubtedly clearly obviously"
    " exactly guaranteed surely of+course without+doubt immer nie sicher bestimmt"
    " toujours siempre",
    "third person": "the+user the+customer the+client the+caller the+guest the+member the+assistant"
    " the+agent the+author the+student the+patient the+person this+user this+customer"
    " this+person der+kunde der+nutzer l'utilisateur el+usuario",
    "itself": "language+model my+training my+knowledge my+instructions system+prompt i+was"
    " instructions prompt response answer reply draft an+ai",
    "asks back": "could+you can+you would+you please+let please+tell please+provide please+send"
    " please+give please+share please+confirm let+me need+to which+one do+you clarify"
    " more+details more+information könnten+sie pouvez-vous",
    "advice": "you+should you+could you+might you+may consider suggest recommend advise best+to"
    " make+sure be+sure remember+to don't+forget why+not try you+ought i+would i'd",
    "agrees": "exactly right correct indeed true absolutely you+say you+said you+mention"
    " good+point you're+right since because genau richtig exact claro",
    "time": "until since last formerly former previously previous currently used+to no+longer"
    " still so+far old new latest updated update as+of at+the now today currently"
    " moment",
    "jest": "lol haha hahaha hey yay oops dude buddy folks guy guys wow cool awesome gosh"
    " geez duh yep nope yeah nah gonna wanna kinda luv congrats",
    "feeling": "amazing wonderful fantastic great excellent perfect brilliant love thrilled"
    " excited sorry sad unfortunately terrible deeply truly really very honoured"
    " honored understand+how so+much glad happy leider",
    "refuses": "cannot can't unable not+able won't decline not+allowed not+permitted must+not"
    " policy inappropriate unethical guidelines against kann+nicht nicht+möglich"
    " peux+pas no+puedo",
    "contrast": "but however although though yet instead rather actually whereas despite aber"
    " jedoch mais pero sondern",
    "reason": "because since therefore so thus hence as+a due+to weil daher donc porque",
    "address": "you your yours yourself sie ihr ihnen vous votre usted su du dein",
    "first person": "i me my mine we us our ours ich wir mein unser je nous mon yo nosotros",
    "ruled out": "no not never without avoid except don't do+not instead+of rather+than nothing"
    " kein keine nicht ohne sans pas sin",
    "insists": "please must only should need want make+sure has+to have+to at+most at+least"
    " within exactly nur bitte",
    "example": "example instance e.g such+as for+example like including zum+beispiel par+exemple",
    "ending": "thanks thank regards hope+this let+us help anything+else feel+free questions"
    " contact welcome cheers sincerely",
}
"""Words of each cue; a plus joins two that follow one another."""

NAMES = tuple(CUES)


def _looked_up() -> tuple[dict[str, list[int]], dict[tuple[str, str], list[int]]]:
    single: dict[str, list[int]] = {}
    double: dict[tuple[str, str], list[int]] = {}
    for place, words in enumerate(CUES.values()):
        for word in words.split():
            first, joined, second = word.partition("+")
            if joined:
                double.setdefault((first, second), []).append(place)
            else:
                single.setdefault(first, []).append(place)
    return single, double


_SINGLE, _DOUBLE = _looked_up()
_OPENING = {first for first, _ in _DOUBLE}


def cues(folded: Sequence[str]) -> list[int]:
    """How often each cue occurs among words in order, case-folded; in the order of `NAMES`."""
    counts = [0] * len(NAMES)
    for word in filter(_SINGLE.__contains__, folded):
        for place in _SINGLE[word]:
            counts[place] += 1
    last = len(folded) - 1
    for at, word in enumerate(folded):
        if word in _OPENING and at < last:
            for place in _DOUBLE.get((word, folded[at + 1]), ()):
                counts[place] += 1
    return counts
