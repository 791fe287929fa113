"""Every pattern on hand-made tables whose answer is plain, and on a simulated world."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from calibration.patterns import PATTERNS
from calibration.patterns.returning import KEPT as KEPT_SHARE
from calibration.patterns.returning import SHOWN, SHOWN_SIGMA, logged, return_hazard
from sim.chance.decisions import LOGGED
from sim.chance.draws import day_key, normal_quantile, uniform
from sim.outcomes.outcome import KEPT, NEVER, RETURNED, UNDER_WAY
from sim.texts import text
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED
from tests.calibration.tables import events

EVERY_DAY = [(0, day) for day in range(40)]


def shown(name, table):
    return PATTERNS[name].measure(table)


def lengths(*minutes):
    """One visit of each length, on the last day."""
    return events(visits=[(0, 39, k, m, "") for k, m in enumerate(minutes)])


def watchers(*minutes, visits=40):
    """One heavy user for each number of minutes, watched in forty equal visits."""
    return events(visits=[(u, 30, k, m / visits, "") for u, m in enumerate(minutes) for k in range(visits)],
                  users=len(minutes))


def rebuyers(*waits):
    """Users who first order on day 0 and again after so many days, None for never; seen for 400 days."""
    orders = [(u, 0) for u in range(len(waits))] + [(u, wait) for u, wait in enumerate(waits) if wait is not None]
    return events(orders=orders, users=len(waits), joined=0, first=390, last=430, orders_from=0)


def returners(*gaps):
    """A user for each gap: opens on day 23 and again after so many days, and never after."""
    return events([(u, d) for u, gap in enumerate(gaps) for d in (23, 23 + gap)], users=len(gaps))


def in_a_thin_log(user, day, last=39):
    """Whether W54's log would show that open: one number at a time, as its definition says."""
    level = normal_quantile(uniform(day_key(0, 0, user), LOGGED))
    luck = uniform(day_key(0, 0, user * 2**20 + last - day), LOGGED, 1)
    return luck > (1.0 - KEPT_SHARE) ** (SHOWN * math.exp(SHOWN_SIGMA * level))


def bought(user, host, day, problem=0, status=KEPT):
    """An order whose parcel comes after three days."""
    return user, day, status, 0, host, day + 3, problem


def loyal_buyers():
    """Eleven first orders of which one goes back, and their buyers' orders up to the twelfth, of which half do."""
    firsts = [(u, 0, RETURNED if u == 0 else KEPT) for u in range(11)]
    between = [(0, day, RETURNED) for day in range(1, 7)]
    tenth = [(0, day, RETURNED if day % 2 else KEPT) for day in range(7, 11)]
    later = [(0, 11, UNDER_WAY), (0, 12, KEPT), (11, 0, RETURNED)]
    return events(orders=firsts + between + tenth + later, users=12, orders_from=-1,
                  joined=np.array([0] * 11 + [-9]))


DAILY = [(u, d) for u in range(60) for d in range(23, 40) if (d + u) % 3]
DAILY_LOGGED = [(u, d) for u, d in DAILY if in_a_thin_log(u, d)]


def seen_gap(days):
    """Of the gaps that the thin log shows of DAILY, the share of those of so many days and more that end then."""
    last, gaps = {}, []
    for user, day in DAILY_LOGGED:
        gaps += [day - last[user]] if user in last else []
        last[user] = day
    return gaps.count(days) / sum(gap >= days for gap in gaps)


