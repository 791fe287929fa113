"""The instructor guides: the same in both languages, with numbers that were made and are not out of date."""

from __future__ import annotations

import json
import re
import runpy

import pytest

from tests.project.sources import ROOT

GUIDES = ("docs/teaching.md", "docs/zh/teaching.md")
TEXT = {page: (ROOT / page).read_text(encoding="utf-8") for page in GUIDES}
TABLE = runpy.run_path(str(ROOT / "docs" / "teaching_table.py"))


def outline(page):
    """Levels of the headings, sizes of the tables, numbered and starred lines, in their order."""
    found = re.findall(r"^(#+ |\d+\. |- \*|\| |\*\*)", TEXT[page], re.M)
    return [mark if not mark[0].isdigit() else "1." for mark in found]


def test_both_guides_say_the_same_things():
    assert outline(GUIDES[0]) == outline(GUIDES[1])


@pytest.mark.parametrize("page", GUIDES)
def test_ten_questions_have_ten_solutions(page):
    exam = TEXT[page].partition("\n### ")
    questions, solutions = (re.findall(r"^(\d+)\. ", part, re.M) for part in (exam[0], exam[2]))
    assert questions == solutions == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize("page", GUIDES)
def test_a_schedule_takes_as_long_as_it_says(page):
    tables = re.findall(r"^\*\*[^*]*\*\*.*\n\n\|.*\n\|---\|---\|\n((?:\|.*\n)+)", TEXT[page], re.M)
    sums = [sum(int(cell) for cell in re.findall(r"^\| (\d+) \|", table, re.M)) for table in tables]
    assert sums == [90, 240]


def test_the_numbers_in_the_guides_are_those_of_the_file():
    assert {path.relative_to(ROOT).as_posix(): page for path, page in TABLE["pages"]().items()} == TEXT
    ranges = TABLE["numbers"]()["ranges"]
    assert {row[0] for row in TABLE["ROWS"]} == set(ranges)
    assert all(low <= high for low, high in ranges.values())
    assert [key for key, low_high in ranges.items() if f"{low_high[0]}" == "nan"] == []


def test_every_number_stands_in_both_guides():
    for page in GUIDES:
        inside = re.search(r"<!-- numbers -->\n(.*?)\n<!-- /numbers -->", TEXT[page], re.S)
        assert inside is not None and len(inside[1].splitlines()) == len(TABLE["ROWS"]) + 2


def test_numbers_of_another_fit_are_stale(monkeypatch):
    assert TABLE["is_stale"]() is False, "run `python docs/teaching_numbers.py && make docs`"
    old = json.loads(json.dumps(TABLE["numbers"]())) | {"stamp": "0" * 16}
    monkeypatch.setitem(TABLE["is_stale"].__globals__, "numbers", lambda: old)
    assert TABLE["is_stale"]() is True
