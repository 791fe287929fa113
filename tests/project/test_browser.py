"""From the command to what a reader sees: the report of a real comparison, photographed in a browser."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from matplotlib.image import imread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_reader_sees_words_and_figures(lang, tmp_path):
    command = [
        sys.executable, "-m", "sim.cli", "compare", "elder_mode", "--users", "600", "--days", "75",
        "--replicates", "3", "--out", str(tmp_path / "results"), "--lang", lang, "--quiet",
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=900)
    shot = tmp_path / "shot.png"
    browser = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1280,4000", "--virtual-time-budget=5000",
        f"--screenshot={shot}", (tmp_path / "results" / "report.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(browser, check=True, timeout=120, capture_output=True)
    pixels = imread(shot)[..., :3]
    rows_with_ink = (pixels.min(axis=(1, 2)) < 0.5).mean()
    coloured = ((pixels.max(axis=2) - pixels.min(axis=2)) > 0.2).mean()
    assert rows_with_ink > 0.2, "hardly anything on the page"
    assert coloured > 0.001, "no figure has any colour"
