"""From failures to patterns: embed, represent, keep what people made, group, name, lay out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

import numpy as np

from curator.model.pattern import Lens, Pattern, PatternSet, Proposal
from curator.model.work import Embed, IsCancelled, Progress
from curator.patterns.blocks import (
    Matrix,
    Texts,
    build_block,
    embed_texts,
    needs_figures,
    texts_of,
    unit_rows,
)
from curator.patterns.completed import completed
from curator.patterns.failure_text import FailureText, in_canonical_order
from curator.patterns.grouping import EXACT_UP_TO, Grouping, group_automatically, group_rows
from curator.patterns.help import NOBODY, Help, Placed, not_placed
from curator.patterns.identity import (
    by_size,
    found_pattern_id,
    match_to_old,
    people_patterns,
    with_colours,
)
from curator.patterns.layout import SAMPLE, components_of, lay_out, lay_out_beside
from curator.patterns.learning import FEWEST_MEMBERS, SURE_ENOUGH, Learned, learn, speaks
from curator.patterns.lenses import LEARNING, LENSES, NARROWEST, SHARES, Block, read_by
from curator.patterns.measured import measure_portions, portions_of
from curator.patterns.names import said, suggest_name
from curator.patterns.representation import Representation, Rows, as_ints
from curator.patterns.typical import EXEMPLARS, most_typical_first, typical_and_cohesion
from curator.patterns.watch import Watch
from curator.patterns.words import keywords, words_of


@dataclass(frozen=True)
class Seen:
    """Failures in canonical order as a lens sees them, with every block built so far."""

    failures: tuple[FailureText, ...]
    lens: Lens
    blocks: dict[Block, Matrix]
    representation: Representation
    """The lens's blocks, completed from one another."""
    row_of: dict[int, int]
    """Case key to row."""

    @cached_property
    def taught(self) -> dict[Block, Matrix]:
        """Every block as learning reads it: what *wrong* reads completed, under any lens."""
        if self.lens == "wrong":
            everybody = np.arange(len(self.failures))
            seen = self.representation
            return {**self.blocks, **{name: seen.side(name, everybody) for name in seen.blocks}}
        read = {name: own for name, own in self.blocks.items() if name in LENSES["wrong"]}
        return {**self.blocks, **completed(read, LENSES["wrong"])}

    def rows_of(self, keys: Sequence[int]) -> Rows:
        """Row numbers of case keys, ascending."""
        found = sorted(self.row_of[key] for key in keys if key in self.row_of)
        return np.array(found, dtype=np.intp)

    def keys_of(self, rows: Rows) -> tuple[int, ...]:
        """Case keys of rows, in the order of the rows."""
        return tuple(self.failures[row].key for row in as_ints(rows))


