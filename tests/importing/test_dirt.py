"""Legacy encodings, line ends, huge and deep fields, mojibake, samples, mapping files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.importing import ReadOptions, inspect_file, read_file
from curator.importing.encodings import guess_encoding, is_mojibake, repaired
from curator.importing.mapping_file import read_mapping, shape_of, write_mapping
from curator.importing.mojibake import BEFORE
from curator.importing.sampling import Sampler
from curator.model.case import IncomingCase
from curator.model.importing import Mapping
from tests.builders import incoming
from tests.importing.helpers import answered, lines, only, read_all, shared, written

GERMAN = "Die Größe der Straße überrascht Jürgen, der müde und schön ist."
RUSSIAN = "Счёт за июнь лежит в архиве, его можно скачать в личном кабинете после входа."
JAPANESE = "請求書はアーカイブにあります。ログインしてからダウンロードしてください。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp")],
)
def test_an_undeclared_encoding_is_guessed_said_and_read_when_confirmed(
    tmp_path: Path, text: str, encoding: str
) -> None:
    rows = [json.dumps({"input": f"q{n}", "output": text}, ensure_ascii=False) for n in range(9)]
    path = written(tmp_path, "\n".join(rows).encode(encoding))
    preview = inspect_file(path)
    guessed = preview.encoding_guess
    assert text.encode(encoding).decode(guessed) == text
    cases, rejected = read_all(path)
    assert (cases, len(rejected)) == ([], 9)
    assert f"encoding {guessed}" in rejected[0].reason
    confirmed = [*read_file(path, options=ReadOptions(encoding=guessed))]
    assert [answered(one) for one in confirmed if isinstance(one, IncomingCase)] == [text] * 9


def test_utf8_with_a_broken_row_is_still_utf8() -> None:
    good = "".join(f"größer {n}\n" for n in range(9)).encode()
    assert guess_encoding(good + b"gr\xf6\xdfer\n") == ""
    assert guess_encoding(b"ascii only\n") == ""


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, lines({"input": "q", "output": "a"}))
    for name in ("klingon", "base64", "hex"):
        with pytest.raises(CuratorError, match=name):
            read_file(path, options=ReadOptions(encoding=name))


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end(tmp_path: Path, end: str) -> None:
    rows = [json.dumps({"input": f"q{n}", "output": "a"}) for n in range(5)]
    cases, rejected = read_all(written(tmp_path, end.join(rows) + end))
    assert ([case.line for case in cases], rejected) == ([1, 2, 3, 4, 5], [])
    table = end.join(["question,answer", "q1,a1", "q2,a2"])
    assert [answered(case) for case in read_all(written(tmp_path, table))[0]] == ["a1", "a2"]


@pytest.mark.slow
def test_a_field_of_50_megabytes_survives(tmp_path: Path) -> None:
    huge = "é word " * 7_000_000
    path = written(tmp_path, json.dumps({"input": "q", "output": huge}, ensure_ascii=False) + "\n")
    assert answered(only(read_all(path)[0])) == huge
    table = written(tmp_path, f'question,answer\nq,"{huge}"\n')
    assert answered(only(read_all(table)[0])) == huge


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_of_10000_is_rejected_and_the_rest_imported(tmp_path: Path, opening: str) -> None:
    closing = "]" if opening == "[" else "1" + "}"
    deep = opening * 10_000 + (closing[0] if opening != "[" else "") + closing[-1] * 10_000
    good = '{"input": "q", "output": "a"}'
    for content in (
        f'{good}\n{{"input": "q", "output": "a", "x": {deep}}}\n{good}\n',
        f'{{"trace": {deep}, "input": "q", "output": "a"}}\n{good}\n{good}\n',
    ):
        cases, rejected = read_all(written(tmp_path, content))
        assert (len(cases), len(rejected)) == (2, 1)
        assert "nested" in rejected[0].reason


@pytest.mark.parametrize("text", [GERMAN, "naïve café, “quoted”", "Überweisung €"])
def test_mojibake_is_found_and_undone(text: str) -> None:
    broken = text.encode().decode("cp1252", "replace")
    if "\ufffd" in broken:
        pytest.skip("cp1252 has no character for one of its bytes")
    assert not is_mojibake(text)
    assert is_mojibake(broken)
    assert repaired(broken) == text


@pytest.mark.parametrize(
    "text", ["SÃO PAULO", "Âge d’or", "Ñandú", RUSSIAN, JAPANESE, "crème brûlée"]
)
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert not is_mojibake(text)


def test_repair_keeps_the_text_as_it_came(tmp_path: Path) -> None:
    broken = GERMAN.encode().decode("cp1252", "replace").replace("\ufffd", "")
    row = {"input": broken, "output": "fine", "expected": broken, "metadata": {BEFORE: 1}}
    path = written(tmp_path, lines(row, {"input": "q", "output": "a"}))
    with read_file(path) as as_it_is:
        assert only([one for one in as_it_is if one.line == 1]).input[0].content == broken  # type: ignore[list-item, union-attr]
        assert as_it_is.mojibake == 1
    case, other = read_file(path, options=ReadOptions(repair_mojibake=True))
    assert isinstance(case, IncomingCase)
    assert isinstance(other, IncomingCase)
    assert case.input[0].content == repaired(broken) != broken
    assert case.metadata[f"{BEFORE} (1)"] == {"input 1": broken, "expected": broken}
    assert other.metadata == {}


def test_naughty_strings_are_not_taken_for_mojibake() -> None:
    texts = json.loads(shared("naughty_strings", "blns.json").read_bytes())
    assert [text for text in texts if is_mojibake(text)] == []


def offer(sampler: Sampler, cases: list[IncomingCase]) -> None:
    for case in cases:
        sampler.offer(case)


@given(st.integers(1, 30), st.integers(0, 60), st.integers(0, 9))
def test_a_sample_has_its_size_and_the_sources_order(size: int, count: int, seed: int) -> None:
    cases = [incoming(line) for line in range(1, count + 1)]
    sampler = Sampler(size, seed)
    offer(sampler, cases)
    chosen = [case.line for case in sampler.sample()]
    assert len(chosen) == min(size, count)
    assert chosen == sorted(set(chosen))
    assert sampler.seen == count
    again = Sampler(size, seed)
    offer(again, cases)
    assert [case.line for case in again.sample()] == chosen


def test_every_case_is_as_likely_to_be_in_the_sample() -> None:
    cases = [incoming(line) for line in range(1, 21)]
    drawn: Counter[int] = Counter()
    for seed in range(400):
        sampler = Sampler(5, seed)
        offer(sampler, cases)
        drawn.update(case.line for case in sampler.sample())
    # 400 draws at 1/4: mean 100, standard deviation 8.7; five of them on each side
    assert all(56 < drawn[line] < 144 for line in range(1, 21))


def test_strata_share_the_sample_and_small_ones_give_their_rest() -> None:
    cases = [incoming(n, model="rare" if n % 50 == 0 else f"m{n % 2}") for n in range(1, 101)]
    sampler = Sampler(20, 7, "model")
    offer(sampler, cases)
    counts = Counter(case.model for case in sampler.sample())
    assert counts == {"rare": 2, "m0": 9, "m1": 9}
    assert sampler.strata == {"rare": 2, "m0": 48, "m1": 50}


@given(
    st.dictionaries(
        st.sampled_from(["input", "output", "ideal"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    ),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), max_size=3),
)
def test_a_mapping_file_gives_back_its_mapping(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, str], left_out: list[str]
) -> None:
    path = tmp_path_factory.mktemp("mapping") / "map.toml"
    mapping = Mapping(fields=fields, leave_out=tuple(left_out))
    write_mapping(mapping, path)
    assert read_mapping(path) == mapping


def test_the_shape_of_a_file_is_its_columns_in_any_order() -> None:
    assert shape_of(["a", "b"]) == shape_of(["b", "a"]) != shape_of(["a", "b", "c"])


@pytest.mark.parametrize(
    "content", [b"", b"[fields]\nwrong = 'x'\n", b"fields = 3\n", b"\xff\xfe", b"[fields\n"]
)
def test_what_is_no_mapping_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CuratorError, match=r"map\.toml"):
        read_mapping(written(tmp_path, content, "map.toml"))
