"""The terminal's tables fit into 100 columns and lose nothing on the way."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from sim.reports.rows import HEADLINES
from sim.reports.terminal import comparison_tables, first_sentence, run_table
from sim.texts import text
from tests.reports.builder import METRICS_SHOWN

LANGS = ("en", "zh")


def printed(*tables, width=100):
    console = Console(width=width, record=True, file=StringIO())
    for table in tables:
        console.print(table)
    return console.export_text()


@pytest.mark.parametrize("lang", LANGS)
def test_a_comparison_fits(comparison, lang):
    said = printed(*comparison_tables(comparison, lang))
    assert max(cell_len(line) for line in said.splitlines()) <= 100
    assert "…" not in said
    assert "+1.2" in said and "20/20" in said


def test_primary_outcomes_come_first_with_their_verdicts(comparison):
    lines = printed(comparison_tables(comparison, "en")[0]).splitlines()
    verdicts = [line.split("/20")[1].split()[0] for line in lines if "/20" in line]
    assert [word.strip(",") for word in verdicts[:2]] == ["Better", "Better"]
    assert set(verdicts[2:]) == {"Exploratory"}
    assert len(verdicts) == 5 * len(HEADLINES)  # five groups


def test_few_people_are_marked_and_explained(bare):
    table = bare.table.assign(greyed=bare.table["segment"] == "silver", reason="few_people", users_needed=9000.0)
    bare = type(bare)(**{**vars(bare), "table": table})
    said = printed(*comparison_tables(bare, "en"))
    assert "silver users *" in said
    assert "*silver users: Only" in " ".join(said.split())


def test_a_run_says_what_its_numbers_are(comparison):
    rows = comparison.replicates.query("replicate == 0 and arm == 'baseline'")
    for lang in LANGS:
        said = printed(run_table(rows, "baseline", lang))
        assert max(cell_len(line) for line in said.splitlines()) <= 100
        assert text("report.terminal.definition", lang) in said
    assert len([line for line in said.splitlines() if line.strip()]) >= len(METRICS_SHOWN)


def test_first_sentences():
    assert first_sentence("One. Two.") == "One."
    assert first_sentence("一。二。") == "一。"
    assert first_sentence("no end") == "no end"
