"""Page one: every number on it stands in the tables, no two places say different things, it fits where it is shown."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from io import StringIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from rich.cells import cell_len
from rich.console import Console

from sim.paired.headline import ASKED
from sim.reports import format as fmt
from sim.reports.answer import answers
from sim.reports.drawing import Figures
from sim.reports.html import html_of
from sim.reports.names import per_of, scenario_name
from sim.reports.one_page import slide, write_one_page
from sim.reports.page_one import page_one
from sim.reports.report import SECTIONS, report
from sim.reports.rows import error_of, rows_of
from sim.reports.style import style
from sim.reports.terminal import page_one_lines
from sim.reports.workbook import write_workbook
from sim.texts import text
from tests.sampling import SAMPLED_LANGUAGES

LANGS = ("en", "zh")
NUMBER = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def printed(parts, width=100):
    console = Console(width=width, record=True, file=StringIO())
    for part in parts:
        console.print(part)
    return console.export_text()


def known_numbers(comparison, lang):
    """Every number of the rows, the account, the inputs, the causes and the manifest, as it would be written."""
    words = []
    for row in rows_of(comparison, lang):
        unit, per, error = row.data["unit"], per_of(row.data["metric"]), error_of(row.data)
        words += [row.baseline, row.treated, row.difference, row.error, row.likely, row.reaches, row.reaches_share]
        words += [row.worth, f"{row.data['reaches_draws']:g}", fmt.plain_number(row.data["difference"], unit, per, lang,
                                                                              signed=True, error=error)]  # fmt: skip
    for row in comparison.benefit.to_dict("records"):
        for part in ("net_benefit", "cost"):
            error = (row[f"{part}_high"] - row[f"{part}_low"]) / 2
            ends = [row[f"{part}{end}"] for end in ("_low", "_high", "_likely_low", "_likely_high")]
            words += [fmt.format_value(row[part], "yuan", 1.0, lang, error=error),
                      fmt.format_difference(row[part], "yuan", 1.0, lang, error=error),
                      fmt.format_range(*ends[:2], "yuan", 1.0, lang, error=error),
                      fmt.format_range(*ends[2:], "yuan", 1.0, lang, error=error)]  # fmt: skip
        words.append(f"{row['paying_draws']:g}")
    words += [f"{row.harmed_draws:g}" for row in comparison.harms.itertuples()]
    words += [fmt.format_part(round(share, 2), lang) for share in comparison.uncertainty["share"]]
    return {number.lstrip("+−").rstrip("0").rstrip(".") for word in words for number in NUMBER.findall(word)}


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_of_page_one_stands_in_the_tables(comparison, lang):
    one = page_one(comparison, lang)
    known = known_numbers(comparison, lang)
    cells = [cell for block in one.blocks for line in block.lines for cell in line]
    said = [one.recommendation.first, *one.recommendation.harms, *one.recommendation.changes, *cells]
    for words in said:
        for number in NUMBER.findall(words):
            assert number.lstrip("+−").rstrip("0").rstrip(".") in known | {"20", "2", ""}, words


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_places_print_different_values_for_one_thing(comparison, lang):
    """The effect of an outcome is written alike on page one, in the answer, in the table of all rows and in harms."""
    rows = {(row.scenario, row.metric, row.segment): row for row in rows_of(comparison, lang)}
    cards = {card.title: card for card in answers(comparison, lang)}
    for metric, block in zip(ASKED, page_one(comparison, lang).blocks, strict=False):
        option = ""
        for line in block.lines:
            option = line[0] or option
            row = next(row for key, row in rows.items() if row.data["metric"] == metric and key[2] == line[1]
                       and fmt.capital(key[0]) in option)  # fmt: skip
            assert row.difference.startswith(line[2])
            if row.data["primary"]:
                said = "".join(block.change + block.text for block in cards[fmt.capital(row.scenario)].blocks
                               if block.kind == "verdict")  # fmt: skip
                assert row.difference in said and row.likely in said and row.reaches in said


def test_retention_and_repurchase_head_the_blocks(comparison):
    titles = [block.title for block in page_one(comparison, "en").blocks]
    assert titles[0].startswith("Retention (base retention") and titles[1].startswith("Repurchase (rebuy rate")
    titles = [block.title for block in page_one(comparison, "zh").blocks]
    assert titles[0].startswith("留存（基准留存率") and titles[1].startswith("复购（老客再购率")
    assert next(iter(SECTIONS)) == "page_one"


@pytest.mark.parametrize("lang", LANGS)
def test_who_is_harmed_is_said_on_page_one_in_the_answer_and_in_the_terminal(comparison, lang):
    harms = page_one(comparison, lang).recommendation.harms
    assert len(harms) == len(comparison.harms) > 0
    cards = "".join(block.text for card in answers(comparison, lang) for block in card.blocks if block.kind == "words")
    terminal = printed(page_one_lines(comparison, lang)).replace("\n", "").replace(" ", "")
    for harm in harms:
        assert harm in cards and harm.replace(" ", "") in terminal
    harmed = scenario_name(comparison.harms["scenario"][0], lang)
    marked = [line[0] for block in page_one(comparison, lang).blocks[:2] for line in block.lines]
    assert fmt.capital(text("report.page_one.harmful", lang, option=fmt.capital(harmed))) in marked


@pytest.mark.parametrize("lang", LANGS)
def test_the_terminal_says_it_in_25_lines_of_100_columns(comparison, bare, lang):
    for one in (comparison, bare):
        lines = printed(page_one_lines(one, lang)).rstrip().splitlines()
        assert max(cell_len(line) for line in lines) <= 100
        more = 3 * len(set(one.primary["metric"]) - set(ASKED))  # each further outcome has a block of its own
        assert len(lines) <= 25 + more, len(lines)  # this comparison has all that can be: margins, harms, causes
    order = [fmt.capital(scenario_name(name, lang)) for name in comparison.advice["scenario"]]
    said = "".join(lines)
    assert order[0] in fmt.capital(said)


def test_a_workbook_holds_numbers_as_numbers(comparison, tmp_path):
    for lang, sheets in (("en", ["Page one", "Effects", "Money", "Definitions", "Inputs"]),
                         ("zh", ["一页结论", "效果", "收支", "口径", "输入数字"])):
        book = load_workbook(write_workbook(comparison, tmp_path / lang / "summary.xlsx", lang))
        assert book.sheetnames == sheets
        effects = book[sheets[1]]
        heads = [cell.value for cell in effects[1]]
        place = heads.index(text("report.workbook.column.difference", lang))
        values = [row[place].value for row in effects.iter_rows(min_row=2)]
        assert len(values) == len(comparison.table)
        assert all(value is None or isinstance(value, (int, float)) for value in values)
        share = comparison.table["unit"] == "share"
        assert values[0] == pytest.approx(comparison.table["difference"][0] * (100 if share[0] else 1))
        written = (tmp_path / lang / "effects.csv").read_bytes()
        assert written.startswith(b"\xef\xbb\xbf") and heads[0] in written.decode("utf-8-sig")


@pytest.mark.parametrize("lang", LANGS)
def test_a_slide_is_16_by_9_and_nothing_lies_outside_it(comparison, tmp_path, lang):
    _, picture = write_one_page(comparison, tmp_path, lang)
    with Image.open(picture) as image:
        assert image.size == (1920, 1080)
        boxes = ((0, 0, 1920, 8), (0, 1072, 1920, 1080), (0, 0, 8, 1080), (1912, 0, 1920, 1080))
        edges = [image.crop(box).convert("L").getextrema() for box in boxes]
    assert all(darkest == 255 for darkest, _ in edges)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
@pytest.mark.parametrize("lang", LANGS)
def test_one_page_is_one_sheet_of_a4(comparison, tmp_path, lang):
    page, _ = write_one_page(comparison, tmp_path, lang)
    paper = tmp_path / "page.pdf"
    subprocess.run([str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'p'}",
                    "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri()],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    assert len(re.findall(rb"/Type /Page\b", paper.read_bytes())) == 1


def test_the_view_of_page_one_is_the_first_thing_on_the_page(report):
    _, html, _ = report
    assert html.index('id="page_one"') < html.index("<nav") < html.index('id="review"')


@pytest.mark.parametrize("lang", SAMPLED_LANGUAGES)
def test_a_quick_look_says_so_everywhere_with_the_whole_size(comparison, lang, tmp_path):
    full = {"users": 60_000, "replicates": 70}
    quick = replace(comparison, manifest=comparison.manifest | {"quick": full})
    words = page_one(quick, lang).quick
    assert "60,000" in words and "70" in words and "--" not in words, "a page in a meeting names no options"
    assert words in html_of(report(quick, Figures(tmp_path), lang), lang)
    first = str(page_one_lines(quick, lang)[0])
    assert words in first and "--quick" in first, "a terminal says how to ask for the whole"
    write_workbook(quick, tmp_path / "summary.xlsx", lang)
    cells = [cell.value for sheet in load_workbook(tmp_path / "summary.xlsx") for row in sheet for cell in row]
    assert words in cells
    with style(lang):
        written = "".join(part.get_text() for part in slide(quick, lang).texts)
    assert words[:20] in written


def test_an_answer_of_the_whole_size_is_no_quick_look(comparison):
    for quick in (None, {"users": 1, "replicates": 1}):
        assert page_one(replace(comparison, manifest=comparison.manifest | {"quick": quick}), "en").quick == ""