def group_failures(
    failures: Sequence[FailureText],
    embed: Embed,
    *,
    lens: Lens,
    people: PatternSet,
    threshold: float | None,
    embedder: str,
    helped: Help,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> PatternSet:
    """Group failures afresh around what people made. `curator.patterns` documents it."""
    started = perf_counter()
    watch = Watch(len(failures), progress, is_cancelled)
    made = people_patterns(failures, people)
    seen = look(failures, embed, lens, teaches(made), watch, helped)
    free = seen.rows_of(keys_outside(failures, made))
    with _map_begun(seen, helped) as placed:
        grouping = grouped(seen, free, threshold, is_cancelled)
        found = found_patterns(seen, grouping.groups, made, people)
        patterns = [*made, *found]
        whole = assemble(seen, patterns, grouping.threshold, embedder, watch, placed=placed)
    return whole.model_copy(update={"seconds": round(perf_counter() - started, 3)})


def grouped(seen: Seen, rows: Rows, threshold: float | None, is_cancelled: IsCancelled) -> Grouping:
    """The rows grouped under the lens, at AUTO's threshold where none is given."""
    if threshold is not None:
        return group_rows(seen.representation, rows, threshold, is_cancelled)
    shares, narrowest = SHARES[seen.lens], NARROWEST.get(seen.lens)
    return group_automatically(seen.representation, rows, shares, narrowest, is_cancelled)


def look(
    failures: Sequence[FailureText],
    embed: Embed,
    lens: Lens,
    learning: bool,
    watch: Watch,
    helped: Help = NOBODY,
) -> Seen:
    """Embed and measure what the lens needs (and learning, where something can be learned)."""
    ordered = in_canonical_order(failures)
    own = read_by(lens, len(ordered))
    names = dict.fromkeys(own)
    if learning:
        names.update(dict.fromkeys(LEARNING))
    texts = _read(ordered, names, embed, helped, watch)
    blocks: dict[Block, Matrix] = {}
    for name in names:
        watch.stop_if_cancelled()
        blocks[name] = build_block(name, ordered, texts)
    weights = LENSES[lens]
    sides = completed({name: blocks[name] for name in own}, weights, watch.is_cancelled)
    watch.stop_if_cancelled()
    row_of = {failure.key: row for row, failure in enumerate(ordered)}
    return Seen(tuple(ordered), lens, blocks, Representation(sides, weights), row_of)


def _read(
    failures: Sequence[FailureText],
    names: Collection[Block],
    embed: Embed,
    helped: Help,
    watch: Watch,
) -> Texts:
    """Every text embedded here, while others begin to measure; then the rest measured."""
    measuring = needs_figures(names)
    portions = portions_of(failures) if measuring else []
    with helped.measuring(portions) as ready:
        wanted = texts_of(failures, names)
        texts = embed_texts(wanted, embed, watch.embedded, watch.is_cancelled)
        if measuring:
            texts.measured_as(measure_portions(portions, ready, watch.is_cancelled))
    return texts


def _map_begun(seen: Seen, helped: Help) -> AbstractContextManager[Placed]:
    """The map's sample on its way to being laid out, where grouping takes as long."""
    if len(seen.failures) <= EXACT_UP_TO:
        return nullcontext(not_placed)
    return helped.placing(components_of(unit_rows(seen.representation.scaled[:SAMPLE])))


def assemble(
    seen: Seen,
    patterns: Sequence[Pattern],
    threshold: float,
    embedder: str,
    watch: Watch,
    *,
    positions: tuple[tuple[int, float, float], ...] = (),
    learned: Learned | None = None,
    placed: Placed = not_placed,
) -> PatternSet:
    """Describe, name, colour and lay out patterns whose members are decided.

    `positions`: of an earlier map; its failures stay where they are and new ones are put beside
    those that are most like them. `learned`: where it is at hand, over people's patterns by id.
    `placed`: the sample of a new map.
    """
    watch.grouped()
    described, typical = _described(seen, patterns)
    coloured = sorted(with_colours(_named(seen, described, typical)), key=by_size)
    proposals = propose(seen, coloured, learned)
    watch.stop_if_cancelled()
    places = _laid_out(seen, positions, placed, watch)
    watch.laid_out()
    return PatternSet(
        lens=seen.lens,
        embedder=embedder,
        threshold=threshold,
        patterns=tuple(coloured),
        unassigned=tuple(sorted(keys_outside(seen.failures, coloured))),
        proposals=proposals,
        positions=places,
    )


def _laid_out(
    seen: Seen, before: tuple[tuple[int, float, float], ...], placed: Placed, watch: Watch
) -> tuple[tuple[int, float, float], ...]:
    """Places on the map by case key; what lies on the map of `before` stays there."""
    known = {key: (x, y) for key, x, y in before if key in seen.row_of}
    keys = [failure.key for failure in seen.failures]
    if len(known) < len(keys):
        joined = seen.representation.joined()
        fixed = {seen.row_of[key]: place for key, place in known.items()}
        # A map of which most is new is laid out afresh.
        if 2 * len(known) < len(keys):
            places = lay_out(joined, watch.is_cancelled, placed(watch.is_cancelled))
        else:
            places = lay_out_beside(joined, fixed, watch.is_cancelled)
        known = {key: (float(x), float(y)) for key, (x, y) in zip(keys, places, strict=True)}
    return tuple(sorted((key, *place) for key, place in known.items()))


def propose(
    seen: Seen, patterns: Sequence[Pattern], learned: Learned | None = None
) -> tuple[Proposal, ...]:
    """For failures in no person's pattern, their likely one where the model is sure enough."""
    made = sorted((one for one in patterns if _is_peoples(one)), key=lambda one: one.id)
    if not teaches(made):
        return ()
    classes = [seen.rows_of(pattern.members) for pattern in made]
    learned = learned or learn(seen.taught, classes)
    if learned is None or not speaks(learned):
        return ()
    proposals: list[Proposal] = []
    for row in as_ints(seen.rows_of(keys_outside(seen.failures, made))):
        place = int(np.argmax(learned.probabilities[row]))
        probability = round(float(learned.probabilities[row, place]), 3)
        if probability >= SURE_ENOUGH:
            key = seen.failures[row].key
            one = Proposal(case_key=key, pattern_id=made[place].id, probability=probability)
            proposals.append(one)
    return tuple(sorted(proposals, key=lambda one: (-one.probability, one.case_key)))


def still_there(seen: Seen, current: PatternSet, made: Sequence[Pattern]) -> list[Pattern]:
    """The engine's current patterns with those members that no person's pattern holds now."""
    free = set(keys_outside(seen.failures, made))
    kept: list[Pattern] = []
    for pattern in current.patterns:
        members = tuple(key for key in pattern.members if key in free)
        if not _is_peoples(pattern) and members:
            kept.append(pattern.model_copy(update={"members": members}))
            free.difference_update(members)
    return kept


def found_patterns(
    seen: Seen, groups: Sequence[Rows], made: Sequence[Pattern], people: PatternSet
) -> list[Pattern]:
    """Groups as patterns: with an old one's identity where they overlap, else new and unnamed."""
    members = {str(place): set(seen.keys_of(rows)) for place, rows in enumerate(groups)}
    old = [pattern for pattern in people.patterns if not _is_peoples(pattern)]
    matched = match_to_old(members, old)
    taken = {one.id for one in (*made, *people.patterns)}
    found: list[Pattern] = []
    for place, rows in enumerate(groups):
        keys = tuple(sorted(seen.keys_of(rows)))
        before = matched.get(str(place))
        if before is not None:
            found.append(before.model_copy(update={"members": keys}))
            continue
        medoid = seen.failures[int(most_typical_first(seen.representation, rows)[0])]
        identity = found_pattern_id(medoid, taken)
        taken.add(identity)
        found.append(Pattern(id=identity, name="", by_people=False, colour=0, members=keys))
    return found


def _described(seen: Seen, patterns: Sequence[Pattern]) -> tuple[list[Pattern], dict[str, Rows]]:
    """Patterns with keywords, exemplars and cohesion of their present members, and by id each
    one's rows, most typical first."""
    rows = [seen.rows_of(pattern.members) for pattern in patterns]
    words = [words_of(_text_for_words(failure, seen.lens)) for failure in seen.failures]
    grouped = {row for group in rows for row in as_ints(group)}
    outside = [words[row] for row in range(len(words)) if row not in grouped]
    telling = keywords([[words[row] for row in as_ints(group)] for group in rows], outside)
    described: list[Pattern] = []
    ordered: dict[str, Rows] = {}
    for pattern, group, own in zip(patterns, rows, telling, strict=True):
        typical, held = typical_and_cohesion(seen.representation, group)
        update = {
            "keywords": tuple(own),
            "exemplars": seen.keys_of(_distinct(seen, typical)),
            "cohesion": held,
        }
        described.append(pattern.model_copy(update=update))
        ordered[pattern.id] = typical
    return described, ordered


def _named(seen: Seen, patterns: Sequence[Pattern], typical: Mapping[str, Rows]) -> list[Pattern]:
    """Every unnamed pattern gets a name unlike the others', largest first."""
    taken = {pattern.name for pattern in patterns if pattern.name}
    names: dict[str, str] = {}
    for pattern in sorted(patterns, key=by_size):
        if not pattern.name:
            members = [seen.failures[row] for row in as_ints(typical[pattern.id])]
            name = suggest_name(members, seen.lens, pattern.keywords, taken)
            names[pattern.id] = name
            taken.add(name)
    return [
        pattern.model_copy(update={"name": names.get(pattern.id, pattern.name)})
        for pattern in patterns
    ]


def _distinct(seen: Seen, typical: Rows) -> Rows:
    """The first rows that do not repeat one another's texts, `EXEMPLARS` at most."""
    chosen: list[int] = []
    texts: set[tuple[str, str]] = set()
    for row in as_ints(typical):
        failure = seen.failures[row]
        if (failure.asked, failure.answered) not in texts:
            texts.add((failure.asked, failure.answered))
            chosen.append(row)
        if len(chosen) == EXEMPLARS:
            break
    return np.array(chosen, dtype=np.intp)


def _text_for_words(failure: FailureText, lens: Lens) -> str:
    """What reviewers wrote where the lens reads it, else what the failure says."""
    reads_notes = Block.NOTE in LENSES[lens]
    return failure.note if reads_notes and failure.note.strip() else said(failure, lens)


def keys_outside(failures: Sequence[FailureText], patterns: Sequence[Pattern]) -> list[int]:
    held = {key for pattern in patterns for key in pattern.members}
    return [failure.key for failure in failures if failure.key not in held]


def _is_peoples(pattern: Pattern) -> bool:
    return pattern.by_people or pattern.locked


def teaches(made: Sequence[Pattern]) -> bool:
    return any(len(pattern.members) >= FEWEST_MEMBERS for pattern in made if _is_peoples(pattern))
