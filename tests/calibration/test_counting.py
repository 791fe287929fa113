"""What logs show, counted by hand; and what stays blank, with its reason."""

from __future__ import annotations

import math

import pytest

from calibration.counting import TOLD, told
from calibration.logs import read_logs
from sim.outcomes.metrics import METRICS
from tests.calibration.log_files import logs


def shown(tmp_path, segment="all", **tables):
    """Name -> (value, people, why) of logs."""
    logs(tmp_path, **tables)
    rows = told(read_logs(tmp_path).events, segment)
    return {row.name: (row.value, row.people, str(row.why)) for row in rows.itertuples(index=False)}


def lines(head, *rows):
    """A CSV table."""
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


def opens(*user_days):
    return lines("user,day", *user_days)


USERS = {"users": lines("user,joined", ("a", -100), ("b", -100), ("c", -10), ("d", 30))}
NOTHING = {"visits": "user,day,host,seconds\n", "orders": "user,day,host,status\n"}


def test_active_days_of_those_who_were_there_before(tmp_path):
    """a, b and c opened in the days 0 to 27; of the 28 days after them a opened on 2, b on none, c on 4."""
    found = shown(
        tmp_path,
        **USERS,
        **NOTHING,
        opens=opens(
            ("a", 0), ("a", 30), ("a", 55), ("b", 27), ("c", 3), *(("c", day) for day in (28, 29, 40, 50)), ("d", 30)
        ),
    )
    assert found["active_days_per_base_user"][:2] == (pytest.approx((2 + 0 + 4) / 3), 3)


def test_base_retention_counts_who_joined_long_before(tmp_path):
    """Of a and b, who joined 28 days before day 28 or earlier, a opened in the last 28 days; c joined later."""
    found = shown(
        tmp_path,
        users=lines("user,joined", ("a", -100), ("b", 0), ("c", 1), ("d", 30)),
        **NOTHING,
        opens=opens(("a", 0), ("a", 60), ("b", 1), ("b", 55), ("c", 2), ("c", 83), ("d", 83)),
    )
    assert found["base_retention"][:2] == (0.5, 2)


def test_newcomers_who_joined_before_the_days_seen(tmp_path):
    """a joined on day -10 and opened on 18 of the days 18 to 24: kept; b did not; c joined when days were seen."""
    found = shown(
        tmp_path,
        users=lines("user,joined", ("a", -10), ("b", -5), ("c", 2), ("d", -40)),
        **NOTHING,
        opens=opens(("a", 0), ("a", 18), ("b", 3), ("b", 22), ("c", 5), ("d", 40), ("d", 50)),
    )
    assert found["new_lost_in_4_weeks"][:2] == (0.5, 2)


def test_people_are_those_with_a_visit_and_not_all_who_opened(tmp_path):
    found = shown(
        tmp_path,
        **USERS,
        orders=NOTHING["orders"],
        opens=opens(("a", 0), ("b", 5), ("c", 5)),
        visits=lines("user,day,host,seconds", ("a", 0, "h", 60), ("a", 0, "k", 90)),
    )
    assert found["visit_median_seconds"] == (75.0, 1, "")
    assert found["minutes_per_engaged_visit"][:2] == (1.25, 1)


def test_repurchase_without_guests(tmp_path):
    """Two of three buyers buy again; orders without a user are nobody's."""
    found = shown(
        tmp_path,
        users=lines("user,joined", *((u, 0) for u in "abc")),
        opens=opens(*((u, d) for u in "abc" for d in (0, 99))),
        visits=NOTHING["visits"],
        orders=lines(
            "user,day,host,status",
            ("a", 4, "h", "kept"),
            ("a", 9, "h", "kept"),
            ("b", 5, "h", "kept"),
            ("b", 70, "h", "returned"),
            ("b", 80, "h", "kept"),
            ("c", 50, "h", "kept"),
            *(("", day, "h", "kept") for day in range(0, 99, 9)),
        ),
    )
    assert found["repurchase_rate"][:2] == (pytest.approx(2 / 3), 3)
    assert found["return_rate"][:2] == (pytest.approx(1 / 6), 3)