CASES = {
    "visit_median_seconds": (lengths(0.05, 0.1, 30.0), 6.0),
    "visit_p90_over_mean": (lengths(*[0.0] * 10, 11.0), 0.0),
    "visit_p99_over_mean": (lengths(*[1.0] * 1000), 1.0),
    "watch_log_sd": (watchers(math.e, math.e**3), 1.0),
    "watch_top_tenth": (watchers(*[1.0] * 9, 11.0), 0.55),
    "top_host_share": (events(visits=[(0, 30, 0, 26.0, "")] + [(0, 30, k, 1.0, "") for k in range(1, 40)]), 0.4),
    "known_host_order_ratio": (
        events(visits=[(0, 20, 1, 5.0, "o"), *((0, 21, 1, 5.0, "o" * (k < 1)) for k in range(2)),
                       *((0, 21, 2, 5.0, "") for _ in range(9))]), 5.0),
    "return_hazard_1": (returners(1, 1, 2, 4), 0.5),
    "return_hazard_2_over_1": (returners(1, 1, 2, 4), 1.0),
    "return_hazard_3_over_1": (returners(1, 2, 3, 4), (1 / 2) / (1 / 4)),
    "return_hazard_4_over_1": (returners(1, 1, 4, 5), (1 / 2) / (2 / 4)),
    "thinned_return_hazard_1": (events(DAILY, users=60), seen_gap(1)),
    **{f"thinned_return_hazard_{k}_over_1": (events(DAILY, users=60), seen_gap(k) / seen_gap(1)) for k in (2, 3, 4)},
    "true_return_hazard_4_over_1": (returners(1, 1, 4, 5), (1 / 6) / (2 / 8)),
    "new_lost_in_4_weeks": (events([(0, 0), (0, 20), (1, 10), (2, 0), (3, 3)], users=4,
                                   joined=np.array([-10, -10, 0, -29])), 0.5),
    "uninstalled_30d": (events([(0, 0)], users=4, joined=np.array([-100, -100, 5, 38]),
                               gone=np.array([-80, NEVER, 36, 39])), 1 / 3),
    "repurchase_30d_over_90d": (rebuyers(10, 60, None, None), 0.5),
    "repurchase_90d_over_365d": (rebuyers(10, 60, 200, 300), 0.5),
    "purchase_gap_p25_over_p50": (rebuyers(10, 20, 30, 40, 50), 20 / 30),
    "purchase_gap_p75_over_p50": (rebuyers(10, 20, 30, 40, 50), 40 / 30),
    "purchase_gap_p90_over_p50": (rebuyers(10, 20, 30, 40, 50), 46 / 30),
    "return_slope": (events(orders=[(0, 5, RETURNED, 1)] * 7 + [(0, 5, KEPT, 1)] * 2 + [(0, 5, RETURNED, 0)] * 2
                            + [(0, 5, KEPT, 0)] * 7 + [(0, 39, UNDER_WAY, 1)] * 50), math.log(3.0**2) * 0.5),
    "unanswered_problems": (
        events(parcels=[(0, -326, 1, 1), (0, 4, 3, 0), (1, -325, 2, 1), (1, 4, 2, 2), (2, 9, 1, 0), (4, -400, 1, 1)],
               users=5, parcels_from=-400), 1 / 3),
    "unanswered_problems_per_parcel": (events(parcels=[(0, 3, 3, 1), (0, 4, 1, 0)]), 0.25),
    "bad_parcel_rebuy": (events(orders=[
        bought(0, 1, 0, problem=1), bought(0, 1, 62), bought(1, 1, 0, problem=1), bought(1, 1, 63), bought(1, 2, 9),
        bought(2, 1, 0), bought(2, 1, 2), bought(2, 1, 3), bought(3, 1, 0, status=UNDER_WAY),
        bought(3, 1, 5, problem=1, status=RETURNED), bought(3, 1, 50, problem=1)], users=4, last=110),
        (2 / 3) / (1 / 4)),
    "return_rate_tenth_over_first": (loyal_buyers(), 0.5 / (1 / 11)),
    "orders_per_engaged_visit": (events(visits=[(0, 3, 1, 9.0, "o"), *((0, 4, 1, 9.0, "") for _ in range(3)),
                                                (1, 4, 1, 0.1, "b")], users=2), 0.25),
    "shares_per_impression": (events(visits=[(0, 3, 1, 2.0, "s"), (0, 4, 1, 2.0, "")], shown=10), 0.05),
    "contacts_p25": (events([(u, 5) for u in range(5)], users=5, contacts=np.arange(5.0)), 1.0),
    "joined_lately_share": (events([(u, 5) for u in range(4)], users=5,
                                   joined=np.array([-300, -141, -140, 0, 1])), 0.5),
    "contacts_p50": (events([(u, 5) for u in range(4)], users=5, contacts=np.array([1.0, 2, 4, 5, 99])), 3.0),
    "population_share": (events([(0, 1), (1, 1), (2, 1), (3, 1)], users=4,
                                groups={"silver": np.array([True, False, False, False])}).of("silver"), 0.25),
}  # fmt: skip


