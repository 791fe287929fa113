"""The part of the page about coverage: do intervals hold as often as they claim, where the truth is known?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from calibration.coverage.ranks import NOMINAL
from calibration.coverage.record import GRID, LIKELY_SHARE, is_stale, outside, read
from calibration.page.drawing import OTHER, REPORTED, SIMULATED, titled
from calibration.page.view import ValidationView
from sim.reports.blocks import Block, Gallery, Grid, Picture, Row, Section, Words
from sim.reports.format import capital, format_part
from sim.reports.names import metric_name, scenario_name, segment_name
from sim.reports.palette import INK, SOFT
from sim.reports.style import WIDTH, style, svg_of
from sim.texts import text

GROUPS: Mapping[str, str] = {"parameters": SIMULATED, "levels": OTHER, "effects": REPORTED}
"""What is asked of a posterior -> its colour in the figure."""


def coverage(view: ValidationView) -> Section:
    """How often intervals hold the truth; one sentence while no study has been made."""
    content = read()
    return view.section("coverage", *(told(view, content) if content else [Words(view.say("coverage.absent"))]))


def told(view: ValidationView, content: Mapping[str, Any]) -> list[Block]:
    """What a study found, its tables and its figure."""
    setting, worlds, ranks = (content[name] for name in ("setting", "worlds", "ranks"))
    with style(view.lang):
        picture = curve(view, content)
    parameters = list(content["knows"]["parameters"].values())
    return [
        Words(view.say("coverage.lead", platforms=setting["platforms"], truths=setting["truths"],
                       users=f"{setting['users']:,}", days=setting["horizon"], lucks=setting["lucks"],
                       draws=setting["draws"])),
        *([Words(view.say("coverage.stale"), "warning")] if is_stale(content) else []),
        Words(verdict(view, content)),
        by_group(view, content),
        Gallery([picture]),
        Words(view.say("coverage.ranks", tests=ranks["tests"], unlikely=ranks["unlikely"],
                       expected=f"{ranks['expected']:.1f}", least=f"{ranks['least']:.1g}",
                       data=f"{content['data']['p']:.2g}")),
        by_effect(view, content),
        Words(view.say("coverage.knows", median=f"{sorted(parameters)[len(parameters) // 2]:.2f}",
                       least=f"{min(parameters):.2f}", name=min(content["knows"]["parameters"],
                                                               key=content["knows"]["parameters"].get))),
        Words(view.say("coverage.limits", narrower=format_part(setting["narrower"], view.lang),
                       died=format_part(worlds["died"], view.lang), unseen=format_part(worlds["unseen"], view.lang),
                       unmixed=format_part(content["mixing"]["above"], view.lang))),
    ]  # fmt: skip


def verdict(view: ValidationView, content: Mapping[str, Any]) -> str:
    """Whether the likely intervals of effects hold the true effect as often as they should, in one sentence."""
    share, error, _ = content["coverage"]["effects"][str(LIKELY_SHARE)]
    kind = "holds" if 0.85 <= share <= 0.95 else "too_often" if share > 0.95 else "too_seldom"
    return view.say(f"coverage.{kind}", share=percent(share), error=points(error))


def by_group(view: ValidationView, content: Mapping[str, Any]) -> Grid:
    """Nominal shares beside those that were found, for each group of quantities."""
    heads = [view.say("coverage.heads.asked"), *(view.say("coverage.heads.nominal", share=format_part(n, view.lang))
                                                 for n in NOMINAL)]  # fmt: skip
    rows = [Row([view.say(f"coverage.groups.{group}"),
                 *(cell(content["coverage"][group][str(n)], n) for n in NOMINAL)]) for group in GROUPS]  # fmt: skip
    return Grid(view.say("coverage.by_group"), heads, rows, numbers=range(1, len(NOMINAL) + 1))


def by_effect(view: ValidationView, content: Mapping[str, Any]) -> Grid:
    """One row for each effect: its coverage, that of few draws, and what it is known from."""
    heads = [view.say(f"coverage.heads.{name}") for name in ("effect", "likely", "few", "prior", "posterior", "luck")]
    rows = []
    for one in content["effects"]:
        spread = one["spread"]
        name = text("report.validation.of", view.lang, name=metric_name(one["metric"], view.lang),
                    segment=segment_name(one["segment"], view.lang))  # fmt: skip
        rows.append(Row([f"{capital(scenario_name(one['strategy'], view.lang))}: {name}",
                         cell(one["coverage"][str(LIKELY_SHARE)], LIKELY_SHARE), cell(one["few"], LIKELY_SHARE),
                         *(f"{100.0 * spread[part]:.2f}" for part in ("prior", "posterior", "luck"))]))  # fmt: skip
    return Grid(view.say("coverage.by_effect"), heads, rows, numbers=range(1, len(heads)))


def cell(found: list[float], nominal: float) -> str:
    """A share with its standard error; * where it is further off than that explains."""
    share, error = found[:2]
    return f"{percent(share)} ± {points(error)}{' *' if outside(share, error, nominal) else ''}"


def percent(share: float) -> str:
    """A share in percent to one digit behind the point."""
    return f"{100.0 * share:.1f}%"


def points(error: float) -> str:
    """An error in points to one digit behind the point."""
    return f"{100.0 * error:.1f}"


def curve(view: ValidationView, content: Mapping[str, Any]) -> Picture:
    """What was found less what is nominal, along all nominal shares: a posterior that is right stays at zero."""
    figure = Figure(figsize=(WIDTH, 3.4), layout="constrained")
    axes = figure.subplots()
    axes.axhline(0.0, color=INK, linewidth=1)
    for group, colour in GROUPS.items():
        rows = content["curve"][group]
        off = [100.0 * (share - nominal) for nominal, share, _ in rows]
        wide = [196.0 * error for _, _, error in rows]
        nominal = [100.0 * n for n in GRID]
        axes.plot(nominal, off, color=colour, linewidth=1.6, label=view.say(f"coverage.groups.{group}"))
        axes.fill_between(nominal, [o - w for o, w in zip(off, wide, strict=True)],
                          [o + w for o, w in zip(off, wide, strict=True)], color=colour, alpha=0.15, linewidth=0)
    axes.set_xlim(0.0, 100.0)
    axes.tick_params(length=0, labelcolor=INK)
    axes.set_xlabel(view.say("coverage.figure.x"))
    axes.set_title(view.say("coverage.figure.y"), fontsize=9.5, fontweight="normal", color=SOFT)
    titled(figure, view.say("coverage.figure.title"))
    figure.legend(loc="outside lower left", ncols=3)
    found = [f"{view.say(f'coverage.groups.{group}')} {percent(content['coverage'][group][str(LIKELY_SHARE)][0])}"
             for group in GROUPS]  # fmt: skip
    alt = view.say("coverage.figure.alt", nominal=format_part(LIKELY_SHARE, view.lang),
                   found=text("report.format.list", view.lang).join(found))  # fmt: skip
    return Picture("coverage", svg_of(figure), alt, view.say("coverage.figure.note"))