@pytest.mark.parametrize(
    ("seconds", "value", "why"),
    [
        (["60", ""], 1.0, ""),
        (["60", "NA"], 1.0, ""),
        (["", ""], math.nan, "needs visits.seconds, which the logs do no"),
    ],
)
def test_empty_cells_are_missing_and_no_number(tmp_path, seconds, value, why):
    found = shown(
        tmp_path,
        **USERS,
        orders=NOTHING["orders"],
        opens=opens(("a", 0)),
        visits=lines("user,day,host,seconds", *(("a", 0, f"h{k}", s) for k, s in enumerate(seconds))),
    )
    assert found["minutes_per_engaged_visit"][0] == pytest.approx(value, nan_ok=True)
    assert found["minutes_per_engaged_visit"][2].startswith(why)
    assert found["visits_per_active_user_day"][0] == 2.0
    assert math.isnan(found["minutes_per_active_user_day"][0])


def test_a_sum_is_told_where_hardly_a_cell_is_empty(tmp_path):
    visits = [("a", 0, f"h{k}", 60) for k in range(199)] + [("a", 0, "x", "")]
    found = shown(
        tmp_path,
        **USERS,
        orders=NOTHING["orders"],
        opens=opens(("a", 0)),
        visits=lines("user,day,host,seconds", *visits),
    )
    assert found["minutes_per_active_user_day"][0] == pytest.approx(199.0)


def test_contacts_that_are_not_known_are_left_out(tmp_path):
    found = shown(
        tmp_path,
        users=lines("user,joined,contacts", ("a", 0, 5), ("b", 0, "")),
        **NOTHING,
        opens=opens(("a", 0), ("b", 0)),
    )
    assert found["contacts_p50"] == (5.0, 1, "")


@pytest.mark.parametrize("name", TOLD)
def test_a_metric_reads_no_column_that_it_does_not_name(tmp_path, name):
    """Logs without any column that helps give the number, or name the column that it needs."""
    value, _, why = shown(
        tmp_path,
        users=lines("user,joined", ("a", -200), ("b", 0)),
        opens=opens(*(("a", day) for day in range(-70, 130)), ("b", 0), ("b", 1), ("b", 7), ("b", 30)),
        visits=lines("user,day,host,seconds", *(("a", day, "h", 60) for day in range(-70, 130))),
        orders=lines("user,day,host,status", *(("a", day, "h", "kept") for day in range(-140, 130, 5))),
    )[name]
    needs = {*TOLD[name].cells, *TOLD[name].totals} - {"visits.seconds"}
    assert math.isnan(value) == bool(needs) and all(column in why for column in needs)


def test_every_metric_is_declared():
    assert set(TOLD) <= set(METRICS)


def test_too_few_days_are_told_in_days(tmp_path):
    found = shown(tmp_path)
    assert found["dau_over_mau"][2] == "needs 30 days of opens, found 2"
    assert found["repurchase_rate"][2] == "needs orders of 90 days whose return windows have closed, found 0"


def test_opens_of_logs_are_thinned_where_that_is_asked_for(tmp_path):
    """Nothing else changes: the rows of every open stay as they are."""
    everyday = opens(*((user, day) for user in "abc" for day in range(5, 40)))
    logs(tmp_path, users=lines("user,joined", *((user, -200) for user in "abc")), **NOTHING, opens=everyday)
    events = read_logs(tmp_path).events
    plain, thin = (told(events, thinned=thinned).set_index("name") for thinned in (False, True))
    added = {name for name in thin.index if name not in plain.index}
    assert added == {"thinned_return_hazard_1", *(f"thinned_return_hazard_{k}_over_1" for k in (2, 3, 4))}
    assert thin["value"].drop(list(added)).equals(plain["value"])
    assert plain["value"]["return_hazard_1"] == 1.0 > thin["value"]["thinned_return_hazard_1"]


def test_logs_without_parcels_say_so(tmp_path):
    found = shown(tmp_path, **USERS, **NOTHING, opens=opens(("a", 0), ("a", 39)))
    assert found["unanswered_problems"][2] == "days of parcels that are needed: 365; found: 0"
    assert found["unanswered_problems_per_parcel"][2] == "days of parcels that are needed: 1; found: 0"
