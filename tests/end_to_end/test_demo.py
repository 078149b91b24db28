"""The sample taken the whole way, and our own format there and back."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.end_to_end.command_line import Answer
from tests.end_to_end.command_line import curator as curator_process
from tests.end_to_end.command_line import curator_here as curator


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, curator_process("demo", folder, "--no-window", "--json")


def test_it_prints_the_verdict_and_leaves_the_files(demo: tuple[Path, Answer]) -> None:
    folder, answer = demo
    assert answer.code == 0, answer.err
    assert answer.data["verdict"]
    names = {Path(file).name for file in answer.data["files"]}
    assert {"sample.curator", "train.jsonl", "manifest.json", "summary.html"} <= names
    assert all(Path(file).is_file() for file in answer.data["files"])
    assert curator("verify", folder / "sample.curator").code == 0


def test_some_of_the_sample_is_left_to_review(demo: tuple[Path, Answer]) -> None:
    data = curator("stats", demo[0] / "sample.curator", "--json").data
    assert 100 < data["reviewed"] < data["cases"]
    assert data["failure_rate"]["of"] > 100
    assert data["patterns"] >= 6
    assert data["trials"] == 1


def test_a_second_demo_leaves_the_first_alone(demo: tuple[Path, Answer]) -> None:
    folder, _ = demo
    before = (folder / "sample.curator").read_bytes()
    again = curator("demo", folder, "--no-window", "--json")
    assert again.data["project"].endswith("sample-2.curator")
    assert (folder / "sample.curator").read_bytes() == before


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [v or "" for name, v in attrs if name in ("src", "srcset", "data")]
        assert tag not in ("script", "link", "iframe", "object")


def test_the_summary_loads_nothing(demo: tuple[Path, Answer]) -> None:
    text = (demo[0] / "sample" / "summary.html").read_text(encoding="utf-8")
    links = _Links()
    links.feed(text)
    assert links.loaded == []
    assert "url(" not in text
    assert demo[1].data["verdict"] in text


def test_our_own_format_imports_back_to_the_same(demo: tuple[Path, Answer], tmp_path: Path) -> None:
    project = demo[0] / "sample.curator"
    first = curator("export", project, "--format", "curator", "--out", tmp_path / "one", "--json")
    assert first.code == 0, first.out
    files = sorted((tmp_path / "one").glob("*.jsonl"))
    curator("new", tmp_path / "copy.curator")
    back = curator("import", tmp_path / "copy.curator", *files, "--json")
    assert back.code == 0, back.err
    assert back.data["rejected"] == []
    for name in ("cases", "passed", "failed", "skipped", "ideal_answers"):
        original = curator("stats", project, "--json").data[name]
        copied = curator("stats", tmp_path / "copy.curator", "--json").data[name]
        assert copied == original, name
    out = tmp_path / "two"
    curator("export", tmp_path / "copy.curator", "--format", "curator", "--out", out)

    def rows(folder: Path) -> dict[str, object]:
        texts = (file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.jsonl")))
        found = [json.loads(line) for text in texts for line in text.splitlines()]
        return {row["id"]: row for row in found}

    assert rows(tmp_path / "one") == rows(out)
