"""The annotated day shows the code as it is, the same in both languages, and what it tells to try works."""

from __future__ import annotations

import re

import pytest

from tests.project.sources import ROOT

PAGES = ("docs/live_day.md", "docs/zh/live_day.md")
TEXT = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
SOURCE = "\n".join((ROOT / "sim/users" / path).read_text(encoding="utf-8") for path in ("day.py", "rules/trust.py"))


def shown(page, kind):
    """The fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT[page], re.M | re.S)


@pytest.mark.parametrize("page", PAGES)
def test_the_code_shown_is_the_code(page):
    assert len(shown(page, "python")) == 4
    assert [block for block in shown(page, "python") if f"\n{block}" not in SOURCE] == []


def test_both_languages_show_the_same_code():
    assert shown(PAGES[0], "python") == shown(PAGES[1], "python")


@pytest.mark.parametrize("page", PAGES)
def test_what_it_tells_to_try_runs(page):
    (sums, steps) = shown(page, "text")
    assert eval(sums.splitlines()[0].removeprefix(">>> ")) is False
    scope = {}
    exec(steps, scope)
    assert scope["model"].day == 2 and 0 < scope["user"].trust < 0.3
