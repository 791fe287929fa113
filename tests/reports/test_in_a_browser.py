"""The report in a real browser: nothing sticks out on a telephone, every figure shows, nothing is asked for."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--virtual-time-budget=5000", "--dump-dom")  # fmt: skip
FRAME = """<!DOCTYPE html><title>probe</title><iframe id="page" src="report.html" width="{width}" height="900"></iframe>
<script>addEventListener("load", () => {{
  const inside = document.getElementById("page").contentWindow, page = inside.document
  const broken = [...page.images].filter(image => !image.naturalWidth).length
  const fetched = inside.performance.getEntriesByType("resource").filter(entry => !entry.name.startsWith("data:"))
  document.title = [page.documentElement.scrollWidth, broken, fetched.length].join("/")
}})</script>"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_is_whole(report, width, tmp_path):
    """A frame gives the page its width: a window cannot be as narrow as a telephone."""
    _, html, _ = report
    (tmp_path / "report.html").write_text(html, encoding="utf-8")
    probe = tmp_path / "probe.html"
    probe.write_text(FRAME.format(width=width), encoding="utf-8")
    flags = (*FLAGS, "--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}")
    command = [str(CHROMIUM), *flags, probe.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    found = re.search(r"<title>(\d+)/(\d+)/(\d+)</title>", dom)
    assert found is not None, "the page did not finish loading"
    wide, broken, fetched = map(int, found.groups())
    assert wide <= width, "the page is wider than its window"
    assert broken == 0, "figures that do not show"
    assert fetched == 0, "something was asked for from outside the page"
