"""Figures show every arm and group once, with both intervals apart."""

from __future__ import annotations

import html
import logging
import re
import warnings
from dataclasses import replace

import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from sim.cli.options import hush
from sim.reports.curves import curve_alt, curve_figure, panels
from sim.reports.forest import forest_alt, forest_figure
from sim.reports.names import scenario_name
from sim.reports.palette import ARMS
from sim.reports.report import write_report
from sim.reports.rows import baseline_of, rows_of, scenarios_of
from sim.reports.style import DASHES, arm_colours, arm_dashes, save, style, svg_of

LANGS = ("en", "zh")

pytestmark = pytest.mark.filterwarnings("error:Glyph")  # a letter that the fonts lack


def all_panels(comparison):
    arms = [baseline_of(comparison), *scenarios_of(comparison)]
    return panels(comparison.curves, arms, comparison.manifest["scale"])


def test_there_is_a_panel_for_each_curve_and_group(comparison):
    found = [(panel.curve, panel.segment) for panel in all_panels(comparison)]
    groups = ("all", "gen_z", "silver", "lower_tier")
    expected = [("base_retention", group) for group in groups]
    assert found == [*expected, ("repurchase", "all"), ("daily_active_users", "all")]


def test_daily_users_are_at_the_planners_scale(comparison):
    panel = all_panels(comparison)[-1]
    raw = comparison.curves.query("curve == 'daily_active_users' and segment == 'all' and arm == 'baseline'")
    assert panel.arms["baseline"]["value"].tolist() == pytest.approx(raw["value"] * 240)


@pytest.mark.parametrize("lang", LANGS)
def test_a_panel_has_a_line_and_a_band_for_every_arm(comparison, lang):
    with style(lang):
        figure = curve_figure(all_panels(comparison)[2], lang)
        svg_of(figure)
    upper, lower = figure.axes
    assert len(upper.lines) == 4 and len(lower.lines) == 3 + 1  # the line at zero
    assert len([c for c in upper.collections if isinstance(c, PolyCollection)]) == 4
    assert len([c for c in lower.collections if isinstance(c, PolyCollection)]) == 3
    assert len(figure.legends[0].get_texts()) == 4
    looks = {(line.get_color(), line.get_linestyle()) for line in upper.lines}
    assert len(looks) == 4


def test_the_alt_text_has_a_number_for_every_arm(comparison):
    for lang in LANGS:
        alt = curve_alt(all_panels(comparison)[0], lang)
        assert alt.count("%") == 4


@pytest.mark.parametrize("lang", LANGS)
def test_a_forest_has_three_marks_for_each_effect(comparison, lang):
    rows = [row for row in rows_of(comparison, lang) if row.data["metric"] == "base_retention"]
    with style(lang):
        figure = forest_figure(rows, scenarios_of(comparison), lang)
        svg_of(figure)
    (axes,) = figure.axes
    assert len(axes.lines) == 3 * len(rows) + 1  # the line at zero
    assert len(axes.get_yticklabels()) == len(rows) + 3
    assert forest_alt(rows, lang).count(";") == len(rows) - 1
    assert len(figure.legends[0].get_texts()) == 3  # two intervals and what is not worth having


def test_few_people_make_a_hollow_mark(comparison):
    rows = [row for row in rows_of(comparison, "en") if row.data["metric"] == "repurchase_rate"]
    with style("en"):
        figure = forest_figure(rows, scenarios_of(comparison), "en")
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    assert len(hollow) == sum(row.data["greyed"] for row in rows) == 3
    labels = [entry.get_text() for entry in figure.legends[0].get_texts()]
    assert "too few people" in labels and "smaller than worth having" not in labels


def test_a_saved_figure_depends_on_nothing_but_its_data(comparison):
    panel = all_panels(comparison)[0]
    with style("zh"):
        first, second = svg_of(curve_figure(panel, "zh")), svg_of(curve_figure(panel, "zh"))
    assert first == second
    assert b"<text" not in first  # letters are outlines, so the reader needs no font


def test_chinese_letters_are_drawn(comparison):
    with style("zh"):
        figure = curve_figure(all_panels(comparison)[0], "zh")
        svg = svg_of(figure).decode()
    assert "NotoSansCJK" in svg


