"""One pulled lever of a plan as controls: whom, when, how much, at what cost; each says what is assumed, by whom."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from sim.base.calendar_days import NAMES
from sim.cast.hosts import CATEGORIES
from sim.cast.segments import known
from sim.desk.cards import StrategyCard, card, found, themes
from sim.desk.cards_shown import write_card
from sim.desk.controls import FileField, choice, choices, text_field, tick
from sim.desk.desk import Desk
from sim.desk.words import plain
from sim.levers import CRISIS, LEVERS, Lever
from sim.scenario.names import shown
from sim.scenario.plan import EVENTS, Scenario, Strategy


def strategies(desk: Desk, fields: FileField, scenario: Scenario | None, wrong: list[str]) -> None:
    """The strategies that a file states itself, one below the other; `scenario` is None where the file is `wrong`."""
    listed = _listed(fields)
    own = scenario.strategies[len(scenario.strategies) - len(listed):] if scenario else ()  # behind the baseline's
    for place, stated in enumerate(listed):
        field, here = fields.at("strategies", place), f"strategies[{place}]"
        name = str(stated.get("lever", "")) if isinstance(stated, dict) else ""
        mine = [line for line in wrong if line.startswith(f"{fields.option}.yaml") and here in line]
        if name not in LEVERS:
            st.error(desk.say("strategy.unknown", name=name))
            continue
        title = shown("lever", name, desk.lang) + (" ⚠" if mine else "")
        for line in mine:
            st.error(plain(line.partition(f"{here}.")[2] or line))
        key = f"{field.key} open"
        with st.expander(title, expanded=st.session_state.get(key, bool(mine)), key=key, on_change="rerun") as shelf:
            if shelf.open:
                _strategy(desk, field, LEVERS[name], scenario, own[place] if own else None)


def _listed(fields: FileField) -> list[Any]:
    """The strategies that a file states itself."""
    listed = fields.at("strategies").value
    return listed if isinstance(listed, list) else []


def _strategy(desk: Desk, field: FileField, lever: Lever, scenario: Scenario | None, pulled: Strategy | None) -> None:
    """All controls of one strategy; `pulled` is what the `scenario` holds of it."""
    words = card(lever.name, desk.lang)
    st.caption(words.line)
    _reached(desk, field, lever)
    _when(desk, field, scenario, pulled)
    if lever.options:
        _options(desk, field, lever)
    crisis = lever.kind == CRISIS
    text_field(field.at("strength"), desk.say("strategy.strength"),
               _assumed(desk, words), "25%..100%")
    if not crisis:
        _cost(desk, field, lever)
    st.button(desk.say("strategy.remove"), on_click=field.put, args=(None,), key=f"{field.key} remove",
              icon=":material/delete:")


def _assumed(desk: Desk, words: StrategyCard) -> str:
    """What a strength means, what is assumed where none is stated, and what was reported."""
    reported = [f"{row.reported} {row.metric} ({row.id}, {row.grade})" for row in words.evidence]
    return "\n\n".join((desk.say("strategy.strength_help"), words.strength, *reported))


def _reached(desk: Desk, field: FileField, lever: Lever) -> None:
    """Whom or which rooms a strategy reaches."""
    one, two = st.columns(2)
    if lever.reach == "users":
        segments = {name: shown("segment", name, desk.lang) for name in known()}
        with one:
            choice(field.at("who", "segment"), desk.say("strategy.segment"), segments,
                   desk.say("strategy.segment_help"), "all")
        with two:
            text_field(field.at("who", "share"), desk.say("strategy.share"), desk.say("strategy.share_help"), "100%")
    else:
        categories = {"": desk.say("strategy.every"), **{name: shown("category", name, desk.lang)
                                                         for name in CATEGORIES}}
        with one:
            choice(field.at("where", "category"), desk.say("strategy.category"), categories)
        with two:
            text_field(field.at("where", "share"), desk.say("strategy.share_rooms"), None, "100%")


def _when(desk: Desk, field: FileField, scenario: Scenario | None, pulled: Strategy | None) -> None:
    """First and last day, also on a slider, and how slowly it begins; the rest is written where it is needed."""
    when = field.at("when")
    for column, name, example in zip(st.columns(3), ("start", "end", "ramp"), ("14d", "", "0d"), strict=True):
        with column:
            text_field(when.at(name), desk.say(f"strategy.{name}"), desk.say(f"strategy.{name}_help"), example)
    if scenario is not None and pulled is not None:
        _dates(desk, when, scenario, pulled)
    with st.popover(desk.say("strategy.more_when")):
        phases = {"": desk.say("strategy.no_phase"), **{p.name: p.name for p in (scenario.phases if scenario else ())}}
        choice(when.at("phase"), desk.say("strategy.phase"), phases, desk.say("strategy.phase_help"))
        choices(when.at("on"), desk.say("strategy.on"), {name: shown("calendar", name, desk.lang) for name in NAMES},
                desk.say("strategy.on_help"))
        for name, example in (("every", "14d"), ("lasts", "2d"), ("trigger", desk.say("strategy.trigger_example")),
                              ("cooldown", "30d"), ("most", "30d")):
            label = desk.say("strategy.every_days" if name == "every" else f"strategy.{name}")
            text_field(when.at(name), label, desk.say(f"strategy.{name}_help"), example)


def _dates(desk: Desk, when: FileField, scenario: Scenario, strategy: Strategy) -> None:
    """A slider with two ends: the days on which the strategy may act."""
    first, days = scenario.horizon.start, scenario.horizon.days
    end = days if strategy.when.end is None else min(strategy.when.end, days)
    start = min(strategy.when.start, end)
    ends = first + datetime.timedelta(start), first + datetime.timedelta(end)
    key = f"{when.key} dates"
    if st.session_state.get(key) != ends:
        st.session_state[key] = ends

    def moved() -> None:
        low, high = ((date - first).days for date in st.session_state[key])
        when.at("start").put(f"{low}d")
        when.at("end").put(None if high >= days else f"{max(high, low + 1)}d")

    st.slider(desk.say("strategy.dates"), first, first + datetime.timedelta(days), key=key, format="YYYY-MM-DD",
              on_change=moved, help=desk.say("strategy.dates_help"))


def _options(desk: Desk, field: FileField, lever: Lever) -> None:
    """The lever's own settings, with their bounds and where their sizes come from."""
    columns = st.columns(min(3, len(lever.options)))
    for place, option in enumerate(card(lever.name, desk.lang).options):
        with columns[place % len(columns)]:
            help_ = desk.say("strategy.option_help", allowed=option.allowed, source=option.source)
            text_field(field.at("options", option.name), option.shown, help_, option.default)


