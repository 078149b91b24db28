"""What every test relies on: no display, no user's settings, no surprise warnings."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The first example pays for lazy imports, so a deadline would only measure those.
settings.register_profile("curator", deadline=None)
settings.load_profile("curator")

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"

# Before any test module can import Qt: the platform and the places are read once, at start.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_LOGGING_RULES"] = "qt.qpa.fonts.warning=false"
for _name in ("CURATOR_REVIEWER", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE"):
    os.environ.pop(_name, None)


@pytest.fixture(scope="session", autouse=True)
def isolated_home() -> Iterator[Path]:
    """A home of the tests' own, so that nobody's settings are read or written."""
    with tempfile.TemporaryDirectory(
        prefix="curator-tests-", ignore_cleanup_errors=True
    ) as directory:
        home = Path(directory)
        places = {
            "HOME": home,
            "USERPROFILE": home,
            "APPDATA": home / "roaming",
            "LOCALAPPDATA": home / "local",
            "XDG_CONFIG_HOME": home / "config",
            "XDG_DATA_HOME": home / "data",
            "XDG_STATE_HOME": home / "state",
            "XDG_CACHE_HOME": home / "cache",
            "XDG_RUNTIME_DIR": home / "runtime",
        }
        with pytest.MonkeyPatch.context() as patch:
            for name, place in places.items():
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                patch.setenv(name, str(place))
            # No library may look for models or data anywhere but on this machine.
            patch.setenv("HF_HUB_OFFLINE", "1")
            patch.setenv("HF_HOME", str(home / "cache" / "huggingface"))
            yield home


@pytest.fixture(autouse=True)
def no_mapping_remembered(isolated_home: Path) -> None:
    """Each test begins on a machine that remembers no mapping from another."""
    shutil.rmtree(isolated_home / "config" / "curator" / "mappings", ignore_errors=True)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout under test."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; without it the test is skipped."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the real data of ../shared/data is not beside this checkout")
    return SHARED
