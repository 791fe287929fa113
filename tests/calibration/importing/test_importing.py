"""What an import writes is what users did: visits paired, days of a zone, orders with how they ended, users joined."""

from __future__ import annotations

import gzip
import json
import random

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from calibration.logs import LogError, read_logs
from calibration.logs.imported import kind_of
from sim.outcomes.outcome import RETURNED, UNDER_WAY
from sim.users.state import BOUNCED, INTERACTED, ORDERED, SHARED
from tests.calibration.importing.export import (
    ANNA,
    BEN,
    DAY,
    GROUPS,
    LINES,
    MAPPING,
    SALT,
    START,
    D,
    imported,
    line,
    profile,
    visit,
    written,
)


def tables(folder):
    """The written tables as frames, users called by their names."""
    names = {
        f"{SALT.number('user', user):016x}": user for user in (ANNA, BEN, *(f"user {k}" for k in range(60)))
    }
    found = {path.stem: pq.read_table(path).to_pandas() for path in (folder / "logs").glob("*.parquet")}
    return {name: frame.assign(user=frame["user"].map(names)) for name, frame in found.items()}


def test_users_do_in_the_logs_what_they_did_in_the_export(tmp_path):
    imported(written(tmp_path))
    found = tables(tmp_path)
    assert found["users"].astype(str).set_index("user")["joined"].to_dict() == {
        ANNA: "2025-02-10",
        BEN: "2025-04-10",
    }
    assert found["opens"].groupby("user").size().to_dict() == {ANNA: 2, BEN: 2}
    assert str(found["opens"]["day"].min()) == "2025-03-01"
    stays = found["visits"].set_index(["user", "seconds"])
    assert stays.loc[(ANNA, 61.5), ["interacted", "ordered", "shared"]].tolist() == [1, 1, 0]
    assert stays.loc[(ANNA, 3.0), ["interacted", "ordered", "shared"]].tolist() == [0, 0, 0]
    assert stays.loc[(ANNA, 600.0), ["interacted", "ordered", "shared"]].tolist() == [0, 0, 1]
    assert len(found["visits"]) == 4 and found["visits"]["seconds"].isna().sum() == 1
    order = found["orders"].iloc[0]
    assert (len(found["orders"]), order["status"], order["paid_yuan"], order["interacted"]) == (
        1,
        "returned",
        19.9,
        1,
    )


def test_the_readers_of_logs_read_it(tmp_path):
    imported(written(tmp_path))
    events, check = read_logs(tmp_path / "logs")
    assert sorted(events.visits["minutes"].round(3).tolist()) == [0.0, 0.05, 1.025, 10.0]
    assert events.blanks["visits.seconds"].tolist().count(True) == 1
    marks = dict(
        zip(events.visits["minutes"].round(3).tolist(), events.visits["marks"].tolist(), strict=True)
    )
    assert marks[1.025] == INTERACTED | ORDERED and marks[0.05] == BOUNCED and marks[10.0] == SHARED
    assert events.orders["status"].tolist() == [RETURNED] and events.orders["paid_fen"].tolist() == [1990]
    assert [(table.lines, table.used) for table in check.tables] == [(2, 2), (4, 4), (4, 4), (1, 1)]


def test_typed_tables_and_the_same_as_csv_give_the_same_events(tmp_path):
    rng = random.Random(5)
    lines = [
        text
        for k in range(20)
        for day in range(0, 50, 1 + k % 7)
        for text in (
            line(f"user {k}", day * D, "$AppStart"),
            *visit(f"user {k}", day * D + 7, f"room {rng.randrange(5)}", rng.randrange(1, 900)),
        )
    ]
    lines += [line(f"user {k}", k * D + 60, "pay", order_id=f"o {k}", amount=k) for k in range(0, 20, 7)]
    mapping = MAPPING.replace("  joined: properties.registered\n", "").replace(", share: share", "")
    mapping = mapping.replace("interact: like, ", "").replace(
        ",\n           returned: refund, profile: profile_set", ""
    )
    imported(written(tmp_path, lines, mapping))
    (tmp_path / "csv").mkdir()
    for path in (tmp_path / "logs").glob("*.parquet"):
        pq.read_table(path).to_pandas().to_csv(tmp_path / "csv" / f"{path.stem}.csv", index=False)
    typed, texts = read_logs(tmp_path / "logs").events, read_logs(tmp_path / "csv").events
    assert typed.blanks.keys() == texts.blanks.keys()
    for name in ("users", "opens", "visits", "orders"):
        one, other = getattr(typed, name), getattr(texts, name)
        assert len(one) and one.dtype == other.dtype
        for column in one.dtype.names:
            if column == "host":  # numbered in some order: the same rows share one
                one, other = (pd.factorize(rows["host"])[0] for rows in (one, other))
                np.testing.assert_array_equal(one, other)
                one, other = getattr(typed, name), getattr(texts, name)
            else:
                np.testing.assert_array_equal(one[column], other[column], err_msg=f"{name}.{column}")


