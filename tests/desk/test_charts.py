"""Interactive figures: their numbers are those of the tables, and who does not see them reads the same."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.desk.charts.crisis import recovery_chart
from sim.desk.charts.curves import curve_chart
from sim.desk.charts.effects import forest_chart, money_chart, paths_chart
from sim.desk.charts.gains import MANY, PALE, heat_chart
from sim.desk.charts.real import real_chart
from sim.paired.break_even import SHARES, effect_at
from sim.replicate.daily import SIGNALS
from sim.reports.curves import panel_of
from sim.reports.explained.view import explained
from sim.reports.names import per_of, segment_name
from sim.reports.palette import ARMS, BASELINE
from sim.reports.rows import rows_of, scenarios_of
from sim.texts import LANGUAGES, text
from tests.reports import builder

NAMES = ["elder_mode", "referral_tasks", "shorter_streams"]
LANGS = pytest.mark.parametrize("lang", LANGUAGES)


def data(chart):
    """The table of a drawing that has its numbers in words too, as records."""
    return next(rows for rows in chart.drawing.to_dict()["datasets"].values() if "said" in rows[0])


def drawn(comparison, lang):
    """Every figure of a comparison without a crisis."""
    rows = rows_of(comparison, lang)
    arms = ["baseline", *scenarios_of(comparison)]
    panel = panel_of(comparison.curves, arms, comparison.manifest["scale"], "base_retention", "silver")
    own = [row for row in rows if row.data["metric"] == "base_retention"]
    even = comparison.break_even.to_dict("records")[0]
    return [curve_chart(panel, lang), curve_chart(panel, lang, difference=True), forest_chart(own, arms[1:], lang),
            heat_chart(own, "silver", True, lang), money_chart(comparison, lang), real_chart(even, 1.0, 0.5, lang),
            paths_chart(next(explained(comparison, lang)))]  # fmt: skip


@pytest.mark.parametrize("difference", [False, True])
def test_curves_show_the_numbers_of_their_table(made_up, difference):
    chart = curve_chart(panel_of(made_up.curves, ["baseline", *NAMES], None, "base_retention", "silver"), "en",
                        difference=difference)  # fmt: skip
    curves = made_up.curves[(made_up.curves["curve"] == "base_retention") & (made_up.curves["segment"] == "silver")]
    columns = ["difference", "difference_low", "difference_high"] if difference else ["value", "low", "high"]
    for name in NAMES:
        told = [row for row in data(chart) if row["arm"] == name.replace("_", " ").capitalize()]
        mine = curves[curves["arm"] == name]
        assert [row["x"] for row in told] == list(mine["day"])
        for shown, column in zip(("value", "low", "high"), columns, strict=True):
            assert [row[shown] for row in told] == pytest.approx(100 * mine[column].to_numpy())
    assert {row["arm"] for row in data(chart)} == {*("Elder mode", "Referral tasks", "Shorter streams"),
                                                   *([] if difference else ["Baseline"])}  # fmt: skip


def test_counted_people_are_those_of_the_platform(made_up):
    scale = made_up.manifest["scale"]
    chart = curve_chart(panel_of(made_up.curves, ["baseline", *NAMES], scale, "daily_active_users", "gen_z"), "zh")
    curves = made_up.curves[made_up.curves["arm"].isin(["baseline", *NAMES])]
    mine = curves[(curves["curve"] == "daily_active_users") & (curves["segment"] == "gen_z")]
    assert max(row["value"] for row in data(chart)) == pytest.approx(scale * mine["value"].max())


def test_worlds_have_the_colours_of_the_report(made_up):
    chart = curve_chart(panel_of(made_up.curves, ["baseline", *NAMES], None, "base_retention", "all"), "en")
    scale = chart.drawing.to_dict()["layer"][0]["encoding"]["color"]["scale"]
    assert scale["range"] == [BASELINE, *ARMS[:3]] and scale["domain"][0] == "Baseline"


@LANGS
@pytest.mark.parametrize("metric", ["base_retention", "repurchase_rate", "minutes_per_active_user_day"])
def test_a_forest_has_both_intervals_of_every_row_and_is_hollow_where_few_were_counted(made_up, metric, lang):
    rows = [row for row in rows_of(made_up, lang) if row.data["metric"] == metric]
    factor = per_of(metric) * (100 if rows[0].data["unit"] == "share" else 1)
    told = data(forest_chart(rows, NAMES, lang))
    for column, shown in (("difference", "value"), *((end, end) for end in ("low", "high", "likely_low"))):
        assert [one[shown] for one in told] == pytest.approx([factor * row.data[column] for row in rows])
    assert [one["hollow"] for one in told] == [row.data["greyed"] for row in rows]
    assert [(one["said"], one["possible"], one["better"]) for one in told] == [
        (row.difference, row.likely, row.odds) for row in rows]  # fmt: skip
    assert any(one["hollow"] for one in told) == (metric == "repurchase_rate")


def test_a_heat_map_has_no_colour_where_few_were_counted_and_is_bold_where_one_looks(made_up):
    rows = [row for row in rows_of(made_up, "en") if row.data["metric"] == "base_retention"]
    strongest = max(rows, key=lambda row: abs(row.data["difference"]))
    few = [replace(row, data={**row.data, "greyed": row is strongest}) for row in rows]
    for shown, blank in ((rows, False), (few, True)):
        chart = heat_chart(shown, strongest.data["segment"], True, "en")
        cell = next(one for one in data(chart) if one["said"] == strongest.difference)
        assert (cell["colour"] == "rgba(255,255,255,0)") == blank and (cell["ink"] == PALE) == blank
    weight = chart.drawing.to_dict()["layer"][0]["encoding"]["y"]["axis"]["labelFontWeight"]
    assert "Silver users" in str(weight["condition"]["test"])


def test_names_of_many_options_stand_aslant(made_up):
    row = next(row for row in rows_of(made_up, "en") if row.data["metric"] == "base_retention")
    for count, aslant in ((MANY, 0), (MANY + 1, -50)):
        rows = [replace(row, scenario=f"option {number}") for number in range(count)]
        axis = heat_chart(rows, "all", False, "en").drawing.to_dict()["layer"][0]["encoding"]["x"]["axis"]
        assert axis["labelAngle"] == aslant


def test_money_is_drawn_where_it_is_known(made_up, bare):
    known = made_up.benefit[np.isfinite(made_up.benefit["net_benefit"])]
    assert len(known) and [one["value"] for one in data(money_chart(made_up, "en"))] == list(known["net_benefit"])
    assert money_chart(bare, "en") is None


@LANGS
@pytest.mark.parametrize("signal", SIGNALS)
def test_recovery_is_drawn_from_its_course(struck, signal, lang):
    course = struck.crisis_course
    course = course[(course["segment"] == "silver") & (course["signal"] == signal)]
    chart = recovery_chart(struck, "silver", signal, lang)
    scale = struck.manifest["scale"] if signal == "activity" else 1.0
    told = data(chart)
    assert sorted(one["value"] for one in told) == pytest.approx(sorted((scale or 1.0) * course["difference"]))
    assert segment_name("silver", lang) in chart.title
    assert len(chart.table.rows) == 2


def test_the_line_of_what_is_real_goes_through_the_arms(made_up):
    for row in made_up.break_even.to_dict("records"):
        if row["way"] == "arms":
            told = {one["x"]: one["value"] for one in data(real_chart(row, 1.0, 0.5, "en"))}
            factor = 100 if row["unit"] == "share" else 1
            assert [told[100 * share] for share in SHARES] == pytest.approx(
                [factor * effect_at(row, share) for share in SHARES])  # fmt: skip


def test_paths_are_drawn_with_the_whole_above_them(made_up):
    why = next(explained(made_up, "en"))
    told = data(paths_chart(why))
    factor = per_of(why.metric) * (100 if why.total["unit"] == "share" else 1)
    assert [one["value"] for one in told] == pytest.approx([factor * line["effect"]
                                                            for line in (why.total, *why.shares)])  # fmt: skip


@LANGS
def test_every_figure_says_in_words_what_it_shows(made_up, lang):
    for chart in drawn(made_up, lang):
        spec = chart.drawing.to_dict()
        assert spec["description"] == chart.alt and len(chart.alt) > 20
        assert chart.title and chart.table.rows
        assert len({len(row.cells) for row in chart.table.rows} | {len(chart.table.heads)}) == 1


def test_no_english_is_left_in_a_chinese_figure(made_up):
    titles = {title for chart in drawn(made_up, "zh") for title in _titles(chart.drawing.to_dict())}
    english = {text(f"desk.chart.{name}", "en") for name in ("option", "effect", "average", "world", "share", "better")}
    assert titles and not titles & english


def _titles(node):
    """All titles in a drawing."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "title" and isinstance(value, str))
        for key, value in node.items():
            if key != "datasets":
                yield from _titles(value)
    elif isinstance(node, list):
        for value in node:
            yield from _titles(value)


def test_what_may_never_be_enough_is_shaded_to_the_end(made_up):
    row = next(one for one in made_up.break_even.to_dict("records") if one["way"] == "arms")
    open_end = {**row, "share_low": 0.4, "share_high": math.nan}
    marks = [one for rows in real_chart(open_end, 1.0, 0.5, "en").drawing.to_dict()["datasets"].values()
             for one in rows if "chosen" in one]  # fmt: skip
    assert (marks[0]["low"], marks[0]["high"], marks[0]["chosen"]) == (40.0, 100.0, 50.0)


def test_a_made_up_comparison_has_the_arms_that_these_tests_name():
    assert [arm.name for arm in builder.scenarios()] == ["baseline", *NAMES]
