"""The crisis desk: what each answer to a crisis loses, how fast people are back, and what to say of it in a meeting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.base.units import MINUTES_AN_HOUR
from sim.paired.comparison import Comparison
from sim.paired.recovery import DAYS_OF, EVERYBODY, MONEY, USERS, WEEK, followed
from sim.paired.statistics import mean_interval
from sim.replicate.daily import GAVE_UP, ORDERS, SALES, SIGNALS
from sim.reports import format as fmt
from sim.reports.blocks import Block, Folded, Gallery, Heading, Listing, Words
from sim.reports.drawing import Figures, drawn
from sim.reports.names import scenario_name, segment_name
from sim.reports.palette import BASELINE, INK
from sim.reports.sheet import Sheet, heads, sheet_blocks, span
from sim.reports.style import WIDTH, arm_colours, arm_dashes
from sim.scenario.crises import UNTOUCHED, Answer, answer_of, answers_of, is_outage, outbreak
from sim.scenario.plan import Scenario
from sim.texts import text, texts

BAND = 0.35  # how dark all bands are together, where they lie above each other


def is_desk(comparison: Comparison) -> bool:
    """Whether the worlds are those of the crisis desk, which are called after their answers."""
    return bool(comparison.arms[0].name == UNTOUCHED)


def crisis_arms(comparison: Comparison) -> list[Scenario]:
    """The arms that a crisis strikes, in the order of the comparison."""
    names = set(comparison.crisis["scenario"])
    return [arm for arm in comparison.arms if arm.name in names]


def arm_label(arm: Scenario, desk: bool, lang: str) -> str:
    """What a world is called: after its answer in the desk, else by its own name."""
    if not desk:
        return fmt.capital(scenario_name(arm.name, lang))
    answer = answer_of(arm)
    if answer.hours is None:
        return text("report.crisis.never", lang)
    key = "failover" if is_outage(arm) else "with_money" if answer.money else "no_money"
    return text(f"report.crisis.{key}", lang, hours=f"{answer.hours:g}", minutes=f"{answer.hours * MINUTES_AN_HOUR:g}")


def loss_sheets(comparison: Comparison, lang: str, segment: str = EVERYBODY) -> list[Sheet]:
    """What every world loses in a group, a sheet a quantity; in the first group's first one what its answer cost."""
    rows, arms, desk = _cells(comparison, segment), crisis_arms(comparison), is_desk(comparison)
    shown = [what for what in (GAVE_UP, USERS, ORDERS, SALES) if any(what == one for _, one in rows)]
    sheets = []
    for what in shown:
        paid = what == shown[0] and segment == followed(comparison.crisis)[0]
        columns = ("answer" if desk else "scenario", what, "error", "likely", *["money"] * paid)
        lines = [(arm_label(arm, desk, lang), *_amount(rows.get((arm.name, what)), what, lang),
                  *[_amount(rows[arm.name, MONEY], MONEY, lang)[0]] * paid) for arm in arms]
        title = text("report.crisis.lost_of", lang, lost=text(f"report.crisis.{what}", lang),
                     segment=segment_name(segment, lang))
        sheets.append(Sheet(title, heads("crisis", columns, lang), lines))
    return sheets


def brief_sheet(comparison: Comparison, lang: str) -> Sheet:
    """The first group's losses for a terminal: what matters most with both intervals, the rest as means."""
    segment, desk, main = followed(comparison.crisis)[0], is_desk(comparison), _main(comparison)
    rows = _cells(comparison, segment)
    more = [what for what in (USERS, ORDERS, SALES) if what != main]
    columns = ["answer", main, "error", "likely", *more, "money"]
    lines = [(arm_label(arm, desk, lang), *_amount(rows.get((arm.name, main)), main, lang),
              *(_amount(rows.get((arm.name, what)), what, lang)[0] for what in (*more, MONEY)))
             for arm in crisis_arms(comparison)]
    title = text("report.crisis.lost", lang, segment=segment_name(segment, lang))
    return Sheet(title, heads("crisis", columns, lang), lines)


def days_sheet(comparison: Comparison, lang: str, segment: str = EVERYBODY) -> Sheet:
    """Days until activity, trust and satisfaction are back, each as "median (95 %; draws)"."""
    rows, desk = _cells(comparison, segment), is_desk(comparison)
    columns = ("answer" if desk else "scenario", *DAYS_OF.values())
    lines = []
    for arm in crisis_arms(comparison):
        cells = [_days_cell(rows.get((arm.name, what)), _watched(arm), lang) for what in DAYS_OF.values()]
        lines.append((arm_label(arm, desk, lang), *cells))
    title = text("report.crisis.days", lang, segment=segment_name(segment, lang))
    return Sheet(title, heads("crisis", columns, lang), lines, (text("report.crisis.days_note", lang),))


