"""The strategy book: every strategy, crisis and response as a card, and what metrics, segments and goals mean."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.base.params import GRADES
from sim.desk.cards import StrategyCard, card, found, theme_name, theme_of
from sim.desk.cards_shown import write_card
from sim.desk.definitions import Defined, looked_up
from sim.desk.desk import Desk
from sim.desk.words import plain
from sim.levers import KINDS, LEVERS
from sim.reports.known import grade_word

DEFINED = {"metrics": "metric", "segments": "segment", "goals": "goal"}
"""Parts of the book that define words -> their kind."""
PARTS = (*KINDS, *DEFINED)
CHOSEN = "book_card"
"""Where the session keeps the card that was last looked at."""
TALL = 440
"""Height of the list beside a card [pixels]: a screen of a small laptop below the search."""


def show(desk: Desk) -> None:
    """Write the page."""
    st.title(desk.say("book.title"), anchor=False)
    query = st.text_input(desk.say("book.search"), key="book_query", placeholder=desk.say("book.search_hint"))
    part = st.segmented_control(desk.say("book.part"), PARTS, default=PARTS[0], required=True, key="book_part",
                                format_func=lambda part: desk.say(f"book.parts.{part}"))
    if part in DEFINED:
        _definitions(desk, looked_up(DEFINED[part], query, desk.lang))
    else:
        _cards(desk, [name for name in found(query, desk.lang) if LEVERS[name].kind == part], part)
    _elsewhere(desk, query, part)


def _cards(desk: Desk, names: Sequence[str], part: str) -> None:
    """The strategies that were found, narrowed by theme and grade, and the card of the chosen one."""
    cards = _narrowed(desk, [card(name, desk.lang) for name in names], part)
    if not cards:
        st.info(desk.say("book.nothing"))
        return
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(height=TALL):
        shown = _picked(desk, cards)
    with right:
        write_card(desk, shown, level=2)


def _narrowed(desk: Desk, cards: list[StrategyCard], part: str) -> list[StrategyCard]:
    """The cards of the chosen themes and grades; of all where none is chosen."""
    themes = dict.fromkeys(theme_of(lever) for lever in LEVERS.values() if lever.kind == part)
    chosen: list[str] = []
    if len(themes) > 1:
        chosen = st.pills(desk.say("book.themes"), list(themes), selection_mode="multi", key=f"book_themes_{part}",
                          format_func=lambda theme: theme_name(theme, desk.lang))
    grades = st.pills(desk.say("book.grades"), GRADES, selection_mode="multi", key="book_grades",
                      format_func=lambda grade: grade_word(grade, desk.lang), help=desk.say("book.grades_help"))
    return [one for one in cards if (not chosen or one.theme in chosen) and (not grades or one.grade in grades)]


def _picked(desk: Desk, cards: Sequence[StrategyCard]) -> StrategyCard:
    """The card that is chosen in the list; the first one where the chosen one is no longer in it."""
    by_name = {one.name: one for one in cards}
    names, last = list(by_name), st.session_state.get(CHOSEN)
    name = st.radio(desk.say("book.count", count=len(cards)), names, index=names.index(last) if last in by_name else 0,
                    captions=[plain(one.line) for one in cards],
                    format_func=lambda name: plain(f"{by_name[name].title} · {by_name[name].grade_word}"))
    st.session_state[CHOSEN] = name
    return by_name[name]


def _definitions(desk: Desk, ones: Sequence[Defined]) -> None:
    """The words that were found, each with what it means."""
    if not ones:
        st.info(desk.say("book.nothing"))
        return
    st.caption(desk.say("book.count", count=len(ones)))
    for one in ones:
        first, *others = map(plain, one.lines)
        lines = "\n".join(f"- {line}" for line in others)
        st.markdown(f"## {plain(one.title)}\n\n`{one.name}`\n\n{first}\n\n{lines}")


def _elsewhere(desk: Desk, query: str, part: str) -> None:
    """Where else in the book the search finds something."""
    if not query.strip():
        return
    levers = [LEVERS[name].kind for name in found(query, desk.lang)]
    counts = {other: len(looked_up(DEFINED[other], query, desk.lang)) if other in DEFINED else levers.count(other)
              for other in PARTS if other != part}
    told = [desk.say("book.in_part", part=desk.say(f"book.parts.{other}"), count=count)
            for other, count in counts.items() if count]
    if told:
        st.caption(desk.say("book.elsewhere", found=desk.say("book.and").join(told)))
