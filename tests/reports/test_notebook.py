"""A comparison in a notebook: page one, the report's figures, one language or the other."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from sim.base.errors import LivesimError, ResultError, UnknownNameError
from sim.reports.page_one import page_one
from sim.reports.style import style

BOTH = pytest.mark.parametrize("lang", ["en", "zh"])


class Tags(HTMLParser):
    """Fails where a tag ends that was not the last to begin."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@BOTH
def test_a_comparison_shows_page_one(comparison, lang):
    shown = comparison.page(lang)._repr_html_()
    one = page_one(comparison, lang)
    for words in (*one.questions, one.recommendation.first, *one.recommendation.harms):
        assert words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in shown
    tags = Tags()
    tags.feed(shown)
    assert tags.open == [] and {"table", "style"} <= set(tags.seen)
    assert {"html", "body", "img", "script"} & set(tags.seen) == set(), "a piece of a page, without figures"


def test_the_style_of_a_piece_touches_nothing_else_in_the_notebook(comparison):
    css = comparison.page("en").html.partition("<style>")[2].partition("</style>")[0]
    rules = [rule.partition("{")[0].strip() for rule in css.split("}") if rule.strip()]
    assert rules and [rule for rule in rules if not rule.startswith(".livesim")] == []


def test_the_language_is_that_of_the_environment(comparison, monkeypatch):
    monkeypatch.setenv("LIVESIM_LANG", "zh")
    assert comparison._repr_html_() == comparison.page("zh").html != comparison.page("en").html
    monkeypatch.delenv("LIVESIM_LANG")
    assert comparison._repr_html_() == comparison.page("en").html


@BOTH
@pytest.mark.parametrize("figure", ["effects", "curves", "timeline"])
def test_every_figure_is_shown_and_kept(comparison, lang, figure, tmp_path):
    drawing = comparison.plot(figure, lang=lang)
    assert "</svg>" in drawing._repr_svg_()
    assert repr(drawing) == drawing.alt
    assert drawing.save(tmp_path / "new" / "x.png").read_bytes().startswith(b"\x89PNG")
    assert b"</svg>" in drawing.save(tmp_path / "x.svg").read_bytes()
    with pytest.raises(ResultError, match=r"no picture; allowed endings: \.svg, \.png"):
        drawing.save(tmp_path / "x.doc")


def test_what_is_left_out_is_that_of_the_first_primary_outcome(comparison):
    primary = comparison.primary.iloc[0]
    assert comparison.plot().alt == comparison.plot("effects", metric=primary["metric"]).alt
    with style("en"):
        one = comparison.plot("curves")
        assert one.alt == comparison.plot("curves", segment=primary["segment"], scenario=None).alt


def test_a_figure_can_be_of_one_group_and_one_scenario(comparison):
    alt = comparison.plot("effects", metric="retention", segment="silver", scenario="elder_mode").alt
    assert alt.count("silver users") == 1 and "Gen Z" not in alt and "referral" not in alt
    assert "referral" not in comparison.plot("curves", scenario="elder_mode").alt


@pytest.mark.parametrize(("asked", "message"), [
    ({"figure": "effect"}, "did you mean 'effects'"),
    ({"metric": "base_retentoin"}, "did you mean 'base_retention'"),
    ({"metric": "stickiness_x"}, "unknown metric 'stickiness_x'"),
    ({"figure": "curves", "metric": "base_retentions"}, "did you mean 'base_retention'"),
    ({"scenario": "elder_mood"}, "did you mean 'elder_mode'"),
    ({"lang": "fr"}, "unknown language 'fr'"),
])  # fmt: skip
def test_a_wrong_name_is_answered_with_the_right_one(comparison, asked, message):
    with pytest.raises(UnknownNameError, match=message):
        comparison.plot(**asked)


def test_an_effect_is_its_row_and_what_it_was_in_every_replicate(comparison):
    found = comparison.effect("retention", "银发用户", "elder mode")
    of = "scenario == 'elder_mode' and metric == 'base_retention' and segment == 'silver'"
    row = comparison.table.query(of).iloc[0]
    assert (found.difference, found.low, found.high) == (row["difference"], row["low"], row["high"])
    assert len(found.by_replicate) == found.n == row["n"]
    assert found.by_replicate.mean() == pytest.approx(found.difference)
    assert found.half_width == pytest.approx((row["high"] - row["low"]) / 2)


@pytest.mark.parametrize(("asked", "message"), [
    (("base_retention", "silver"), "several scenarios were compared; say which one"),
    (("dau_over_mau", "silver", "elder_mode"), "was not measured; measured were"),
    (("base_retention", "overseas", "elder_mode"), "was not measured in 'overseas'; measured were"),
    (("base_retention", "silvr", "elder_mode"), "did you mean 'silver'"),
    (("base_retention", "silver", "elder_moed"), "did you mean 'elder_mode'"),
])  # fmt: skip
def test_an_effect_that_is_not_there_says_what_is(comparison, asked, message):
    with pytest.raises(LivesimError, match=message):
        comparison.effect(*asked)
