"""A desk that is served as a planner gets it, and the system's own Chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
TOKEN = "a-token-of-the-tests-9"
PATIENCE = 240_000
"""How long a browser waits for what should come [ms]; nothing here tests how fast it comes."""
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}

marks = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]


class Server:
    """`livesim desk` as a process."""

    def __init__(self, folder: Path, lang: str = "zh") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.lang = folder, lang
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}/{TOKEN}/"

    def start(self) -> None:
        log = self.folder.with_name("desk.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim.cli", "desk", str(self.folder), "--port", str(self.port), "--token", TOKEN,
             "--no-open", "--lang", self.lang], stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, "LIVESIM_CACHE": str(self.folder.with_name("cache"))})  # fmt: skip
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(self.home, timeout=5)
                return
            time.sleep(0.1)
        raise AssertionError(self.folder.with_name("desk.log").read_text("utf-8"))

    def kill(self) -> None:
        """SIGKILL, as a machine that fails."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@contextmanager
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


class Tab:
    """A tab on the desk; it notes every request, and every page that says too much or nothing."""

    def __init__(self, browser, server: Server, size=None, lang: str = "zh-CN") -> None:
        self.server = server
        self.context = browser.new_context(viewport=size or DESK, locale=lang, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.outside: list[str] = []
        self.context.on("request", self._asked)

    def _asked(self, request) -> None:
        if not re.match(rf"(https?|wss?)://127\.0\.0\.1:{self.server.port}/|(data|blob|about|file):", request.url):
            self.outside.append(request.url)

    def visit(self, page: str = "", **query: str) -> None:
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        self.page.goto(f"{self.server.home}{page}?{asked}")
        self.page.locator("h1").first.wait_for()
        self.still()

    def still(self) -> None:
        """Wait until Streamlit has written the page."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")

    def press(self, name: str, nth: int = 0) -> None:
        self.page.get_by_role("button", name=name, exact=True).nth(nth).click()
        self.still()

    def turn(self, name: str) -> None:
        """To another page by the bar at the top."""
        self.page.get_by_role("link", name=name, exact=True).click()
        self.still()

    def wait(self, words: str, **how) -> None:
        self.page.get_by_text(words, **how).first.wait_for()

    @property
    def words(self) -> str:
        return self.page.inner_text("body")
