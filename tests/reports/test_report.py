"""The report: whole, valid, the same in both languages, and honest about what is missing."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import html5lib
import pytest

from sim.base.params import GRADES, PARAMETERS
from sim.outcomes.metrics.definitions import definition
from sim.reports.answer import answers
from sim.reports.basis import driver_name
from sim.reports.blocks import Facts, Verdict
from sim.reports.drawing import Figures
from sim.reports.html import html_of
from sim.reports.repeat import command, platform_facts
from sim.reports.report import SECTIONS
from sim.reports.report import report as page_of
from sim.reports.strategy import strategy_lines
from sim.texts import has, text
from tests.reports import builder

OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(|@import|<script""")
LEVELS = ("h1", "h2", "h3")


def tree(html):
    """The page as elements, by a parser that refuses invalid HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_the_page_is_valid_html_in_its_language(report):
    lang, html, _ = report
    page = tree(html)
    assert page.get("lang") == {"en": "en", "zh": "zh-CN"}[lang]
    assert words(page.find("head/title")).startswith(text("report.title", lang))


def test_it_needs_nothing_from_outside(report):
    _, html, _ = report
    assert OUTSIDE.findall(html) == []


def test_sections_come_in_order_with_one_level_after_the_other(report):
    lang, html, _ = report
    page = tree(html)
    shown = [name for name in SECTIONS if name != "crisis"]  # none strikes here
    assert [section.get("id") for section in page.iter("section")] == shown
    assert [words(head) for head in page.iter("h2")] == [text(f"report.{name}.title", lang) for name in shown]
    depths = [LEVELS.index(element.tag) for element in page.iter() if element.tag in LEVELS]
    assert depths[0] == 0 and depths.count(0) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))


def test_ids_are_unique_and_links_lead_somewhere(report):
    _, html, _ = report
    page = tree(html)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in page.iter("a")} <= set(ids)


def test_figures_have_words_for_those_who_do_not_see_them(report):
    _, html, folder = report
    pictures = list(tree(html).iter("img"))
    assert len(pictures) == len(list((folder / "figures").glob("*.svg"))) > 5
    assert {path.suffix for path in (folder / "figures").iterdir()} == {".svg"}
    assert all(picture.get("src").startswith("data:image/svg+xml;base64,") for picture in pictures)
    assert len({picture.get("alt") for picture in pictures}) == len(pictures)
    for path in (folder / "figures").glob("*.svg"):
        ElementTree.parse(path)


def test_tables_say_what_their_cells_are(report):
    _, html, _ = report
    for table in tree(html).iter("table"):
        assert words(table.find("caption"))
        assert all(head.get("scope") for head in table.iter("th"))
        width = len(table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == width


def test_what_a_planner_wrote_stays_text(report):
    _, html, _ = report
    assert "&lt;keep&gt;" in html and "<keep>" not in html


def test_every_shown_metric_is_defined(report, comparison):
    lang, html, _ = report
    shown = [words(entry) for entry in tree(html).iter("dd")]
    for metric in set(comparison.table["metric"]):
        assert " ".join(definition(metric, lang).definition.split()) in shown


def test_all_rows_are_in_the_full_table(report, comparison):
    _, html, _ = report
    full = [table for table in tree(html).iter("table") if table.get("class") == "full"]
    assert sum(len(table.findall("tbody/tr")) for table in full) == len(comparison.table)


def test_weak_assumptions_come_first(report):
    lang, html, _ = report
    section = next(s for s in tree(html).iter("section") if s.get("id") == "basis")
    titles = [words(strong) for strong in section.iter("strong")]
    assert titles == [text(f"report.basis.grade.{grade}", lang) for grade in reversed(GRADES)][: len(titles)]
    assert len(titles) >= 3


def test_what_is_drawn_has_a_name_in_words():
    drawn = [name for name, entry in PARAMETERS.items() if entry.uncertain]
    assert drawn
    assert [name for name in drawn if not has(f"report.parameters.{name}")] == []
    assert driver_name("", "elder_mode", "en") == "strength of elder mode"


def test_chinese_pages_speak_chinese(comparison, report):
    lang, html, _ = report
    body = re.sub(r"data:image[^\"]*", "", html)
    chinese = len(re.findall(r"[\u4e00-\u9fff]", body))
    assert (chinese > 1000) == (lang == "zh")


def verdicts(card):
    """What is said of the outcomes of one scenario."""
    return [block for block in card.blocks if isinstance(block, Verdict)]


def cost_and_break_even(card):
    """What is said below the outcomes."""
    (facts,) = (block for block in card.blocks if isinstance(block, Facts))
    return [said for _, said in facts.pairs]


def test_verdicts_are_said_of_primary_outcomes_with_their_certainty(comparison):
    elder, referral, shorter = answers(comparison, "en")
    retention = verdicts(elder)[0]
    assert retention.verdict == "better"
    assert retention.change.startswith("Base retention (silver users) rises from")
    assert "At the scale of your platform" in retention.text and "It reaches 1 pp in" in retention.text
    assert "of 20 draws" in retention.text and "on the last day, 179" in retention.text
    assert (verdicts(referral)[0].verdict, verdicts(referral)[0].word) == ("better", "Better, size open")
    assert verdicts(shorter) == [] and shorter.blocks[0].text == text("report.answer.none")


def test_cost_and_break_even_are_said_or_said_to_be_missing(comparison, bare):
    elder, referral, shorter = answers(comparison, "en")
    cost, break_even = cost_and_break_even(elder)
    assert "200,000 yuan once" in cost and "412,345 yuan" in cost
    assert cost_and_break_even(referral)[0] == text("report.answer.cost.blank")
    assert re.search(r"from \d+% of what was reported on", break_even)
    assert cost_and_break_even(shorter)[1] == text("report.answer.break_even.unasked")
    assert text("report.answer.break_even.few") in cost_and_break_even(answers(bare, "en")[0])[1]


def test_without_a_scale_or_draws_nothing_is_made_up(bare_report):
    lang, html = bare_report
    tree(html)
    assert text("report.answer.unscaled", lang) in html
    assert text("report.answer.fixed", lang) in html
    assert text("report.basis.shares_blank", lang) in html
    assert text("report.gains.size_simulated", lang) in html


def test_few_people_are_greyed_with_the_reason(report):
    _, html, _ = report
    page = tree(html)
    grey = [row for row in page.iter("tr") if "greyed" in (row.get("class") or "")]
    assert grey
    assert any("180" in words(row) and "200" in words(row) for row in grey)


def test_strategies_are_told_in_words():
    said = [strategy_lines(builder.plain(scenario), "en") for scenario in builder.scenarios()[1:]]
    assert said[0][0].startswith("elder mode: 50% of silver users; from day 14, growing over 14 days; 25% to 100%")
    assert "to day 120; 60% of the reported effect (fixed by the planner)" in said[1][0]
    assert "planner's own range" in said[2][0]


def test_rooms_behaviour_and_need_are_told():
    scenario = {"strategies": [builder.plain(builder.strategy_about_rooms())]}
    for lang in ("en", "zh"):
        (line,) = strategy_lines(scenario, lang)
        for key in ("scenario.behaviour.dormant", "scenario.need.social", "categories.format.knowledge"):
            assert text(key, lang) in line
        assert "30%" in line and "7" in line


def test_the_command_repeats_the_question(comparison):
    said = command(comparison.manifest)
    assert said.startswith("livesim compare elder_mode referral_tasks shorter_streams --users 50000 --days 180")
    assert "--replicates 20 --seed 7" in said and said.endswith("--break-even")
    options = {"fixed": True, "freeze": True, "luck": "independent", "engine": "agents"}
    parameters = [{"name": "open_trust", "value": 0.5, "origin": "--set"}]
    changed = {**comparison.manifest, "options": options, "parameters": parameters}
    assert "--interactions" not in said
    changed["call"] = {**comparison.manifest["call"], "interactions": True}
    switches = ("--interactions", "--fixed", "--freeze", "--luck independent", "--engine agents")
    for part in (*switches, "--set open_trust=0.5"):
        assert part in command(changed)


def test_the_comparison_day_is_the_first_day_of_any_strategy(comparison):
    assert platform_facts(comparison.manifest) == {"represents": 12e6, "comparison_day": 14}


@pytest.mark.slow
def test_the_same_comparison_gives_the_same_page(comparison, report, tmp_path):
    lang, html, _ = report
    assert html_of(page_of(comparison, Figures(tmp_path), lang), lang) == html
