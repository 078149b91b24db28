"""An export takes its place whole or not at all, and never over somebody's files."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.exporting import folder as folder_module
from curator.exporting.folder import replacing
from tests.exporting.test_write import contents, export

KILLED = """
import sys
from pathlib import Path
from curator.exporting import write_export
from curator.model.dataset import Dataset, ExportOptions
from tests.exporting import example

rows = example.dataset().rows
many = Dataset(seed=7, rows=tuple(rows) * 400)
print("ready", flush=True)
write_export(many, example.snapshot(), example.readiness(), (), ExportOptions(), Path(sys.argv[1]))
print("done", flush=True)
"""


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    export(tmp_path / "out", format="huggingface")
    _, files = export(tmp_path / "out", format="openai-dpo")
    assert set(files) == {
        "train.jsonl", "validation.jsonl", "held_out.jsonl", "manifest.json", "README.md",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_an_exchange_of_folders_the_move_is_still_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What systems other than Linux do."""
    monkeypatch.setattr(folder_module.sys, "platform", "darwin")
    export(tmp_path / "out", format="huggingface")
    _, files = export(tmp_path / "out")
    assert "train.jsonl" in files
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_caught_between_two_moves_comes_back(tmp_path: Path) -> None:
    _, before = export(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.previous")
    with pytest.raises(RuntimeError), replacing(tmp_path / "out"):
        raise RuntimeError
    assert contents(tmp_path / "out") == before


def test_foreign_files_are_never_touched(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(CuratorError, match=r"did not write.*thesis\.txt"):
        export(out)
    assert contents(out) == {"thesis.txt": b"years of work"}
    (out / "manifest.json").write_text('{"name": "another program\'s"}')
    with pytest.raises(CuratorError, match="did not write"):
        export(out)


def test_a_file_added_to_an_export_stops_the_next_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(out)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(CuratorError, match=r"also holds notes\.txt"):
        export(out)
    (out / "notes.txt").unlink()
    (out / ".DS_Store").write_text("left by a file manager")
    export(out)


def test_a_changed_card_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(out)
    card = out / "README.md"
    card.write_text(card.read_text() + "\nMy own words.\n")
    with pytest.raises(CuratorError, match=r"README\.md in .* was changed"):
        export(out)
    assert "My own words." in card.read_text()


def test_an_empty_folder_and_missing_parents_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "empty", tmp_path / "not" / "yet" / "there"):
        export(out)
        assert (out / "manifest.json").is_file()


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    export(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "manifest.json").is_file()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CuratorError, match="is a file"):
        export(tmp_path / "out")
    with pytest.raises(CuratorError, match="could not be written"):
        export(tmp_path / "out" / "below")


def test_an_error_while_writing_keeps_the_old_export(tmp_path: Path) -> None:
    _, before = export(tmp_path / "out")
    with pytest.raises(RuntimeError):
        _stop_half_way(tmp_path / "out")
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _stop_half_way(out: Path) -> None:
    with replacing(out) as partial:
        (partial / "train.jsonl").write_text("half a f")
        raise RuntimeError


def test_an_export_killed_at_any_moment_leaves_a_whole_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _, before = export(out)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        halves: list[Path] = []
        while not halves and process.poll() is None:
            halves = [half for half in tmp_path.glob(".out.partial-*/train.jsonl") if _grown(half)]
        process.kill()
    assert halves, "it was over before it could be killed"
    assert contents(out) == before
    export(out)
    assert out.is_dir()


def _grown(path: Path) -> bool:
    return path.stat().st_size > 0


def test_halves_of_killed_exports_are_tidied_when_old(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".out.partial-aaaa", tmp_path / ".out.partial-bbbb"
    old.mkdir()
    fresh.mkdir()
    os.utime(old, (1, 1))
    export(tmp_path / "out")
    assert not old.exists()
    assert fresh.exists(), "it may belong to an export that is running"


LIMITED = """
import resource, sys
from tests.exporting.test_write import export
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    export(Path(sys.argv[1]), format="csv")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size on Windows")
def test_a_file_system_that_takes_no_more_says_so_and_keeps_the_old_export(
    tmp_path: Path,
) -> None:
    _, before = export(tmp_path / "out")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("CuratorError A file of the export to")
    assert "before is unchanged" in done.stdout
    assert contents(tmp_path / "out") == before
    assert not list(tmp_path.glob(".out.*"))


def _half_an_export(out: Path, trouble: OSError) -> None:
    with replacing(out) as folder:
        (folder / "train.jsonl").write_bytes(b"half")
        raise trouble


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_so_and_keeps_the_old_export(reason: int, tmp_path: Path) -> None:
    _, before = export(tmp_path / "out")
    with pytest.raises(CuratorError, match=r"The disk is full.*unchanged.*Free some space"):
        _half_an_export(tmp_path / "out", OSError(reason, os.strerror(reason)))
    assert contents(tmp_path / "out") == before
    assert not list(tmp_path.glob(".out.*"))


def test_a_missing_permission_says_so(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    if os.access(closed, os.W_OK):
        closed = Path("/sys/kernel")
        if not closed.is_dir():
            pytest.skip("this user may write anywhere")
    with pytest.raises(CuratorError, match="No permission to write in"):
        export(closed / "out")
