"""The page of a sweep is whole in both languages, and says what it can and what it cannot."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.explore.plan import Design, Factor, Point, Sweep
from sim.explore.spread import listed, ranged
from sim.reports.blocks import Words
from sim.reports.drawing import Figures
from sim.reports.sweep.page import write_sweep_report
from sim.reports.sweep.parts import answer, facts, question
from sim.reports.sweep.view import SweepView
from sim.texts import text
from tests.reports.test_sweep_figures import ARMS, worth
from tests.sampling import SAMPLED_LANGUAGES

LANGS = ("en", "zh")
FIGURES = {"en": ("svg",), "zh": ("svg", "png")}
"""Kinds of files of a figure: PNG where it was asked for."""
VALUES, SHARES, STRENGTHS = ("5 yuan", "10 yuan", "20 yuan"), ("50%", "100%"), (0.5, 1, 1.5)
FACTORS = (
    Factor("value", ("coupons.options.value",), "choice", listed(VALUES), VALUES,
           {"en": "coupon value", "zh": "优惠券面额"}),
    Factor("reach", ("coupons.who.share",), "choice", listed(SHARES), SHARES),
    Factor("strength", ("coupons.strength",), "uncertainty", ranged("0.5..1.5", "linear", False), STRENGTHS),
)
OUTCOMES = (("base_retention", "all"), ("rebuy_rate", "silver"))

pytestmark = pytest.mark.filterwarnings("error:Glyph")  # a letter that the fonts lack


def sweep(kind="grid"):
    combinations = product(VALUES, SHARES, STRENGTHS)
    if kind == "one_at_a_time":
        combinations = [(None, None, None)] + [
            tuple(v if n == place else None for n in range(3))
            for place, levels in enumerate((VALUES, SHARES, STRENGTHS)) for v in levels]  # fmt: skip
    points = tuple(Point(n, values) for n, values in enumerate(combinations))
    return Sweep("coupon_depth", "baseline", ARMS, FACTORS, Design(kind), points, 4, ("base_retention", "rebuy_rate"),
                 ("all", "silver"), OUTCOMES,
                 question={"en": "How large a coupon?", "zh": "优惠券多大合适？"})  # fmt: skip


def results(of):
    luck, rows = np.random.default_rng(1), []
    for point, replicate, (n, arm), outcome in product(of.points, range(4), enumerate(ARMS), OUTCOMES):
        value, reach, strength = (f.shown(v) for f, v in zip(FACTORS, point.values, strict=True))
        change = 0.001 * (value or 8) * (reach or 80) / 100 * (strength or 1) * (1 - 0.4 * n) + luck.normal(0, 0.001)
        rows.append((point.number, value, reach, strength, replicate, arm, *outcome, 0.4, 0.4 + change, change, change))
    return pd.DataFrame(rows, columns=["point", "value", "reach", "strength", "replicate", "scenario", "metric",
                                       "segment", "baseline", "treated", "difference", "same_people"])  # fmt: skip


def options():
    pairs = [(arm, value, reach) for arm in ARMS for value in (5.0, 10.0, 20.0) for reach in (50.0, 100.0)][::-1]
    share = np.array([0.7, 0.2, 0.1, *[0.0] * 9])
    table = pd.DataFrame(pairs, columns=["scenario", "value", "reach"])
    table.insert(0, "option", [f"{arm} | value={value:g}, reach={reach:g}" for arm, value, reach in pairs])
    mean = np.linspace(0.02, 0.001, 12)
    return table.assign(n=40, difference=mean, low=mean - 0.002, high=mean + 0.002, likely_low=mean - 0.01,
                        likely_high=mean + 0.01, probability_best=share, best_low=(share - 0.1).clip(0),
                        best_high=(share + 0.1).clip(0, 1))  # fmt: skip


def swept(kind="grid", **changes):
    of = sweep(kind)
    table = options()
    runs = pd.DataFrame([(p.number, r, "done", "", 1.0) for p in of.points for r in range(4)],
                        columns=["point", "replicate", "status", "error", "seconds"])  # fmt: skip
    runs.loc[3, ["status", "error"]] = ["failed", "The machine had <no> memory left"]
    front = table[["option", "scenario", "value", "reach"]].assign(
        base_retention=np.linspace(0.02, 0.001, 12), rebuy_rate=np.linspace(0.001, 0.01, 12),
        cost=np.linspace(1e6, 4e6, 12), on_front=[True, False] * 6, share_on_front=0.5)  # fmt: skip
    interactions = pd.DataFrame({"factor": ["value", "value"], "other": ["reach", "strength"],
                                 "share_factor": [0.6, 0.5], "share_other": [0.3, 0.4], "share_interaction": [0.1, 0.1],
                                 "by_noise": [0.01, np.nan], "sure": [True, False]})  # fmt: skip
    knowing = worth().head(1).assign(best_low=table["option"][0], best_high=table["option"][1], flips=0.4)
    pairs = pd.DataFrame({"better": [ARMS[0]], "worse": [ARMS[1]], "reversed": [0.2], "factor": ["strength"],
                          "share": [0.5], "by_chance": [0.1]})  # fmt: skip
    rows = [(arm, "base_retention", "all", f.name, kind, 0.01, 0.008, 0.012, 1, 0.1)
            for arm in ARMS for f in FACTORS for kind in ("mu_star", "mu", "sigma")]  # fmt: skip
    sensitivity = pd.DataFrame(rows, columns=["scenario", "metric", "segment", "factor", "index", "value", "low",
                                              "high", "rank", "noise"])  # fmt: skip
    told = {"users": 4000, "days": 120, "replicates": 4, "seed": 7, "design": {"kind": kind}, "points": len(of.points),
            "failed": 1, "versions": {"livesim": "9.9"}}  # fmt: skip
    given = {"sweep": of, "points": pd.DataFrame(), "runs": runs, "results": results(of), "effects": pd.DataFrame(),
             "ranking": table, "front": front, "interactions": interactions, "sensitivity": sensitivity,
             "worth": knowing, "pairs": pairs, "manifest": told}  # fmt: skip
    return SimpleNamespace(**(given | changes))


@pytest.fixture(scope="module", params=SAMPLED_LANGUAGES)
def page(request, tmp_path_factory):
    """(language, the page, its folder)."""
    folder = tmp_path_factory.mktemp(request.param)
    path = write_sweep_report(swept(), folder, request.param, png="png" in FIGURES[request.param])
    return request.param, path.read_text("utf-8"), folder


def words_of(html):
    """The page's words alone."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style>.*?</style>", "", html))


