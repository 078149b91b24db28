"""What is done quickly gives what the plain definition gives, on texts made to tell them apart."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.model.dataset import Dataset, DatasetRow
from curator.model.snapshot import Snapshot
from curator.readiness import languages
from curator.readiness.checks import Memo, dataset_context, duplication, run_checks, versions
from curator.readiness.checks.paraphrase import paraphrases
from curator.readiness.texts import COMMON_SHARE, without_template
from curator.reviewing.near_duplicates import normalise
from tests.readiness.casebook import embed, row, user

EMPTY = Snapshot(name="", seed=1, revision=0)
COMMON = st.sampled_from([word for words in languages._WORDS.values() for word in words.split()])
WORD = COMMON | st.sampled_from(["Haus", "x'y", "12", "ß", "ſ", "İ", "e\u0301", "日本", "нет", "Σ"])


@settings(max_examples=200, deadline=None)
@given(st.lists(WORD, max_size=3), st.lists(WORD, max_size=30), st.sampled_from([" ", ", ", "_"]))
def test_a_language_is_that_of_its_commonest_words(
    few: list[str], many: list[str], gap: str
) -> None:
    text = gap.join([*few * 6, *many])
    plain = text[: languages.READ].casefold()
    words = re.findall(r"[^\W\d_]+", plain)
    hits = Counter(
        name
        for word in words
        for name, common in languages._WORDS.items()
        if word in common.split()
    )
    ranked = [*hits.most_common(2), ("", 0), ("", 0)]
    sure = ranked[0][1] >= max(3, len(words) / 10) and ranked[0][1] >= 1.5 * ranked[1][1]
    letters = [character for character in plain if character.isalpha()]
    foreign = sum(letter > "ʯ" for letter in letters)
    if foreign < len(letters) / 2:
        assert languages.language_of(text) == (ranked[0][0] if sure and len(words) >= 8 else None)


DATE = st.sampled_from(
    """2024-05-01 1.5.24 3/4/2020 5 May 2024 may 5th, 2024 5th may auguſt 3 v2 V3.1 version 4
    verſion 2 release 3.1 since 2023 ſince 1999 until 2024 in 2021 in 5 days İn 2021 1 may be 12 %
    the 3rd march 31 december 7 ١ may ١٢""".split(" ")  # noqa: SIM905
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(DATE | st.sampled_from(["free", "of", "charge.", "\n", "the", "plan"]), max_size=10)
)
def test_no_date_or_version_is_passed_over(parts: list[str]) -> None:
    text = " ".join(parts)
    if versions.CHANGING.search(text) is not None:
        assert versions.may_change(text)


SENTENCES = st.lists(
    st.sampled_from(["Do it.", "Do it", "now!", " ", "\n", "\n\n", ".\n ", "? ", "。", "：", "x",
                     "\t", "\u3000", ". \n\nx", ":\u00a0y"]), max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(SENTENCES, min_size=10, max_size=14))
def test_sentences_end_where_the_plain_pattern_ends_them(texts: list[str]) -> None:
    pattern = re.compile(r"\n+|(?<=[.!?:;。！？])\s+")
    split = [[part for part in pattern.split(text) if part.strip()] for text in texts]
    seen = Counter(part for parts in split for part in set(parts))
    common = {part for part, count in seen.items() if count > COMMON_SHARE * len(texts)}
    plain = [
        "\n".join(part for part in parts if part not in common) or text
        for parts, text in zip(split, texts, strict=True)
    ]
    assert without_template(texts) == (plain if common else texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from("a1٣{} \n"), max_size=14).map(normalise), max_size=8))
def test_numbers_and_placeholders_are_taken_out_of_all_texts(texts: list[str]) -> None:
    plain = [re.sub(r"\{\{[^}]*\}\}|\d+", "#", text) for text in texts]
    assert duplication.templates(texts) == plain


ASKED = st.lists(st.sampled_from(["red", "car", "two", "blue", "bus", "on", "7", "8"]), min_size=3,
                 max_size=6).map(" ".join)  # fmt: skip
ROWS = st.lists(
    st.tuples(st.integers(0, 9), ASKED, ASKED, st.booleans()), max_size=9, unique_by=lambda r: r[0]
)


def made(rows: list[tuple[int, str, str, bool]]) -> tuple[DatasetRow, ...]:
    return tuple(
        row(key, input=user(asked), ideal=ideal, split="held_out" if held else "train")
        for key, asked, ideal, held in rows
    )


LIKE = st.permutations(["red", "car", "on", "7", "8"]).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), LIKE | ASKED, st.just("yes") | ASKED, st.booleans()),
             min_size=2, max_size=6, unique_by=lambda r: r[0]),
    st.lists(st.integers(0, 63), min_size=2, max_size=5),
)  # fmt: skip
def test_paraphrases_after_edits_are_those_of_comparing_all(
    pool: list[tuple[int, str, str, bool]], looks: list[int]
) -> None:
    memo = Memo()
    # Rows come, go and come back, as they do when an edit is taken back.
    for look in looks:
        rows = [one for place, one in enumerate(pool) if look >> place & 1]
        dataset = Dataset(seed=1, rows=made(rows))
        context = dataset_context(dataset, EMPTY, embed=embed, memo=memo)
        limits = context.thresholds["paraphrase"], context.thresholds["paraphrase_ideals"]
        expected = [
            (first, second)
            for first in context.training
            for second in context.held_out
            if _alike(rows[first], rows[second], limits)
        ]
        assert sorted(paraphrases(context)) == expected


def _alike(
    one: tuple[int, str, str, bool], other: tuple[int, str, str, bool], limits: tuple[float, float]
) -> bool:
    if min(len(one[1].split()), len(other[1].split())) < 4:
        return False
    vectors = embed([one[1], other[1], one[2], other[2]])
    pairs = (vectors[0] * vectors[1]).sum(), (vectors[2] * vectors[3]).sum()
    # Question and answer each hold the same numbers.
    texts = (one[1], other[1]), (one[2], other[2])
    same = all(set(re.findall(r"\d+", a)) == set(re.findall(r"\d+", b)) for a, b in texts)
    return bool(np.all(np.array(pairs) >= np.array(limits, dtype=np.float32))) and same


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=4))
def test_two_looks_that_share_a_memo_do_not_mix(
    looks: list[list[tuple[int, str, str, bool]]],
) -> None:
    memo = Memo()
    contexts = [
        dataset_context(Dataset(seed=1, rows=made(rows)), EMPTY, memo=memo) for rows in looks
    ]
    # Read in another order than they were made in.
    for rows, context in zip(reversed(looks), reversed(contexts), strict=True):
        assert context.ideals == [ideal for _, _, ideal, _ in rows]
        assert context.asked == [asked for _, asked, _, _ in rows]


def test_rows_that_cannot_be_told_apart_are_all_read() -> None:
    memo = Memo()
    for ideals in (("one", "TODO"), ("TODO", "two"), ("one", "two")):
        rows = tuple(row(1, case_id=f"c{place}", ideal=text) for place, text in enumerate(ideals))
        found = run_checks(Dataset(seed=1, rows=rows), EMPTY, memo=memo)
        placeholder = next(one for one in found if one.number == 11)
        assert placeholder.case_ids == tuple(
            f"c{place}" for place, text in enumerate(ideals) if text == "TODO"
        )
