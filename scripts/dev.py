"""Everything a contributor runs, with its own set-up: standard library only.

    python3 scripts/dev.py demo       build the sample project and run the whole way
    python3 scripts/dev.py test       run the tests (further arguments go to pytest)
    python3 scripts/dev.py lint       ruff, pyright and the layer contracts
    python3 scripts/dev.py bench      the performance suite
    python3 scripts/dev.py screenshots  take the pictures of every page anew, on the sample
    python3 scripts/dev.py package    wheel and application folder, each tried in a clean place
    python3 scripts/dev.py lock       resolve the dependencies anew into requirements/
    python3 scripts/dev.py setup      only the set-up that `test` and `lint` do first

`make demo`, `make test` and so on call this; on Windows call it directly.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)

# Shared library → the Debian package that has it. Qt's wheels bring everything else.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    # From here on for windows on X11 only; without a display the tests do without.
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class SetupError(Exception):
    """What stands in the way on this machine, in one sentence with the way out."""


def say(sentence: str) -> None:
    """Tell what is being done, apart from the output of the tools."""
    print(f"· {sentence}", file=sys.stderr, flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the repository; its failure ends this script with the same code."""
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **env} if env else None,
        check=False,
    )
    if finished.returncode:
        raise SystemExit(finished.returncode)


# --- Python ------------------------------------------------------------------------------------


def rerun_with_newer_python() -> None:
    """Hand over to a Python that is new enough, when this one is not."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in ("python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer:
            raise SystemExit(subprocess.run([newer, *sys.argv], check=False).returncode)
    found = ".".join(str(part) for part in sys.version_info[:2])
    raise SetupError(f"Curator needs Python 3.11 or later and this is {found}: install a newer one")


def venv_python(venv: Path) -> Path:
    """The interpreter of a virtual environment on this platform."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_usable(venv: Path) -> bool:
    """Whether the environment's interpreter still runs and is new enough."""
    python = venv_python(venv)
    if not python.exists():
        return False
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([str(python), "-c", probe], check=False).returncode == 0


def create_venv(venv: Path) -> None:
    """Make the virtual environment, unless a working one is there."""
    if is_usable(venv):
        return
    if importlib.util.find_spec("ensurepip") is None:
        # Debian and Ubuntu keep this part of Python in a package of its own.
        version = ".".join(str(part) for part in sys.version_info[:2])
        apt_install([f"python{version}-venv"], "Python's venv module")
    say(f"creating {venv.relative_to(ROOT)}")
    run(sys.executable, "-m", "venv", "--clear", venv)


# --- System packages ---------------------------------------------------------------------------


