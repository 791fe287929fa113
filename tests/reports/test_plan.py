"""What the report says of a plan: timeline, goals, money, health index, funnel, alerts, interactions."""

from __future__ import annotations

import dataclasses

import pytest

from sim.paired.health import DIMENSIONS
from sim.reports import health, timeline
from sim.reports.answer import answers
from sim.reports.budgets import budget_sheet
from sim.reports.goals import goal_sheets
from sim.reports.joint import interaction_sheets
from sim.reports.money import money_sheets, stated
from sim.reports.report import ASKED, SECTIONS, sections
from sim.reports.rows import rows_of
from sim.reports.sheet import Sheet
from sim.reports.strategy import strategy_lines
from sim.reports.style import style, svg_of
from sim.reports.terminal import comparison_tables, sheet_table
from sim.running.question import plain
from sim.scenario.plan import Condition, Scenario, Strategy, Who
from sim.scenario.when import Trigger, When
from sim.texts import text
from tests.reports.test_report import cost_and_break_even, tree, words
from tests.reports.test_terminal import LANGS, printed

pytestmark = pytest.mark.filterwarnings("error:Glyph")  # a letter that the fonts lack


def section(html, name):
    return next(element for element in tree(html).iter("section") if element.get("id") == name)


@pytest.mark.parametrize("lang", LANGS)
def test_a_timeline_has_bars_phases_budgets_and_strips(comparison, lang):
    first, *_ = timeline.courses(comparison)
    with style(lang):
        figure = timeline.timeline_figure(first, lang)
        svg_of(figure)
    (axes,) = figure.axes
    assert len(axes.get_yticklabels()) == 2 + 3  # strategies; for each light a heading and two worlds
    assert [label.get_text() for label in axes.texts] == ["warm up", "摩天轮上线", "festival 618", "rest"]
    assert len(axes.lines) == 1  # the end of one budget
    assert len(figure.legends[0].get_texts()) == 3


def test_the_alt_text_of_a_timeline_tells_its_days(comparison):
    for lang in LANGS:
        alts = [timeline.timeline_alt(course, lang) for course in timeline.courses(comparison)]
        assert len(set(alts)) == 3
        assert all(number in alts[0] for number in ("14", "60", "64"))
    english = timeline.timeline_alt(timeline.courses(comparison)[0], "en")
    assert "five yuan acts on days 60 to 64, days 80 to 84" in english
    assert "alert light for interaction rate in elder mode: on days 20 to 69" in english


def test_budgets_that_ran_out_are_told(report):
    lang, html, _ = report
    said = words(section(html, "timeline"))
    assert ("in 4 of 20 replicates" if lang == "en" else "20 次中 4 次") in said


def test_budgets_and_coupons_have_a_line_each(comparison, bare):
    sheet = budget_sheet(comparison, "en")
    lines = {line[0]: dict(zip(sheet.heads, line, strict=True)) for line in sheet.lines}
    elder, coupons = lines["Elder mode (elder mode)"], lines["Five yuan (elder mode)"]
    assert (elder["Budget"], elder["Spent"], elder["Left"]) == ("500,000 yuan", "421,845 yuan", "78,155 yuan")
    assert elder["Used up from"] == "day 157.5 (in 4 of 20 replicates)" and elder["Coupons granted"] == "–"
    assert (coupons["Coupons granted"], coupons["Used"], coupons["Void"]) == ("90,000", "20,000", "7,000")
    assert (coupons["Budget"], coupons["Used up from"]) == ("–", "–")
    assert lines["Plan total (elder mode)"]["Left"] == "400,000 yuan"
    assert text("report.money.unscaled") in budget_sheet(bare, "en").notes


def test_a_bare_plan_has_a_timeline_too(bare):
    with style("en"):
        figures = [timeline.timeline_figure(course, "en") for course in timeline.courses(bare)]
    assert len(figures) == 3 and all(len(figure.axes[0].get_yticklabels()) == 1 for figure in figures)


def test_goals_say_how_often_and_on_what_they_rest(comparison):
    (sheet,) = goal_sheets(comparison, "en")
    reached = [line[sheet.heads.index("Reached")] for line in sheet.lines]
    assert reached == ["19 of 20", "3 of 20", "0 of 20"]
    assert sheet.lines[0][0] == "G01: minutes per active user and day"
    assert "silver users, by day 120" in sheet.lines[1][0]
    assert sheet.lines[2][1:3] == ("12 million", "15 million")  # at the planner's scale
    assert "elder mode (grade: Reported)" in sheet.notes[0]


def test_money_begins_with_the_net_benefit_and_says_why_it_is_blank(comparison, bare):
    elder, referral, _, inputs = money_sheets(comparison, "en")
    assert ("Elder mode", "Five yuan", "Fixed cost", "50,000 yuan", "yours") in inputs.lines
    labels = [line[0] for line in elder.lines]
    assert labels[:4] == ["Net benefit", "Margin", "Cost", "Return on investment (ROI)"]
    assert "20 of 20 draws" in elder.notes[0] and "no cost per retained user" in elder.notes[1].lower()
    assert "no cost is stated for referral tasks" in referral.notes[0]
    assert "Return on investment (ROI)" not in [line[0] for line in referral.lines]
    assert "states no margin" in money_sheets(bare, "en")[0].notes[0]
    assert stated(comparison) and not stated(bare)