def sentences(comparison: Comparison, lang: str) -> list[str]:
    """What the intervals support, in sentences that a planner repeats: the crisis, speed, and money against speed."""
    if not is_desk(comparison) or followed(comparison.crisis)[0] != EVERYBODY:
        return []
    main, arms = _main(comparison), {answer_of(arm): arm.name for arm in crisis_arms(comparison)}
    draws = comparison.crisis_draws
    part = draws[(draws["segment"] == EVERYBODY) & (draws["quantity"] == main)]
    lost = {arm: group.sort_values("replicate")["value"].to_numpy() for arm, group in part.groupby("scenario")}
    said = [_told("unanswered", lost[arms[Answer(None)]], main, lang)] if Answer(None) in arms else []
    for money in (False, True):
        hours = sorted(answer.hours for answer in arms if answer.hours is not None and answer.money == money)
        if len(hours) > 1:
            fast, slow = (lost[arms[Answer(hour, money)]] for hour in (hours[0], hours[-1]))
            key = "speed_money" if money else "takeover" if main == GAVE_UP else "speed"
            said.append(_told(key, slow - fast, main, lang, fast=_when(hours[0], comparison, lang),
                              slow=_when(hours[-1], comparison, lang)))
    paid = sorted(answer.hours for answer in arms if answer.hours is not None and answer.money)
    if paid:
        words, late = lost[arms[Answer(paid[0])]], lost[arms[Answer(paid[-1], True)]]
        said.append(_told("money_or_speed", words - late, main, lang, fast=_when(paid[0], comparison, lang),
                          slow=_when(paid[-1], comparison, lang)))
    return said


def _told(key: str, change: np.ndarray, what: str, lang: str, **values: str) -> str:
    """A sentence on a paired difference: its size where the 95 % interval leaves zero out, else that it is unknown."""
    low, high = mean_interval(change)
    size = _shown(abs(float(change.mean())), what, lang)
    way = "same" if not change.any() else "more" if low > 0 else "less" if high < 0 else "unclear"
    ends = (low, high) if way == "unclear" else sorted((abs(low), abs(high)))
    interval = _between(ends[0], ends[1], what, lang)
    return text(f"report.crisis.say.{key}.{way}", lang, size=size, interval=interval,
                of=text(f"report.crisis.of.{what}", lang), **values)


def _when(hours: float, comparison: Comparison, lang: str) -> str:
    """After how long, in minutes where servers take over."""
    outage = any(map(is_outage, crisis_arms(comparison)))
    return text(f"report.crisis.{'after_minutes' if outage else 'after_hours'}", lang,
                time=f"{hours * (MINUTES_AN_HOUR if outage else 1.0):g}")


def crisis_blocks(comparison: Comparison, figures: Figures, lang: str) -> list[Block]:
    """The section: sentences, tables for everybody, curves, then groups folded."""
    told, (first, *others) = sentences(comparison, lang), followed(comparison.crisis)
    lead = text("report.crisis.lead" if is_desk(comparison) else "report.crisis.compared", lang,
                baseline=scenario_name(comparison.arms[0].name, lang))
    parts: list[Block] = [Words(lead, "lead"), *([Listing(told)] if told else []), *_sheets(comparison, lang, first)]
    pictures = [drawn(f"recovery_{signal}", recovery_figure, recovery_alt, (comparison, signal, lang), figures, lang)
                for signal in SIGNALS]
    groups = [Folded(fmt.capital(segment_name(one, lang)), _sheets(comparison, lang, one)) for one in others]
    notes: list[Block] = [Heading(text("report.crisis.read", lang)), Listing(texts("report.crisis.notes", lang))]
    return [*parts, Gallery(pictures), *groups, *notes]


def _sheets(comparison: Comparison, lang: str, segment: str) -> list[Block]:
    """All tables of a group."""
    sheets = (*loss_sheets(comparison, lang, segment), days_sheet(comparison, lang, segment))
    return [block for sheet in sheets for block in sheet_blocks(sheet, lang)]


