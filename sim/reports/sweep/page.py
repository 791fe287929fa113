"""The page of a sweep: one HTML file that a planner reads, with the answer first and its figures inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.explore.plan import Factor
from sim.explore.response import response
from sim.reports import html
from sim.reports.blocks import Block, Folded, Gallery, Page, Picture, Section
from sim.reports.drawing import Figures, Tell, silent, tell_undrawn
from sim.reports.names import scenario_name
from sim.reports.style import style
from sim.reports.sweep import figures as over
from sim.reports.sweep import ranking as ranks
from sim.reports.sweep.parts import answer, facts, failed, limits, question, varied
from sim.reports.sweep.view import SweepView
from sim.reports.sweep.words import difference, level_name

if TYPE_CHECKING:
    from sim.explore.result import Swept

MOST_CURVES = 8
"""So many factors have a response curve, those that move the outcome most."""
MOST_CELLS = 8
"""A factor of more levels than this makes no heat map."""
Responses = dict[str, dict[str, pd.DataFrame]]
"""Factor -> scenario -> response of one outcome; factors of one value are left out."""


def write_sweep_report(
    swept: Swept, folder: Path, lang: str = "en", tell: Tell = silent, *, png: bool = False
) -> Path:
    """`folder`/report.html in `lang`, with every figure also as SVG in `folder`/figures, with `png` as PNG too.

    `tell` gets one sentence for each figure that could not be drawn.
    """
    page = sweep_page(SweepView(swept, Figures(folder / "figures", png), lang))
    tell_undrawn(page, tell)
    return html.write_page(page, folder / "report.html", lang)


def sweep_page(view: SweepView) -> Page:
    """The page without the sections that have nothing to say; figures are written on the way."""
    parts = {"question": question, "varied": varied, "answer": answer, "effects": effects, "ranking": ranking,
             "front": front, "interactions": interactions, "sensitivity": sensitivity, "worth": worth,
             "failed": failed, "limits": limits}  # fmt: skip
    with style(view.lang):
        sections = [Section(name, view.say(f"{name}.title"), part(view)) for name, part in parts.items()]
    title = view.say("title")
    spoken = [section for section in sections if section.blocks]
    return Page(title, f"livesim · {view.swept.sweep.name}", title, spoken, facts=facts(view))


def effects(view: SweepView) -> list[Block]:
    """Heat maps of a grid, response curves or a tornado of the main outcome; curves of the others, folded."""
    sweep = view.swept.sweep
    main = responses(view, *view.main)
    if not main:
        return []
    blocks: list[Block] = []
    if sweep.design.kind == "grid" and (heats := heat_maps(view, main)):
        blocks += [Gallery(heats), view.words("effects.heat")]
    if sweep.design.kind == "one_at_a_time":
        blocks += [Gallery(tornados(view, main)), view.words("effects.tornado")]
    blocks += [Gallery(curves(view, main, *view.main)), view.words("effects.response")]
    others = [one for outcome in sweep.outcomes[1:] for one in curves(view, responses(view, *outcome), *outcome)]
    return [*blocks, Folded(view.say("effects.others"), [Gallery(others)])] if others else blocks


def responses(view: SweepView, metric: str, segment: str) -> Responses:
    """The responses of an outcome, factors that move it most first."""
    by_factor: Responses = {}
    for factor in view.swept.sweep.factors:
        by_arm = {arm: response(view.swept.results, view.swept.sweep, [factor.name], arm, metric, segment)
                  for arm in view.swept.sweep.scenarios}  # fmt: skip
        stated = {arm: rows.dropna(subset=[factor.name, "mean"]) for arm, rows in by_arm.items()}
        stated = {arm: rows for arm, rows in stated.items() if len(rows) > 1}
        if stated:
            by_factor[factor.name] = stated
    ordered = sorted(by_factor, key=lambda name: -max(width(rows) for rows in by_factor[name].values()))
    return {name: by_factor[name] for name in ordered}


def width(rows: pd.DataFrame) -> float:
    """How far a response goes."""
    return float(rows["mean"].max() - rows["mean"].min())


def curves(view: SweepView, by_factor: Responses, metric: str, segment: str) -> list[Picture]:
    """A response curve of each factor, at most MOST_CURVES."""
    pictures = []
    for name in list(by_factor)[:MOST_CURVES]:
        given = (by_factor[name], view.swept.sweep.factor(name), metric, view.lang, segment)
        pictures.append(view.picture(f"response_{metric}_{segment}_{name}", over.response_figure,
                                     over.response_alt, given))  # fmt: skip
    return pictures


def heat_maps(view: SweepView, by_factor: Responses) -> list[Picture]:
    """For each scenario its response over the two factors that move it most."""
    sweep, (metric, segment), pictures = view.swept.sweep, view.main, []
    for arm in sweep.scenarios:
        few = [name for name, by_arm in by_factor.items() if 1 < len(by_arm.get(arm, ())) <= MOST_CELLS]
        tables = {name: by_factor[name][arm] for name in few}
        names = sorted(tables, key=lambda name: -width(tables[name]))[:2]
        if len(names) < 2:
            continue
        names.sort(key=lambda name: len(tables[name]))  # there is more room down than across
        cells = response(view.swept.results, sweep, names, arm, metric, segment).dropna(subset=[*names, "mean"])
        given = (cells, [sweep.factor(name) for name in names], metric, heat_title(view, arm), view.lang)
        if len(cells):
            pictures.append(view.picture(f"heat_{arm}", over.heat_figure, over.heat_alt, given))
    return pictures


def heat_title(view: SweepView, arm: str) -> str:
    """The scenario and the outcome."""
    return view.listed([scenario_name(arm, view.lang), view.outcome(*view.main)])


def tornados(view: SweepView, by_factor: Responses) -> list[Picture]:
    """For each scenario the lowest and the highest response to each factor."""
    pictures = []
    for arm in view.swept.sweep.scenarios:
        rows = [tornado_row(view, name, by_arm[arm]) for name, by_arm in by_factor.items() if arm in by_arm]
        if rows:
            given = (pd.DataFrame(rows), view.main[0], view.lang)
            caption = scenario_name(arm, view.lang)
            picture = view.picture(f"tornado_{arm}", ranks.tornado_figure, ranks.tornado_alt, given, caption)
            pictures.append(replace(picture, alt=view.listed([caption, picture.alt])) if picture.svg else picture)
    return pictures


def tornado_row(view: SweepView, name: str, rows: pd.DataFrame) -> dict[str, object]:
    """One line of the tornado, its words as they are shown."""
    factor = view.swept.sweep.factor(name)
    row: dict[str, object] = {"factor": view.factor(name)}
    for end, place in (("low", rows["mean"].idxmin()), ("high", rows["mean"].idxmax())):
        row[f"{end}_value"] = level_name(rows.loc[place, name], view.lang, factor)
        row[f"{end}_mean"] = rows.loc[place, "mean"]
    return row


def ranking(view: SweepView) -> list[Block]:
    """How often each option is the best."""
    if len(view.swept.ranking) < 2:
        return []
    given = (view.labelled(view.swept.ranking), view.main[0], view.lang)
    return [Gallery([view.picture("ranking", ranks.ranking_figure, ranks.ranking_alt, given)]),
            view.words("ranking.caption")]  # fmt: skip


def front(view: SweepView) -> list[Block]:
    """Retention against repurchase, and the options that no other beats."""
    if not len(view.swept.front):
        return []
    options = view.labelled(view.swept.front)
    best = options[options["on_front"].astype(bool)].sort_values("rebuy_rate")
    rows = [(row["label"], *(difference(m, row[m], view.lang) for m in ("base_retention", "rebuy_rate", "cost")),
             view.share(row["share_on_front"])) for row in best.to_dict("records")]  # fmt: skip
    drawn = view.picture("front", ranks.front_figure, ranks.front_alt, (options, view.lang))
    return [Gallery([drawn]), view.words("front.caption"),
            view.table("front", ("option", "retention", "rebuy", "cost", "share"), rows, (1, 2, 3, 4))]  # fmt: skip


def interactions(view: SweepView) -> list[Block]:
    """The pair that works together most as lines, and the shares of all pairs."""
    rows = view.swept.interactions
    if not len(rows):
        return []
    rows = rows.sort_values(["sure", "share_interaction"], ascending=False)
    sweep, (metric, segment) = view.swept.sweep, view.main
    names = [rows["factor"].iloc[0], rows["other"].iloc[0]]
    cells = response(view.swept.results, sweep, names, sweep.scenarios[0], metric, segment)
    pair: Sequence[Factor] = [sweep.factor(name) for name in names]
    given = (cells.dropna(subset=[*names, "mean"]), pair[0], pair[1], metric, view.lang)
    caption = scenario_name(sweep.scenarios[0], view.lang)
    drawn: list[Block] = []
    if len(given[0]):
        figure, alt = over.interaction_figure, over.interaction_alt
        drawn = [Gallery([view.picture("interaction", figure, alt, given, caption)]),
                 view.words("interactions.caption")]  # fmt: skip
    lines = [(view.listed([view.factor(r["factor"]), view.factor(r["other"])]),
              *(view.share(r[key]) for key in ("share_factor", "share_other", "share_interaction", "by_noise")),
              view.say(f"interactions.{'sure' if r['sure'] else 'unsure'}"))
             for r in rows.to_dict("records")]  # fmt: skip
    columns = ("pair", "first", "second", "both", "chance", "verdict")
    return [*drawn, view.words("interactions.lead"), view.table("interactions", columns, lines, (1, 2, 3, 4))]


def sensitivity(view: SweepView) -> list[Block]:
    """Which factors matter most, for every scenario and outcome that was looked at."""
    indices = view.swept.sensitivity
    if indices is None or not len(indices):
        return []
    pictures = []
    for (arm, metric, segment), part in indices.groupby(["scenario", "metric", "segment"], sort=False):
        rows = part.dropna(subset=["value"])
        if len(rows):
            named = rows.assign(factor=[view.factor(name) for name in rows["factor"]])
            name, caption = f"sensitivity_{arm}_{metric}_{segment}", scenario_name(str(arm), view.lang)
            pictures.append(view.picture(name, ranks.sensitivity_figure, ranks.sensitivity_alt,
                                         (named, view.lang), caption))  # fmt: skip
    method = "morris" if "mu_star" in set(indices["index"]) else "sobol"
    noise = indices["noise"].max()
    notes = [view.words("sensitivity.noise", share=view.share(noise))] if noise == noise else []
    return [Gallery(pictures), view.words(f"sensitivity.{method}"), *notes] if pictures else []


def worth(view: SweepView) -> list[Block]:
    """What knowing each factor is worth, what would be best then, and pairs whose order turns round."""
    gains, couples, lines = view.swept.worth, view.swept.pairs, []
    blocks: list[Block] = []
    if gains is not None and len(gains):
        named = gains.assign(factor=[view.factor(name) for name in gains["factor"]])
        given = (named, view.main[0], view.lang)
        for row in named.to_dict("records"):
            case = "unsure" if not row["sure"] else "flips" if row["flips"] else "stays"
            ends = (view.option(row["best_low"]), view.option(row["best_high"]))
            lines.append((row["factor"], *ends, difference(view.main[0], row["value"], view.lang).lstrip("+"),
                          view.say(f"worth.{case}")))  # fmt: skip
        blocks = [Gallery([view.picture("worth", ranks.worth_figure, ranks.worth_alt, given)]),
                  view.words("worth.caption"), view.words("worth.lead"),
                  view.table("worth", ("factor", "low", "high", "gain", "verdict"), lines, (3,))]  # fmt: skip
    if couples is not None and len(couples):
        rows = [(view.option(r["better"]), view.option(r["worse"]), view.share(r["reversed"]), view.factor(r["factor"]),
                 view.share(r["share"]), view.share(r["by_chance"])) for r in couples.to_dict("records")]  # fmt: skip
        columns = ("better", "worse", "reversed", "by", "share", "chance")
        blocks += [view.words("worth.pairs"), view.table("worth", columns, rows, (2, 4, 5), caption="pairs")]
    return blocks
