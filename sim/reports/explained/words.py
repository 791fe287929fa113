"""An explanation in sentences: what does it, what works against it, by whom, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.paired.explaining.paths import ALONE, INTERACTION, LEFT_OUT
from sim.paired.explaining.people import SAME
from sim.paired.explaining.worlds import MOST
from sim.reports import format as fmt
from sim.reports.explained.view import Line, Why
from sim.texts import text

WHOLE, NEARLY, MOSTLY = 0.995, 0.8, 0.5
"""Shares of an effect from which on a part is all, nearly all and most of it."""
PART, LITTLE = 0.05, 0.02
"""Shares from which on a part is named, and below which it is next to nothing."""
NAMED = 3
"""Parts that are named where nothing is settled."""


def sentences(why: Why) -> list[str]:
    """What a planner repeats: the effect, by which paths, by whom, when."""
    return [fmt.capital(one) for one in (*_total(why), *_paths(why), *_people(why), *_time(why), *_counts(why))]


def _total(why: Why) -> Iterator[str]:
    key = "none" if nothing(why) else "sure" if sure(why.total) else "unsure"
    yield why.say(f"total.{key}", **why.names, effect=why.effect(why.total["effect"]), error=why.span(why.total))


def _paths(why: Why) -> Iterator[str]:
    shares = why.shares
    if nothing(why):
        return
    if len(shares) == 1:
        yield why.say("paths.single", path=why.named(shares[0]))
        return
    if not why.divided:
        yield why.say("paths.many", count=len(shares), most=MOST, paths=_listed(why, shares[:NAMED]))
    elif sure(why.total) and sure(max(shares, key=lambda line: part_of(why, line))):
        yield from _divided(why, shares)
    else:
        yield why.say("paths.unsettled", paths=_listed(why, [line for line in shares if line["effect"]][:NAMED]))
    if idle := [line for line in shares if is_idle(why, line)]:
        yield why.say("paths.exactly_nothing", paths=why.joined([why.named(line) for line in idle]))
    yield why.say(f"paths.{_touch(why)}", effect=why.effect(why.of(INTERACTION)["effect"]))


def _divided(why: Why, shares: list[Line]) -> Iterator[str]:
    """Who makes the effect, who adds to it, who works against it, and what is open."""
    along = sorted(shares, key=lambda line: -part_of(why, line))
    first, part = along[0], part_of(why, along[0])
    key = ("over" if part > 2 - WHOLE else "all" if part >= WHOLE else "nearly" if part >= NEARLY else
           "most" if part >= MOSTLY else "largest")  # fmt: skip
    yield why.say(f"paths.{key}", path=why.named(first), share=_percent(why, part))
    others = [line for line in along[1:] if not is_idle(why, line)]
    if also := [line for line in others if part_of(why, line) >= PART]:
        yield why.say("paths.also", paths=_listed(why, also))
    if against := [line for line in others if part_of(why, line) <= -LITTLE]:
        key = "against" if len(against) == 1 else "against_all"
        yield why.say(f"paths.{key}", paths=_listed(why, against[::-1]))
    if little := [line for line in others if abs(part_of(why, line)) < LITTLE]:
        yield why.say("paths.nothing", paths=why.joined([why.named(line) for line in little]))
    if unsettled := [line for line in along if abs(part_of(why, line)) >= PART and not sure(line)]:
        yield why.say("paths.open", paths=why.joined([why.named(line) for line in unsettled]))


def _people(why: Why) -> Iterator[str]:
    if nothing(why):
        return
    came = [line for line in why.contributions if line["cut"] == "people" and line["piece"] != SAME]
    if came and came[0]["people"] == 0:
        yield why.say("people.same_only")
    elif came:
        parts = {line["piece"]: line for line in why.contributions if line["cut"] == "people"}
        yield why.say("people.same", same=why.effect(parts[SAME]["effect"]), came=why.effect(came[0]["effect"]))
    side, total = math.copysign(1, why.total["effect"]), why.effect(why.total["effect"])
    for cut in dict.fromkeys(line["cut"] for line in why.contributions if line["cut"] != "people"):
        lines = [line for line in why.contributions if line["cut"] == cut]
        top = max(lines, key=lambda line: side * line["effect"])
        if sure(why.total) and sure(top):
            yield why.say("people.cut", cut=why.say(f"people.cuts.{cut}"), piece=why.piece(top["piece"]),
                          effect=why.effect(top["effect"]), total=total)  # fmt: skip


def _time(why: Why) -> Iterator[str]:
    if nothing(why):
        return
    line = why.arising
    if line is None:
        yield why.say("time.none")
        return
    days = {"first": f"{line['first_day']:g}", "half": f"{line['half_day']:g}", "sure": f"{line['sure_day']:g}"}
    yield why.say(f"time.{'begins' if math.isfinite(line['sure_day']) else 'never_sure'}", **days)
    peak = line["trend"] == "rising" and line["peak_day"] < line["earlier_day"]
    shown = {name: why.effect(line[name]) for name in ("effect", "earlier", "peak")}
    yield text(f"report.answer.course.{line['trend']}{'_peak' if peak else ''}", why.lang, **shown,
               day=line["day"], earlier_day=line["earlier_day"], peak_day=line["peak_day"])  # fmt: skip


def _counts(why: Why) -> Iterator[str]:
    if len(why.twins) and not nothing(why):
        first = why.twins.iloc[0]
        yield why.say("twins.counts", metric=why.names["metric"],
                      **{name: f"{first[name]:,}" for name in ("better", "worse", "members")})  # fmt: skip


def nothing(why: Why) -> bool:
    """Whether the plan moves nothing in any replicate."""
    total = why.total
    return bool(total["effect"] == 0 and not (total["high"] > 0 or total["low"] < 0))


def is_idle(why: Why, line: Line) -> bool:
    """Whether a path moves the metric in no replicate, neither alone nor beside the others."""
    lines = [line, *(why.of(part, line["path"]) for part in (ALONE, LEFT_OUT))]
    return not any(one["effect"] != 0 or one["high"] > 0 or one["low"] < 0 for one in lines)


def sure(line: Line) -> bool:
    """Whether the mean of a line surely (95 %) lies on one side of nothing."""
    return bool(line["low"] > 0 or line["high"] < 0)


def part_of(why: Why, line: Line) -> float:
    """A line as a part of the whole effect."""
    return float(line["effect"] / why.total["effect"]) if why.total["effect"] else math.nan


def _touch(why: Why) -> str:
    """How the paths bear on each other, as the key of a sentence."""
    line, total = why.of(INTERACTION), why.total["effect"]
    if sure(line) and abs(line["effect"]) >= PART * abs(total):
        return "helping" if line["effect"] * total > 0 else "competing"
    return "additive" if abs(line["effect"]) < PART * abs(total) else "touching"


def _listed(why: Why, lines: list[Line]) -> str:
    """Paths with what they do: as a share of a sure effect, else in the metric's unit."""
    as_share = why.divided and sure(why.total)
    return why.joined([why.say("part", name=why.named(line), part=_percent(why, part_of(why, line)) if as_share
                               else why.effect(line["effect"])) for line in lines])  # fmt: skip


def _percent(why: Why, part: float) -> str:
    """A part in whole percent."""
    sign = fmt.MINUS if part < 0 else ""
    return why.say("share", number=f"{sign}{abs(100 * part):.0f}")