PEOPLE = {
    "visit_median_seconds": 1, "watch_log_sd": 2, "watch_top_tenth": 10, "top_host_share": 1, "return_hazard_1": 4,
    "new_lost_in_4_weeks": 2, "uninstalled_30d": 3, "repurchase_30d_over_90d": 4, "purchase_gap_p25_over_p50": 5,
    "return_slope": 1, "unanswered_problems": 3, "unanswered_problems_per_parcel": 1, "orders_per_engaged_visit": 1,
    "thinned_return_hazard_1": sum(n > 1 for n in Counter(u for u, _ in DAILY_LOGGED).values()),
    "contacts_p25": 5, "population_share": 1, "known_host_order_ratio": 1, "bad_parcel_rebuy": 4,
    "return_rate_tenth_over_first": 11,
}  # fmt: skip
"""Who is counted in the tables above, by hand."""


@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_those_who_are_counted(name):
    table, _ = CASES[name]
    assert int(PATTERNS[name].who(table).sum()) == PEOPLE[name]


@pytest.mark.parametrize("name", PATTERNS)
def test_only_who_is_counted_moves_a_pattern(name):
    """Without the rows of all others the number is the same: of the share of the population all are counted."""
    table, answer = CASES[name]
    if name not in ("population_share", "shares_per_impression"):
        assert shown(name, table.of(PATTERNS[name].who(table))) == pytest.approx(answer, rel=1e-9)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_column_that_a_pattern_does_not_need_may_hold_anything(name):
    """So a blank one, in whose place some number stands, cannot change it; what it needs can."""
    table, answer = CASES[name]
    needs = {*PATTERNS[name].needs.cells, *PATTERNS[name].needs.totals}
    for column, scrambled in scrambles(table):
        value = shown(name, scrambled)
        assert column in needs or value == pytest.approx(answer, rel=1e-9), column


def scrambles(table):
    """(column, the table with other numbers in that column)."""
    for column, field, change in (
        ("opens.shown", "opens", lambda rows: rows["shown"].__imul__(7)),
        ("visits.seconds", "visits", lambda rows: (rows["minutes"].__iadd__(np.arange(len(rows)) * 3.0),
                                                   rows["marks"].__ixor__(BOUNCED))),
        ("visits.interacted", "visits", lambda rows: rows["marks"].__ixor__(INTERACTED)),
        ("visits.checkout", "visits", lambda rows: rows["marks"].__ixor__(CHECKOUT)),
        ("visits.ordered", "visits", lambda rows: rows["marks"].__ixor__(ORDERED)),
        ("visits.shared", "visits", lambda rows: rows["marks"].__ixor__(SHARED)),
        ("orders.interacted", "orders", lambda rows: rows["interacted"].__isub__(1)),
        ("orders.paid_yuan", "orders", lambda rows: rows["paid_fen"].__iadd__(5)),
        ("users.contacts", "users", lambda rows: rows["contacts"].__iadd__(np.arange(len(rows)) + 1)),
        ("users.gone", "users", lambda rows: rows["gone"].__imul__(0)),
    ):  # fmt: skip
        rows = getattr(table, field).copy()
        change(rows)
        yield column, replace(table, **{field: rows})


