"""A folder written beside its place and moved there whole: never half an export."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import cast

from curator.errors import CuratorError

MANIFEST = "manifest.json"
MARKER = "curator_export"
HARMLESS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave behind: no one's work."""
STALE_SECONDS = 3600
"""A half-written folder untouched for so long belongs to an export that was killed (own)."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""
_HERE = -100
"""AT_FDCWD."""


@contextmanager
def replacing(out: Path) -> Generator[Path]:
    """A new empty folder beside `out`; takes `out`'s place when the block ends well.

    On any error, and when the process is killed, what stood in `out` stays as it was. Raises
    CuratorError when `out` holds anything but an unchanged earlier export, and for a full
    disk, a missing permission and the like.
    """
    out = _place(out)
    partial: Path | None = None
    try:
        refuse_foreign(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        _recover(out)
        partial = out.with_name(f".{out.name}.partial-{secrets.token_hex(4)}")
        partial.mkdir()
        yield partial
        _sync(partial, *(below for below in partial.rglob("*") if below.is_dir()))
        _move(partial, out)
        _sync(out.parent)
    except OSError as trouble:
        raise _told(trouble, out) from trouble
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)


def refuse_foreign(out: Path) -> None:
    """Raise CuratorError unless `out` is absent, empty, or an export nobody has changed."""
    if not out.exists():
        return
    if not out.is_dir():
        raise CuratorError(
            f"{out} is a file. Name a folder for the export; nothing was changed.", file=out
        )
    present = {
        path.relative_to(out).as_posix()
        for path in sorted(out.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and path.name not in HARMLESS
    }
    if not present:
        return
    written = _hashes(out / MANIFEST)
    if written is None:
        raise CuratorError(
            f"{out} holds files that Curator did not write ({_some(present)}). Choose an empty "
            "or new folder; nothing was changed.",
            file=out,
        )
    foreign = present - set(written) - {MANIFEST}
    if foreign:
        raise CuratorError(
            f"{out} is an earlier export, but also holds {_some(foreign)}. Move that away or "
            "choose another folder; nothing was changed.",
            file=out,
        )
    changed = {name for name in present & set(written) if _sha256(out / name) != written[name]}
    if changed:
        raise CuratorError(
            f"{_some(changed)} in {out} was changed after Curator wrote it. Move it away or "
            "choose another folder; nothing was changed.",
            file=out,
        )


def _place(out: Path) -> Path:
    out = out.expanduser()
    return out.resolve() if out.is_symlink() else Path(os.path.abspath(out))  # noqa: PTH100


def _hashes(manifest: Path) -> dict[str, str] | None:
    """File names and hashes of an earlier export, or None where it is not one of ours."""
    try:
        held = json.loads(manifest.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    if not isinstance(held, dict) or MARKER not in held or "files" not in held:
        return None
    files = cast("dict[str, dict[str, object]]", held["files"])
    return {name: str(entry.get("sha256")) for name, entry in files.items()}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _some(names: set[str]) -> str:
    shown = ", ".join(sorted(names)[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _move(partial: Path, out: Path) -> None:
    """Put `partial` in `out`'s place; afterwards `partial` is the old folder, or gone."""
    if not out.exists():
        partial.rename(out)
        return
    # Looked at again: the writing took time, and what is swapped out is deleted.
    refuse_foreign(out)
    if _exchange(partial, out):
        return
    previous = _previous(out)
    out.rename(previous)
    try:
        partial.rename(out)
    except OSError:
        previous.rename(out)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def _previous(out: Path) -> Path:
    return out.with_name(f".{out.name}.previous")


def _recover(out: Path) -> None:
    """Tidy what killed exports left: bring back a folder caught mid-move, drop stale halves."""
    previous = _previous(out)
    if previous.is_dir():
        if out.exists():
            shutil.rmtree(previous)
        else:
            previous.rename(out)
    prefix = f".{out.name}.partial-"
    for half in out.parent.iterdir():
        if half.name.startswith(prefix) and time.time() - half.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(half, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux, most file systems)."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    done: int = call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


def _sync(*folders: Path) -> None:
    """Have the disk hold the names in these folders before the move says so."""
    if sys.platform == "win32":
        return
    for path in folders:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(trouble: OSError, out: Path) -> CuratorError:
    safe = f"What was in {out} before is unchanged."
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence = f"The disk is full: the export to {out} was not written. {safe} Free some space."
    elif trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        sentence = f"No permission to write in {out.parent}. {safe} Choose another folder."
    elif trouble.errno == errno.EFBIG:
        sentence = f"A file of the export to {out} is larger than this system allows. {safe}"
    else:
        reason = trouble.strerror or str(trouble)
        sentence = f"The export to {out} could not be written: {reason}. {safe}"
    return CuratorError(sentence, file=out)