def test_break_even_of_money_is_said_in_words(comparison):
    for lang in LANGS:
        said = cost_and_break_even(answers(comparison, lang)[0])[1]
        assert said.endswith(text("report.money.break_even.always", lang, share="25%"))
    table = comparison.break_even
    money = table["metric"] == "net_benefit"
    table = table.assign(share_needed=table["share_needed"].where(~money, 0.6),
                         share_low=table["share_low"].where(~money, 0.5), share_high=table["share_high"].where(~money))
    changed = dataclasses.replace(comparison, break_even=table)
    said = cost_and_break_even(answers(changed, "en")[0])[1]
    assert said.endswith("It pays from 60% of what was reported on (50% to more than all, 95%).")


def test_the_health_index_has_a_line_a_world_and_names_what_is_missing(comparison, bare):
    sheet = health.health_sheet(comparison, "en")
    assert [line[0] for line in sheet.lines] == ["Baseline", "Elder mode", "Referral tasks", "Shorter streams"]
    assert len(sheet.heads) == 3 + len(DIMENSIONS)
    assert sheet.notes == () and "(" not in sheet.lines[0][1] and "(+" in sheet.lines[1][1]
    assert health.health_sheet(bare, "en").notes[0].startswith("Left out, because this run cannot answer it: ")
    assert len(health.score_sheet(comparison, "en").lines) == 11
    assert len(health.group_sheet(comparison, "en").lines) == 5


def test_the_funnel_has_five_stages_or_says_why_not(comparison, bare):
    sheet = health.funnel_sheet(comparison, rows_of(comparison, "en"), "en")
    assert [line[1] for line in sheet.lines] == ["50.0", "60.0", "29.8", "20.0", "9.99"]
    assert [line[0].partition(" [")[2] for line in sheet.lines] == ["per 1,000]", *["%]"] * 4]
    blank = health.funnel_sheet(bare, rows_of(bare, "en"), "en")
    assert not blank.lines and blank.notes == (text("report.funnel.blank"),)


def test_alerts_count_days_by_world(comparison, bare):
    lines = {line[:2]: line[2:] for line in timeline.alert_sheet(comparison, "en").lines}
    assert lines["Interaction rate under 10 % (T03)", "Baseline"] == ("160", "20", "20 of 20")
    assert lines["Interaction rate under 10 % (T03)", "Elder mode"][0] == "49.5"
    assert lines["Bounce rate over 50 % (T04)", "Shorter streams"] == ("0", "–", "0 of 20")
    assert timeline.alert_sheet(bare, "en").notes == (text("report.alerts.none"),)


def test_interactions_are_told_when_they_were_asked_for(comparison, bare):
    sheet = interaction_sheets(comparison, "en")[0]
    assert [line[0] for line in sheet.lines] == [
        "Elder mode alone", "Five yuan alone", "Sum of the single effects", "The whole plan", "Interaction"
    ]  # fmt: skip
    assert sheet.bold == (4,)
    assert sections(comparison) == [name for name in SECTIONS if name != "crisis"]  # nothing strikes there
    assert sorted(name for name in SECTIONS if name not in sections(bare)) == sorted(ASKED)


def test_the_page_of_a_bare_plan_leaves_out_what_nobody_asked(bare_report):
    lang, html = bare_report
    found = {element.get("id") for element in tree(html).iter("section")}
    assert "money" in found and not found & set(ASKED)
    assert text("paired.benefit.no_margin", lang) in words(section(html, "money"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_terminal_has_goals_and_money_only_where_they_are_stated(comparison, bare, lang):
    titles = [str(table.title) for table in comparison_tables(comparison, lang)]
    assert len(titles) == 3 + 1 + 3 + 1 + 1  # scenarios, goals, money, what it rests on, health
    assert titles[-1] == text("report.health.sheet", lang)
    assert len(comparison_tables(bare, lang)) == 3 + 1
    said = printed(*comparison_tables(comparison, lang), sheet_table(Sheet("", ("",), [("a [pp]",)])))
    assert "a [pp]" in said  # what stands in brackets is shown
    assert text("report.money.net_benefit", lang) in said


@pytest.mark.parametrize(("lang", "parts"), [
    ("en", ("days since the last open above 3", "at most 1,000,000 users", "only on these days: 618 sales",
            "10% above its last 28 days for 3 days in a row", "it then acts for 14 days")),
    ("zh", ("距上次打开天数高于3", "最多1,000,000名用户", "仅在以下日子执行：618大促",
            "连续3天高于过去28天水平10%", "启动后执行14天")),
])
def test_conditions_of_a_strategy_are_told(lang, parts):
    who = Who(state=(Condition("idle", True, 3.0),), most=1e6)
    plans = (Strategy("coupons", who, when=When(on=("618",)), name="c"),
             Strategy("push_messages", when=When(trigger=Trigger("bounce_rate", True, 0.1, 28, 3, "ours")), name="p"))
    told = "\n".join(strategy_lines(plain(Scenario("x", strategies=plans)), lang))
    assert [part for part in parts if part not in told] == []
    assert "ours" in told  # a planner's own segment stands for itself
