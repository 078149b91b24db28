"""The ways to fail that are planted in the blind failures: each spoils a right answer."""

from __future__ import annotations

from collections.abc import Callable

from curator.bench.blind_scene import TEXTS, Exchange, Scene, fill, upper_first
from curator.bench.blind_sheets import Parts, read_sheet
from curator.bench.blind_texts import LANGUAGES, STRAYS


def _languages() -> list[dict[str, Parts]]:
    entries = list(read_sheet(LANGUAGES))
    size = len({key for key, _ in entries})
    return [dict(entries[at : at + size]) for at in range(0, len(entries), size)]


ODDITIES: tuple[Parts, ...] = tuple(parts for _, parts in read_sheet(STRAYS))
_TONGUES = _languages()


def _ignores_demand(scene: Scene) -> Exchange:
    exchange = scene.base("limit")
    demand, breach, kept = scene.rng.choice(scene.topic.limits)
    exchange.add(demand, kept, breach)
    exchange.slots["demand"] = demand.rstrip(".").lower()
    return exchange


def _answers_neighbour(scene: Scene) -> Exchange:
    exchange = scene.base()
    exchange.bad[0] = scene.near()
    return exchange


def _wrong_unit(scene: Scene) -> Exchange:
    exchange = scene.base()
    exchange.bad[0] = scene.fact(unit=scene.matter.wrong_unit)
    return exchange


def _outdated(scene: Scene) -> Exchange:
    exchange = scene.base()
    old = scene.fact(scene.other_number())
    if scene.chance(0.45):
        old = f"{scene.pick('old_mark')} {old[:1].lower()}{old[1:]}"
    exchange.bad[0] = old
    if scene.chance(0.5):
        exchange.good.append(scene.pick("new_tail"))
    return exchange


def _apologises_refuses(scene: Scene) -> Exchange:
    exchange = scene.base()
    sorries = scene.rng.sample(TEXTS["sorry"], scene.rng.randint(1, 3))
    parts = [fill(text, exchange.slots) for text in sorries]
    parts.insert(scene.rng.randint(1, len(parts)), scene.pick("refuse"))
    exchange.bad = [upper_first(part) for part in parts]
    return exchange


def _empty_promise(scene: Scene) -> Exchange:
    exchange = scene.base()
    request, claim, honest = scene.rng.choice(scene.topic.acts)
    exchange.add(request, honest, claim)
    return exchange


def _wrong_language(scene: Scene) -> Exchange:
    exchange = scene.base()
    tongue = scene.rng.choice(_TONGUES)
    foreign = [fill(scene.rng.choice(tongue[key]), exchange.slots) for key in ("lead", "figure")]
    if scene.chance(0.6):
        foreign.append(scene.rng.choice(tongue["close"]))
    if scene.chance(0.3):
        exchange.asks.append(scene.rng.choice(tongue["demand"]))
        exchange.slots["language"] = tongue["name"][0]
        exchange.good = foreign
    else:
        exchange.slots["language"] = "English"
        exchange.bad, exchange.bare = foreign, True
    return exchange


def _drops_last_part(scene: Scene) -> Exchange:
    exchange = scene.base("also", "id")
    spoken = list(exchange.bad)
    for ask, answer in scene.rng.sample(scene.topic.alsos, 2 if scene.chance(0.3) else 1):
        exchange.add(ask, answer)
        exchange.slots["last"] = ask.removeprefix("And ").removeprefix("Also").strip(" ,:").lower()
    exchange.bad = spoken
    return exchange


def _invents_identifier(scene: Scene) -> Exchange:
    exchange = scene.base("id")
    identifier = scene.identifier()
    tail = upper_first(fill(scene.rng.choice(TEXTS["id_tail"]), {"id": identifier}))
    exchange.bad.insert(scene.rng.randint(1, len(exchange.bad)), tail)
    exchange.slots["id"] = identifier
    return exchange


def _contradicts_itself(scene: Scene) -> Exchange:
    exchange = scene.base("polar")
    if scene.chance(0.6):
        again = scene.fact(scene.other_number())
    else:
        ask, right, again = scene.rng.choice(scene.topic.polars)
        exchange.add(ask, right)
    link = scene.pick("contra_link")
    exchange.bad.append(f"{link} {again[:1].lower()}{again[1:]}")
    return exchange


def _wrong_addressee(scene: Scene) -> Exchange:
    exchange = scene.base("steps")
    wrap = scene.rng.choice(TEXTS["agent_wrap"])
    body = " ".join(exchange.bad)
    exchange.bad, exchange.bare = [fill(wrap, exchange.slots | {"body": body})], True
    return exchange


def _flippant_tone(scene: Scene) -> Exchange:
    exchange = scene.base()
    said = list(exchange.bad)
    said.insert(0, scene.pick("flip_open"))
    if scene.chance(0.7):
        said.insert(scene.rng.randint(2, len(said)), scene.pick("flip_mid"))
    if scene.chance(0.5):
        said.append(scene.pick("flip_end"))
    exchange.bad, exchange.bare = said, True
    return exchange


