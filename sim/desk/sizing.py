"""How large an answer is to be and what is asked besides, as controls: on Ask, and below an answer."""

from __future__ import annotations

import streamlit as st

from sim.desk.asking import EXTRAS, SIZES, Asking
from sim.desk.desk import Desk


def sized(desk: Desk, key: str, before: Asking) -> Asking:
    """What somebody chooses; `before` is what stands there at first, `key` names the controls."""
    sizes = list(SIZES)
    size = st.radio(desk.say("ask.size"), sizes, index=sizes.index(before.size), key=f"{key} size", horizontal=True,
                    help=desk.say("ask.size_help"), format_func=lambda one: desk.say(f"ask.sizes.{one}"),
                    captions=[desk.say(f"ask.good_for.{one}") for one in sizes])  # fmt: skip
    extras = [name for name in EXTRAS if st.checkbox(desk.say(f"ask.extras.{name}"), name in before.extras,
                                                     key=f"{key} {name}")]  # fmt: skip
    return Asking(size, extras, desk.lang)
