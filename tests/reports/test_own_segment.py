"""A planner's own segment is shown by the names in its file, wherever a result is told."""

from __future__ import annotations

import re
from html import unescape
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

import sim.texts
from sim.cli import app
from sim.explore.reading import read_table
from sim.explore.sweeping import sweep
from sim.paired.comparing import compare
from sim.paired.comparison import Comparison
from sim.reports.curves import curve_alt, curve_figure, panels
from sim.reports.notes import note_lines
from sim.reports.report import write_report
from sim.reports.sweep.page import write_sweep_report
from sim.reports.sweep.terminal import ranking_lines, table_lines
from sim.reports.terminal import comparison_tables
from tests.paired import fake

SHOWN = {"en": "night birds", "zh": "夜猫子"}
RAW = re.compile("night.owls")
"""The name of the file, or its words."""
SEGMENT = """name: night_owls
names: {en: night birds, zh: 夜猫子}
members: {age: [gen_z, new_middle], share: 70%}
"""
ASKED = """name: asked
extends: baseline
population: {users: 100}
horizon: {days: 80}
strategies:
  - lever: elder_mode
    who: {segment: night_owls}
    when: {start: 14d, trigger: bounce_rate of night_owls above 1% for 2d}
  - lever: coupons
    who: {segment: night_owls, share: 50%}
    when: {start: 14d}
goals: [{metric: interaction_rate, segment: night_owls, target: +5%}]
outcomes: [{metric: base_retention, segment: night_owls, worth: 1pp}]
"""
SWEPT = """name: swept
scenarios: [asked.yaml]
factors: {value: {field: coupons.options.value, values: [5 yuan, 10 yuan]}}
replicates: 3
outcomes: [{metric: base_retention, segment: night_owls}]
metrics: [base_retention]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A planner's folder: a scenario, a sweep of it, and the segment that both are about."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "segments").mkdir()
    for name, body in {"segments/night_owls": SEGMENT, "asked": ASKED, "swept": SWEPT}.items():
        (folder / f"{name}.yaml").write_text(body, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def kept(folder):
    """The folder of a comparison that was kept."""
    compare("baseline", [folder / "asked.yaml"], replicates=2, workers=1, interactions=True,
            set_={"message_rate": 0.15}, metrics=["base_retention"], segments=["all", "night_owls"],
            out=folder / "compared")  # fmt: skip
    return folder / "compared"


@pytest.fixture
def comparison(kept, monkeypatch):
    """It is read where nobody has read the segment's file, as another process would."""
    for lang, declared in sim.texts._DECLARED.items():
        others = {key: words for key, words in declared.items() if not key.startswith("segments.night_owls")}
        monkeypatch.setitem(sim.texts._DECLARED, lang, others)
    return Comparison.load(kept)


def printed(*tables):
    console = Console(width=100, record=True, file=StringIO())
    for table in tables:
        console.print(table)
    return console.export_text()


def said(html, notes=()):
    """What a page says and describes; addresses are left out, and the notes, which speak of fields of the file."""
    words = re.sub(r'(src|href|<figure id)="[^"]*"', "", unescape(html))
    for note in notes:
        words = words.replace(note, "")
    return words


def test_the_report_of_a_kept_comparison(comparison, tmp_path):
    page = said(write_report(comparison, tmp_path, "zh").read_text("utf-8"), note_lines(comparison.manifest, "zh"))
    assert RAW.findall(page) == []
    for name in ("question", "answer", "goals", "curves", "forest", "gains", "interactions", "table"):
        section = re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)
        assert section and SHOWN["zh"] in section[0], name


@pytest.mark.parametrize("lang", SHOWN)
def test_the_terminal(comparison, lang):
    words = printed(*comparison_tables(comparison, lang))
    assert words.count(SHOWN[lang]) >= 3 and RAW.findall(words) == []


@pytest.mark.parametrize("lang", SHOWN)
def test_a_figure(comparison, lang):
    panel = next(p for p in panels(comparison.curves, ["baseline", "asked"], None) if p.segment == "night_owls")
    assert SHOWN[lang] in curve_figure(panel, lang)._suptitle.get_text()
    assert SHOWN[lang] in curve_alt(panel, lang)


def simulate(arms, **options):
    """A made-up world in which half of the people are night owls."""
    worlds = fake.simulate(arms, **options)
    for outcome in worlds.outcomes:
        outcome.segments["night_owls"] = outcome.segments["silver"]
    return worlds


@pytest.mark.parametrize("lang", SHOWN)
def test_a_sweep(folder, lang):
    out = folder / "swept"
    swept = sweep(folder / "swept.yaml", out, workers=1, simulate=simulate)
    table, factors = read_table(out, None, None, None, None, "difference")
    titles = [table_lines(table, factors, "difference", lang)[0], *(lines[0] for lines in ranking_lines(swept, lang))]
    assert len(titles) == 2 and all(SHOWN[lang] in title for title in titles)
    page = said(write_sweep_report(swept, out, lang).read_text("utf-8"))
    assert SHOWN[lang] in page and RAW.findall(page) == []


def test_commands(folder):
    for words in (["run", "--segment", "night_owls", "--quiet"], ["scenarios", "show"]):
        ran = CliRunner().invoke(app, [*words, str(folder / "asked.yaml"), "--lang", "zh"], catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        assert SHOWN["zh"] in ran.output and RAW.findall(ran.output) == []
