"""The page of a sweep: one HTML file that a planner reads, with the answer first and its figures inside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.explore.plan import Factor
from sim.explore.response import response
from sim.reports.html import environment
from sim.reports.names import scenario_name
from sim.reports.style import style
from sim.reports.sweep import figures as over
from sim.reports.sweep import ranking as ranks
from sim.reports.sweep.parts import (
    Block,
    View,
    answer,
    facts,
    failed,
    gallery,
    limits,
    picture,
    question,
    table,
    varied,
    words,
)  # fmt: skip
from sim.reports.sweep.words import difference, level_name

if TYPE_CHECKING:
    from sim.explore.result import Swept

MOST_CURVES = 8
"""So many factors have a response curve, those that move the outcome most."""
MOST_CELLS = 8
"""A factor of more levels than this makes no heat map."""
Responses = dict[str, dict[str, pd.DataFrame]]
"""Factor -> scenario -> response of one outcome; factors of one value are left out."""


def write_sweep_report(swept: Swept, folder: Path, lang: str = "en") -> Path:
    """`folder`/report.html in `lang`, with every figure also as SVG and PNG in `folder`/figures."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(render(View(swept, folder / "figures", lang)), encoding="utf-8")
    return path


def render(view: View) -> str:
    """The page's HTML; figures are written on the way."""
    parts = {"question": question, "varied": varied, "answer": answer, "effects": effects, "ranking": ranking,
             "front": front, "interactions": interactions, "sensitivity": sensitivity, "worth": worth,
             "failed": failed, "limits": limits}  # fmt: skip
    with style(view.lang):
        found = [{"name": name, "title": view.say(f"{name}.title"), "blocks": part(view)}
                 for name, part in parts.items()]  # fmt: skip
    names = {name: view.say(name) for name in ("title", "contents", "skip", "show")}
    page = environment(view.lang).get_template("sweep.html.j2")
    sections = [section for section in found if section["blocks"]]
    return page.render(lang=view.lang, words=names, name=view.swept.sweep.name, facts=facts(view), sections=sections)


def effects(view: View) -> list[Block]:
    """Heat maps of a grid, response curves or a tornado of the main outcome; curves of the others, folded."""
    sweep = view.swept.sweep
    found = responses(view, *view.main)
    if not found:
        return []
    blocks = []
    if sweep.design.kind == "grid" and (heats := heat_maps(view, found)):
        blocks += [gallery(heats), words(view.say("effects.heat"))]
    if sweep.design.kind == "one_at_a_time":
        blocks += [gallery(tornados(view, found)), words(view.say("effects.tornado"))]
    blocks += [gallery(curves(view, found, *view.main)), words(view.say("effects.response"))]
    others = [one for outcome in sweep.outcomes[1:] for one in curves(view, responses(view, *outcome), *outcome)]
    return [*blocks, gallery(others, folded=view.say("effects.others"))] if others else blocks


def responses(view: View, metric: str, segment: str) -> Responses:
    """The responses of an outcome, factors that move it most first."""
    found: Responses = {}
    for factor in view.swept.sweep.factors:
        by_arm = {arm: response(view.swept.results, view.swept.sweep, [factor.name], arm, metric, segment)
                  for arm in view.swept.sweep.scenarios}  # fmt: skip
        stated = {arm: rows.dropna(subset=[factor.name, "mean"]) for arm, rows in by_arm.items()}
        stated = {arm: rows for arm, rows in stated.items() if len(rows) > 1}
        if stated:
            found[factor.name] = stated
    ordered = sorted(found, key=lambda name: -max(width(rows) for rows in found[name].values()))
    return {name: found[name] for name in ordered}


def width(rows: pd.DataFrame) -> float:
    """How far a response goes."""
    return float(rows["mean"].max() - rows["mean"].min())


def curves(view: View, found: Responses, metric: str, segment: str) -> list[Block]:
    """A response curve of each factor, at most MOST_CURVES."""
    pictures = []
    for name in list(found)[:MOST_CURVES]:
        given = (found[name], view.swept.sweep.factor(name), metric, view.lang, segment)
        pictures.append(picture(view, f"response_{metric}_{segment}_{name}", over.response_figure(*given),
                                over.response_alt(*given)))  # fmt: skip
    return pictures


def heat_maps(view: View, found: Responses) -> list[Block]:
    """For each scenario its response over the two factors that move it most."""
    sweep, (metric, segment), pictures = view.swept.sweep, view.main, []
    for arm in sweep.scenarios:
        few = [name for name, by_arm in found.items() if 1 < len(by_arm.get(arm, ())) <= MOST_CELLS]
        tables = {name: found[name][arm] for name in few}
        names = sorted(tables, key=lambda name: -width(tables[name]))[:2]
        if len(names) < 2:
            continue
        names.sort(key=lambda name: len(tables[name]))  # there is more room down than across
        cells = response(view.swept.results, sweep, names, arm, metric, segment).dropna(subset=[*names, "mean"])
        given = (cells, [sweep.factor(name) for name in names], metric, heat_title(view, arm), view.lang)
        if len(cells):
            pictures.append(picture(view, f"heat_{arm}", over.heat_figure(*given), over.heat_alt(*given)))
    return pictures


def heat_title(view: View, arm: str) -> str:
    """The scenario and the outcome."""
    return view.listed([scenario_name(arm, view.lang), view.outcome(*view.main)])


