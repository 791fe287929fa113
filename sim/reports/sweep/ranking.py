"""Figures of a sweep that rank: tornados, the best options, the front, sensitivities, what is worth knowing."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.reports import format as fmt
from sim.reports.palette import ARMS, INK, SOFT
from sim.reports.style import WIDTH
from sim.reports.sweep.figures import bars, heading
from sim.reports.sweep.words import (
    Measure,
    broken,
    difference,
    level_name,
    measure_of,
    option_labels,
    outcome_name,
    spoken,
)
from sim.texts import text

ROW = 0.36
"""Height of one bar [inch]."""
KEY = 52
"""Width of a line of the key [narrow letters]."""
TOP = 12  # options, factors or points that are shown at the most
COSTS = LinearSegmentedColormap.from_list("costs", ["#9ccbe8", "#0072B2", "#06283d"])


def tornado_figure(table: pd.DataFrame, metric: str, lang: str) -> Figure:
    """Bars from the lowest to the highest response to each factor, the widest first."""
    table = _widest(table)
    measure = measure_of(metric, pd.concat([table["low_mean"], table["high_mean"]]), lang)
    figure = Figure(figsize=(WIDTH, (ROW + 0.12) * len(table) + 1.1), layout="constrained")
    axes = figure.subplots()
    axes.axvline(0, color=SOFT, linewidth=1)
    low, high = table["low_mean"], table["high_mean"]
    axes.barh(range(len(table)), high - low, left=low, height=0.5, color=ARMS[4])
    for place, row in enumerate(table.to_dict("records")):
        for end, side, shift in (("low", "right", -4), ("high", "left", 4)):
            axes.annotate(level_name(row[f"{end}_value"], lang), (row[f"{end}_mean"], place), (shift, 0),
                          textcoords="offset points", ha=side, va="center", fontsize=8.5)  # fmt: skip
    room = 0.25 * (max(high.max(), 0.0) - min(low.min(), 0.0))
    axes.set_xlim(min(low.min(), 0.0) - room, max(high.max(), 0.0) + room)
    bars(axes, [spoken(name) for name in table["factor"]])
    _sideways(axes, measure)
    heading(figure, outcome_name(metric, lang))
    return figure


def tornado_alt(table: pd.DataFrame, metric: str, lang: str) -> str:
    """The lowest and the highest response to each factor in words."""
    parts = [text("sweep.alt.line", lang, name=spoken(row["factor"]), **{
        end: text("sweep.alt.at", lang, value=difference(metric, row[f"{end}_mean"], lang),
                  place=level_name(row[f"{end}_value"], lang)) for end in ("low", "high")})
        for row in _widest(table).to_dict("records")]  # fmt: skip
    return text("sweep.alt.tornado", lang, metric=outcome_name(metric, lang),
                values=text("report.format.clause", lang).join(parts))  # fmt: skip


def ranking_figure(options: pd.DataFrame, metric: str, lang: str) -> Figure:
    """How often each option is the best, with the interval of that, the best twelve from the top."""
    rows = options.head(TOP)
    figure = Figure(figsize=(WIDTH, _height(option_labels(rows, lang)) + 1.2), layout="constrained")
    axes, share = figure.subplots(), rows["probability_best"]
    axes.barh(range(len(rows)), share, height=0.55, color=[ARMS[0], *[ARMS[4]] * (len(rows) - 1)])
    _whiskers(axes, rows["best_low"], rows["best_high"])
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f}%"))
    axes.set_title(text("sweep.figure.best", lang), fontsize=9.5, fontweight="normal", color=SOFT, x=0)
    bars(axes, option_labels(rows, lang))
    heading(figure, outcome_name(metric, lang))
    figure.legend(handles=[_whisker_key(text("sweep.figure.worlds", lang))], loc="outside lower left")
    return figure


def ranking_alt(options: pd.DataFrame, metric: str, lang: str) -> str:
    """How often each of the best options is the best, in words."""
    rows = options.head(TOP)
    parts = [text("sweep.alt.share", lang, name=name, share=fmt.format_part(share, lang))
             for name, share in zip(option_labels(rows, lang), rows["probability_best"], strict=True)]  # fmt: skip
    return text("sweep.alt.ranking", lang, metric=outcome_name(metric, lang),
                values=text("report.format.clause", lang).join(parts))  # fmt: skip


def front_figure(front: pd.DataFrame, lang: str) -> Figure:
    """Retention against repurchase, darker the more it costs; the front is marked, the line leaves costs aside."""
    best = front[front["on_front"].astype(bool)].sort_values("rebuy_rate")
    names = [broken(name, KEY) for name in option_labels(best.head(TOP), lang)]
    lines = sum(name.count("\n") + 1 for name in names)
    figure = Figure(figsize=(WIDTH, 3.4 + 0.2 * lines), layout="constrained")
    axes, dear = figure.subplots(), front["cost"].notna().any()
    axes.axhline(0, color=SOFT, linewidth=1)
    axes.axvline(0, color=SOFT, linewidth=1)
    edge = best[best["base_retention"] == best["base_retention"][::-1].cummax()[::-1]]  # whatever it costs
    axes.plot(edge["rebuy_rate"], edge["base_retention"], color=ARMS[1], linewidth=1.6, zorder=1.5)
    marks = axes.scatter(front["rebuy_rate"], front["base_retention"], s=[70 if on else 26 for on in front["on_front"]],
                         c=front["cost"] if dear else ARMS[4], cmap=COSTS if dear else None, zorder=2,
                         edgecolors=[ARMS[1] if on else "white" for on in front["on_front"]], plotnonfinite=dear,
                         linewidths=[1.8 if on else 0.6 for on in front["on_front"]])  # fmt: skip
    if dear:
        measure = measure_of("cost", front["cost"], lang)
        bar = figure.colorbar(marks, ax=axes, aspect=30, format=measure.ticks())
        bar.set_label(text("report.format.with_unit", lang, name=outcome_name("cost", lang), unit=measure.word))
        bar.outline.set_visible(False)  # type: ignore[operator]
    for number, row in enumerate(best.head(TOP).to_dict("records"), 1):
        axes.annotate(str(number), (row["rebuy_rate"], row["base_retention"]), (6, 5), textcoords="offset points",
                      color=INK, fontweight="bold", fontsize=9)  # fmt: skip
    for axis, metric in ((axes.xaxis, "rebuy_rate"), (axes.yaxis, "base_retention")):
        measure = measure_of(metric, front[metric], lang)
        axis.set_major_formatter(measure.ticks())
        axis.set_major_locator(MaxNLocator(5))
        axis.set_label_text(text("report.format.with_unit", lang, name=fmt.capital(outcome_name(metric, lang)),
                                 unit=measure.word))  # fmt: skip
    axes.margins(0.1)
    axes.tick_params(length=0, labelcolor=INK)
    heading(figure, text("sweep.figure.front", lang))
    keys = [Line2D([], [], marker=f"${n}$", color=INK, linestyle="none", label=name)
            for n, name in enumerate(names, 1)]  # fmt: skip
    figure.legend(handles=keys, loc="outside lower left", handlelength=1.0)
    return figure


def front_alt(front: pd.DataFrame, lang: str) -> str:
    """Both differences of every option on the front, in words."""
    best = front[front["on_front"].astype(bool)].sort_values("rebuy_rate").head(TOP)
    parts = [
        text("sweep.alt.option", lang, name=name, retention=difference("base_retention", row["base_retention"], lang),
             rebuy=difference("rebuy_rate", row["rebuy_rate"], lang), cost=difference("cost", row["cost"], lang))
        for name, row in zip(option_labels(best, lang), best.to_dict("records"), strict=True)
    ]  # fmt: skip
    return text("sweep.alt.front", lang, values=text("report.format.clause", lang).join(parts))


def sensitivity_figure(table: pd.DataFrame, lang: str) -> Figure:
    """Factors by how much they matter, with intervals: mu* with sigma (Morris), first and total share (Sobol)."""
    metric, wide, kinds = str(table["metric"].iloc[0]), _ranked(table), indices(table)
    measure = measure_of(metric, table["value"], lang)
    labels = [spoken(name) for name in wide.index]
    figure = Figure(figsize=(WIDTH, (0.2 if len(kinds) > 1 else 0) + _height(labels, 0.14) + 1.5), layout="constrained")
    axes = figure.subplots()
    for place, kind in enumerate(kinds):
        rows = table[table["index"] == kind].set_index("factor").loc[wide.index]
        shift = 0.0 if kind in ("mu_star", "sigma") else 0.36 * (place - 0.5)
        ys = [y + shift for y in range(len(rows))]
        if kind == "sigma":
            axes.plot(rows["value"], ys, marker="D", color=ARMS[1], linestyle="none", markersize=5,
                      label=text("sweep.figure.sigma", lang))  # fmt: skip
            continue
        axes.barh(ys, rows["value"], height=0.34 if shift else 0.5, color=ARMS[4 if place else 0],
                  alpha=0.8, label=text(f"sweep.figure.{kind}", lang))  # fmt: skip
        _whiskers(axes, rows["low"], rows["high"], ys)
    bars(axes, labels)
    if "mu_star" in kinds:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: measure.ticks()(value).lstrip("+")))
        axes.set_xlabel(text("sweep.figure.effect", lang, unit=measure.word))
    else:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f}%".replace("-", fmt.MINUS)))
        axes.set_xlabel(text("sweep.figure.variance", lang))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    heading(figure, outcome_name(metric, lang, str(table["segment"].iloc[0])))
    handles = [*axes.get_legend_handles_labels()[0], _whisker_key(text("sweep.figure.error", lang))]
    figure.legend(handles=handles, loc="outside lower left", ncols=1)
    return figure


def sensitivity_alt(table: pd.DataFrame, lang: str) -> str:
    """How much each factor matters, in words."""
    metric, kind = str(table["metric"].iloc[0]), indices(table)[-1 if "total" in set(table["index"]) else 0]
    rows = table[table["index"] == kind].set_index("factor").loc[_ranked(table).index]
    parts = [
        text("sweep.alt.share", lang, name=spoken(str(name)), share=fmt.format_part(value, lang)
             if kind in ("first", "total") else difference(metric, value, lang).lstrip("+"))
        for name, value in rows["value"].items()
    ]  # fmt: skip
    return text("sweep.alt.sensitivity", lang, metric=outcome_name(metric, lang),
                values=text("report.format.clause", lang).join(parts))  # fmt: skip


def indices(table: pd.DataFrame) -> list[str]:
    """The kinds of index that are drawn, the one that ranks first for Morris and last for Sobol."""
    return [kind for kind in ("mu_star", "sigma", "first", "total") if kind in set(table["index"])]


def worth_figure(table: pd.DataFrame, metric: str, lang: str) -> Figure:
    """What it is worth to know each factor before choosing, beside what chance alone would show."""
    rows = table.sort_values("value", ascending=False).head(TOP)
    measure = measure_of(metric, table["value"], lang)
    labels = [spoken(name) for name in rows["factor"]]
    figure = Figure(figsize=(WIDTH, _height(labels, 0.1) + 1.4), layout="constrained")
    axes, places = figure.subplots(), range(len(rows))
    colours = [ARMS[0] if sure else ARMS[4] for sure in rows["sure"]]
    axes.barh([y - 0.14 for y in places], rows["value"], height=0.38, color=colours)
    axes.barh([y + 0.2 for y in places], rows["by_chance"], height=0.2, color="#aab2bc")
    bars(axes, labels)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: measure.ticks()(value).lstrip("+")))
    axes.set_xlabel(text("sweep.figure.gain", lang, unit=measure.word))
    heading(figure, outcome_name(metric, lang))
    names = (("sure", ARMS[0]), ("not_sure", ARMS[4]), ("chance", "#aab2bc"))
    keys = [Patch(color=colour, label=text(f"sweep.figure.{name}", lang)) for name, colour in names]
    figure.legend(handles=keys, loc="outside lower left", ncols=1)
    return figure


def worth_alt(table: pd.DataFrame, metric: str, lang: str) -> str:
    """What it is worth to know each factor, in words."""
    parts = [text("sweep.alt.chance", lang, name=spoken(row["factor"]),
                  value=difference(metric, row["value"], lang).lstrip("+"),
                  chance=difference(metric, row["by_chance"], lang).lstrip("+"))
             for row in table.sort_values("value", ascending=False).head(TOP).to_dict("records")]  # fmt: skip
    return text("sweep.alt.worth", lang, metric=outcome_name(metric, lang),
                values=text("report.format.clause", lang).join(parts))  # fmt: skip


def _sideways(axes: Axes, measure: Measure) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(measure.ticks())
    axes.set_xlabel(measure.axis())


def _height(labels: list[str], more: float = 0.0) -> float:
    """Height of bars with such labels [inch]."""
    return sum(max(ROW + more, 0.19 * (broken(label).count("\n") + 1)) for label in labels)


def _widest(table: pd.DataFrame) -> pd.DataFrame:
    width = (table["high_mean"] - table["low_mean"]).abs()
    return table.loc[width.sort_values(ascending=False, kind="stable").index].head(TOP)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """A row for each factor, those that matter most first."""
    main = "total" if "total" in set(table["index"]) else "mu_star"
    return table[table["index"] == main].sort_values("value", ascending=False).set_index("factor").head(TOP)


def _whiskers(axes: Axes, low: pd.Series, high: pd.Series, places: list[float] | None = None) -> None:
    axes.hlines(places or range(len(low)), low, high, color=INK, linewidth=1.3)


def _whisker_key(label: str) -> Line2D:
    return Line2D([], [], color=INK, linewidth=1.3, label=label)