def oracle(visits):
    """[(user, host, seconds)] of made-up visits, as they must come out."""
    return sorted((user, host, round(seconds, 3)) for user, _, host, seconds in visits)


@pytest.mark.parametrize("seed", range(3))
def test_visits_are_paired_whatever_the_order_of_the_lines(tmp_path, seed):
    rng = random.Random(seed)
    visits = []
    for k in range(12):
        now = 10.0
        for _ in range(rng.randrange(1, 15)):
            seconds = rng.randrange(1, 2_000_000) / 1000
            visits.append((f"user {k}", now, f"room {rng.randrange(3)}", seconds))
            now += seconds + rng.choice([0.001, 1, D])
    lines = [text for one in visits for text in visit(*one)]
    lines += [line(user, when - 1, "$AppStart") for user, when, *_ in visits]
    lines += rng.sample(lines, len(lines) // 4)  # sent twice
    rng.shuffle(lines)
    mapping = (
        MAPPING[: MAPPING.index("  order:")]
        + "  events: {open: $AppStart, enter: enter_room, leave: leave_room}\n"
    )
    done = imported(written(tmp_path, lines, mapping))
    hosts = {f"{SALT.number('host', host):016x}": host for host in ("room 0", "room 1", "room 2")}
    found = tables(tmp_path)["visits"]
    assert sorted(
        zip(found["user"], found["host"].map(hosts), found["seconds"].round(3), strict=True)
    ) == oracle(visits)
    assert any(f"lines that equal an earlier one: {len(lines) // 5}" in str(note) for note in done.left_out)


def test_a_leave_without_enter_is_counted_and_one_with_its_seconds_is_a_visit(tmp_path):
    lines = [line("user 1", k * D, "$AppStart") for k in range(3)]
    lines += [line("user 1", 100, "leave_room", anchor="room 1", stay=20)]
    base = MAPPING[: MAPPING.index("  order:")]
    both = base + "  events: {open: $AppStart, enter: [enter_room], leave: leave_room}\n"
    done = imported(written(tmp_path, [*lines, *visit("user 1", D, "room 2", 5)], both))
    assert any("leaving a room that was not entered: 1 of 2" in str(note) for note in done.left_out)
    alone = base + "  seconds: properties.stay\n  events: {open: $AppStart, leave: leave_room}\n"
    imported(written(tmp_path, lines, alone), out=tmp_path / "alone")
    assert pq.read_table(tmp_path / "alone" / "visits.parquet")["seconds"].to_pylist() == [20.0]


def test_the_day_is_that_of_the_zone(tmp_path):
    late = [line("user 1", 15.9 * 3600 + k * D, "$AppStart") for k in range(2)]
    late += visit("user 1", 15.95 * 3600, "room 1", 600)
    mapping = (
        MAPPING[: MAPPING.index("  order:")]
        + "  events: {open: $AppStart, enter: enter_room, leave: leave_room}\n"
    )
    days = {}
    for zone in ("Asia/Shanghai", "America/New_York"):
        imported(written(tmp_path, late, mapping.replace("Asia/Shanghai", zone)), out=tmp_path / zone[:4])
        days[zone] = str(pq.read_table(tmp_path / zone[:4] / "opens.parquet")["day"][0])
    assert days == {"Asia/Shanghai": "2025-03-01", "America/New_York": "2025-03-01"}
    shifted = [line("user 1", 17 * 3600 + k * D, "$AppStart") for k in range(2)] + visit(
        "user 1", 17.1 * 3600, "r", 60
    )
    imported(written(tmp_path, shifted, mapping), out=tmp_path / "later")
    assert str(pq.read_table(tmp_path / "later" / "opens.parquet")["day"][0]) == "2025-03-02"


def test_groups_of_the_platform_are_segments(tmp_path):
    lines = [
        *LINES,
        profile(BEN, group="都市银发"),
        profile("user 1", group=["小镇青年", "未知"]),
        line("user 1", 5 * D, "$AppStart"),
        profile("user 2", group="Z世代"),
        line("user 2", 5 * D, "$AppStart"),
        profile("user 2", group="都市银发"),
    ]
    mapping = MAPPING.replace("tables:", "groups: groups.yaml\ntables:").replace(
        "  host:", "  groups: properties.group\n  host:"
    )
    done = imported(written(tmp_path, lines, mapping, groups=GROUPS))
    users = tables(tmp_path)["users"].set_index("user").astype(object).fillna("")
    assert users["age"].to_dict() == {ANNA: "gen_z", BEN: "silver", "user 1": "", "user 2": ""}
    assert users["tier"].to_dict() == {ANNA: "", BEN: "upper", "user 1": "lower", "user 2": "upper"}
    assert any("in two groups of age or tier at different times: 1" in str(note) for note in done.notes)
    events = read_logs(tmp_path / "logs").events
    assert events.groups["silver"].sum() == 1 and events.groups["lower_tier"].sum() == 1


ORDERS = """下单时间,买家ID,订单编号,实付金额,状态
2025-03-01,u1,a,10.5,交易成功
2025-03-02 10:00:00,u1,b,20,退款成功
2025/3/9,u2,c,30,交易成功
2025年3月9日,u2,c,30,交易成功
,u3,,,
"""
ORDERS_MAP = """tables:
- each: orders
  user: 买家ID
  time: 下单时间
  order: 订单编号
  paid: 实付金额
  status: 状态
  outcomes: {kept: 交易成功, returned: 退款成功}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_orders_alone_in_any_encoding(tmp_path, encoding):
    text = ORDERS.replace(",u3,,,\n", "")
    imported(written(tmp_path, text.encode(encoding), ORDERS_MAP, name="orders.csv"))
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == [
        "import.yaml",
        "orders.parquet",
        "users.parquet",
    ]
    assert kind_of(tmp_path / "logs") == "orders"
    orders = pq.read_table(tmp_path / "logs" / "orders.parquet").to_pandas()
    assert sorted(zip(orders["day"].astype(str), orders["status"], orders["paid_yuan"], strict=True)) == [
        ("2025-03-01", "kept", 10.5),
        ("2025-03-02", "returned", 20.0),
        ("2025-03-09", "kept", 30.0),
    ]
    users = pq.read_table(tmp_path / "logs" / "users.parquet").to_pandas()
    assert sorted(users["joined"].astype(str)) == ["2025-03-01", "2025-03-09"]
    with pytest.raises(LogError, match=r"holds orders alone.*livesim holdout"):
        read_logs(tmp_path / "logs")


def test_odd_lines_are_refused_with_their_line_or_dropped_and_counted(tmp_path):
    written(tmp_path, ORDERS.encode(), ORDERS_MAP, name="orders.csv")
    with pytest.raises(LogError, match=r"orders\.csv, line 6: time is empty.*\n.*--drop-odd"):
        imported(tmp_path)
    done = imported(tmp_path, drop_odd=True)
    assert str(done.left_out[0]).startswith("odd lines: 1; the first: orders.csv, line 6: time is empty")


def test_a_way_that_does_not_say_how_orders_ended_leaves_returns_blank(tmp_path):
    mapping = MAPPING.replace("returned: refund, ", "").replace("order: pay", "order: pay, checkout: refund")
    imported(written(tmp_path, LINES, mapping))
    assert read_logs(tmp_path / "logs").events.orders["status"].tolist() == [UNDER_WAY]


def events_table():
    """The same events as a table of columns."""
    rows = [json.loads(text) for text in LINES if "track" in text]
    return pd.DataFrame(
        [
            {
                "uid": row["distinct_id"],
                "at": row["time"],
                "what": row["event"],
                "props": json.dumps(row["properties"]),
                "room": row["properties"].get("anchor"),
            }
            for row in rows
        ]
    )


TABLE_MAP = """timezone: Asia/Shanghai
tables:
- user: UID
  time: at
  event: what
  host: room
  order: props.order_id
  events: {open: $AppStart, enter: enter_room, leave: leave_room, order: pay}
"""


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "tsv", "parquet", "xlsx", "jsonl.gz"])
def test_all_formats_give_the_same_tables(tmp_path, ending):
    frame = events_table()
    mapping = TABLE_MAP
    if ending == "jsonl.gz":
        mapping = MAPPING[: MAPPING.index("  paid:")] + TABLE_MAP[TABLE_MAP.index("  events:") :]
        written(
            tmp_path, gzip.compress("".join(f"{text}\n" for text in LINES).encode()), mapping, f"app.{ending}"
        )
    else:
        written(tmp_path, b"x", mapping, name="unread.bin")
        path = tmp_path / "export" / f"app.{ending}"
        if ending == "parquet":
            frame.to_parquet(path)
        elif ending == "xlsx":
            frame.to_excel(path, index=False)
        else:
            frame.to_csv(path, index=False, sep="\t" if ending == "tsv" else ",")
    imported(tmp_path)
    imported(
        written(
            tmp_path / "plain" if (tmp_path / "plain").mkdir() is None else tmp_path,
            LINES,
            MAPPING[: MAPPING.index("  paid:")] + TABLE_MAP[TABLE_MAP.index("  events:") :],
        )
    )
    for name in ("opens", "visits", "orders"):
        one, other = (
            pq.read_table(folder / "logs" / f"{name}.parquet") for folder in (tmp_path, tmp_path / "plain")
        )
        assert one.equals(other), name


def test_a_sample_is_the_same_part_of_the_users(tmp_path):
    lines = [
        text
        for k in range(60)
        for d in (0, 9)
        for text in (line(f"user {k}", d * D, "$AppStart"), *visit(f"user {k}", d * D + 1, "room 1", 30))
    ]
    mapping = (
        MAPPING[: MAPPING.index("  order:")]
        + "  events: {open: $AppStart, enter: enter_room, leave: leave_room}\n"
    )
    written(tmp_path, lines, mapping)
    kept = {}
    for share in (0.25, 0.5, 1.0):
        imported(tmp_path, sample=share, out=tmp_path / f"s{share}")
        kept[share] = set(pq.read_table(tmp_path / f"s{share}" / "users.parquet")["user"].to_pylist())
    assert kept[0.25] < kept[0.5] < kept[1.0] and len(kept[1.0]) == 60 and 5 <= len(kept[0.25]) <= 28
    assert pq.read_table(tmp_path / "s0.25" / "visits.parquet").num_rows == 2 * len(kept[0.25])


def test_days_that_are_not_asked_for_are_left_out(tmp_path):
    mapping = MAPPING.replace("tables:", "first_day: 2025-03-01\nlast_day: 2025-03-03\ntables:")
    mapping = mapping.replace("returned: refund, ", "")
    done = imported(written(tmp_path, LINES, mapping))
    assert any("outside of first_day to last_day: 3" in str(note) for note in done.left_out)
    assert str(max(tables(tmp_path)["opens"]["day"])) == "2025-03-03"


def test_what_logs_do_not_know_is_said(tmp_path):
    done = imported(written(tmp_path))
    assert any("those of the industry fit (imputed)" in str(note) for note in done.notes)
    assert any("no line says age and tier" in str(note) for note in done.notes)


def test_start_is_the_moment_that_the_tests_say():
    assert pd.Timestamp(START, unit="ms", tz="Asia/Shanghai").isoformat() == "2025-03-01T08:00:00+08:00"
    assert DAY == 1000 * D


@pytest.mark.parametrize("words", [("true", "false"), ("1", "0"), ("是", "否"), (True, False), (1, 0)])
def test_marks_of_a_stay_may_be_told_by_a_field(tmp_path, words):
    """As words, numbers or JSON's own true and false; a stay without the field is not marked."""
    yes, no = words
    stays = [line(ANNA, 60 * k, "leave_room", anchor="1", length=20, **{"liked": value} if value != "" else {})
             for k, value in enumerate((yes, no, no, ""))]  # fmt: skip
    told = "  seconds: properties.length\n  interacted: properties.liked\n"
    mapping = MAPPING.split("  order:")[0] + told + "  events: {open: $AppStart, leave: leave_room}\n"
    opens = [line(ANNA, DAY // 1000 * day, "$AppStart") for day in range(-1, 3)]
    imported(written(tmp_path, [*opens, *stays], mapping))
    assert sorted(tables(tmp_path)["visits"]["interacted"].fillna(0)) == [0, 0, 0, 1]
