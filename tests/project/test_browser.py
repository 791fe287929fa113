"""The report as a reader sees it: in a real browser, in both languages, on a desk and on a small screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.image import imread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TITLES = {"en": "Strategy comparison", "zh": "策略"}
OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//[^"'\s>]+|url\(\s*["']?https?:[^)]*""")
PROBE = """<script>addEventListener("load", () => {
  const broken = [...document.images].filter(image => !image.naturalWidth).length
  document.body.dataset.probe = `${document.documentElement.scrollWidth}/${innerWidth}/${broken}`
})</script>"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


def browse(page: Path, width: int, *arguments: str) -> str:
    """What headless Chromium prints when it opens the page; its profile lies beside the page."""
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={page.parent / 'profile'}", f"--window-size={width},4000", *arguments, page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.fixture(scope="module", params=["en", "zh"])
def report(request, tmp_path_factory):
    """(language, report.html) of a small comparison."""
    out = tmp_path_factory.mktemp(request.param) / "results"
    command = [
        sys.executable, "-c", "from sim.cli import main; main()", "compare", "elder_mode",
        "--users", "600", "--days", "75", "--replicates", "3", "--out", str(out), "--lang", request.param, "--quiet",
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=900)
    return request.param, out / "report.html"


def test_the_page_is_whole_without_a_network(report):
    _, page = report
    assert OUTSIDE.findall(page.read_text("utf-8")) == []


@pytest.mark.parametrize("width", [1280, 600])
def test_nothing_is_cut_off_or_missing(report, width):
    lang, page = report
    probed = page.with_name(f"probed-{width}.html")
    probed.write_text(page.read_text("utf-8") + PROBE, encoding="utf-8")
    dom = browse(probed, width, "--dump-dom", "--virtual-time-budget=5000")
    found = re.search(r'data-probe="(\d+)/(\d+)/(\d+)"', dom)
    assert found is not None, "the page did not finish loading"
    page_width, window, broken = map(int, found.groups())
    assert broken == 0, "figures that do not show"
    assert page_width <= window, "the page is wider than the window"
    assert TITLES[lang] in dom


def test_a_reader_sees_words_and_figures(report):
    _, page = report
    shot = page.with_name("shot.png")
    browse(page, 1280, f"--screenshot={shot}", "--virtual-time-budget=5000")
    pixels = imread(shot)[..., :3]
    rows_with_ink = (pixels.min(axis=(1, 2)) < 0.5).mean()
    coloured = ((pixels.max(axis=2) - pixels.min(axis=2)) > 0.2).mean()
    assert rows_with_ink > 0.2, "hardly anything on the page"
    assert coloured > 0.001, "no figure has any colour"
