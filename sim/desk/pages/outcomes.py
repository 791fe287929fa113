"""What decides, as controls: outcomes with the smallest effect worth having, and what all may cost."""

from __future__ import annotations

import streamlit as st

from sim.cast.segments import known
from sim.desk.controls import FileField, choice, text_field
from sim.desk.desk import Desk
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.definitions import definition
from sim.scenario.names import shown


def decides(desk: Desk, fields: FileField) -> None:
    """The outcomes that a file states itself."""
    st.subheader(desk.say("outcomes.title"), help=desk.say("outcomes.help"))
    listed = fields.at("outcomes").value
    metrics = {name: shown("metric", name, desk.lang) for name, one in METRICS.items() if one.direction}
    segments = {name: shown("segment", name, desk.lang) for name in known()}
    for place, stated in enumerate(listed if isinstance(listed, list) else ()):
        field = fields.at("outcomes", place)
        columns = st.columns([4, 3, 2, 1], vertical_alignment="bottom")
        name = str(stated.get("metric", "")) if isinstance(stated, dict) else ""
        with columns[0]:
            choice(field.at("metric"), desk.say("outcomes.metric"), metrics,
                   definition(name, desk.lang).definition if name in METRICS else None)
        with columns[1]:
            choice(field.at("segment"), desk.say("outcomes.segment"), segments, None, "all")
        with columns[2]:
            text_field(field.at("worth"), desk.say("outcomes.worth"), desk.say("outcomes.worth_help"), "1pp")
        columns[3].button("✕", key=f"{field.key} remove", on_click=field.put, args=(None,),
                          help=desk.say("outcomes.remove"))  # fmt: skip
    more = fields.at("outcomes", len(listed) if isinstance(listed, list) else 0)
    st.button(desk.say("outcomes.add"), on_click=more.put, args=({"metric": "base_retention", "worth": "1pp"},),
              icon=":material/add:")  # fmt: skip
    text_field(fields.at("budget"), desk.say("outcomes.budget"), desk.say("outcomes.budget_help"),
               desk.say("strategy.yuan_example"))
