"""Several files, folders and archives as one import: what is read, and what completes what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from curator.errors import CuratorError
from curator.importing.formats import FORMATS
from curator.importing.packed import is_kind, members, split
from curator.importing.reading import AS_IT_IS, ReadOptions, settle
from curator.model.case import RejectedRow
from curator.model.importing import Mapping

_NOT_LOGS = (".curator", ".curator-wal", ".curator-shm", ".part")
_KEPT = ".rejected.jsonl"


class ReadAs(NamedTuple):
    """How one file is to be read."""

    format: str = "auto"
    mapping: Mapping | None = None
    options: ReadOptions = AS_IT_IS


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read, with the files that complete it."""

    path: Path
    read_as: ReadAs
    companions: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is to read, and files found in folders that cannot be, each with its reason."""

    jobs: tuple[Job, ...]
    unreadable: tuple[RejectedRow, ...] = ()


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files in folders and archives of several, by name; single files as they are.

    Hidden files, projects and kept rejected rows are left out of folders. Raises CuratorError
    for a folder that holds nothing to read.
    """
    found: list[Path] = []
    for path in paths:
        if is_kind(path, Path.is_dir):
            inside = [
                one for one in sorted(path.rglob("*")) if one.is_file() and _is_log(one, path)
            ]
            if not inside:
                raise CuratorError(f"The folder {path} holds no files to import.", file=path)
            found += expand(inside)
            continue
        names = members(path)
        found += [path / name for name in names] if len(names) > 1 else [path]
    return found


def _as_it_is(_: Path) -> ReadAs:
    return ReadAs()


def gather(paths: Sequence[Path], read_as: Callable[[Path], ReadAs] = _as_it_is) -> Gathered:
    """Plan an import; `read_as` says of each file how it is to be read.

    A file that was named and cannot be read raises CuratorError; one that merely lay in a folder
    or archive is listed with its reason, and the others are read.
    """
    named = set(paths)
    files = expand(paths)
    if len(files) == 1:
        return Gathered((Job(files[0], read_as(files[0])),))
    kinds: dict[Path, str] = {}
    unreadable: list[RejectedRow] = []
    for file in files:
        try:
            _, known = settle(file, *read_as(file))
            kinds[file] = known.name
        except CuratorError as error:
            if file in named:
                raise
            unreadable.append(RejectedRow(file=_shown(file), line=1, reason=error.sentence))
    parts = {file: FORMATS[kind].part_of for file, kind in kinds.items() if FORMATS[kind].part_of}
    jobs = [
        Job(file, read_as(file), tuple(part for part, whole in parts.items() if whole == kind))
        for file, kind in kinds.items()
        if file not in parts
    ]
    used = {part for job in jobs for part in job.companions}
    # Parts that complete nothing are refused, each with its sentence.
    jobs += [Job(part, read_as(part)) for part in parts if part not in used]
    return Gathered(tuple(jobs), tuple(unreadable))


def _is_log(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in inside)
    return not hidden and not path.name.endswith((*_NOT_LOGS, _KEPT))


def _shown(path: Path) -> str:
    outer, member = split(path)
    return f"{outer.name}/{member}" if member else path.name