def _over_general(scene: Scene) -> Exchange:
    exchange = scene.base(told=True)
    exchange.bad[0] = fill(scene.rng.choice(TEXTS["general"]), exchange.slots)
    exchange.bad.insert(1, scene.pick("general_tail"))
    return exchange


def _confuses_items(scene: Scene) -> Exchange:
    exchange = scene.base()
    exchange.bad[0] = scene.fact(scene.other_number(), thing=scene.other)
    return exchange


def _unasked_advice(scene: Scene) -> Exchange:
    exchange = scene.base()
    exchange.bad += scene.rng.sample(scene.topic.advice, scene.rng.randint(1, 3))
    return exchange


def _arithmetic_slip(scene: Scene) -> Exchange:
    exchange = scene.base("sum")
    ask, right, wrong, slots = scene.sum()
    if scene.chance(0.5):
        exchange.asks[0], exchange.good[0], exchange.bad[0] = ask, right, wrong
    else:
        exchange.add(ask, right, wrong)
    exchange.slots |= slots
    return exchange


def _cut_off(scene: Scene) -> Exchange:
    exchange = scene.base("steps")
    if scene.chance(0.7):
        exchange.add(scene.pick("steps_ask"), scene.steps(scene.rng.choice(scene.topic.steps)))
    exchange.cut = True
    return exchange


def _asks_back(scene: Scene) -> Exchange:
    exchange = scene.base(told=True)
    exchange.bad = [fill(scene.rng.choice(TEXTS["ask_back"]), exchange.slots)]
    if scene.chance(0.65):
        exchange.bad.append(scene.pick("ask_back_tail"))
    return exchange


def _agrees_with_mistake(scene: Scene) -> Exchange:
    exchange = scene.base()
    belief, agreeing, correcting = scene.rng.choice(scene.topic.premises)
    exchange.add(belief, correcting, agreeing)
    if scene.chance(0.5):
        for part in (exchange.asks, exchange.good, exchange.bad):
            del part[0]
    return exchange


def _flipped_yes_no(scene: Scene) -> Exchange:
    exchange = scene.base("polar")
    ask, right, flipped = scene.rng.choice(scene.topic.polars)
    exchange.slots["polar"] = ask.rstrip("?").lower()
    if scene.chance(0.4):
        exchange.asks[0], exchange.good[0], exchange.bad[0] = ask, right, flipped
    else:
        exchange.add(ask, right, flipped)
    return exchange


def _steps_out_of_order(scene: Scene) -> Exchange:
    exchange = scene.base("steps")
    order = scene.rng.choice(scene.topic.steps)
    mixed = list(order)
    while tuple(mixed) == order:
        scene.rng.shuffle(mixed)
    exchange.add(scene.pick("steps_ask"), scene.steps(order), scene.steps(tuple(mixed)))
    return exchange


def _placeholder_left(scene: Scene) -> Exchange:
    exchange = scene.base()
    blanks = {key: scene.rng.choice(TEXTS[key]) for key in ("blank", "blank_head", "blank_tail")}
    where = scene.rng.sample(sorted(blanks), scene.rng.randint(1, 2))
    if "blank" in where:
        exchange.bad[0] = exchange.bad[0].replace(scene.amount(), blanks["blank"])
    if "blank_head" in where:
        exchange.bad.insert(0, blanks["blank_head"])
    if "blank_tail" in where:
        exchange.bad.append(blanks["blank_tail"])
    exchange.slots["blank"] = blanks[where[0]]
    return exchange


def _restates_question(scene: Scene) -> Exchange:
    exchange = scene.base()
    exchange.bad = [fill(scene.rng.choice(TEXTS["echo"]), exchange.slots)]
    return exchange


def stray(scene: Scene, oddities: list[Parts]) -> Exchange:
    """A failure in its own odd way: the first oddity, with the others added to it."""
    exchange = scene.base()
    slots = exchange.slots | {"fact": scene.fact(), "near": scene.near()}
    exchange.bad = [upper_first(fill(answer, slots)) for answer, _ in oddities]
    exchange.slots["odd"] = ", ".join(note for _, note in oddities)
    return exchange


FAULTS: dict[str, Callable[[Scene], Exchange]] = {
    function.__name__[1:]: function
    for function in (
        _ignores_demand,
        _answers_neighbour,
        _wrong_unit,
        _outdated,
        _apologises_refuses,
        _empty_promise,
        _wrong_language,
        _drops_last_part,
        _invents_identifier,
        _contradicts_itself,
        _wrong_addressee,
        _flippant_tone,
        _over_general,
        _confuses_items,
        _unasked_advice,
        _arithmetic_slip,
        _cut_off,
        _asks_back,
        _agrees_with_mistake,
        _flipped_yes_no,
        _steps_out_of_order,
        _placeholder_left,
        _restates_question,
    )
}
