"""Answers in a workspace as `livesim compare` leaves them, and what a page shows of one."""

from __future__ import annotations

import json
import re
from html import unescape

from sim.base.files import write_json
from sim.desk.workspace import ANSWERS
from sim.paired.comparison import TABLES
from sim.running.folder import ResultsFolder
from tests.desk.pages import page_of

PLAN = "name: {name}\nextends: baseline\n"
FILES = ("baseline.yaml", "elder_mode.yaml")


def put(workspace, name, comparison=None):
    """The folder of an answer of that name, with the comparison in it unless it is None."""
    folder = workspace.place(ANSWERS, name)
    (folder / "plan").mkdir(parents=True)
    for file in FILES:
        (folder / "plan" / file).write_text(PLAN.format(name=file.removesuffix(".yaml")), encoding="utf-8")
    job(folder)
    if comparison is not None:
        rewrite(folder, comparison)
    return folder


def job(folder, **more):
    """What was asked of an answer; its process has ended, unless `wish` says that it waits."""
    write_json(folder / "job.json", {"files": list(FILES), **more})


def rewrite(folder, comparison):
    """The comparison in an answer's folder, in place of another one."""
    results = folder / "results"
    results.mkdir(exist_ok=True)
    ResultsFolder(results).finish({name: getattr(comparison, name) for name in TABLES}, comparison.manifest)


def opened(page, workspace, lang, answer="made_up", **state):
    """A page on an answer."""
    return page_of(page, workspace.root, lang, answer=answer, **state)


def html(app):
    """All HTML of a page."""
    return "\n".join(block.value for block in app.get("html"))


def read(app):
    """What all HTML of a page says, in its letters."""
    return unescape(re.sub(r"<[^>]+>", "", html(app)))


def figures(app):
    """The figures of a page by their descriptions, which are the words for those who do not see them."""
    specs = [json.loads(one.proto.spec) for one in app.main if one.type == "vega_lite_chart"]
    return [spec["description"] for spec in specs]


def chosen(app, key):
    """The picker of that name."""
    return next(box for box in app.selectbox if box.key.split(".")[1] == key)
