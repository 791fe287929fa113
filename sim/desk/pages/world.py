"""The world of all options as controls: whose platform, how long, what is earned; told once for all."""

from __future__ import annotations

import streamlit as st

from sim.desk.controls import FileField, text_field, tick
from sim.desk.desk import Desk


def world(desk: Desk, fields: FileField) -> None:
    """The controls of the baseline's file."""
    st.caption(desk.say("world.lead"))
    rows = (("population", "represents", "12 million"), ("horizon", "start", "2025-03-01"), ("horizon", "days", "180"),
            ("money", "margin", "20%"), ("money", "return_cost", "8 yuan"))  # fmt: skip
    columns = st.columns(2)
    for place, (part, name, example) in enumerate(rows):
        with columns[place % 2]:
            text_field(fields.at(part, name), desk.say(f"world.{name}"), desk.say(f"world.{name}_help"), example)
    with columns[1]:
        tick(fields.at("money", "example"), desk.say("world.example"), desk.say("world.example_help"))
