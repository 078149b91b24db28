"""The lock files serve every platform and name no place on anybody's network."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

NAMES = ["runtime", "extras", "dev", "build", "packaging"]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def _pins(path: Path) -> dict[str, set[str]]:
    """Each package's locked versions; there are two where Python's version decides."""
    pins: dict[str, set[str]] = {}
    for name, version in PINNED.findall(path.read_text(encoding="utf-8")):
        pins.setdefault(name.lower(), set()).add(version)
    return pins


def _normal(requirement: str) -> str:
    name = re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", NAMES)
def test_every_package_is_hashed_and_no_host_is_named(name: str, repository: Path) -> None:
    """A host name would tie the project to one index and leak where it was made."""
    text = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
    blocks = re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE)[1:]
    assert blocks
    for block in blocks:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_dependency_is_locked(repository: Path) -> None:
    """A dependency added without `scripts/dev.py lock` would be missing on a fresh machine."""
    settings = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = {
        group: [entry for entry in entries if isinstance(entry, str)]
        for group, entries in settings["dependency-groups"].items()
    }
    extras: dict[str, list[str]] = settings["project"]["optional-dependencies"]
    wanted = {
        "runtime": settings["project"]["dependencies"],
        "extras": [
            *settings["project"]["dependencies"],
            *extras["notebook"],
            *extras["parquet"],
        ],
        "dev": [*settings["project"]["dependencies"], *groups["dev"], *groups["build"]],
        "build": groups["build"],
        "packaging": groups["packaging"],
    }
    for name, requirements in wanted.items():
        pins = _pins(repository / "requirements" / f"{name}.txt")
        missing = {_normal(requirement) for requirement in requirements} - pins.keys()
        assert not missing, f"requirements/{name}.txt lacks {sorted(missing)}"


def test_what_is_tested_is_what_is_shipped(repository: Path) -> None:
    """The developers' lock includes the users' lock, version for version."""
    folder = repository / "requirements"
    tested = _pins(folder / "dev.txt")
    for package, versions in _pins(folder / "runtime.txt").items():
        assert versions <= tested.get(package, set()), package
