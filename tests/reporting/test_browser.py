"""The summary in a real browser with the network off: nothing asked, nothing run, nothing cut."""

from __future__ import annotations

import html
import re
import shutil
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.reporting import build_summary, render_html
from tests.exporting import example
from tests.reporting.test_pages import HOSTILE, hostile_project

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--allow-file-access-from-files", "--enable-logging=stderr", "--hide-scrollbars",
)  # fmt: skip

MEASURE = """<!DOCTYPE html><title>-</title><body><script>
addEventListener("load", () => {
  const said = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument;
    said.push([frame.width, page.documentElement.scrollWidth,
      page.querySelectorAll("script, img, link, iframe, object, embed").length,
      performance.getEntriesByType.call(frame.contentWindow.performance, "resource").length,
      page.body.innerText.includes(atob("%s"))].join(" "));
  }
  document.body.textContent = said.join(";");
});
</script>%s</body>"""


class _Proxy(socketserver.ThreadingTCPServer):
    """A proxy that answers nobody and remembers what was asked of it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Refusing)


class _Refusing(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        line = self.rfile.readline().decode("latin-1").strip()
        if isinstance(self.server, _Proxy) and line:
            self.server.asked.append(line)


@pytest.fixture
def proxy() -> Iterator[_Proxy]:
    with _Proxy() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def browse(proxy: _Proxy, folder: Path, *arguments: str) -> tuple[str, str]:
    """What Chromium prints and logs; it may talk to the refusing proxy and nobody else."""
    address = f"--proxy-server=http://127.0.0.1:{proxy.server_address[1]}"
    done = subprocess.run(
        [str(CHROMIUM), *QUIET, address, f"--user-data-dir={folder / 'profile'}", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, done.stderr


def test_a_hostile_summary_asks_for_nothing_runs_nothing_and_fits_a_phone(
    proxy: _Proxy, tmp_path: Path
) -> None:
    text = "".join(f" {one}" for one in HOSTILE)
    page = render_html(build_summary(*hostile_project(text), "full"))
    (tmp_path / "summary.html").write_text(page, encoding="utf-8")
    frames = "".join(f'<iframe src="summary.html" width="{w}" height="900"></iframe>'
                     for w in (1280, 390))  # fmt: skip
    shown = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="  # <script>alert(1)</script>
    (tmp_path / "measure.html").write_text(MEASURE % (shown, frames), encoding="utf-8")
    out, log = browse(proxy, tmp_path, "--dump-dom", (tmp_path / "measure.html").as_uri())
    measured = html.unescape(re.sub(r"(?s).*<body>|</body>.*", "", out)).strip()
    assert measured == "1280 1280 0 0 true;390 390 0 0 true"
    assert "CONSOLE" not in log
    # The browser itself may ask its maker for updates; what the page names is on "example" hosts.
    assert [one for one in proxy.asked if "example" in one] == []


@pytest.mark.parametrize(("size", "points"), [("A4", "594.96 x 841.92"), ("Letter", "612 x 792")])
def test_it_prints_on_clean_pages(size: str, points: str, proxy: _Proxy, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    page = render_html(build_summary(example.snapshot(), example.readiness()))
    sized = page.replace("</head>", f"<style>@page {{ size: {size} }}</style></head>")
    (tmp_path / "summary.html").write_text(sized, encoding="utf-8")
    pdf = tmp_path / "summary.pdf"
    _, log = browse(
        proxy,
        tmp_path,
        "--no-pdf-header-footer",
        f"--print-to-pdf={pdf}",
        (tmp_path / "summary.html").as_uri(),
    )
    assert "CONSOLE" not in log
    facts = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert f"Page size:       {points}" in facts
    said = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    pages = said.stdout.split("\f")[:-1]
    assert len(pages) <= 6
    assert all(len(one.split()) > 40 for one in pages), "no page holds next to nothing"
    assert f"{len(pages)} of {len(pages)}" in pages[-1]
