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
from tests.calibration.log_files import logs
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
@pytest.mark.parametrize("name", [m for m in ASKED if not m.startswith("repurchase_rate")])
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
    again = read_logs(tmp_path).events
    for name in PATTERNS:
        if PATTERNS[name].needs.parcel_days:  # (logs have no parcels)
            continue
        for segment in ("all", "lower_tier" if "lower_tier" in again.groups else "all"):
            before, after = (PATTERNS[name].measure(table.of(segment)) for table in (events, again))
            assert after == pytest.approx(before, rel=2e-3, nan_ok=True), name


def test_dates_and_numbers_are_the_same_days(tmp_path):
    logs(tmp_path, opens="user,day\na,2025-03-01\na,2025-03-03\n", users="user,joined\na,2025-02-01\n",
         visits="user,day,host,seconds\na,2025-03-01,h,60\n", orders="user,day,host,status\na,2025-03-01,h,kept\n")
    events = read_logs(tmp_path).events
    assert (events.last - events.first, events.first - int(events.users["joined"][0])) == (2, 28)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"users": "user,joind\na,0\n"}, "users.csv: unknown column 'joind'; did you mean 'joined'?"),
        ({"opens": "user\na\n"}, "opens.csv: column 'day' is missing"),
        ({"opens": "user,day\nc,5\n"}, "opens.csv, line 2: user 'c' is not in users.csv"),
        ({"opens": "user,day\na,5\na,soon\n"}, "opens.csv: column 'day', line 3: 'soon' is no day"),
        ({"opens": "user,day\na,2025-03-01\na,2025-02-30\n"}, "column 'day', line 3: '2025-02-30' is no day"),
        ({"opens": "user,day\na,\n"}, "opens.csv: column 'day', line 2: is empty; a day is needed"),
        ({"opens": "user,day\n"}, "opens.csv: holds no line; without opens"),
        ({"users": "user,joined\na,0\na,1\nb,3\n"}, "users.csv, line 3: user 'a' stands in two lines"),
        ({"users": "user,joined,age\na,0,young\nb,0,silver\n"}, "column 'age', line 2: unknown age 'young'"),
        ({"orders": "user,day,host,status\na,5,h,keptt\n"},
         "orders.csv: column 'status', line 2: unknown status 'keptt'; did you mean 'kept'?"),
        ({"visits": "user,day,host,seconds\na,5,h,long\n"}, "column 'seconds', line 2: 'long' is no number"),
        ({"visits": ""}, "visits.csv: holds no line"),
        ({"visits": "user,day,host,seconds\na,5,,60\n"}, "column 'host', line 2: is empty"),
        ({"visits": "user,day,host,seconds\na,5,h,-1\n"}, "line 2: '-1' cannot be (allowed: 0 to 86400)"),
        ({"visits": "user,day,host,seconds\na,5,h,inf\n"}, "'seconds', line 2: inf seconds are more than a day"),
        ({"visits": "user,day,host,seconds\na,5,h,5400000\n"}, "if these are milliseconds, divide them by 1000"),
        ({"visits": "user,day,host,seconds,shared\na,5,h,9,-1\n"}, "column 'shared', line 2: '-1' is neither 0 nor 1"),
        ({"opens": "user,day,shown\na,5,2.5\nb,6,1\n"}, "column 'shown', line 2: '2.5' is no whole number"),
        ({"users": "user,joined,gone\na,3,1\nb,0,\n"}, "'gone', line 2: gone on 1, before joining on 3"),
        ({"users": "user,joined\na,6\nb,0\n"}, "opens.csv: column 'day', line 2: user 'a' joined on 6, after"),
        ({"orders": "user,day,host,status,closes\na,5,h,kept,4\n"}, "line 2: 4 is before the order of 5"),
        ({"orders": "user,day,host,status\na,5,h,kept\na,7,h,kept\n"}, "line 3: 7 is after the last open (6)"),
        ({"visits": "user,day,host,seconds\na,4,h,60\n"}, "line 2: 4 is before the first open (5)"),
        ({"opens": "user,day\na,5\na,6\nb,20000\n"}, "line 4: 20000 is years away from most opens (6)"),
        ({"opens": "user,day\na,5\nb,inf\n"}, "line 3: 'inf' is no day"),
        ({"opens": "user,day\na,5\nb,2025-03-01\na,6\n"}, "line 3: '2025-03-01' is one of the dates among day numbers"),
        ({"opens": "user,day\na,2025-03-01\nb,2025-03-02\n"}, "users.csv holds day numbers, opens.csv dates"),
        ({"users": "user,joined,gone\na,0,2025-03-01\nb,0,\n"}, "column 'gone' holds dates, another column day num"),
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


def test_two_files_of_a_table_are_one_too_many(tmp_path):
    logs(tmp_path)
    (tmp_path / "orders.tsv").write_text("user\tday\thost\tstatus\n", encoding="utf-8")
    with pytest.raises(LogError, match=r"holds orders\.csv, orders\.tsv; one of them is needed"):
        read_logs(tmp_path)


