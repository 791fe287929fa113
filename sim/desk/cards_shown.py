"""One card of a strategy, written on a page or in a dialog."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from sim.desk.cards import AssumedSize, OwnSetting, ReportedEffect, StrategyCard, theme_name
from sim.desk.desk import Desk
from sim.desk.words import plain
from sim.texts import text


def write_card(desk: Desk, card: StrategyCard, level: int = 3) -> None:
    """Write all that a card says; its name is a heading of `level`, its parts are headings one below."""
    st.markdown(f"{'#' * level} {plain(card.title)}\n\n{plain(card.other_title)}")
    st.markdown(plain(card.line))
    st.caption(_listed(desk, desk.say("card.theme_is", theme=theme_name(card.theme, desk.lang)),
                       desk.say("card.acts_on", whom=card.acts_on),
                       desk.say("card.grade_is", grade=card.grade_word)))
    parts = {
        "why": plain(card.why),
        "evidence": _bullets(_effect(desk, row) for row in card.evidence),
        "assumed": "\n\n".join((plain(desk.say("card.strength", strength=card.strength)),
                                _bullets(_size(desk, size) for size in card.sizes))),
        "limits": plain(card.limits),
        "options": _bullets(_option(desk, option) for option in card.options),
        "cost": plain(card.cost),
    }
    for part, words in parts.items():
        if words.strip():
            st.markdown(f"{'#' * (level + 1)} {desk.say(f'card.part.{part}')}\n\n{words}")


def _effect(desk: Desk, row: ReportedEffect) -> str:
    """A row of the evidence as one line, and how to read it."""
    how = _listed(desk, row.segment, row.contrast, row.grade)
    whose = _listed(desk, row.id, row.source)
    note = plain(" ".join(row.note.split()))
    return desk.say("card.effect", reported=plain(row.reported), metric=plain(row.metric), how=plain(how),
                    whose=plain(whose)) + (f"  \n{note}" if note else "")


def _size(desk: Desk, size: AssumedSize) -> str:
    """What strength 1 moves, as one line."""
    return plain(desk.say("card.size", meaning=size.meaning.rstrip(".。"), value=size.value, grade=size.grade,
                          source=size.source))


def _option(desk: Desk, option: OwnSetting) -> str:
    """An option as one line: what it is, its default, whose that is, what is allowed."""
    return plain(desk.say("card.option", shown=option.shown, default=option.default, allowed=option.allowed,
                          source=option.source))


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _listed(desk: Desk, *parts: str) -> str:
    return text("report.format.clause", desk.lang).join(filter(None, parts))
