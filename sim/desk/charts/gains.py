"""Who gains and who loses: the effects on one metric, a line a group and a column an option, in colour."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import wrap

import altair as alt
import pandas as pd

from sim.desk.charts.look import MARK, Chart, tips, told_as
from sim.reports import format as fmt
from sim.reports.forest import forest_alt
from sim.reports.gains import colour_of, heat, is_unsure, largest_of
from sim.reports.names import per_of
from sim.reports.palette import GRID, INK
from sim.reports.rows import EffectRow, error_of
from sim.texts import text

ROW = 34
"""Height of a group [pixels]."""
LETTERS, LETTER_ROW, TOP, MANY = 10, 16, 12, 3
"""Letters of a line of an option's name, height of that line and what is left above [pixels]; more options than so
many have their names aslant."""
PALE = "#545c67"
"""Writing of what is too uncertain, or rests on too few people, to rely on; above 4.5 to 1 on the colours."""


def heat_chart(rows: Sequence[EffectRow], group: str, scaled: bool, lang: str) -> Chart:
    """The effects on one metric by option and group, in the colours of the report; the chosen `group` is bold."""
    frame = _frame(rows, lang)
    chosen = next((fmt.capital(row.segment) for row in rows if row.data["segment"] == group), "")
    weight = alt.condition(alt.datum.value == chosen, alt.value("bold"), alt.value("normal"))
    down = alt.Axis(title=None, ticks=False, domain=False, labelLimit=150, labelFontWeight=weight, labelColor=INK,
                    labelFontSize=13)  # fmt: skip
    across, above = _heads([*dict.fromkeys(frame["option"])])
    told = tips(lang, option="option", group="group", said="effect", average="average", possible="possible",
                better="better", people="people", note="note")  # fmt: skip
    base = alt.Chart(frame, height=ROW * frame["group"].nunique() + above).encode(
        x=alt.X("option:N", sort=None, axis=across), y=alt.Y("group:N", sort=None, axis=down), tooltip=told)
    drawing = alt.layer(
        base.mark_rect(color="white", stroke=GRID), base.mark_rect().encode(fill=alt.Fill("colour:N", scale=None)),
        base.mark_text(fontSize=13).encode(text="digits:N", color=alt.Color("ink:N", scale=None)))
    words, unit, per = forest_alt([*rows], lang), rows[0].data["unit"], per_of(rows[0].data["metric"])
    title = text("report.format.with_unit", lang, name=fmt.capital(rows[0].metric), unit=fmt.unit_word(unit, per, lang))
    return Chart(told_as(drawing, words), title, words, heat([*rows], scaled, lang))


def _frame(rows: Sequence[EffectRow], lang: str) -> pd.DataFrame:
    """A cell a row: what stands in it, its colours, and what is said where the pointer is."""
    unit, per, largest = rows[0].data["unit"], per_of(rows[0].data["metric"]), largest_of([*rows])
    return pd.DataFrame([
        {"option": fmt.capital(row.scenario), "group": fmt.capital(row.segment), "said": row.difference,
         "digits": fmt.plain_number(row.data["difference"], unit, per, lang, signed=True, error=error_of(row.data)),
         "colour": colour_of(row, largest) or "rgba(255,255,255,0)", "average": row.error, "possible": row.likely,
         "better": row.odds, "people": row.people, "note": row.note,
         "ink": PALE if row.data["greyed"] or is_unsure(row) else INK}
        for row in rows
    ])  # fmt: skip


def _heads(options: Sequence[str]) -> tuple[alt.Axis, int]:
    """The names of options above their columns: in short lines, or aslant where there are many; and their height."""
    style = {"title": None, "orient": "top", "ticks": False, "domain": False, "labelColor": INK, "labelFontSize": 13,
             "labelLimit": 170, "labelOverlap": False}  # fmt: skip
    if len(options) > MANY:
        return alt.Axis(labelAngle=-50, labelAlign="left", **style), 130
    lines = {name: wrap(name, LETTERS) for name in options}
    broken = f"split({json.dumps({name: MARK.join(parts) for name, parts in lines.items()})}[datum.label], '\\n')"
    return alt.Axis(labelAngle=0, labelExpr=broken, **style), TOP + LETTER_ROW * max(map(len, lines.values()))
