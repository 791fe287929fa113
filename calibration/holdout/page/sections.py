"""The parts of the page in words and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from calibration.holdout.asked import WHOLE
from calibration.holdout.fitting_part import FIT
from calibration.holdout.forecast import LEVELS
from calibration.holdout.holding import OURS
from calibration.holdout.page.frequency import customers_table, miss_table
from calibration.holdout.page.view import HoldOutView
from sim.reports.blocks import Grid, Listing, Row, Section, Words

TOTALS = ("orders", "daily_active")


def answer(view: HoldOutView) -> Section:
    """What was predicted in all, what came, and what that was compared with."""
    result, parting = view.result, view.result.parting
    days = {name: view.day(getattr(parting, name)) for name in ("first", "evening", "last")}
    lead = view.say("answer.lead", training=parting.training, days=parting.days, **days)
    told = [view.say(f"answer.{family}", **_said_of(view, family)) for family in TOTALS]
    misses = result.misses
    best = min((name for name in misses if name != OURS), key=lambda name: abs(misses[name]["total"]))
    told.append(view.say("answer.customers", people=f"{_whole(result.customers)['people']:,}",
                         ours=view.off(misses[OURS]["total"]), bar=view.forecast(best),
                         theirs=view.off(misses[best]["total"])))
    inside, cells = _within(result.coverage, 90)
    told.append(view.say("answer.coverage", share=f"{inside:.0%}", cells=cells))
    return view.section("answer", Words(lead), Listing(told),
                        Words(view.say("answer.draws" if result.drawn else "answer.luck_alone")))


def _said_of(view: HoldOutView, family: str) -> dict[str, str]:
    row = view.result.cells(family, group=WHOLE, part=WHOLE).iloc[0]
    off = row["error"] / row["actual"] if row["actual"] else float("nan")
    return {"predicted": view.number(family, row["predicted"]), "interval": view.interval(family, row),
            "actual": view.number(family, row["actual"]), "off": view.off(off)}


def _whole(customers: pd.DataFrame) -> pd.Series:
    return customers[customers["group"] == WHOLE].iloc[0]


def _within(coverage: pd.DataFrame, level: int) -> tuple[float, int]:
    """Of all cells the share inside the intervals of a level, and their number."""
    cells = int(coverage["cells"].sum())
    return float((coverage[f"within_{level}"] * coverage["cells"]).sum() / cells), cells


def by_frequency(view: HoldOutView) -> Section:
    """Purchases of customers by how often they bought, beside the bars; then the misses of every forecast."""
    result = view.result
    told = result.cells("purchases").set_index("group")
    intervals = [view.interval("purchases", told.loc[name]) for name in result.customers["group"]]
    bars = [view.say(f"frequency.bars.{name}", **{part: f"{value:.3g}" for part, value in bar.items()})
            for name, bar in result.parameters.items()]
    return view.section("frequency", Words(view.say("frequency.lead")),
                        customers_table(result.customers, list(result.misses), view.lang, intervals),
                        miss_table(result.misses, view.lang), Listing(bars))


def segments_table(view: HoldOutView) -> Section:
    """Daily active users and orders by segment, then the retention of cohorts in the last block."""
    grids = []
    for family in (*TOTALS, "retention"):
        rows = view.result.cells(family)
        shown = rows[rows["part"] == (rows["part"].iloc[-1])]
        grids.append(_predictions(view, family, shown))
    return view.section("segments", Words(view.say("segments.lead")), *grids)


def _predictions(view: HoldOutView, family: str, rows: pd.DataFrame) -> Grid:
    heads = [view.say(f"heads.{head}") for head in ("group", "people", "predicted", "interval_90", "actual", "off",
                                                    "from_worlds")]
    cells = []
    for _, row in rows.iterrows():
        off = row["error"] / row["actual"] if row["actual"] else float("nan")
        outside = not row["low_90"] <= row["actual"] <= row["high_90"]
        cells.append(Row([view.group(family, row["group"]), f"{row['people']:,}",
                          view.number(family, row["predicted"]), view.interval(family, row),
                          view.number(family, row["actual"]), view.off(off), f"{row['from_worlds']:.0%}"],
                         ["missed"] if outside else []))
    return Grid(view.say(f"segments.{family}"), heads, cells, range(1, len(heads)), captioned=True)


def coverage(view: HoldOutView) -> Section:
    """How many of the numbers lay inside their intervals."""
    names = [f"{level * 100:.0f}" for level in LEVELS]
    heads = [view.say("heads.family"), view.say("heads.cells"), *(f"{name}%" for name in names)]
    rows = [Row([view.say(f"families.{line['family']}"), str(line["cells"]),
                 *(f"{line[f'within_{name}']:.0%}" for name in names)])
            for line in view.result.coverage.to_dict("records")]
    return view.section("coverage", Words(view.say("coverage.lead")),
                        Grid(view.say("coverage.table"), heads, rows, range(1, len(heads)), captioned=True),
                        Words(view.say("coverage.note"), "quiet"))


def how(view: HoldOutView) -> Section:
    """How the predictions are made, and what they cannot know."""
    result = view.result
    kind = {"": "shipped", FIT: "fitted"}.get(result.fit, "own_fit")
    fit = view.say(f"how.{kind}", fit=result.fit) if kind == "own_fit" else view.say(f"how.{kind}")
    worlds = view.say("how.worlds", worlds=result.size.worlds, users=f"{result.size.users:,}")
    items: Sequence[str] = [fit, worlds, *view.items("how.items")]
    return view.section("how", Listing(items))
