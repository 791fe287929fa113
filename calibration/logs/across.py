"""The tables against each other: users known, days within one span, nobody before he joined or gone before that."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from calibration.logs.columns import DAYS
from calibration.logs.days import DATE, written
from calibration.logs.odd import Doubts, LogError
from calibration.logs.tables import Table
from sim.base.message import Message, said, term

SPAN = 1_100
"""Days on either side of the middle open in which opens, visits and orders can lie: three years of logs."""
MEMORY = 9_200
"""Days before the middle open on which a user can have joined or ordered: 25 years."""
AFTER = 400
"""Days after an order by which its return window has closed."""
BEGINS_LATER = 3
"""Days by which another table may begin later or end earlier than the opens before it is said."""
LONG_MEDIAN = 1_800
"""Median visit [s] from which milliseconds are suspected."""
APART = 1 << 24
"""More than the days between any two."""


def check_across(tables: Mapping[str, Table], doubts: Doubts) -> None:
    """Refuse or leave out what contradicts another table, and note what looks strange.

    Raises LogError when there is no open, and when tables write their days in different ways.
    """
    users, opens, visits, orders = (tables[name] for name in ("users", "opens", "visits", "orders"))
    _same_units(tables, doubts)
    _one_line_a_user(users, doubts)
    for table in (opens, visits, orders):
        _known_users(table, users, doubts)
    if not len(opens.frame):
        doubts.settle()
        raise LogError(said("{source}: holds no line; without opens there is nothing to see", source=opens.file))
    _plausible_days(tables, doubts)
    _gone_after_joined(users, doubts)
    _windows_after_orders(orders, doubts)
    for table in (opens, visits, orders):
        _joined_before(table, users, doubts)
    doubts.settle()
    _merge_opens(opens, doubts)
    first, last = opens.frame["day"].min(), opens.frame["day"].max()
    _while_seen(visits, first, last, doubts)
    _while_seen(orders, -np.inf, last, doubts)
    doubts.settle()
    _look_strange(users, opens, visits, orders, doubts)


def day_written(table: Table, day: float) -> str:
    """A day as the table writes it: its date, or its number."""
    return written(day, table.unit == DATE)


def _same_units(tables: Mapping[str, Table], doubts: Doubts) -> None:
    """Numbers of days cannot be set beside dates: nobody knows which day is 0."""
    told = [table for table in tables.values() if table.unit]
    for table in told[1:]:
        if table.unit != told[0].unit:
            doubts.settle()
            raise LogError(said("{one} holds {unit}, {other} {units}; write all days alike", one=told[0].file,
                                unit=term(told[0].unit), other=table.file, units=term(table.unit)))


def _one_line_a_user(users: Table, doubts: Doubts) -> None:
    ids = users.frame["user"]
    users.without(doubts, ids.duplicated().to_numpy(), lambda k: said(
        "user '{user}' stands in two lines; each needs one", user=ids.iloc[k]))


def _known_users(table: Table, users: Table, doubts: Doubts) -> None:
    ids, known = table.frame["user"], users.frame["user"]

    def why(k: int) -> Message:
        near = known[known.str.lstrip("0").str.lower() == ids.iloc[k].lstrip("0").lower()]
        if len(near):
            return said("user '{user}' is not in {users}; is it '{near}'? Ids are texts, zeros and capitals count",
                        user=ids.iloc[k], users=users.file, near=near.iloc[0])
        return said("user '{user}' is not in {users}", user=ids.iloc[k], users=users.file)

    table.without(doubts, ~ids.isin(known).to_numpy(), why)


def _plausible_days(tables: Mapping[str, Table], doubts: Doubts) -> None:
    middle = float(tables["opens"].frame["day"].median())
    reach = {("users", "joined"): (MEMORY, SPAN), ("users", "gone"): (MEMORY, SPAN),
             ("orders", "day"): (MEMORY, SPAN), ("orders", "closes"): (MEMORY, SPAN + AFTER)}
    for name, table in tables.items():
        for column in DAYS[name]:
            if column not in table.frame:
                continue
            days = table.frame[column]
            before, after = reach.get((name, column), (SPAN, SPAN))
            wrong = ((days < middle - before) | (days > middle + after)).to_numpy()
            table.without(doubts, wrong, lambda k, table=table, days=days: said(  # type: ignore[misc]
                "{day} is years away from most opens ({middle})",
                day=day_written(table, days.iloc[k]), middle=day_written(table, middle)), column)


def _gone_after_joined(users: Table, doubts: Doubts) -> None:
    if "gone" in users.frame:
        frame = users.frame
        users.without(doubts, (frame["gone"] < frame["joined"]).to_numpy(), lambda k: said(
            "gone on {gone}, before joining on {joined}", gone=day_written(users, frame["gone"].iloc[k]),
            joined=day_written(users, frame["joined"].iloc[k])), "gone")


def _windows_after_orders(orders: Table, doubts: Doubts) -> None:
    if "closes" in orders.frame:
        frame = orders.frame
        wrong = ((frame["closes"] < frame["day"]) | (frame["closes"] > frame["day"] + AFTER)).to_numpy()
        orders.without(doubts, wrong, lambda k: said(
            "{closes} is before the order of {day}, or more than a year after it",
            closes=day_written(orders, frame["closes"].iloc[k]), day=day_written(orders, frame["day"].iloc[k])),
            "closes")


def _joined_before(table: Table, users: Table, doubts: Doubts) -> None:
    joined = table.frame["user"].map(users.frame.drop_duplicates("user").set_index("user")["joined"]).astype(float)
    days = table.frame["day"]
    table.without(doubts, (days < joined).to_numpy(), lambda k: said(
        "user '{user}' joined on {joined}, after this line's day {day}; joined is the day of the first open",
        user=table.frame["user"].iloc[k], joined=day_written(users, joined.iloc[k]),
        day=day_written(table, days.iloc[k])), "day")


def _merge_opens(opens: Table, doubts: Doubts) -> None:
    """One line for a user's day: the rooms shown in its opens are added up, and unknown where one of them is."""
    again = opens.frame.duplicated(["user", "day"]).to_numpy()
    if not again.any():
        return
    doubts.note("opens", said("lines that are further opens of a user on the same day: {count}; they are counted "
                              "as one day with an open", count=int(again.sum())))
    frame = opens.frame
    if "shown" in frame:
        total = frame.groupby(["user", "day"], sort=False)["shown"].sum(min_count=1)
        lacking = frame["shown"].isna().groupby([frame["user"], frame["day"]], sort=False).any()
        frame = frame[~again].assign(shown=total.where(~lacking).to_numpy())
    else:
        frame = frame[~again]
    opens.frame = frame.reset_index(drop=True)


