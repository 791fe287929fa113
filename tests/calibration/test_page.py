"""The validation page: whole, valid, self-contained, the same in both languages, and honest about what is missing."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import html5lib
import pandas as pd
import pytest

import calibration.validate
from calibration import fitfile
from calibration.evidence import HELD_OUT, load
from calibration.moments import Setting
from calibration.page import PARTS, stale, write_markdown, write_page
from calibration.page.knowledge import fit, from_baseline, judged
from calibration.page.to_validate import state
from calibration.page.view import ValidationView
from calibration.targets import load_targets
from calibration.validate import Validation, row_of, validate
from sim.base.params import PARAMETERS
from sim.levers import LEVERS
from sim.reports.blocks import Gallery, Grid
from sim.texts import LANGUAGES, has, text
from tests.reports.builder import targets
from tests.sampling import SAMPLED_LANGUAGES

OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(|@import|<script""")
FIGURES = ["misses", "visit_lengths", "return_hazards", "newcomers", "buying_again", "concentration", "contacts",
           "groups_p01", "groups_p02", "groups_p03", "directions", "coverage"]  # fmt: skip
KNOWN = {
    "identified": 1, "singular": [12.0, 0.4], "unknown": ["watch_sigma"],
    "parameters": {"open_intercept": {"error": 0.1, "luck": 0.01, "prior": 1.5},
                   "watch_sigma": {"error": 0.38, "luck": 0.01, "prior": 0.4}},
    "worst": {"watch_sigma": 0.99, "open_intercept": -0.1},
    "profile": [[-1.0, 31.0], [0.0, 30.0], [1.0, 30.5]],
}  # fmt: skip

pytestmark = pytest.mark.filterwarnings("error:Glyph")  # a letter that the fonts lack


