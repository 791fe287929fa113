"""The whole way in a real browser, in Chinese: a plan, a mistake, a run, its answer, and what is carried out."""

from __future__ import annotations

import http.client
import io
import os
import re
import signal
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from sim.base.files import read_json
from sim.desk import jobs
from sim.desk.answers import answers
from sim.desk.desk import Desk
from sim.desk.pages.making import stories
from sim.desk.workspace import Workspace
from sim.paired.comparison import Comparison
from sim.reports.page_one import page_one
from sim.texts import text
from tests.desk.browsing import DESK, PATIENCE, PHONE, TOKEN, Server, Tab, browser, marks

pytestmark = marks
PICTURES = os.environ.get("LIVESIM_PICTURES")
"""A folder for pictures of the way, for those who want to look at it."""


def say(key, **values):
    return text(f"desk.{key}", "zh", **values)


def picture(tab, name):
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=f"{PICTURES}/{name}.png")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    served = Server(tmp_path_factory.mktemp("walk") / "desk")
    served.start()
    yield served
    for folder in jobs.queue(Workspace.at(served.folder)):
        jobs.stop(folder)
    served.kill()


@pytest.fixture(scope="module")
def chrome():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def answered(server, chrome):
    """The answer at the end of the way from a question, which the tests below look at."""
    tab = Tab(chrome, server)
    tab.visit()
    assert tab.page.evaluate("document.documentElement.lang") == "zh-CN"
    plan_of_two(tab)
    mistake_and_mending(tab)
    tab.press(say("ask.go"))
    tab.wait(say("run.title"))
    tab.wait(say("run.states.running"))
    tab.page.wait_for_function("() => document.querySelector('[role=progressbar]')")
    tab.press(say("run.stop"))
    tab.wait(say("run.states.stopped"))
    picture(tab, "run_stopped")
    tab.press(say("run.resume"))
    tab.wait(say("run.states.running"))
    tab.context.close()  # the tab is closed: the job goes on
    (answer,) = answers(Workspace.at(server.folder))
    back = Tab(chrome, server)
    back.visit("run")
    back.wait(say("run.states.done"))
    picture(back, "run_done")
    assert back.outside == tab.outside == []
    yield answer
    back.context.close()


def until(held, again):
    """Do `again` until `held`: a click while Streamlit writes a button anew is lost, and a job takes its time."""
    end = time.monotonic() + 600
    while not held():
        assert time.monotonic() < end, "this never came to hold"
        with suppress(TimeoutError):
            again()
        time.sleep(1)


def plan_of_two(tab):
    """A new plan from a story, and a second strategy out of the book."""
    tab.press(say("ask.new"))
    tab.page.get_by_role("textbox", name=say("ask.name")).fill("银发季")
    story_of(tab, "elder_mode", "zh")
    tab.press(say("ask.make"))
    tab.wait(say("ask.right"))
    tab.press(say("ask.add_strategy"))
    tab.page.get_by_role("textbox", name=say("strategy.search")).fill("语音")
    tab.page.keyboard.press("Enter")
    tab.still()
    card = tab.page.locator("details").filter(has_text=text("levers.voice_one_tap_order.name", "zh")).last
    card.locator("summary").click()
    card.get_by_role("button", name=say("strategy.add")).click()
    tab.page.get_by_role("dialog").wait_for(state="hidden")
    tab.still()
    expect(tab.page.locator("textarea").first).to_have_value(re.compile("voice_one_tap_order"), timeout=PATIENCE)
    picture(tab, "ask")


def story_of(tab, story, lang):
    """Choose a story in the window of a new plan."""
    shown = stories(Desk(Workspace.at(tab.server.folder), lang))[story]
    tab.page.get_by_role("combobox", name=text("desk.ask.stories", lang)).click()
    tab.page.keyboard.type(shown[:12])
    tab.page.get_by_role("option", name=shown, exact=True).click()
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_timeout(300)


