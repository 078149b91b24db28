"""`curator patterns`: the project's lens and embedder, and what is said before texts leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.bench.planted_modes import planted_failures
from curator.model.review import Mark
from curator.model.value import JsonValue
from curator.operations import embedding, patterns, projects
from tests.builders import add_cases, incoming, judged
from tests.end_to_end.command_line import curator_here as curator


@pytest.fixture
def path(tmp_path: Path) -> Path:
    failures, _ = planted_failures(24, 11, notes=1.0)
    place = tmp_path / "lenses.curator"
    with projects.create_project(place) as project:
        add_cases(
            project,
            [
                incoming(line, one.asked, one.answered, review=judged(Mark.FAIL, note=one.note))
                for line, one in enumerate(failures, start=1)
            ],
        )
    return place


def test_without_a_lens_it_groups_by_the_projects(path: Path) -> None:
    assert curator("patterns", path, "--json").data["lens"] == "wrong"
    assert curator("patterns", path, "--lens", "asked", "--accept", "--json").code == 0
    again = curator("patterns", path, "--json")
    assert again.data["lens"] == "asked"
    assert "Not kept" in again.err


def test_an_embedder_that_is_missing_can_be_left_for_the_built_in_one(path: Path) -> None:
    missing = path.with_name("no such folder")
    refused = curator("patterns", path, "--embedder", f"model2vec={missing}")
    assert refused.code == 2
    assert refused.out == ""
    with projects.open_project(path) as project:
        assert embedding.choice(project).kind == "built-in"
        lost: dict[str, JsonValue] = {"kind": "model2vec", "folder": str(missing)}
        projects.set_setting(project, embedding.SETTING, lost, "Ada")
    answer = curator("patterns", path)
    assert answer.code == 2
    assert "choose the built-in one" in answer.err
    assert curator("patterns", path, "--embedder", "built-in").code == 0
    with projects.open_project(path) as project:
        assert embedding.choice(project).kind == "built-in"
        assert patterns.current(project).embedder.startswith("wordllama")


@pytest.mark.parametrize("said", ["nonsense", "endpoint", "model2vec=", "built-in=here"])
def test_an_embedder_that_is_none_is_refused_in_a_sentence(path: Path, said: str) -> None:
    answer = curator("patterns", path, "--embedder", said)
    assert (answer.code, answer.out) == (2, "")
    assert f"--embedder {said} is none: say built-in, endpoint=NAME" in answer.err