def ids(html):
    return re.findall(r'<section id="(\w+)"', html)


def test_the_parts_come_in_their_order(page):
    assert ids(page[1]) == ["question", "varied", "answer", "effects", "ranking", "front", "interactions",
                            "sensitivity", "worth", "failed", "limits"]  # fmt: skip


def test_no_text_is_missing_and_no_address_is_asked_for(page):
    _, html, _ = page
    said = words_of(html)
    assert not re.search(r"\{\w*\}|\bnan\b|\bNone\b|sweep\.\w+\.\w+|Undefined", said)
    assert not re.search(r"""(?:src|href)=["'](?!data:|#)|https?://|url\(""", html)
    assert "<script" not in html and "<no>" not in html and "&lt;no&gt;" in html


def test_every_figure_is_told_in_words_and_written(page):
    lang, html, folder = page
    alts, names = re.findall(r'alt="([^"]*)"', html), re.findall(r'<figure id="figure-([^"]+)"', html)
    assert len(names) == len(set(names)) == len(alts) == len(re.findall(r"<img ", html)) > 8
    assert all(re.search(r"\d", alt) for alt in alts)
    files = sorted(path.name for path in (folder / "figures").iterdir())
    assert files == sorted(f"{name}.{suffix}" for name in names for suffix in FIGURES[lang])
    for arm in ARMS:
        assert f"heat_{arm}" in names
    assert {"response_base_retention_all_value", "response_rebuy_rate_silver_strength", "ranking", "front",
            "interaction", "worth", "sensitivity_elder_mode_base_retention_all"} <= set(names)  # fmt: skip
    assert lang == "en" or re.search(r"[\u4e00-\u9fff]", alts[0])


def test_the_answer_says_which_and_how_surely():
    html = answered(swept())
    assert "Probably best for base retention: win back, coupon value 20 yuan, reach 100%. It was best in 70%" in html
    assert "6 of 12 options are not beaten" in html and "find out before choosing: strength" in html


@pytest.mark.parametrize(("share", "said"), [(0.95, "this choice is quite safe"), (0.3, "No option is clearly best")])
def test_it_is_as_sure_as_the_numbers(share, said):
    assert said in answered(swept(ranking=options().assign(probability_best=share, best_low=share - 0.05)))


def test_few_worlds_make_no_option_safe():
    few = options().assign(probability_best=1.0, best_low=0.3)
    assert "No option is clearly best" in answered(swept(ranking=few))


def test_another_that_is_more_often_best_is_named():
    table = options()
    table.loc[1, "probability_best"] = 0.8
    assert "most often best is another: win back, coupon value 20 yuan, reach 50%" in answered(swept(ranking=table))


def test_nothing_better_than_the_baseline_is_said():
    worse = options().assign(difference=-0.01)
    assert "None of the options is better than the baseline" in answered(swept(ranking=worse))
    assert "may be luck" in answered(swept(ranking=options().assign(low=-0.01)))


@pytest.mark.parametrize("lang", LANGS)
def test_a_sweep_without_analyses_has_a_page(lang, tmp_path):
    none = pd.DataFrame()
    bare = swept("one_at_a_time", ranking=none, front=none, interactions=none, sensitivity=None, worth=None, pairs=None)
    bare.runs = bare.runs.assign(status="done")
    html = write_sweep_report(bare, tmp_path, lang).read_text("utf-8")
    assert ids(html) == ["question", "varied", "answer", "effects", "failed", "limits"]
    assert text("sweep.answer.nothing", lang) in html and text("sweep.failed.none", lang) in html
    assert "figure-tornado_elder_mode" in html and "figure-heat" not in html


def test_failed_runs_are_listed_with_their_reason(page):
    lang, html, _ = page
    assert text("sweep.failed.lead", lang, failed=1, all=72) in html


def test_a_question_asked_in_one_language_is_shown_in_the_other():
    given = swept()
    given.sweep = replace(given.sweep, question={"zh": "多大？"}, fixed=True)
    view = SweepView(given, Figures(Path()), "en")
    assert question(view)[0].blocks[0].text == "多大？" and text("sweep.facts.fixed", "en") in facts(view)


def answered(given):
    """The sentences of the answer in English."""
    card, *others = answer(SweepView(given, Figures(Path()), "en"))
    return " ".join(block.text for block in (*card.blocks, *others) if isinstance(block, Words))