def tornados(view: View, found: Responses) -> list[Block]:
    """For each scenario the lowest and the highest response to each factor."""
    pictures = []
    for arm in view.swept.sweep.scenarios:
        rows = [tornado_row(view, name, by_arm[arm]) for name, by_arm in found.items() if arm in by_arm]
        if rows:
            given = (pd.DataFrame(rows), view.main[0], view.lang)
            alt = view.listed([scenario_name(arm, view.lang), ranks.tornado_alt(*given)])
            caption = scenario_name(arm, view.lang)
            pictures.append(picture(view, f"tornado_{arm}", ranks.tornado_figure(*given), alt, caption))
    return pictures


def tornado_row(view: View, name: str, rows: pd.DataFrame) -> dict[str, object]:
    """One line of the tornado, its words as they are shown."""
    factor = view.swept.sweep.factor(name)
    row: dict[str, object] = {"factor": view.factor(name)}
    for end, place in (("low", rows["mean"].idxmin()), ("high", rows["mean"].idxmax())):
        row[f"{end}_value"] = level_name(rows.loc[place, name], view.lang, factor)
        row[f"{end}_mean"] = rows.loc[place, "mean"]
    return row


def ranking(view: View) -> list[Block]:
    """How often each option is the best."""
    if len(view.swept.ranking) < 2:
        return []
    given = (view.labelled(view.swept.ranking), view.main[0], view.lang)
    return [gallery([picture(view, "ranking", ranks.ranking_figure(*given), ranks.ranking_alt(*given))]),
            words(view.say("ranking.caption"))]  # fmt: skip


def front(view: View) -> list[Block]:
    """Retention against repurchase, and the options that no other beats."""
    if not len(view.swept.front):
        return []
    options = view.labelled(view.swept.front)
    best = options[options["on_front"].astype(bool)].sort_values("rebuy_rate")
    rows = [(row["label"], *(difference(m, row[m], view.lang) for m in ("base_retention", "rebuy_rate", "cost")),
             view.share(row["share_on_front"])) for row in best.to_dict("records")]  # fmt: skip
    drawn = picture(view, "front", ranks.front_figure(options, view.lang), ranks.front_alt(options, view.lang))
    return [gallery([drawn]), words(view.say("front.caption")),
            table(view, "front", ("option", "retention", "rebuy", "cost", "share"), rows, (1, 2, 3, 4))]  # fmt: skip


def interactions(view: View) -> list[Block]:
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
        figure = over.interaction_figure(*given)
        drawn = [gallery([picture(view, "interaction", figure, over.interaction_alt(*given), caption)]),
                 words(view.say("interactions.caption"))]  # fmt: skip
    lines = [(view.listed([view.factor(r["factor"]), view.factor(r["other"])]),
              *(view.share(r[key]) for key in ("share_factor", "share_other", "share_interaction", "by_noise")),
              view.say(f"interactions.{'sure' if r['sure'] else 'unsure'}"))
             for r in rows.to_dict("records")]  # fmt: skip
    columns = ("pair", "first", "second", "both", "chance", "verdict")
    return [*drawn, words(view.say("interactions.lead")), table(view, "interactions", columns, lines, (1, 2, 3, 4))]


def sensitivity(view: View) -> list[Block]:
    """Which factors matter most, for every scenario and outcome that was looked at."""
    found = view.swept.sensitivity
    if found is None or not len(found):
        return []
    pictures = []
    for (arm, metric, segment), part in found.groupby(["scenario", "metric", "segment"], sort=False):
        rows = part.dropna(subset=["value"])
        if len(rows):
            told = rows.assign(factor=[view.factor(name) for name in rows["factor"]])
            figure, alt = ranks.sensitivity_figure(told, view.lang), ranks.sensitivity_alt(told, view.lang)
            name, caption = f"sensitivity_{arm}_{metric}_{segment}", scenario_name(str(arm), view.lang)
            pictures.append(picture(view, name, figure, alt, caption))
    method = "morris" if "mu_star" in set(found["index"]) else "sobol"
    noise = found["noise"].max()
    said = [words(view.say("sensitivity.noise", share=view.share(noise)))] if noise == noise else []
    return [gallery(pictures), words(view.say(f"sensitivity.{method}")), *said] if pictures else []


def worth(view: View) -> list[Block]:
    """What knowing each factor is worth, what would be best then, and pairs whose order turns round."""
    found, couples, lines = view.swept.worth, view.swept.pairs, []
    blocks: list[Block] = []
    if found is not None and len(found):
        told = found.assign(factor=[view.factor(name) for name in found["factor"]])
        given = (told, view.main[0], view.lang)
        for row in told.to_dict("records"):
            case = "unsure" if not row["sure"] else "flips" if row["flips"] else "stays"
            ends = (view.option(row["best_low"]), view.option(row["best_high"]))
            lines.append((row["factor"], *ends, difference(view.main[0], row["value"], view.lang).lstrip("+"),
                          view.say(f"worth.{case}")))  # fmt: skip
        blocks = [gallery([picture(view, "worth", ranks.worth_figure(*given), ranks.worth_alt(*given))]),
                  words(view.say("worth.caption")), words(view.say("worth.lead")),
                  table(view, "worth", ("factor", "low", "high", "gain", "verdict"), lines, (3,))]  # fmt: skip
    if couples is not None and len(couples):
        rows = [(view.option(r["better"]), view.option(r["worse"]), view.share(r["reversed"]), view.factor(r["factor"]),
                 view.share(r["share"]), view.share(r["by_chance"])) for r in couples.to_dict("records")]  # fmt: skip
        columns = ("better", "worse", "reversed", "by", "share", "chance")
        blocks += [words(view.say("worth.pairs")), table(view, "worth", columns, rows, (2, 4, 5), caption="pairs")]
    return blocks