def _while_seen(table: Table, first: float, last: float, doubts: Doubts) -> None:
    """Days within those of the opens: what comes later or earlier was seen while nobody looked at the opens."""
    days = table.frame["day"]

    def why(k: int) -> Message:
        day = day_written(table, days.iloc[k])
        if days.iloc[k] > last:
            return said("{day} is after the last open ({last}); the tables must end on the same day",
                        day=day, last=day_written(table, last))
        return said("{day} is before the first open ({first}); the tables must begin on the same day",
                    day=day, first=day_written(table, first))

    table.without(doubts, ((days < first) | (days > last)).to_numpy(), why, "day")


def _days_of(ids: pd.Index, frame: pd.DataFrame) -> np.ndarray:
    """[row] a number of the user's day: large tables are compared by numbers, not by pairs."""
    days = frame["day"].to_numpy().astype(np.int64)
    numbers: np.ndarray = ids.get_indexer(frame["user"]).astype(np.int64) * APART + days
    return numbers


def _look_strange(users: Table, opens: Table, visits: Table, orders: Table, doubts: Doubts) -> None:
    """What can be and is seldom right."""
    ids = pd.Index(users.frame["user"])
    opened = _days_of(ids, opens.frame)
    for table in (visits, orders):
        inside = table.frame[table.frame["day"] >= opens.frame["day"].min()]
        without = int((~np.isin(_days_of(ids, inside), opened)).sum())
        if without:
            doubts.note(table.name, said("lines on a day without an open of their user: {count}", count=without))
    if len(visits.frame):
        first, last = visits.frame["day"].min(), visits.frame["day"].max()
        if first - opens.frame["day"].min() > BEGINS_LATER or opens.frame["day"].max() - last > BEGINS_LATER:
            doubts.note("visits", said("visits are there from {first} to {last}, opens from {opens} to {end}; numbers "
                                       "that rest on both are too low", first=day_written(visits, first),
                                       last=day_written(visits, last),
                                       opens=day_written(opens, opens.frame["day"].min()),
                                       end=day_written(opens, opens.frame["day"].max())))
    if visits.frame["seconds"].median() >= LONG_MEDIAN:
        doubts.note("visits", said("half of the visits last {seconds:.0f} seconds or more; are these milliseconds?",
                                   seconds=float(visits.frame["seconds"].median())))
