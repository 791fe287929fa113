"""Every block of a page as Markdown."""

from __future__ import annotations

from calibration.page.markdown import markdown, written
from sim.reports.blocks import Columns, Folded, Grid, Row, Section, Words
from tests.reports import made_up


def test_a_cell_stays_in_its_cell():
    grid = Grid("caption", ["a", "b"], [Row(["head"], ["head"]), Row(["x|y", "1\n2"])], numbers=(1,))
    lines = markdown("Title", [Section("s", "S", [grid])], "").splitlines()
    assert lines[4:] == ["| a | b |", "| --- | ---: |", "| **head** |  |", "| x\\|y | 1 2 |"]


def test_cells_and_notes_keep_their_words():
    assert written(made_up.HEAT, "").splitlines()[2] == "| a | b | +1 few sure |"
    assert written(made_up.BARS, "").splitlines()[-1] == "| nothing |  |"
    assert written(made_up.CODED, "").splitlines()[-1] == "| Words `open_trust` |"


def test_a_figure_is_a_link_with_its_words():
    said = markdown("Title", made_up.page().sections, "img/page_")
    assert "![1 (a) & <b>](img/page_first.svg)\n\n" in said
    assert "![2](img/page_second.svg)\n\n*how to read it*\n\n- one <note>\n- another" in said


def test_what_is_folded_framed_or_beside_others_stands_open():
    inner = [Words("one"), Words("two")]
    assert written(Folded("open", inner), "") == written(Columns(inner), "") == "one\n\ntwo"
    said = markdown("Title", made_up.page().sections, "")
    for part in ("### Answer\n\n**Better** **It rises.** Surely.\n\n- **cost** none", "### heading",
                 "```\nlivesim compare a\n```", "- one\n- two <2>"):
        assert part in said
