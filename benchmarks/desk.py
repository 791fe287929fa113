"""How long a planner waits at the desk: `python -m benchmarks.desk`, in the system's own Chromium.

The first page of a fresh desk, pages turned, a field written into its file; then the same while a job runs on all
cores. Seconds until the browser shows it: median and worst.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sim.desk import drafts, jobs
from sim.desk.asking import Asking, asked
from sim.desk.workspace import Workspace
from sim.texts import text
from tests.desk.browsing import Server, Tab, browser

TIMES = 6
FIELD = "field/mine/elder_mode/outcomes/0/worth"
PAGES = ("run", "library", "book", "ask")


def first_page(server: Server, chrome) -> float:
    """From the address to the plan on the screen [s]."""
    tab = Tab(chrome, server, lang="en-GB")
    began = time.monotonic()
    tab.page.goto(f"{server.home}?lang=en&plan=mine")
    tab.wait(text("desk.ask.right", "en"))
    took = time.monotonic() - began
    tab.context.close()
    return took


def waits(tab: Tab) -> dict[str, list[float]]:
    """What is done -> seconds until it is seen."""
    found: dict[str, list[float]] = {"a page is turned": [], "a field is written": []}
    for number in range(TIMES):
        for page in PAGES:
            found["a page is turned"].append(timed(lambda page=page: turned(tab, page)))
        found["a field is written"].append(timed(lambda number=number: written(tab, f"{number + 2}pp")))
    return found


def turned(tab: Tab, page: str) -> None:
    tab.page.get_by_role("link", name=text(f"desk.pages.{page}", "en"), exact=True).click()
    tab.page.locator("h1", has_text=text(f"desk.{page}.title", "en")).wait_for()


def written(tab: Tab, worth: str) -> None:
    field = tab.page.get_by_role("textbox", name=text("desk.outcomes.worth", "en")).first
    field.fill(worth)
    field.press("Enter")
    tab.page.wait_for_function("worth => [...document.querySelectorAll('*')].some(one => one.shadowRoot?"
                               ".querySelector('textarea')?.value.includes(worth))", arg=f"worth: {worth}")


def timed(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def told(name: str, seconds: list[float]) -> None:
    print(f"{name}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        server = Server(Path(folder) / "desk", lang="en")
        workspace = Workspace.at(server.folder)
        draft = drafts.new(workspace, "mine", ["elder_mode"])
        server.start()
        told("first page of a fresh desk", [first_page(server, chrome)])
        told("first page later", [first_page(server, chrome) for _ in range(3)])
        tab = Tab(chrome, server, lang="en-GB")
        tab.visit("", lang="en", plan="mine")
        for name, seconds in waits(tab).items():
            told(name, seconds)
        answer = asked(workspace, draft, Asking("fine"))
        while jobs.status(answer.folder).done == 0:
            time.sleep(0.2)
        for name, seconds in waits(tab).items():
            told(f"while a job runs, {name}", seconds)
        jobs.stop(answer.folder)
        server.kill()


if __name__ == "__main__":
    main()
