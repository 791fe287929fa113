"""A comparison in a notebook: page one where its name is typed, and the report's figures one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from sim.base.errors import ResultError, UnknownNameError, unknown
from sim.base.files import write_whole
from sim.base.message import said
from sim.paired.comparison import Comparison
from sim.paired.estimate import scenario_meant
from sim.reports.blocks import Page, Section
from sim.reports.curves import curve_alt, curve_figure, panels
from sim.reports.drawing import Figures
from sim.reports.forest import forest_alt, forest_figure
from sim.reports.html import html_of
from sim.reports.report import facts, heading
from sim.reports.rows import baseline_of, main_rows, rows_of, scenarios_of
from sim.reports.sections import ComparisonView, first
from sim.reports.style import png_of, style, svg_of
from sim.reports.timeline import courses, timeline_alt, timeline_figure
from sim.scenario.names import resolve
from sim.texts import LANGUAGES, spoken

DPI = 200
"""Of a saved PNG: sharp on a slide."""


@dataclass(frozen=True)
class NotebookPage:
    """A piece of HTML that a notebook shows."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True)
class Drawing:
    """A figure with its own fonts, also where the notebook's machine has none for Chinese; `alt` tells it in words."""

    figure: Figure
    alt: str
    lang: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_svg_(self) -> str:
        with style(self.lang):
            return svg_of(self.figure).decode()

    def save(self, path: str | Path) -> Path:
        """The file `path`, a picture by its ending: .svg or .png. Raises ResultError for another one."""
        path = Path(path)
        kinds: dict[str, Callable[[], bytes]] = {
            ".svg": lambda: svg_of(self.figure),
            ".png": lambda: png_of(self.figure, DPI),
        }
        if path.suffix.lower() not in kinds:
            raise ResultError(said("'{path}' is no picture; allowed endings: .svg, .png", path=path))
        with style(self.lang):
            write_whole(path, kinds[path.suffix.lower()]())
        return path


def page(comparison: Comparison, lang: str | None = None) -> NotebookPage:
    """Page one in `lang`, without its definitions."""
    lang = _language(lang)
    view = ComparisonView(comparison, rows_of(comparison, lang), Figures(Path()), lang)  # page one has no figure
    title, kind = heading(comparison, lang)
    section = Section("page_one", view.say("page_one.title"), first(view, notes=False))
    return NotebookPage(html_of(Page(kind, kind, title, [section], facts=facts(comparison, lang)), lang, "notebook"))


def plot(comparison: Comparison, figure: str, *, metric: str | None, segment: str | None, scenario: str | None,
         lang: str | None) -> Drawing:
    """One of FIGURES; what is None is that of the first primary outcome, and everybody's where there is none."""
    draw = FIGURES[_known("figure", figure, FIGURES)]
    lang = _language(lang)
    with style(lang):
        drawn, alt = draw(comparison, _Asked(metric, segment, scenario, lang))
    return Drawing(drawn, alt, lang)


@dataclass(frozen=True)
class _Asked:
    """What a figure is asked to show."""

    metric: str | None
    segment: str | None
    scenario: str | None
    lang: str


def _effects(comparison: Comparison, asked: _Asked) -> tuple[Figure, str]:
    """The forest plot of one metric, of all groups or of one."""
    every = rows_of(comparison, asked.lang)
    there = list(dict.fromkeys(row.data["metric"] for row in (*main_rows(every), *every)))
    metric = there[0] if asked.metric is None else _known("metric", resolve("metric", asked.metric), there)
    rows = [row for row in main_rows(every) if row.data["metric"] == metric]
    rows = rows or [row for row in every if row.data["metric"] == metric]
    if asked.segment is not None:
        groups = [row.data["segment"] for row in rows]
        segment = _known("segment", _segment(comparison, asked.segment), groups)
        rows = [row for row in rows if row.data["segment"] == segment]
    if asked.scenario is not None:
        name = scenario_meant(asked.scenario, scenarios_of(comparison))
        rows = [row for row in rows if row.data["scenario"] == name]
    return forest_figure(rows, scenarios_of(comparison), asked.lang), forest_alt(rows, asked.lang)


def _curves(comparison: Comparison, asked: _Asked) -> tuple[Figure, str]:
    """The curves of all worlds for one group."""
    arms = [baseline_of(comparison), *scenarios_of(comparison)]
    if asked.scenario is not None:
        arms = [arms[0], scenario_meant(asked.scenario, arms[1:])]
    scale = comparison.manifest["scale"]
    made = [panel for panel in panels(comparison.curves, arms, scale) if len(panel.arms[arms[0]])]
    curves = list(dict.fromkeys(panel.curve for panel in made))
    if not curves:
        raise ResultError(said("no curve was kept: the horizon is too short"))
    curve = curves[0] if asked.metric is None else _known("curve", asked.metric, curves)
    made = [panel for panel in made if panel.curve == curve]
    groups = [panel.segment for panel in made]
    wanted = _segment(comparison, asked.segment or _first_segment(comparison, groups))
    panel = made[groups.index(_known("segment", wanted, groups))]
    return curve_figure(panel, asked.lang), curve_alt(panel, asked.lang)


def _timeline(comparison: Comparison, asked: _Asked) -> tuple[Figure, str]:
    """On which days the strategies of one scenario acted, the first one unless stated."""
    found = {course.scenario: course for course in courses(comparison)}
    course = found[scenario_meant(asked.scenario or next(iter(found)), list(found))]
    return timeline_figure(course, asked.lang), timeline_alt(course, asked.lang)


FIGURES: dict[str, Callable[[Comparison, _Asked], tuple[Figure, str]]] = {
    "effects": _effects, "curves": _curves, "timeline": _timeline,
}  # fmt: skip


def _segment(comparison: Comparison, written: str) -> str:
    """The own spelling of a segment."""
    return resolve("segment", written, comparison.arms[0].segments)


def _first_segment(comparison: Comparison, there: list[str]) -> str:
    """The group of the first primary outcome where it has curves, else everybody."""
    named = list(comparison.primary["segment"])
    return named[0] if named and named[0] in there else "all"


def _known(kind: str, name: str, there: Collection[str]) -> str:
    """The name, when it is there. Raises UnknownNameError otherwise."""
    if name not in there:
        raise UnknownNameError(unknown(kind, name, there))
    return name


def _language(lang: str | None) -> str:
    """The language asked for, or that of LIVESIM_LANG."""
    return spoken() if lang is None else _known("language", lang, LANGUAGES)
