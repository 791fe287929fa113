"""From the records of all replicates to every table of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.paired import ranking, recovery, tables, timeline
from sim.paired.advice import advice
from sim.paired.benefit import accounts, benefit, costless
from sim.paired.break_even import break_even
from sim.paired.budgets import budgets
from sim.paired.course import course
from sim.paired.explaining.explanation import Explanation
from sim.paired.goals import goals
from sim.paired.harm import harms
from sim.paired.health import health
from sim.paired.inputs import money_inputs
from sim.paired.interactions import interactions
from sim.paired.table import effects_table
from sim.paired.uncertainty import uncertainty
from sim.replicate.record import Record
from sim.scenario.plan import Scenario


def tables_of(
    records: Sequence[Record], arms: Sequence[Scenario], *, fixed: bool, strengths: bool, singles: bool,
    explained: Explanation | None = None,
) -> dict[str, pd.DataFrame]:
    """Name -> table of `sim.paired.comparison.TABLES`; the first of the `arms` is the baseline.

    `fixed`: nothing uncertain was drawn. The records hold further arms for `strengths` (`break_even.at_share`), for
    strategies alone (`interactions.alone`), and further arms and groups for what is `explained`, where those are asked
    for.
    """
    why = explained or Explanation()
    every = tables.replicate_rows(records)
    rows, shown = why.without_groups(every), why.without_worlds(records)
    own, account = rows[rows["arm"].isin([arm.name for arm in arms])], accounts(records, rows, costless(arms))
    net = account["net_benefit"]
    scales = [record.scale for record in records if record.scale is not None]
    table = effects_table(own, arms, fixed, scales if len(scales) == len(records) else None)
    harmed, paid, effects = harms(own, arms), benefit(account, records, arms, fixed), ranking.effects_of(own, net, arms)
    return {
        "table": table,
        "advice": advice(table, harmed, paid, arms),
        "harms": harmed,
        "course": course(records, arms),
        "ranking": ranking.ranking(effects),
        "turning": ranking.turning(effects, records, arms, fixed),
        "replicates": rows,
        "curves": tables.curve_bands(shown, arms[0].name),
        "break_even": break_even(rows, records, arms, net, by_arms=strengths),
        "uncertainty": uncertainty(own, records, arms, fixed),
        "drawn": tables.draw_rows(records),
        "money": tables.money_rows(records),
        "benefit": paid,
        "goals": goals(records, arms),
        "health": health(own, arms),
        "interactions": interactions(rows, arms[0], arms[1:] if singles else (), fixed),
        "timeline": timeline.timeline(records, arms),
        "lights": timeline.lights(records, arms),
        "budgets": budgets(records, arms),
        "inputs": money_inputs(arms),
        **why.tables(every, records, arms, fixed),
        **recovery.tables(shown, arms, fixed),
    }