def mistake_and_mending(tab):
    """A slip in the file is told while it is typed, and gone when it is mended."""
    area = tab.page.locator("textarea").first
    right = area.input_value()
    numbers = tab.page.locator("pre[aria-hidden]").first.text_content()
    assert numbers.split() == [str(n + 1) for n in range(len(right.split("\n")))], "each line has its number"
    area.fill(right.replace("segment: silver", "segment: sliver", 1))
    tab.wait("您是不是想写 'silver'")
    picture(tab, "ask_mistake")
    ask = tab.page.get_by_role("button", name=say("ask.go"), exact=True)
    expect(ask).to_be_disabled(timeout=PATIENCE)  # it stands below the words and is written after them
    area.fill(right)
    tab.wait(say("ask.right"))
    expect(ask).to_be_enabled(timeout=PATIENCE)
    tab.still()


def test_nothing_is_served_without_the_secret(server):
    import urllib.error
    import urllib.request

    for path in ("", "ask", "_stcore/health", "_stcore/host-config", "_stcore/stream", "static/js/x.js", "media/x"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/{path}")


@pytest.mark.parametrize(("origin", "code"), [("http://evil.example", 403), (None, 101)])
def test_another_page_cannot_talk_to_the_desk(server, origin, code):
    """Even one that knows the secret: a browser says from which page a connection is opened."""
    home = f"127.0.0.1:{server.port}"
    connection = http.client.HTTPConnection(home, timeout=30)
    connection.request("GET", f"/{TOKEN}/_stcore/stream", headers={
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": origin or f"http://{home}"})  # fmt: skip
    assert connection.getresponse().status == code
    connection.close()


@pytest.mark.parametrize(("size", "name"), [(DESK, "desk"), (PHONE, "phone")])
def test_the_answer_is_read(answered, server, chrome, size, name):
    tab = Tab(chrome, server, size)
    tab.visit("answer", answer=answered.name)
    first = page_one(Comparison.load(answered.results), "zh").recommendation.first
    tab.wait(first)
    box = tab.page.get_by_text(first).first.bounding_box()
    assert box is not None and box["y"] < size["height"], "the answer is not what one sees first"
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    expect(tab.page.locator("h1")).to_have_count(1, timeout=PATIENCE)
    picture(tab, f"answer_{name}")
    tab.page.locator("[data-testid=stVegaLiteChart], .vega-embed").first.wait_for()
    assert tab.outside == []
    tab.context.close()


def test_every_page_opens_in_both_languages_and_both_sizes(answered, server, chrome):
    for size, name in ((DESK, "desk"), (PHONE, "phone")):
        tab = Tab(chrome, server, size)
        for lang in ("zh", "en"):
            for page in ("", "run", "answer", "decide", "library", "book", "numbers"):
                tab.visit(page, lang=lang)
                assert "Traceback" not in tab.words and text("desk.fault", lang) not in tab.words
                assert tab.page.evaluate("document.documentElement.scrollWidth") <= size["width"], (page, name)
                picture(tab, f"{page or 'ask'}_{lang}_{name}")
        assert tab.outside == []
        tab.context.close()


def carried(tab, kind):
    """What one export hands over."""
    name = say(f"decide.export.{kind}.name")
    make = tab.page.get_by_role("button", name=say("decide.make", name=name), exact=True)
    load = tab.page.get_by_role("button", name=say("decide.download", name=name), exact=True)
    make.or_(load).first.wait_for()
    if make.is_visible():
        make.click()
    load.wait_for()
    for _ in range(6):  # a click while Streamlit writes the button anew is lost
        with suppress(TimeoutError), tab.page.expect_download(timeout=10_000) as waiting:
            load.click()
            return Path(waiting.value.path()).read_bytes()
    raise AssertionError(f"{name} was not handed over")


def numbers_of(lines):
    """All numbers in some lines of words."""
    return {number for line in lines for word in line for number in re.findall(r"[−+-]?\d[\d,.]*", str(word))}


def test_what_is_carried_out_holds_the_numbers_of_page_one(answered, server, chrome, tmp_path):
    import openpyxl
    from pptx import Presentation
    from pypdf import PdfReader

    tab = Tab(chrome, server)
    tab.visit("decide", answer=answered.name)
    picture(tab, "decide")
    comparison = Comparison.load(answered.results)
    wanted = numbers_of(line for block in page_one(comparison, "zh").blocks[:2] for line in block.lines)
    assert len(wanted) > 10

    book = openpyxl.load_workbook(io.BytesIO(carried(tab, "workbook")))
    told = numbers_of(row for sheet in book for row in sheet.iter_rows(values_only=True) if any(row))
    assert wanted <= told

    slides = Presentation(io.BytesIO(carried(tab, "slides")))
    tables = [shape.table for slide in slides.slides for shape in slide.shapes if shape.has_table]
    assert wanted <= numbers_of([cell.text for cell in row.cells] for table in tables for row in table.rows)
    assert any(shape.has_chart for slide in slides.slides for shape in slide.shapes)

    sheet = tmp_path / "page.html"
    sheet.write_bytes(carried(tab, "page"))
    paper = tab.context.new_page()
    paper.goto(sheet.as_uri())
    printed = paper.pdf(format="A4")
    pages = PdfReader(io.BytesIO(printed)).pages
    assert wanted <= numbers_of([[page.extract_text() for page in pages]])
    paper.close()

    assert carried(tab, "picture").startswith(b"\x89PNG")
    report = carried(tab, "report").decode()
    assert wanted <= numbers_of([[re.sub(r"<[^>]+>", " ", report)]])
    with zipfile.ZipFile(io.BytesIO(carried(tab, "files"))) as files:
        assert sorted(files.namelist()) == ["baseline.yaml", "elder_mode.yaml"]
    assert tab.outside == []
    tab.context.close()


def test_two_tabs_and_two_jobs_do_not_disturb_each_other_and_a_killed_desk_loses_nothing(answered, server, chrome):
    workspace = Workspace.at(server.folder)
    one, two = Tab(chrome, server), Tab(chrome, server, lang="en-GB")
    one.visit("", lang="zh")
    two.visit("", lang="en")
    for tab, name, story in ((one, "甲", "referral_tasks"), (two, "second", "shorter_streams")):
        lang = "zh" if tab is one else "en"
        tab.press(text("desk.ask.new", lang))
        tab.page.get_by_role("textbox", name=text("desk.ask.name", lang)).fill(name)
        story_of(tab, story, lang)
        tab.press(text("desk.ask.make", lang))
        tab.wait(text("desk.ask.right", lang))
    for tab, lang in ((one, "zh"), (two, "en")):
        tab.press(text("desk.ask.go", lang))
        tab.wait(text("desk.run.title", lang))
    found = {answer.job["draft"]: answer for answer in answers(workspace)}
    assert {"甲", "second", "银发季"} <= found.keys()
    first, second = found["甲"], found["second"]
    two.wait(text("desk.run.states.waiting", "en"))
    server.kill()
    assert not jobs.status(first.folder).ended, "the job ended with the desk"
    os.kill(read_json(first.folder / jobs.PROCESS)["pid"], signal.SIGKILL)  # and now the job, too
    server.start()
    three = Tab(chrome, server)
    three.visit("run")
    three.wait(say("run.states.broken"))
    resume = three.page.get_by_role("button", name=say("run.resume"), exact=True).first
    until(lambda: jobs.status(first.folder).state != jobs.BROKEN, lambda: resume.click(timeout=2_000))
    until(lambda: all(jobs.status(one.folder).state == jobs.DONE for one in (first, second, answered)), three.still)
    assert Comparison.load(second.results).manifest["replicates"] == 8
    for tab in (one, two, three):
        assert tab.outside == []
        tab.context.close()