def test_odd_lines_are_left_out_and_counted_where_the_reader_wants_it(tmp_path):
    logs(tmp_path, visits="user,day,host,seconds\na,5,h,60\na,5,h,-1\nb,5,h,9e9\n,5,h,9\nc,5,h,9\n")
    with pytest.raises(LogError, match=r"'-1' cannot be.*\(2 lines in all\)\n.*'c' is not in users.*\n.*--drop-odd"):
        read_logs(tmp_path)
    events, check = read_logs(tmp_path, drop_odd=True)
    assert events.visits["minutes"].tolist() == [1.0]
    visits = check.tables[2]
    assert (visits.lines, visits.used, visits.users) == (5, 1, 1)
    assert [str(line).split(";")[0] for line in visits.left_out] == [
        "lines without a user: 1", "odd lines: 2", "odd lines: 1"]


def test_lines_without_a_user_are_nobodys(tmp_path):
    logs(tmp_path, users="user,joined\na,0\n,0\n", opens="user,day\na,5\n,5\n,6\n",
         orders="user,day,host,status\n,5,h,kept\n,6,h,kept\n")
    events, check = read_logs(tmp_path)
    assert (len(events.users), len(events.opens), len(events.orders)) == (1, 1, 0)
    assert [str(line) for table in check.tables for line in table.left_out] == [
        "lines without a user: 1", "lines without a user: 2", "lines without a user: 2"]


@pytest.mark.parametrize("ids", [("00042", "7", "007"), ("NA", "null", "nan"),
                                 ("1234567890123456789", "1234567890123456788", "x")])
def test_ids_are_texts_in_every_table(tmp_path, ids):
    logs(tmp_path, users="user,joined\n" + "".join(f"{u},0\n" for u in ids),
         opens="user,day\n" + "".join(f"{u},{k}\n" for k, u in enumerate(ids)),
         visits="user,day,host,seconds\n" + "".join(f"{u},{k},{u},60\n" for k, u in enumerate(ids)),
         orders=f"user,day,host,status\n{ids[2]},2,{ids[1]},kept\n")
    events = read_logs(tmp_path).events
    assert events.opens["user"].tolist() == [0, 1, 2]
    assert events.orders["user"].tolist() == [2] and len(set(events.visits["host"].tolist())) == 3


def test_an_id_that_lost_its_zeros_is_recognised(tmp_path):
    logs(tmp_path, users="user,joined\n00042,0\n", opens="user,day\n42,5\n", visits="user,day,host,seconds\n",
         orders="user,day,host,status\n")
    with pytest.raises(LogError, match=r"user '42' is not in users\.csv; is it '00042'\?"):
        read_logs(tmp_path)


def test_lines_that_stand_there_three_times_count_once(tmp_path):
    logs(tmp_path, opens="user,day,shown\n" + "a,5,9\n" * 3 + "b,6,4\n" * 3)
    events, check = read_logs(tmp_path)
    assert events.opens["shown"].tolist() == [9, 4]
    assert [str(line) for line in check.tables[1].left_out] == ["lines that equal an earlier one: 4"]


def test_equal_visits_are_told_apart_by_an_id(tmp_path):
    twice = "a,5,h,60\na,5,h,60\n"
    logs(tmp_path, visits="user,day,host,seconds\n" + twice)
    assert len(read_logs(tmp_path).events.visits) == 1
    logs(tmp_path, visits="user,day,host,seconds,id\na,5,h,60,1\na,5,h,60,2\n")
    assert len(read_logs(tmp_path).events.visits) == 2


def test_several_opens_of_a_day_are_one_day_with_an_open(tmp_path):
    logs(tmp_path, opens="user,day,shown\na,5,9\na,5,3\nb,6,4\nb,6,\n")
    events, check = read_logs(tmp_path)
    assert events.opens["shown"].tolist() == [12, 0] and events.blanks["opens.shown"].tolist() == [False, True]
    assert "further opens of a user on the same day: 2" in str(check.tables[1].notes[-1])


def test_what_looks_strange_is_noted(tmp_path):
    logs(tmp_path, users="user,joined\na,0\nb,0\n", opens="user,day\na,1\na,9\nb,9\n",
         visits="user,day,host,seconds\na,9,h,2000\nb,8,h,3000\n")
    notes = [str(note) for note in read_logs(tmp_path).check.tables[2].notes]
    assert notes == ["lines on a day without an open of their user: 1",
                     "visits are there from 8 to 9, opens from 1 to 9; numbers that rest on both are too low",
                     "half of the visits last 2500 seconds or more; are these milliseconds?"]


def test_a_wrong_folder_is_told(tmp_path):
    with pytest.raises(LogError, match="there is no folder"):
        read_logs(tmp_path / "nowhere")
