"""Events of a simulated world and logs of a platform say the same in the same words."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.counting import outcome_of
from calibration.logs import LogError, read_logs, write_logs
from calibration.patterns import PATTERNS
from calibration.targets import load_targets
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.aggregate import evaluate
from sim.replicate.events import watch
from sim.replicate.leavings import outcome_of as outcome_of_world
from sim.scenario.plan import Horizon, Scenario
from tests.replicate import worlds

DAYS = 45
NOT_IN_LOGS = {"minutes_to_place_order", "friend_open_share"}
"""Metrics of targets that logs of opens, visits and orders cannot tell."""
ASKED = sorted({m for t in load_targets() for m, _ in t.keys if m in METRICS} - NOT_IN_LOGS)


@pytest.fixture(scope="module")
def seen():
    """A world watched from day 0 on: its own outcome, and its events."""
    world = worlds.warm_world(1_500)
    events = watch(world, DAYS, orders_from=-worlds.WARM)
    plan = Scenario("watched", horizon=Horizon(days=DAYS))
    return outcome_of_world(world, plan, -worlds.WARM, 0, None), events


@pytest.mark.parametrize("segment", ["all", "gen_z", "silver"])
@pytest.mark.parametrize("name", [m for m in ASKED if m not in ("repurchase_rate", "repurchase_rate_month")])
def test_a_metric_is_the_same_counted_by_the_engine_and_from_events(seen, name, segment):
    counted, events = seen
    told = evaluate(outcome_of(events), name, events.groups[segment])
    lived = evaluate(counted, name, counted.segments[segment])
    assert lived.people == told.people > 0
    assert told.value == pytest.approx(lived.value, rel=1e-9)


def test_the_engines_tell_the_same_events():
    tables = []
    for threads in (1, 2):
        events = watch(worlds.warm_world(300), 5, orders_from=-9, threads=threads)
        tables.append(events)
    for name in ("users", "opens", "visits", "parcels", "orders"):
        np.testing.assert_array_equal(getattr(tables[0], name), getattr(tables[1], name), err_msg=name)


def test_written_and_read_again_logs_show_the_same_patterns(seen, tmp_path):
    _, events = seen
    write_logs(events, tmp_path)
    again = read_logs(tmp_path)
    for name in PATTERNS:
        if name == "unanswered_problems":  # (logs have no parcels)
            continue
        for segment in ("all", "lower_tier" if "lower_tier" in again.groups else "all"):
            before, after = (PATTERNS[name].measure(table.of(segment)) for table in (events, again))
            assert after == pytest.approx(before, rel=2e-3, nan_ok=True), name


def test_dates_and_numbers_are_the_same_days(tmp_path):
    logs(tmp_path, opens="user,day\na,2025-03-01\na,2025-03-03\n", users="user,joined\na,2025-02-01\n",
         visits="user,day,host,seconds\na,2025-03-01,h,60\n", orders="user,day,host,status\na,2025-03-01,h,kept\n")
    events = read_logs(tmp_path)
    assert (events.last - events.first, events.first - int(events.users["joined"][0])) == (2, 28)


TABLES = {
    "users": "user,joined\na,0\nb,3\n", "opens": "user,day\na,5\nb,6\n",
    "visits": "user,day,host,seconds,ordered\na,5,h,60,1\n", "orders": "user,day,host,status\na,5,h,kept\n",
}  # fmt: skip


def logs(folder, **tables):
    for name, text in (TABLES | tables).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"users": "user,joind\na,0\n"}, "users.csv: unknown column 'joind'; did you mean 'joined'?"),
        ({"opens": "user\na\n"}, "opens.csv: column 'day' is missing"),
        ({"opens": "user,day\nc,5\n"}, "opens, line 2: user 'c' is not in users"),
        ({"opens": "user,day\na,5\na,soon\n"}, "opens.csv: column 'day', line 2: '5' is no day"),
        ({"opens": "user,day\na,2025-03-01\na,soon\n"}, "opens.csv: column 'day', line 3: 'soon' is no day"),
        ({"opens": "user,day\na,\n"}, "opens.csv: column 'day', line 2: is empty"),
        ({"opens": "user,day\n"}, "opens: holds no line"),
        ({"users": "user,joined\na,0\na,1\n"}, "users: user 'a' stands in two lines"),
        ({"users": "user,joined,age\na,0,young\nb,0,silver\n"}, "unknown age 'young'"),
        ({"orders": "user,day,host,status\na,5,h,keptt\n"}, "orders, line 2: unknown status 'keptt'; did you mean"),
        ({"visits": "user,day,host,seconds\na,5,h,long\n"}, "visits.csv: column 'seconds', line 2: 'long' is no numb"),
        ({"visits": ""}, "visits.csv: cannot be read"),
    ],
)  # fmt: skip
def test_wrong_logs_say_where_and_what(tables, said, tmp_path):
    logs(tmp_path, **tables)
    with pytest.raises(LogError) as error:
        read_logs(tmp_path)
    assert said in str(error.value)


def test_a_missing_table_is_named(tmp_path):
    logs(tmp_path)
    (tmp_path / "orders.csv").unlink()
    with pytest.raises(LogError, match=r"holds neither orders\.csv nor orders\.parquet"):
        read_logs(tmp_path)
