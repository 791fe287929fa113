"""When a strategy acts, what is earned and what is aimed at, in plain words, English or Chinese."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from sim.base.units import CHANGE, SHARE, level_kind
from sim.cast.segments import Segment
from sim.outcomes.goal import Goal, at_end
from sim.outcomes.signals import SIGNALS
from sim.scenario.goals import target_text
from sim.scenario.names import shown
from sim.scenario.plan import Condition, Scenario
from sim.scenario.when import Trigger, When
from sim.texts import text


def _say(key: str, lang: str, **values: object) -> str:
    return text(f"scenario.show.{key}", lang, **values)


def when_lines(when: When, scenario: Scenario, lang: str) -> list[str]:
    """Days and dates, repetition, calendar, trigger, cap and ramp."""
    first = scenario.horizon.start
    dates: dict[str, Any] = {"start": when.start, "start_date": first + datetime.timedelta(when.start)}
    if when.end is not None:
        dates |= {"end": when.end, "end_date": first + datetime.timedelta(when.end)}
    lines = [_say("when" if when.end is None else "when_end", lang, **dates)]
    lines += [_say("phase", lang, phase=when.phase)] if when.phase else []
    lines += condition_lines(when, scenario.segments, lang)
    return lines + ([_say("ramp", lang, ramp=when.ramp)] if when.ramp else [])


def condition_lines(when: When, own: Iterable[Segment], lang: str) -> list[str]:
    """Repetition, calendar, trigger and cap: what keeps a strategy from acting on all of its days."""
    lines = [_say("every", lang, every=when.every, lasts=when.lasts)] if when.every else []
    if when.on:
        lines.append(_say("on", lang, days=_say("joint", lang).join(shown("calendar", name, lang) for name in when.on)))
    lines += _trigger(when.trigger, own, lang) if when.trigger else []
    return lines + ([_say("most_days", lang, most=when.most)] if when.most is not None else [])


def state_words(states: Iterable[Condition], most: float | None, lang: str) -> list[str]:
    """Conditions on users' own state, and the cap of users."""
    words = [_say("state", lang, state=shown("state", c.name, lang), way=_say("above" if c.above else "below", lang),
                  value=f"{c.value:g}") for c in states]
    return words + ([_say("most_users", lang, most=f"{most:,.0f}")] if most is not None else [])


def _trigger(trigger: Trigger, own: Iterable[Segment], lang: str) -> list[str]:
    """The condition, how long it has to hold, and how long the strategy then acts and rests."""
    kind = CHANGE if trigger.window is not None else level_kind(SIGNALS[trigger.signal].unit)
    words = {"signal": shown("signal", trigger.signal, lang), "value": kind.write(trigger.value),
             "segment": shown("segment", trigger.segment, lang, own),
             "way": _say("above" if trigger.above else "below", lang), "window": trigger.window,
             "lasting": trigger.lasting}
    lines = [_say("trigger" if trigger.window is None else "trigger_past", lang, **words),
             _say("spell", lang, spell=trigger.spell)]
    return lines + ([_say("cooldown", lang, cooldown=trigger.cooldown)] if trigger.cooldown else [])


def money_lines(scenario: Scenario, lang: str) -> list[str]:
    """The budget of the plan, what is earned on an order and lost on a parcel sent back, as far as it is stated."""
    stated, total = scenario.money, scenario.budget
    lines = [] if total is None else [_say("plan_budget", lang, yuan=money(total, lang))]
    if stated.margin is None:
        return lines
    others = [f"{shown('category', name, lang)} {SHARE.write(share)}" for name, share in stated.by_category.items()]
    margins = _say("joint", lang).join([SHARE.write(stated.margin), *others])
    lines += [_say("margin", lang, margins=margins)]
    back = stated.return_cost
    lines += [_say("return_cost", lang, yuan=money(back, lang))] if back is not None else []
    return lines + ([_say("money_example", lang)] if stated.example else [])


def experiment_lines(scenario: Scenario, lang: str) -> list[str]:
    """The test inside the world: which units, how many of them, when; and its blocks of days."""
    tested, first = scenario.experiment, scenario.horizon.start
    if tested is None:
        return []
    lines = [_say("experiment", lang, share=SHARE.write(tested.share), unit=shown("experiment unit", tested.unit, lang),
                  segment=shown("segment", tested.segment, lang, scenario.segments), start=tested.start,
                  start_date=first + datetime.timedelta(tested.start), days=tested.days)]
    blocks = {"block": tested.block, "washout": tested.washout}
    return lines + ([_say("experiment_blocks", lang, **blocks)] if tested.unit == "time" else [])


def goal_line(goal: Goal, scenario: Scenario, lang: str) -> str:
    """One goal: what shall reach which level, for whom, by when."""
    by = scenario.horizon.days if goal.by is None else goal.by
    return _say("goal_end" if at_end(goal.signal) else "goal", lang, name=goal.name, target=target_text(goal), by=by,
                signal=shown("goal signal", goal.signal, lang),
                segment=shown("segment", goal.segment, lang, scenario.segments))


def money(yuan: float, lang: str) -> str:
    """A sum of money with its unit: "400,000 yuan"."""
    return f"{yuan:,.2f}".rstrip("0").rstrip(".") + (" yuan" if lang == "en" else " 元")
