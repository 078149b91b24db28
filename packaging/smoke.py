"""Install what was built in a clean place, start it without a display, run the sample through it.

    python packaging/smoke.py            the wheel and the application folder in dist/
    python packaging/smoke.py wheel      only the one
    python packaging/smoke.py folder     only the other

Standard library only. Nothing of the checkout is on the path of what is tried.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
SUFFIX = ".exe" if os.name == "nt" else ""
STAYS_UP_SECONDS = 5.0


def fail(sentence: str) -> None:
    """End with what is wrong."""
    raise SystemExit(f"smoke: {sentence}")


def clean_environment(home: Path) -> dict[str, str]:
    """Almost nothing: a home without settings, no display, the system's own programs."""
    home.mkdir(exist_ok=True)
    kept = {
        name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ
    }
    path = os.environ["PATH"] if os.name == "nt" else "/usr/bin:/bin"
    places = {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    return {**kept, **places, "PATH": path, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def run(program: Path, *arguments: str, cwd: Path, exits: tuple[int, ...] = (0,)) -> str:
    """Run the installed program in the clean environment; gives its standard output."""
    finished = subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env=clean_environment(cwd / "home"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    if finished.returncode not in exits:
        line = " ".join(["curator", *arguments])
        fail(f"{line!r} ended with {finished.returncode}:\n{finished.stdout}{finished.stderr}")
    return finished.stdout


def check_rows(path: Path) -> None:
    """Every line of an exported file is a conversation."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if not rows or not all(row["messages"] for row in rows):
        fail(f"{path.name} holds no conversations")


def check_demo(program: Path, place: Path) -> Path:
    """Build the sample project and look at what it leaves; gives the project file."""
    demo = place / "demo"
    told = run(program, "demo", str(demo), cwd=place)
    if not told.strip():
        fail("the demo printed no verdict")
    project = next(demo.rglob("*.curator"), None)
    if project is None:
        raise SystemExit(f"smoke: the demo left no project in {sorted(demo.rglob('*'))}")
    check_rows(next(demo.rglob("messages/train.jsonl"), demo / "train.jsonl"))
    page = next(demo.rglob("*.html"), demo / "summary.html").read_text(encoding="utf-8")
    if "<html" not in page:
        fail("the summary is no page")
    if not next(demo.rglob("*.png"), None):
        fail("the demo saved no pictures of the pages: the app did not start")
    return project


def check_export(program: Path, project: Path, place: Path) -> None:
    """Export the sample once more, through the command of its own."""
    out = place / "exported"
    arguments = ("export", str(project), "--format", "messages", "--out", str(out))
    run(program, *arguments, "--override-reason", "smoke test", cwd=place)
    check_rows(out / "train.jsonl")
    if "train.jsonl" not in (out / "manifest.json").read_text(encoding="utf-8"):
        fail("the manifest does not name train.jsonl")


def check_app(program: Path, project: Path, place: Path) -> None:
    """The app opens the project and stays up."""
    with (place / "app.log").open("w+", encoding="utf-8") as log:
        app = subprocess.Popen(
            [str(program), str(project)],
            cwd=place,
            env=clean_environment(place / "home"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            code = app.wait(STAYS_UP_SECONDS)
        except subprocess.TimeoutExpired:
            app.terminate()
            app.wait(30)
            code = None
        log.seek(0)
        said = log.read()
    if code is not None or "Traceback" in said:
        fail(f"the app did not stay up (exit code {code}):\n{said}")


def try_wheel(place: Path) -> Path:
    """Install the newest wheel with the locked packages; gives its program."""
    wheels = sorted(DIST.glob("failure_curator-*.whl"), key=lambda path: path.stat().st_mtime)
    if not wheels:
        fail("dist/ has no wheel: run `scripts/dev.py package`")
    environment = place / "venv"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / f"python{SUFFIX}"), "-m", "pip", "install", "--quiet"]
    lock = str(ROOT / "requirements" / "runtime.txt")
    locked = ["--require-hashes", "--only-binary", ":all:", "--no-compile", "-r", lock]
    subprocess.run([*pip, *locked], cwd=place, check=True)
    subprocess.run([*pip, "--no-deps", str(wheels[-1])], cwd=place, check=True)
    return programs / f"curator{SUFFIX}"


def try_folder(place: Path) -> Path:
    """Copy the application folder away from where it was built; gives its program."""
    built = DIST / "curator"
    if not built.is_dir():
        fail("dist/ has no application folder: run `scripts/dev.py package`")
    copied = place / "application"
    shutil.copytree(built, copied, symlinks=True)
    return copied / f"curator{SUFFIX}"


KINDS: dict[str, Callable[[Path], Path]] = {"wheel": try_wheel, "folder": try_folder}


def size_mb(folder: Path) -> float:
    """What a folder takes on disk, in MB."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def main() -> int:
    """Try each kind and say what it took."""
    for kind in sys.argv[1:] or list(KINDS):
        with tempfile.TemporaryDirectory(prefix="curator-smoke-") as directory:
            place = Path(directory).resolve()
            program = KINDS[kind](place)
            size = size_mb(program.parent if kind == "folder" else place / "venv")
            started = time.perf_counter()
            run(program, "--help", cwd=place)
            start = time.perf_counter() - started
            project = check_demo(program, place)
            check_export(program, project, place)
            check_app(program, project, place)
            print(f"{kind}: works; {size:.0f} MB, --help in {start:.2f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
