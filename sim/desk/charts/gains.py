"""Who gains and who loses: the effects on one metric, a line a group and a column an option, in colour."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from sim.desk.charts.look import Chart, tips
from sim.reports import format as fmt
from sim.reports.forest import forest_alt
from sim.reports.gains import colour_of, heat, is_unsure, largest_of
from sim.reports.names import per_of
from sim.reports.palette import INK
from sim.reports.rows import EffectRow, error_of
from sim.texts import text

ROW = 34
"""Height of a group [pixels]."""
PALE = "#5f6873"
"""Writing of what is too uncertain, or rests on too few people, to rely on; above 4.5 to 1 on white."""


def heat_chart(rows: Sequence[EffectRow], group: str, scaled: bool, lang: str) -> Chart:
    """The effects on one metric by option and group, in the colours of the report; the chosen `group` is bold."""
    unit, per, largest = rows[0].data["unit"], per_of(rows[0].data["metric"]), largest_of([*rows])
    frame = pd.DataFrame([
        {"option": fmt.capital(row.scenario), "group": fmt.capital(row.segment), "said": row.difference,
         "digits": fmt.plain_number(row.data["difference"], unit, per, lang, signed=True, error=error_of(row.data)),
         "colour": colour_of(row, largest) or "rgba(255,255,255,0)", "average": row.error, "possible": row.likely,
         "better": row.odds, "people": row.people, "note": row.note,
         "ink": PALE if row.data["greyed"] or is_unsure(row) else INK}
        for row in rows
    ])  # fmt: skip
    chosen = next((fmt.capital(row.segment) for row in rows if row.data["segment"] == group), "")
    weight = alt.condition(alt.datum.value == chosen, alt.value("bold"), alt.value("normal"))
    across = alt.Axis(title=None, orient="top", labelAngle=0, labelLimit=110, ticks=False, domain=False)
    down = alt.Axis(title=None, ticks=False, domain=False, labelLimit=150, labelFontWeight=weight)
    told = tips(lang, option="option", group="group", said="effect", average="average", possible="possible",
                better="better", people="people", note="note")  # fmt: skip
    base = alt.Chart(frame, height=ROW * frame["group"].nunique()).encode(
        x=alt.X("option:N", sort=None, axis=across), y=alt.Y("group:N", sort=None, axis=down), tooltip=told)
    drawing = alt.layer(
        base.mark_rect(color="white", stroke="#dfe3e8"), base.mark_rect().encode(fill=alt.Fill("colour:N", scale=None)),
        base.mark_text(fontSize=13).encode(text="digits:N", color=alt.Color("ink:N", scale=None)))
    words = forest_alt([*rows], lang)
    title = text("report.format.with_unit", lang, name=fmt.capital(rows[0].metric), unit=fmt.unit_word(unit, per, lang))
    return Chart(drawing.properties(description=words), title, words, heat([*rows], scaled, lang))