def recovery_figure(comparison: Comparison, signal: str, lang: str) -> Figure:
    """How far a signal is below the untouched world, one line an answer with its 95 % band; the noise in grey."""
    course, segment = comparison.crisis_course, followed(comparison.crisis)[0]
    course = course[(course["segment"] == segment) & (course["signal"] == signal)]
    scale = (comparison.manifest["scale"] or 1.0) if signal == SIGNALS[0] else 1.0
    arms, desk = crisis_arms(comparison), is_desk(comparison)
    names = [arm.name for arm in arms]
    colours, dashes = arm_colours(names), arm_dashes(names)
    figure = Figure(figsize=(WIDTH, 4.0), layout="constrained")
    axes = figure.subplots()
    axes.axhline(0, color=BASELINE, linewidth=1.2)
    noise = scale * float(course["noise"].iloc[0]) if len(course) else math.nan
    if math.isfinite(noise):
        axes.axhspan(-noise, noise, color=BASELINE, alpha=0.1, linewidth=0)
    for arm in arms:
        rows = course[course["scenario"] == arm.name]
        axes.fill_between(rows["day"], scale * rows["low"], scale * rows["high"], color=colours[arm.name],
                          alpha=BAND / len(arms), linewidth=0)
        axes.plot(rows["day"], scale * rows["difference"], color=colours[arm.name], linestyle=dashes[arm.name],
                  linewidth=1.8, label=arm_label(arm, desk, lang))
    whose = "" if segment == EVERYBODY else f" · {segment_name(segment, lang)}"
    axes.set_title(text(f"report.crisis.curve.{signal}", lang) + whose)
    axes.set_xlabel(text("report.curves.day.base_retention", lang))
    if signal == SIGNALS[0]:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.format_people(value, lang, signed=True)))
    axes.tick_params(length=0, labelcolor=INK)
    figure.legend(loc="outside lower left", ncols=2, handlelength=2.8)
    return figure


def recovery_alt(comparison: Comparison, signal: str, lang: str, segment: str | None = None) -> str:
    """What a reader who does not see the curves needs: the days until each answer's is back, in the first group."""
    rows, desk = _cells(comparison, segment or followed(comparison.crisis)[0]), is_desk(comparison)
    values = [f"{arm_label(arm, desk, lang)}: {_days_cell(rows.get((arm.name, DAYS_OF[signal])), _watched(arm), lang)}"
              for arm in crisis_arms(comparison)]
    return text("report.crisis.alt", lang, curve=text(f"report.crisis.curve.{signal}", lang),
                values=text("report.format.clause", lang).join(values))


def _main(comparison: Comparison) -> str:
    """What the sentences are about: viewers of an outage, users otherwise."""
    return GAVE_UP if GAVE_UP in set(comparison.crisis["quantity"]) else USERS


def _cells(comparison: Comparison, segment: str) -> dict[tuple[str, str], dict[str, Any]]:
    """(arm, quantity) -> its row; what an answer costs stands beside every group."""
    crisis = comparison.crisis
    rows = crisis[(crisis["segment"] == segment) | (crisis["quantity"] == MONEY)]
    return {(row["scenario"], row["quantity"]): row for row in rows.to_dict("records")}


def _watched(arm: Scenario) -> int:
    """Days from the outbreak in an arm to the last day a week can begin on."""
    return arm.horizon.days - WEEK - (outbreak(arm) or 0)


def _amount(row: dict[str, Any] | None, what: str, lang: str) -> tuple[str, str, str]:
    """The mean, its interval and the range of the draws; blank where it was not measured."""
    if row is None:
        return "", "", ""
    return (_shown(row["value"], what, lang), _between(row["low"], row["high"], what, lang),
            _between(row["likely_low"], row["likely_high"], what, lang))


def _between(low: float, high: float, what: str, lang: str) -> str:
    """An interval of what is lost or paid; of money the unit is said once."""
    if what in (SALES, MONEY):
        return fmt.format_levels(low, high, "yuan", 1.0, lang)
    return span(_shown(low, what, lang), _shown(high, what, lang), lang)


def _shown(value: float, what: str, lang: str) -> str:
    if what in (SALES, MONEY):
        return fmt.format_value(value, "yuan", 1.0, lang)
    return fmt.format_people(value, lang)


def _days_cell(row: dict[str, Any] | None, watched: int, lang: str) -> str:
    """"12 (9 to 15; 4 to >60)": the median with its interval and the range of the draws; blank if not measured."""
    if row is None:
        return ""
    none = text("report.format.none", lang)

    def shown(value: float) -> str:
        return none if math.isnan(value) else f">{watched}" if math.isinf(value) else f"{value:g}"

    error = span(shown(row["low"]), shown(row["high"]), lang)
    likely = span(shown(row["likely_low"]), shown(row["likely_high"]), lang)
    return text("report.crisis.days_cell", lang, days=shown(row["value"]), error=error, likely=likely)


def crisis_lines(comparison: Comparison, lang: str) -> Sequence[str]:
    """The sentences of the terminal, with what blank money means where there is some."""
    blank = any(not answer.cost.stated for arm in crisis_arms(comparison) for answer in answers_of(arm))
    return [*sentences(comparison, lang), *([text("report.crisis.blank_money", lang)] if blank else [])]
