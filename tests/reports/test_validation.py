"""Targets in words: every kind of row, misses marked, both languages, nothing wider than a terminal."""

from __future__ import annotations

import math
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from sim.reports.names import segment_name
from sim.reports.validation import KINDS, THEMES, lines, number, strictly, summary, told, validation_table
from sim.texts import text
from tests.reports.builder import targets

LANGS = ("en", "zh")


def printed(rows, lang):
    console = Console(width=100, record=True, file=StringIO())
    console.print(validation_table(rows, lang))
    return console.export_text(clear=False), console.export_text(styles=True)


def by_metric(lang="en"):
    return {line.metric: line for line in lines(targets(), lang)}


def test_every_kind_is_told_apart():
    found = by_metric()
    assert {line.kind for line in found.values()} == set(KINDS)
    assert found["bounce_rate"].kind == "fitted" and found["visit_median_seconds"].kind == "unfitted"
    assert found["interaction_rate"].kind == "order" and found["shorter_streams"].kind == "strength"


def test_themes_come_in_their_order():
    places = [list(THEMES).index(line.theme) for line in lines(targets())]
    assert places == sorted(places)
    assert by_metric()["retention_d30"].theme == "returning"
    assert by_metric()["checkout_dropout"].theme == "segments"


def test_numbers_have_their_units():
    cells = by_metric()["bounce_rate"].cells
    assert [cells[c] for c in ("reported", "tolerance", "simulated", "spread")] == ["65%", "3 pp", "66%", "0.1 pp"]
    assert by_metric()["dau_over_mau"].cells["reported"] == "45 to 65%"
    assert by_metric()["visit_median_seconds"].cells["reported"] == "2 to 10 s"
    assert by_metric()["interaction_rate"].cells["reported"] == "above silver users"
    assert by_metric()["interaction_rate"].cells["simulated"] == "+3 pp"
    assert by_metric()["shorter_streams"].cells["reported"] == "−20%"
    assert by_metric("zh")["visit_median_seconds"].cells["reported"] == "2 至 10 秒"


def test_what_nobody_did_is_a_dash():
    assert number(math.nan, "share", "en") == "–"
    cells = by_metric()["known_host_order_ratio"].cells
    assert (cells["simulated"], cells["verdict"]) == ("–", "MISSED")


def test_how_far_off_counts_from_the_edge_of_an_interval():
    found = by_metric()
    assert found["retention_d30"].off == pytest.approx(5.0)
    assert found["dau_over_mau"].off == pytest.approx(-0.02 / 0.03)
    assert found["visit_median_seconds"].off == pytest.approx(30.0)
    assert math.isnan(found["interaction_rate"].off) and math.isnan(found["known_host_order_ratio"].off)


@pytest.mark.parametrize("lang", LANGS)
def test_names_groups_and_marks_stand_together(lang):
    title = by_metric(lang)["visit_median_seconds"].cells["target"]
    assert title == text("report.validation.unfitted", lang, name=text("patterns.visit_median_seconds.name", lang))
    assert segment_name("silver", lang) in by_metric(lang)["retention_d30"].cells["target"]
    assert by_metric(lang)["bounce_rate"].cells["note"] == {"en": "because", "zh": "因为"}[lang]
    assert by_metric(lang)["shorter_streams"].cells["note"] == text("report.validation.strength_note", lang)


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_fits_and_loses_nothing(lang):
    said, styled = printed(targets(), lang)
    assert max(cell_len(line) for line in said.splitlines()) <= 100
    for evidence in targets()["evidence"]:
        assert evidence in said
    assert said.count(text("report.validation.no", lang)) >= 4
    assert "\x1b[31m" in styled  # red, beside the word
    assert text("report.validation.themes.segments", lang) in said


def test_spread_is_shown_when_there_are_several_worlds():
    assert "Spread" in printed(targets(), "en")[0]
    assert "Spread" not in printed(targets().assign(spread=math.nan), "en")[0]


def test_the_summary_counts_each_kind_alone():
    assert summary(targets()) == ("Met: 2 of 4 fitted targets; 0 of 1 that no fit looks at; 1 of 2 orders of two "
                                  "groups; 1 of 1 effects of strategies at full strength.")
    assert summary(targets().iloc[:1]) == "Met: 1 of 1 fitted targets."
    assert summary(targets(), "zh").startswith("达到情况：拟合目标 4 个，达到 2 个")


def test_strictly_leaves_out_what_no_fit_looks_at():
    assert strictly(targets()) == (3, 7)
    assert strictly(targets().query("metric == 'visit_median_seconds'")) == (0, 0)


def test_rows_for_machines_are_told_in_one_language():
    rows = told(targets(), "zh")
    assert rows["note"].map(type).eq(str).all() and rows["target"].all()
    assert rows["note"][0] == "因为" and rows["target"][0] == text("metrics.bounce_rate.name", "zh")
    assert "because" not in rows.to_csv()


def test_a_source_of_ones_own_keeps_its_words():
    rows = targets().iloc[:1].assign(evidence="our logs of May 2025", grade="measured")
    assert lines(rows)[0].cells["evidence"] == "our logs of May 2025"
    assert "our logs" in printed(rows, "en")[0]
