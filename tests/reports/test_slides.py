"""Slides read back: native tables and charts with the comparison's numbers, and nothing beyond the edge of a slide."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace
from io import BytesIO
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

import sim.reports
from sim.base.errors import LivesimError
from sim.outcomes.metrics.definitions import definition
from sim.paired.headline import ASKED
from sim.reports.lettering import parts
from sim.reports.names import per_of
from sim.reports.page_one import outcomes, page_one, shown_rows
from sim.reports.rows import rows_of
from sim.reports.slides import write_slides
from sim.scenario.plan import PrimaryOutcome, Scenario, Strategy, When
from tests.reports import builder

LANGS = ("en", "zh")
LEVERS = ("elder_mode", "referral_tasks", "shorter_streams")
LONG = ("为下沉市场和新中产的老用户在大促之后逐步推出的分阶段长辈友好直播间改版计划第",
        "an_option_whose_name_is_one_word_without_end_")  # fmt: skip
ASKED_LONG = {"zh": "在不增加补贴的前提下，" + "能不能让这些用户留下来、并且在半年之内再次下单？" * 3,
              "en": "Does it pay? " * 12}  # fmt: skip
POINT = 12700
"""Units of a position in a file [of a point]."""
LEAST = 10.0
"""Smallest writing that can be read from a chair [points]."""


def crowded():
    """A comparison of six options with long names and questions, three of them in one outcome more."""
    def scenarios(represents):
        world = {name: getattr(plain[0], name) for name in ("population", "horizon", "seed")}
        arms = []
        for place in range(6):
            lever, group = LEVERS[place % 3], ("silver", "gen_z", "new_middle")[place % 3]
            aims = [PrimaryOutcome(metric, group, 0.01) for metric in (*ASKED, "repeat_buyers")[: 2 + place % 2]]
            strategy = Strategy(lever, when=When(builder.START), name=lever)
            arms.append(Scenario(f"{LONG[place % 2]}{place}", ASKED_LONG, strategies=(strategy,), outcomes=tuple(aims),
                                 **world))  # fmt: skip
        return (plain[0], *arms)

    plain = builder.scenarios()
    with patch.object(builder, "scenarios", scenarios):
        return builder.comparison(replicates=5, strengths=False)


@pytest.fixture(scope="module")
def many(comparison, bare):
    """Comparisons of every kind, by name."""
    quick = {"users": 60_000, "replicates": 70}
    return {"plain": comparison, "bare": bare, "crowded": crowded(),
            "quick": replace(comparison, manifest=comparison.manifest | {"quick": quick})}  # fmt: skip


@pytest.fixture(scope="module")
def decks(many, tmp_path_factory):
    """(kind, language) -> the slides as they are read back."""
    folder = tmp_path_factory.mktemp("slides")
    return {(kind, lang): Presentation(write_slides(one, folder / kind / f"{lang}.pptx", lang))
            for kind, one in many.items() for lang in LANGS}  # fmt: skip


def shapes(deck):
    return [shape for slide in deck.slides for shape in slide.shapes]


def charts(deck, kind):
    every = [shape.chart for shape in shapes(deck) if shape.has_chart]
    return [chart for chart in every if chart.plots[0]._element.find(kind) is not None]


def error_bars(series):
    """Length of the error bar of every point, NaN where there is none."""
    points = series._element.findall("{*}errBars/{*}plus//{*}pt")
    lengths = {int(point.get("idx")): float(point[0].text) for point in points}
    return [lengths.get(place, math.nan) for place in range(len(series.values))]


def cells(table):
    return [tuple(cell.text_frame.text for cell in row.cells) for row in table.rows]


def words_of(deck):
    return "\n".join(shape.text_frame.text for shape in shapes(deck) if shape.has_text_frame)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["plain", "bare", "crowded"])
def test_every_line_of_page_one_stands_in_a_native_table(many, decks, kind, lang):
    tables = [cells(shape.table) for shape in shapes(decks[kind, lang]) if shape.has_table]
    for block in page_one(many[kind], lang).blocks:
        own = [table for table in tables if table[0] == block.heads]
        read = [line for table in own for line in table[1:]]
        for line in block.lines:
            assert any(line[1:] == other[1:] and other[0] in (line[0], other[0]) for other in read), line


@pytest.mark.parametrize("lang", LANGS)
def test_page_one_is_said_whole(many, decks, lang):
    for kind, one in many.items():
        said = "".join(words_of(decks[kind, lang]).split())
        page = page_one(one, lang)
        advice = page.recommendation
        every = (*page.questions, advice.first, *advice.harms, *advice.others, *advice.changes, page.quick, page.scale)
        assert all("".join(words.split()) in said for words in every), kind


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["plain", "bare", "crowded"])
def test_charts_hold_every_effect_of_page_one_with_both_ranges(many, decks, kind, lang):
    one, rows = many[kind], rows_of(many[kind], lang)
    shown = [row.data for metric in outcomes(rows) for name in one.advice["scenario"]
             for row in shown_rows(metric, rows, name)]  # fmt: skip
    expected = [[data[end] * (100 if data["unit"] == "share" else per_of(data["metric"]))
                 for end in ("low", "high", "likely_low", "likely_high", "difference")] for data in shown]  # fmt: skip
    read, bars = [], []
    for chart in charts(decks[kind, lang], "{*}ser/{*}errBars"):
        plots = list(chart.plots[0].series)
        series = [list(plot.values) for plot in plots]
        read += zip(*series[2:], strict=True)
        bars += zip(*(error_bars(plot) for plot in plots if plot._element.find("{*}errBars") is not None), strict=True)
        low, high = chart.value_axis.minimum_scale, chart.value_axis.maximum_scale
        assert all(low <= value <= high for values in series[2:] for value in values if value is not None)
        assert all(plot.name for plot in plots) and len(set(chart.plots[0].categories)) == len(series[0])
    assert len(read) == len(expected) > 0
    for shown_ends, (bar, whisker), ends in zip(read, bars, expected, strict=True):
        known = [math.nan if end is None else end for end in shown_ends]
        assert known == pytest.approx(ends, nan_ok=True)
        assert [bar, whisker] == pytest.approx([ends[1] - ends[0], ends[3] - ends[2]], nan_ok=True)


@pytest.mark.parametrize("lang", LANGS)
def test_curves_are_those_of_the_comparison(comparison, decks, lang):
    table = comparison.curves[comparison.curves["arm"].isin(["baseline", *comparison.advice["scenario"]])]
    scale = comparison.manifest["scale"]
    wanted = {}
    for (curve, segment, arm), part in table.groupby(["curve", "segment", "arm"]):
        if curve == "daily_active_users" and segment == "all":
            wanted[arm, "people"] = part["value"].to_numpy() * scale
        if curve == "base_retention" and segment in ("all", "gen_z", "silver"):
            wanted[arm, segment] = part["value"].to_numpy() * 100
            wanted[arm, segment, "difference"] = part["difference_high"].to_numpy() * 100
    read = [list(one.values) for shape in shapes(decks["plain", lang]) if shape.has_chart
            for one in shape.chart.plots[0].series]  # fmt: skip
    for key, values in wanted.items():
        if key != ("baseline", key[1], "difference"):
            assert any(len(one) == len(values) and one == pytest.approx(list(values)) for one in read), key


def test_nothing_is_a_picture(decks):
    for deck in decks.values():
        assert all(shape.shape_type != MSO_SHAPE_TYPE.PICTURE for shape in shapes(deck))
        body = BytesIO()
        deck.save(body)
        assert not [name for name in ZipFile(body).namelist() if name.endswith((".png", ".jpeg", ".jpg", ".svg"))]


def inside(shape):
    left, top, right, bottom = shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
    return min(left, top) >= 0 and right <= 960 * POINT and bottom <= 540 * POINT


def overlap(one, other):
    """How far two shapes lie in each other [points]."""
    wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    high = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return min(wide, high) / POINT


def lines_by_font(words, font, most):
    """Lines that words take in a real font, the widest of those that may stand in."""
    lines, line = 1, ""
    for part in parts(words):
        if line and font.getlength((line + part).rstrip()) > most:
            lines, line = lines + 1, part
        else:
            line += part
        while font.getlength(line.rstrip()) > most:
            kept = next(n for n in range(len(line), 0, -1) if font.getlength(line[:n]) <= most)
            lines, line = lines + 1, line[kept:]
    return lines


def needed(frame, wide):
    """The height of a text frame's words in that font [points]."""
    folder = importlib.resources.files(sim.reports) / "fonts"
    file = next(entry for entry in folder.iterdir() if entry.name.endswith(".otf"))
    high = 0.0
    for paragraph in frame.paragraphs:
        size = int(paragraph._p.find("{*}endParaRPr").get("sz")) / 100
        assert {run.font.size.pt for run in paragraph.runs} <= {size}
        assert size >= LEAST
        font = ImageFont.truetype(str(file), size)
        high += 1.45 * size * lines_by_font(paragraph.text, font, wide / POINT)
    return high


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["plain", "bare", "crowded", "quick"])
def test_nothing_overflows_its_slide(decks, kind, lang):
    for slide in decks[kind, lang].slides:
        every = list(slide.shapes)
        assert all(inside(shape) for shape in every)
        assert max(overlap(one, other) for one in every for other in every if one is not other) <= 0.1
        for shape in every:
            if shape.has_text_frame and shape.text_frame.text:
                assert needed(shape.text_frame, shape.width) <= shape.height / POINT + 0.1, shape.text_frame.text
            if shape.has_table:
                assert sum(row.height for row in shape.table.rows) <= shape.height + POINT
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        around = (cell.margin_top + cell.margin_bottom) / POINT
                        wide = column.width - cell.margin_left - cell.margin_right
                        high = row.height / POINT - around + 0.1
                        assert needed(cell.text_frame, wide) <= high, cell.text_frame.text
            if shape.has_chart:
                assert shape.height >= 150 * POINT and shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_table_that_goes_on_says_so(decks):
    for lang, mark in (("en", "(continued)"), ("zh", "（续）")):
        assert mark in words_of(decks["crowded", lang])
        assert mark not in words_of(decks["plain", lang])