def test_every_pattern_has_a_case():
    assert set(CASES) == set(PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_on_a_table_with_a_plain_answer(name):
    table, answer = CASES[name]
    assert shown(name, table) == pytest.approx(answer, rel=1e-9)


@pytest.mark.parametrize("name", PATTERNS)
def test_nobody_shows_nothing(name):
    assert math.isnan(shown(name, events(users=0)))


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_says_what_it_is(name):
    words = text(f"patterns.{name}.definition")
    assert len(words) > 30 and words.endswith(".")


@pytest.mark.parametrize("name", PATTERNS)
def test_users_of_another_group_move_no_pattern(name):
    """A second copy of all users, outside the group, changes nothing but the share of the population."""
    table, _ = CASES[name]
    half = np.arange(2 * len(table.users)) < len(table.users)
    twice = {}
    for rows in ("opens", "visits", "parcels", "orders"):
        copy = getattr(table, rows).copy()
        copy["user"] += len(table.users)
        twice[rows] = np.concatenate([getattr(table, rows), copy])
    whole = type(table)(np.concatenate([table.users] * 2), **twice, first=table.first, last=table.last,
                        orders_from=table.orders_from, parcels_from=table.parcels_from, groups={"mine": half},
                        size=2 * table.size)
    expected = shown(name, table) / (2 if name == "population_share" else 1)
    assert shown(name, whole.of("mine")) == pytest.approx(expected, rel=1e-9)


def test_a_geometric_return_has_a_flat_hazard_that_the_window_bends():
    """Opening with chance 1/2 on any day: the true hazard is flat; gaps that must end in 17 days look shorter."""
    opened = np.random.default_rng(1).random((20_000, 40)) < 0.5
    table = events([(int(u), int(d)) for u, d in np.argwhere(opened)], users=len(opened))
    assert shown("true_return_hazard_4_over_1", table) == pytest.approx(1.0, abs=0.03)
    assert return_hazard(table, 1, censored=True) == pytest.approx(0.5, abs=0.01)
    assert return_hazard(table, 4) > 0.51


@pytest.mark.parametrize(("since", "told"), [(-325, True), (-324, False)])
def test_problems_of_persons_need_parcels_of_a_whole_year(since, told):
    """Of fewer days nothing is told, since nothing is scaled."""
    table = events(parcels=[(0, 3, 1, 1)], parcels_from=since)
    assert math.isnan(shown("unanswered_problems", table)) is not told


def test_more_parcels_a_person_are_more_persons_with_a_problem_at_the_same_share_of_parcels():
    few, many = (events(parcels=[(u, d, 1, int((u + d) % 5 == 0)) for u in range(50) for d in range(days)], users=50,
                        parcels_from=-400) for days in (1, 5))  # fmt: skip
    assert shown("unanswered_problems_per_parcel", few) == shown("unanswered_problems_per_parcel", many) == 0.2
    assert (shown("unanswered_problems", few), shown("unanswered_problems", many)) == (0.2, 1.0)


def test_a_thin_log_shows_the_opens_whose_impressions_say_so():
    """The share is that of the lognormal, by quadrature, and who is shown little is so on all of his days."""
    user, day = np.divmod(np.arange(400_000), 10)
    seen = logged(events(users=1), user, day + 23)
    levels = [SHOWN * math.exp(SHOWN_SIGMA * normal_quantile((k + 0.5) / 4000)) for k in range(4000)]
    assert seen.mean() == pytest.approx(np.mean([1.0 - (1.0 - KEPT_SHARE) ** n for n in levels]), abs=0.005)
    often = seen.reshape(-1, 10).sum(axis=1)
    assert often.std() > 3.0  # (people differ: luck alone would make 1.6 at the most)
    assert seen[:50].tolist() == [in_a_thin_log(k // 10, k % 10 + 23) for k in range(50)]


def test_the_same_open_is_seen_whatever_stands_around_it():
    """The luck is that of the user and the day: other users, other days and longer tables change nothing."""
    table = events(DAILY, users=60)
    user, day = table.opens["user"], table.opens["day"]
    alone = logged(table, user[5:9], day[5:9])
    assert (logged(table, user, day)[5:9] == alone).all()
    longer = events([*DAILY, *((u, d) for u in range(60) for d in range(-40, 0))], users=60, first=-40)
    assert shown("thinned_return_hazard_1", longer) == shown("thinned_return_hazard_1", table)