@pytest.fixture(scope="module")
def tiny():
    """The validation of a world too small to be right; the effect of a strategy is made up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration.validate, "CONTRASTS", ())
        found = validate(Setting(users=300, burn_in=60, days=100, seed=2))
    return Validation(pd.concat([found.rows, targets().tail(1)], ignore_index=True), found.run, found.events)


@pytest.fixture(scope="module", params=SAMPLED_LANGUAGES)
def page(request, tiny, tmp_path_factory):
    """(language, the page's HTML)."""
    (path,) = write_page(tiny, tmp_path_factory.mktemp(request.param) / "new", request.param)
    return request.param, path.read_text("utf-8")


def tree(html):
    """The page as elements, by a parser that refuses invalid HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(element):
    return " ".join("".join(element.itertext()).split())


def part(page, name):
    return next(section for section in tree(page[1]).iter("section") if section.get("id") == name)


def test_the_page_is_valid_and_needs_nothing_from_outside(page):
    lang, html = page
    assert tree(html).get("lang") == {"en": "en", "zh": "zh-CN"}[lang]
    assert OUTSIDE.findall(html) == []


def test_sections_come_in_order_and_the_contents_lead_to_them(page):
    lang, html = page
    names = [section.get("id") for section in tree(html).iter("section")]
    assert len(names) == len(PARTS) and names[:3] == ["answer", "table", "figures"]
    assert [link.get("href")[1:] for link in tree(html).find("body/main/nav").iter("a")] == names
    assert [words(head) for head in tree(html).iter("h2")] == [text(f"validation.{n}.title", lang) for n in names]


def test_figures_are_inside_and_have_words_for_those_who_do_not_see_them(page):
    pictures = list(tree(page[1]).iter("img"))
    assert [figure.get("id") for figure in tree(page[1]).iter("figure")] == [f"figure-{name}" for name in FIGURES]
    assert all(picture.get("src").startswith("data:image/svg+xml;base64,") for picture in pictures)
    assert len({picture.get("alt") for picture in pictures}) == len(pictures)
    alt = pictures[FIGURES.index("return_hazards")].get("alt")
    assert all(evidence in alt for evidence in ("W09", "W10", "W11", "W12"))


def test_tables_say_what_their_cells_are(page):
    for table in tree(page[1]).iter("table"):
        assert words(table.find("caption"))
        width = len(table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == width


def test_every_target_has_a_row_and_every_miss_a_sentence(page, tiny):
    rows = [row for row in part(page, "table").iter("tr") if row.get("class") != "head"]
    assert len(rows) == len(tiny.rows) + 1
    missed = int((~tiny.rows["met"].astype(bool)).sum())
    assert sum(row.get("class") == "missed" for row in rows) == missed > 0
    assert len(part(page, "answer").findall("ul")[0].findall("li")) == missed


def test_nothing_in_chinese_is_left_in_english(page):
    lang, html = page
    if lang == "zh":
        for name in ("answer", "table", "to_predict", "missing", "definitions"):
            said = re.sub(r"calibration/\w+|docs/model.md|BG/NBD|Gen Z|logit", "", words(part(page, name)))
            assert re.findall(r"[a-z]{4,}(?: [a-z]+){2,}", said) == [], name
    assert "validation." not in html and "{" not in words(tree(html).find("body"))


def test_without_knowledge_of_the_fit_a_sentence_stands_in_its_place(tiny, monkeypatch):
    bare = {key: value for key, value in fitfile.read_record().items() if key != "knowledge"}
    monkeypatch.setattr(fitfile, "read_record", lambda *_: bare)
    assert [block.text for block in fit(ValidationView(tiny, "en")).blocks] == [text("validation.fit.absent")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_fit_knows_is_told_parameter_by_parameter(tiny, lang, monkeypatch):
    values = {"open_intercept": -0.74, "watch_sigma": 1.34}
    monkeypatch.setattr(fitfile, "read_record", lambda *_: {"values": values, "knowledge": KNOWN})
    told = fit(ValidationView(tiny, lang))
    grid = next(block for block in told.blocks if isinstance(block, Grid))
    assert [row.cells[1] for row in grid.rows] == ["open_intercept", "watch_sigma"]
    assert [row.cells[-1] for row in grid.rows] == [text(f"validation.fit.{says}", lang)
                                                    for says in ("targets_say", "prior_says")]  # fmt: skip
    said = " ".join(block.text for block in told.blocks if block.kind == "words")
    assert "watch_sigma" in said and "12" in said
    (gallery,) = (block for block in told.blocks if isinstance(block, Gallery))
    ElementTree.fromstring(gallery.pictures[0].svg)


def test_parameters_are_counted_once(tiny):
    grid = judged(ValidationView(tiny, "en")).blocks[1]
    counts = [[int(cell) for cell in row.cells[1:-1]] for row in grid.rows]
    assert all(sum(row[:-1]) == row[-1] for row in counts)
    assert counts[-1][-1] == len(PARAMETERS) == sum(row[-1] for row in counts[:-1])


def test_what_is_called_put_in_is_the_number_itself():
    found = {(name, group): (value, evidence) for name, group, value, evidence, how in from_baseline() if how == "set"}
    assert found["ai_host_share", "all"] == (0.3, "B09")
    assert found["likeness", "all"] == (0.7, "B11")
    assert {evidence for _, evidence in found.values()} >= {"B05", "B06", "B07", "B09", "B11"}
    ways = {name: how for name, _, _, _, how in from_baseline()}
    assert ways["checkout_intercept"] == "fitted" and ways["vr_share"] == "bounded"


def test_every_held_out_row_is_told_and_none_is_predicted(page):
    lang, _ = page
    rows = part(page, "to_predict").findall(".//tbody/tr")
    assert [words(row.findall("td")[0]) for row in rows] == list(load(HELD_OUT))
    states = ("no_strategy", "no_comparison", "level", "not_run")
    allowed = {text(f"validation.to_predict.states.{name}", lang) for name in states}
    assert {words(row.findall("td")[2]) for row in rows} <= allowed
    assert all(has(f"validation.to_predict.rows.{evidence}", lang) for evidence in load(HELD_OUT))


def test_a_built_strategy_is_not_called_missing():
    assert {state("L05", lever) for lever in LEVERS} == {"not_run"}
    assert state("W19", "repurchase") == "no_comparison"


@pytest.mark.parametrize("evidence", ["L11", "L13", "L52"])
def test_a_level_alone_is_not_called_a_test(evidence):
    assert state(evidence, load()[evidence].lever) == "level"


@pytest.fixture(scope="module")
def documents(tiny, tmp_path_factory):
    """The folder of the Markdown page and the paths that were written."""
    folder = tmp_path_factory.mktemp("docs")
    return folder, write_markdown(tiny, folder)


def test_markdown_says_the_same_and_its_figures_exist(page, documents):
    _, (path, *figures) = documents
    said = path.read_text("utf-8")
    assert said.startswith(f"# {text('validation.title')}\n")
    titles = [text(f"validation.{section.get('id')}.title") for section in tree(page[1]).iter("section")]
    assert [line[3:] for line in said.splitlines() if line.startswith("## ")] == titles
    assert re.findall(r"\]\((img/validation_\w+\.svg)\)", said) == [f"img/{figure.name}" for figure in figures]
    assert all(ElementTree.parse(figure) for figure in figures)
    widths = [{line.replace("\\|", "").count("|") for line in block.splitlines()}
              for block in said.split("\n\n") if block.startswith("|")]  # fmt: skip
    assert len(widths) >= 5 and all(len(width) == 1 for width in widths)


def test_a_stale_page_is_noticed_without_simulating(documents, tmp_path, monkeypatch):
    folder, _ = documents
    assert stale.is_stale(tmp_path) and not stale.is_stale(folder)
    for name, changed in (("sources", lambda: "another"), ("digest", lambda *_: "another")):
        with monkeypatch.context() as patch:
            patch.setattr(stale, name, changed)
            assert stale.is_stale(folder)
    (tmp_path / "validation.md").write_text(f"# of other targets\n\n{stale.stamp('ours.yaml')}\n")
    assert stale.is_stale(tmp_path)


def test_a_world_in_which_hardly_anything_happens_has_a_page(tiny, tmp_path):
    empty = Validation(tiny.rows, tiny.run, tiny.events.of(tiny.events.users["joined"] < -(10**9)))
    write_page(empty, tmp_path)
    nothing = row_of(next(target for target in load_targets() if target.above), [math.nan])
    assert nothing["met"] is False