def apt_prefix() -> list[str] | None:
    """How apt-get may be run here without asking anybody; None when it may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def apt_install(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages where that is allowed, else say the exact line to run."""
    arguments = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    prefix = apt_prefix()
    if prefix is None:
        line = shlex.join(["sudo", *arguments])
        raise SetupError(f"This machine lacks {purpose}; on Debian or Ubuntu run: {line}")
    say(f"installing {purpose}: {' '.join(packages)}")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    # Lists that are only partly refreshed may do; the installation itself decides.
    subprocess.run([*quiet, "apt-get", "update", "-qq"], check=False)
    if subprocess.run([*quiet, *arguments], stdout=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(f"apt-get could not install {purpose}: its messages stand above")


def can_load(library: str) -> bool:
    """Whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def provide_qt_libraries(python: Path) -> None:
    """See to it that Qt's wheels find the system libraries they are linked to (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not can_load(library)]
    if not missing:
        return
    try:
        apt_install(missing, "Qt's system libraries")
    except SetupError as obstacle:
        # Elsewhere the names differ, and a desktop without X11 lacks some of them rightly.
        probe = "import PySide6.QtWidgets"
        if subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode:
            raise
        say(f"{obstacle} (going on: Qt starts without)")


# --- Packages ----------------------------------------------------------------------------------


def install_locked(venv: Path, *locks: str) -> None:
    """Install the hashed locks and the checkout itself, unless nothing changed since."""
    files = [REQUIREMENTS / f"{lock}.txt" for lock in locks]
    content = b"".join(path.read_bytes() for path in [*files, ROOT / "pyproject.toml"])
    digest = hashlib.sha256(content).hexdigest()
    stamp = venv / f"curator-{'-'.join(locks)}.sha256"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    pip = [venv_python(venv), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    say(f"installing the locked packages ({', '.join(locks)}); the first time takes minutes")
    requirements = [part for path in files for part in ("-r", str(path))]
    # Wheels only: nothing is compiled and no package's set-up code runs here. Python writes the
    # bytecode of what is used when it is first used: 160 MB less for the whole of it.
    run(*pip, "--require-hashes", "--only-binary", ":all:", "--no-compile", *requirements)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(digest, encoding="ascii")


def prepare(*locks: str, venv: Path = ROOT / ".venv", qt: bool = True) -> Path:
    """Set everything up; gives the interpreter to use."""
    create_venv(venv)
    install_locked(venv, *locks)
    if qt:
        provide_qt_libraries(venv_python(venv))
    return venv_python(venv)


# --- Commands ----------------------------------------------------------------------------------


def setup(arguments: list[str]) -> None:
    """Set up for the tests and checks."""
    prepare("dev", *arguments)


def demo(arguments: list[str]) -> None:
    """Build the sample project into demo/ and run the whole way."""
    python = prepare("extras", "build")
    run(python, "-m", "curator", "demo", *(arguments or ["demo"]))


def test(arguments: list[str]) -> None:
    """Run the tests."""
    python = prepare("dev")
    # Whole files to one process each: a file's tests share the project that they build.
    everything = ["-n", "auto", "--dist", "loadfile"] if not arguments else []
    run(python, "-m", "pytest", *everything, *arguments)


def lint(arguments: list[str]) -> None:
    """Run every check that reads the code, also after one has failed."""
    python = prepare("dev", qt=False)
    checks: dict[str, list[str | Path]] = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "pyright": [python, "-m", "pyright"],
        "import-linter": [python.with_name(f"lint-imports{python.suffix}"), "--no-logo"],
    }
    failed: list[str] = []
    for name, command in checks.items():
        say(name)
        line = [str(part) for part in command]
        if subprocess.run([*line, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        raise SetupError(f"found something to mend: {', '.join(failed)}")


def bench(arguments: list[str]) -> None:
    """Run the performance suite."""
    run(prepare("extras", "build"), "-m", "curator", "bench", *arguments)


def screenshots(arguments: list[str]) -> None:
    """Take the pictures in docs/screenshots anew, light and dark, on the sample project."""
    python = prepare("extras", "build")
    with tempfile.TemporaryDirectory() as folder:
        # A home of its own: no settings of this machine, and paths that say nothing of it.
        offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
        run(python, "-m", "curator", "demo", folder, *arguments, env=offscreen)
        target = ROOT / "docs" / "screenshots"
        target.mkdir(parents=True, exist_ok=True)
        for picture in sorted((Path(folder) / "screenshots").glob("*.png")):
            # "02-review-dark.png": the number is the page's place in the app
            shutil.copyfile(picture, target / picture.name.partition("-")[2])


def package(arguments: list[str]) -> None:
    """Build the wheel and the application folder, and try each in a clean place."""
    python = prepare("extras", "packaging", venv=ROOT / "build" / "venv")
    run(python, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist")
    run(
        *(python, "-m", "PyInstaller", "packaging/curator.spec", "--noconfirm"),
        *("--log-level", "ERROR", "--distpath", "dist", "--workpath", "build/pyinstaller"),
    )
    run(python, "packaging/smoke.py", *arguments)


def lock(arguments: list[str]) -> None:
    """Resolve anew; `lock --upgrade` takes newer releases, else only what must change moves."""
    python = prepare("dev", qt=False)
    same = ["--constraints", "requirements/dev.txt"]
    extras = ["--extra", "notebook", "--extra", "parquet"]
    wanted: dict[str, list[str]] = {
        "dev": ["pyproject.toml", *extras, "--group", "dev"],
        "runtime": ["pyproject.toml", *same],
        "extras": ["pyproject.toml", *extras, *same],
        "build": ["--group", "build", *same],
        "packaging": ["--group", "packaging", *same],
    }
    for name, selection in wanted.items():
        run(
            *(python, "-m", "uv", "pip", "compile", "--quiet", *selection, "--generate-hashes"),
            # One file for every platform and Python, without the name of any package index.
            *("--universal", "--python-version", "3.11", "--no-emit-index-url"),
            *("--custom-compile-command", "python scripts/dev.py lock"),
            *("--output-file", f"requirements/{name}.txt", *arguments),
        )


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    command.__name__: command
    for command in (setup, demo, test, lint, bench, screenshots, package, lock)
}


def main() -> int:
    """Run the command named by the first argument."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    try:
        rerun_with_newer_python()
        COMMANDS[chosen.command](chosen.arguments)
    except SetupError as obstacle:
        print(f"dev.py: {obstacle}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
