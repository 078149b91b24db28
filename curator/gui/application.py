"""Starts the application; renders its pages for documents."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from curator.gui import crash_report, dialogs
from curator.gui.collector import collector
from curator.gui.context import AppContext
from curator.gui.main_window import MainWindow
from curator.gui.pages.review import ReviewPage
from curator.gui.theme import theme
from curator.model.queue import CaseLine, Queue
from curator.operations import reviewing

SCREENSHOT_SIZE = (1440, 900)
SCREENSHOT_REVIEWER = "A reviewer"


def make_application(arguments: Sequence[str]) -> QApplication:
    """The QApplication with our names and theme; the one that exists, if there is one."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    application.setApplicationName("Curator")
    application.setOrganizationName("Curator")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("curator")
    application.setStyle("Fusion")
    return application


def apply_settings(settings: QSettings) -> None:
    """Theme and sizes as they were left."""
    look = theme()
    look.case_scale = float(str(settings.value("caseScale", 1.0)))
    look.scale = float(str(settings.value("scale", 1.0)))
    choice = str(settings.value("theme", "system"))
    look.choose(choice if choice in ("light", "dark") else "system")  # pyright: ignore[reportArgumentType]


def open_window(project_path: Path | None, settings: QSettings) -> MainWindow:
    """The window, on a project or on the start page."""
    with theme().dressing():
        window = MainWindow(AppContext(settings))
        if project_path is not None:
            window.open_project(project_path)
        if not window.has_page:
            window.show_page("start")
    return window


class _CrashNews(QObject):
    """Brings word of a report to the main thread: an error may be any thread's."""

    written = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.written.connect(self._tell)

    @Slot(object)
    def _tell(self, report: Path) -> None:
        dialogs.tell_crash(report, self._window)

    def tell(self, report: Path) -> None:
        """From any thread; nothing is said when the window has gone."""
        if isValid(self):
            self.written.emit(report)


def start(application: QApplication, project_path: Path | None) -> MainWindow:
    """Everything up to the first paint: the user's settings, the crash report, the window."""
    settings = QSettings()
    apply_settings(settings)
    application.styleHints().colorSchemeChanged.connect(theme().refresh)
    application.screenAdded.connect(theme().follow_screens)
    window = open_window(project_path, settings)
    crash_report.install(_CrashNews(window).tell)
    window.show()
    return window


def spare_the_collector(window: MainWindow) -> None:
    """What is loaded stays: keep Python's search for garbage away from it.

    Until the first paint there is none, which `__main__` makes use of. Later it would look
    through all modules and pages again and again, and hold up a key for some 20 ms each time.
    """

    def begin() -> None:
        gc.freeze()  # else the first search would look through all of it, before the first key
        collector.allow()

    def set_aside() -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    window.context.painted.connect(begin)
    window.pages.completed = set_aside


def run(argv: Sequence[str], project_path: Path | None) -> int:
    """Start the app and stay until it is closed; returns the exit code."""
    application = make_application(argv)
    window = start(application, project_path)
    spare_the_collector(window)
    code = application.exec()
    window.deleteLater()
    return code


def save_screenshots(project_path: Path, out_dir: Path, dark: bool = False) -> list[Path]:
    """Render every page on a project at 1440 × 900 to PNG files; returns them.

    Needs a QApplication on a platform that can draw ("offscreen" without a display).
    """
    application = make_application(sys.argv[:1])
    settings = QSettings(str(out_dir / ".screenshots.ini"), QSettings.Format.IniFormat)
    settings.setValue("reviewer", SCREENSHOT_REVIEWER)
    theme().scale = theme().case_scale = 1.0
    theme().choose("dark" if dark else "light")
    out_dir.mkdir(parents=True, exist_ok=True)
    window = open_window(project_path, settings)
    on_screen = application.platformName() != "offscreen"
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on_screen)
    window.resize(*SCREENSHOT_SIZE)
    window.show()
    # Shown as it looks in use: an inactive window greys what is selected.
    window.activateWindow()
    written: list[Path] = []
    mode = "dark" if dark else "light"
    for place, name in enumerate(window.pages):
        window.show_page(name)
        _settle(application, window)
        if name == "review":
            _show_telling_case(window)
            _settle(application, window)
        path = out_dir / f"{place:02}-{name}-{mode}.png"
        window.grab().save(str(path))
        written.append(path)
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()
    Path(settings.fileName()).unlink(missing_ok=True)
    return written


def _show_telling_case(window: MainWindow) -> None:
    """The failure whose ideal answer keeps most of the output: its changes can be seen."""
    from rapidfuzz.distance import Indel

    page = window.pages["review"]
    project = window.context.the_project()
    failures = reviewing.queue_keys(project, Queue(kind="failures"))[:200]
    answered = [line for line in reviewing.lines(project, failures) if line.has_ideal]
    if not answered or not isinstance(page, ReviewPage):
        return

    def kept(line: CaseLine) -> float:
        output = reviewing.case(project, line.key).answered
        return Indel.normalized_similarity(output, reviewing.review(project, line.key).ideal or "")

    page.tools.go_to_case(max(answered, key=kept).id)


def _settle(application: QApplication, window: MainWindow) -> None:
    """Let layouts, timers and background work come to rest."""
    from PySide6.QtCore import QDeadlineTimer, QThread

    calm = QDeadlineTimer(400)
    limit = QDeadlineTimer(60_000)
    while not calm.hasExpired() or (window.context.background.busy and not limit.hasExpired()):
        application.processEvents()
        QThread.msleep(10)
        if window.context.background.busy:
            calm = QDeadlineTimer(400)