def test_a_figure_is_the_same_as_by_savefig_and_has_its_picture_on_request(comparison, tmp_path):
    panel = all_panels(comparison)[0]
    with style("en"):
        curve_figure(panel, "en").savefig(tmp_path / "other.svg", metadata={"Date": None, "Creator": None})
        save(curve_figure(panel, "en"), tmp_path, "alone")
        save(curve_figure(panel, "en"), tmp_path, "both", png=True)
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(files) == ["alone.svg", "both.png", "both.svg", "other.svg"]
    assert files["alone.svg"] == files["both.svg"] == files["other.svg"]
    assert files["both.png"].startswith(b"\x89PNG")


def drawn(words, lang="zh"):
    """A figure with these words in it, saved."""
    with style(lang):
        figure = Figure(figsize=(4.6, 2))
        figure.suptitle(words, fontweight="bold")
        svg_of(figure)


@pytest.mark.parametrize("lang", LANGS)
def test_letters_of_names_and_traditional_ones_are_drawn(lang, caplog):
    drawn("喆堃玥珺镕 優額 直播間 －－ 😀", lang)
    assert caplog.messages == []


@pytest.mark.parametrize("lang", LANGS)
def test_one_line_says_which_letters_no_font_has(lang, caplog, recwarn):  # recwarn: warnings are as usual here
    caplog.set_level("WARNING", "sim")  # a command with --quiet may have hushed it
    for _ in range(2):  # in every report anew
        caplog.clear()
        drawn("𠮷野 𓀀 𠮷", lang)
        (line,) = caplog.messages
        assert line.count("𠮷") == 1 and "𓀀" in line
        assert line.startswith("本机没有字体" if lang == "zh" else "no font on this machine has")
    assert [w for w in recwarn if "Glyph" in str(w.message)] == []


def test_other_warnings_pass_through():
    with pytest.warns(UserWarning, match="something else"), style("en"):
        warnings.warn("something else", stacklevel=1)


@pytest.mark.parametrize(("quiet", "lines"), [(True, 0), (False, 1)])
def test_quiet_says_nothing_of_fonts(quiet, lines, caplog, recwarn):
    hush(quiet)
    drawn("𠮷")
    logging.getLogger("matplotlib.font_manager").warning("findfont: Failed to find font weight bold, now using 400.")
    hush(False)
    assert len(caplog.messages) == lines


def test_arms_keep_apart_by_colour_and_dash():
    arms = [f"arm{n}" for n in range(6)]
    assert len(set(arm_colours(arms).values())) == 6 == len(ARMS)
    assert len(set(arm_dashes(arms[:4]).values())) == 4 == len(DASHES)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [("#1d2127", "#ffffff"), ("#555e6a", "#ffffff"), ("#ffffff", "#005a8f"), ("#ffffff", "#a84300"),
     ("#ffffff", "#555e6a"), ("#0b5d63", "#ffffff"), ("#3b424b", "#80b9d9"), ("#3b424b", "#eaaf80"),
     ("#6a727d", "#ffffff")],
)  # fmt: skip
def test_words_can_be_read(ink, paper):
    assert contrast(ink, paper) >= 4.5


def without(comparison, arm, segment):
    """The comparison with a segment that an arm has no curve of: nobody of it was there in some replicate."""
    curves = comparison.curves
    return replace(comparison, curves=curves[~((curves["arm"] == arm) & (curves["segment"] == segment))])


@pytest.mark.slow
@pytest.mark.parametrize("arm", ["baseline", "elder_mode"])
@pytest.mark.parametrize("segment", ["silver", "all"])
def test_a_report_is_written_where_an_arm_has_no_curve_of_a_segment(bare, arm, segment, tmp_path):
    told = []
    page = write_report(without(bare, arm, segment), tmp_path, "en", told.append).read_text("utf-8")
    assert told == []
    alt = next(words for words in re.findall(r'alt="([^"]*)"', page)
               if ("silver" if segment == "silver" else "all users") in words)
    assert f"{scenario_name(arm, 'en')} –" in alt


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_figure_that_cannot_be_drawn_is_said_and_the_others_are_drawn(bare, monkeypatch, lang, tmp_path):
    def broken(panel, lang):
        raise IndexError("no rows")

    monkeypatch.setattr("sim.reports.sections.curve_figure", broken)
    told = []
    page = write_report(bare, tmp_path, lang, told.append).read_text("utf-8")
    sentence = {"en": "the figure 'base_retention_silver' could not be drawn: no rows",
                "zh": "图 'base_retention_silver' 无法绘制：no rows"}[lang]  # fmt: skip
    assert sentence in told and html.escape(sentence, quote=False).replace("'", "&#39;") in page
    assert (tmp_path / "figures" / "effects_base_retention.svg").exists()
    assert len(told) == len(all_panels(bare))