@pytest.mark.parametrize("lang", LANGS)
def test_notes_define_what_is_shown_and_every_slide_has_a_title(comparison, decks, lang):
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in decks["plain", lang].slides)
    for metric in (*ASKED, "repeat_buyers"):
        assert definition(metric, lang).definition in notes
    assert "livesim compare elder_mode --break-even" in notes
    titles = [slide.shapes.title.text_frame.text for slide in decks["plain", lang].slides]
    assert all(titles) and len(set(titles)) == len(titles)


def test_a_quick_look_says_so_on_every_slide(many, decks):
    for lang in LANGS:
        words = page_one(many["quick"], lang).quick
        assert all(words in "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
                   for slide in decks["quick", lang].slides)  # fmt: skip


AXIS = ("axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos "
        "spPr txPr crossAx crosses")  # fmt: skip
ORDER = {
    "ser": "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "catAx": f"{AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": f"{AXIS} crossBetween majorUnit minorUnit dispUnits",
    "tcPr": "lnL lnR lnT lnB solidFill noFill",
    "p": "pPr r br fld endParaRPr",
}  # fmt: skip
"""Element -> its parts in the order of ECMA-376 part 1 (21.2 and 21.1): PowerPoint mends or refuses any other."""


def test_elements_stand_in_the_order_of_the_standard(decks):
    seen = set()
    for deck in decks.values():
        for shape in shapes(deck):
            root = shape.chart._chartSpace if shape.has_chart else shape._element
            for element in root.iter():
                name = element.tag.rpartition("}")[2]
                if name in ORDER:
                    places = [ORDER[name].split().index(part.tag.rpartition("}")[2]) for part in element]
                    assert places == sorted(places), name
                    seen.add(name)
    assert seen == ORDER.keys()


def test_letters_of_both_scripts_have_a_font(decks):
    for deck in decks.values():
        body = BytesIO()
        deck.save(body)
        theme = ZipFile(body).read("ppt/theme/theme1.xml").decode()
        for font in ('<a:ea typeface="Microsoft YaHei"/>', '<a:latin typeface="Calibri"/>'):
            assert theme.count(font) == 2  # of headings and of all else


def test_the_same_comparison_gives_the_same_file(comparison, tmp_path):
    first, second = (write_slides(comparison, tmp_path / name, "zh").read_bytes() for name in ("a.pptx", "b.pptx"))
    assert first == second
    assert all(info.date_time[0] == 1980 for info in ZipFile(BytesIO(first)).infolist())


def test_without_python_pptx_it_is_said_how_to_install_it(comparison, tmp_path, monkeypatch):
    real = importlib.import_module

    def missing(name, *package):
        if name == "pptx":
            raise ImportError(name)
        return real(name, *package)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(LivesimError) as error:
        write_slides(comparison, tmp_path / "slides.pptx")
    assert "pip install 'livesim[app]'" in str(error.value)
    assert not (tmp_path / "slides.pptx").exists()


def test_effects_that_nobody_knows_are_left_out_of_the_chart(comparison, tmp_path):
    table = comparison.table.copy()
    lost = (table["scenario"] == "elder_mode") & (table["metric"] == "rebuy_rate") & (table["segment"] == "silver")
    table.loc[lost, ["difference", "low", "high", "likely_low", "likely_high"]] = math.nan
    deck = Presentation(write_slides(replace(comparison, table=table), tmp_path / "slides.pptx"))
    marks = [len(list(chart.plots[0].categories)) for chart in charts(deck, "{*}ser/{*}errBars")]
    assert marks == [4, 3, 1]


def test_a_title_may_stand_alone():
    from sim.reports.deck.writing import Deck

    deck = Deck("deck", "foot", "#000000", "en")
    deck.words("nothing was asked, and nothing is to be said", [])
    slide, = Presentation(BytesIO(deck.body())).slides
    assert slide.shapes.title.text_frame.text.startswith("nothing") and not slide.has_notes_slide