def _cost(desk: Desk, field: FileField, lever: Lever) -> None:
    """What it costs; what is left out has no price, and the answer says so."""
    cost = field.at("cost")
    names = [name for name in ("fixed", "per_user") if name == "fixed" or lever.reach == "users"]
    columns = st.columns(len(names) + 1)
    for column, name in zip(columns, (*names, "budget"), strict=True):
        with column:
            text_field(cost.at(name), desk.say(f"strategy.{name}"), desk.say(f"strategy.{name}_help"),
                       desk.say(f"strategy.{'yuan_example' if name != 'per_user' else 'per_user_example'}"))
    with st.popover(desk.say("strategy.more_cost")):
        for event in EVENTS:
            label = desk.say("strategy.per_event", event=shown("event", event, desk.lang))
            text_field(cost.at("per_event", event), label)
        if lever.grants:
            tick(cost.at("reserve"), desk.say("strategy.reserve"), desk.say("strategy.reserve_help"))
    tick(cost.at("example"), desk.say("strategy.example"), desk.say("strategy.example_help"))


def add_strategy(desk: Desk, fields: FileField) -> None:
    """The book of strategies in a window, each card with a button that adds it."""

    @st.dialog(desk.say("strategy.add_title"), width="large")
    def window() -> None:
        query = st.text_input(desk.say("strategy.search"), key="strategy search")
        groups = themes(desk.lang)
        theme = st.pills(desk.say("strategy.theme"), list(groups), key="strategy theme")
        names = set(found(query, desk.lang)) & set(groups[theme] if theme else LEVERS)
        st.caption(desk.say("strategy.found", count=len(names)))
        for name in (name for group in groups.values() for name in group if name in names):
            one = card(name, desk.lang)
            with st.expander(f"**{plain(one.title)}** {plain(one.line)}"):
                if st.button(desk.say("strategy.add"), key=f"add {name}", type="primary"):
                    pull(fields, name)
                    st.rerun()
                write_card(desk, one)

    window()


def pull(fields: FileField, lever: str) -> None:
    """Add a strategy to a file, from the fourteenth day on, as the built-in scenarios begin theirs."""
    fields.at("strategies", len(_listed(fields))).put({"lever": lever, "when": {"start": "14d"}})

