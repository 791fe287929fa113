"""Days of logs, however they are written."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.logs import LogError, read_logs
from calibration.logs.days import Zone, days_of
from sim.base.errors import UnknownNameError
from tests.calibration.log_files import logs

EPOCH = dt.date(1970, 1, 1)


def day(cell, zone=None):
    """The day of one cell."""
    return days_of(pd.Series([cell]), Zone(zone)).day[0]


@settings(max_examples=25)
@given(st.dates(dt.date(2003, 1, 1), dt.date(2049, 12, 31)))
def test_a_date_is_the_same_day_however_it_is_written(date):
    wanted = (date - EPOCH).days
    stamp = dt.datetime(date.year, date.month, date.day, 13, 5, tzinfo=dt.UTC).timestamp()
    for cell in (
        str(date),
        f"{date:%Y%m%d}",
        f"{date:%Y/%m/%d}",
        f"{date.year}-{date.month}-{date.day}",
        f"{date.year}年{date.month}月{date.day}日",
        f"{date} 23:59:59.9",
        f"{date}T00:00:00Z",
        f"{date:%Y%m%d}235959",
        f"{stamp:.0f}",
        f"{stamp * 1000:.0f}",
        f"{stamp * 1e6:.0f}",
        f"{int(stamp) * 10**9}",
    ):
        assert day(cell) == wanted, cell


@settings(max_examples=25)
@given(st.datetimes(dt.datetime(2005, 1, 1), dt.datetime(2040, 1, 1)), st.integers(-12, 14))
def test_stamps_with_a_zone_fall_on_the_day_of_the_wanted_one(moment, hours):
    """The oracle is the standard library."""
    aware = moment.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    shanghai = (aware.astimezone(dt.timezone(dt.timedelta(hours=8))).date() - EPOCH).days
    for cell in (aware.isoformat(), f"{aware:%Y-%m-%d %H:%M:%S%z}", f"{aware.timestamp():.0f}"):
        assert day(cell, "Asia/Shanghai") == shanghai, cell
    assert day(aware.isoformat()) == (aware.date() - EPOCH).days


@pytest.mark.parametrize(
    "cell",
    [
        "soon",
        "20251340",
        "2025-02-30",
        "inf",
        "nan",
        "1e5",
        "5.5",
        "99999999",
        "03/04/2025",
        "1738281600.5.1",
        "--3",
        "1e400",
        "20250131.5",
    ],
)
def test_what_is_no_day_is_none(cell):
    assert np.isnan(day(cell))


def test_a_column_has_one_unit(tmp_path):
    logs(
        tmp_path,
        users="user,joined\na,20250101\nb,20250102\n",
        opens="user,day\na,20250131\na,20250201\nb,20250201\n",
        visits="user,day,host,seconds\na,2025-01-31,h,60\n",
        orders="user,day,host,status\na,1738281600000,h,kept\n",
    )
    events, check = read_logs(tmp_path)
    assert (events.last - events.first, events.orders["day"][0] - events.first) == (1, 0)
    assert [str(table.notes[0]) for table in check.tables if table.notes] == [
        "column 'joined' is read as dates as 20250131",
        "column 'day' is read as dates as 20250131",
        "column 'day' is read as milliseconds since 1970",
    ]
    assert (check.tables[1].first, check.tables[1].last) == ("2025-01-31", "2025-02-01")


@pytest.mark.parametrize("stray", ["1970-01-01", "2099-12-31", "1990-05-05", "9999-12-31"])
def test_a_stray_date_is_refused_or_left_out(tmp_path, stray):
    logs(
        tmp_path,
        users="user,joined\na,2024-01-01\nb,2024-01-01\n",
        visits="user,day,host,seconds\n",
        opens=f"user,day\na,2025-01-31\nb,{stray}\nb,2025-02-01\nb,{stray}\n",
        orders="user,day,host,status\n",
    )
    with pytest.raises(LogError, match=rf"opens\.csv: column 'day', line 3: '{stray}' is before 2003 or after 2049"):
        read_logs(tmp_path)
    events, check = read_logs(tmp_path, drop_odd=True)
    assert events.last - events.first == 1 and len(events.opens) == 2
    assert "odd lines: 1" in str(check.tables[1].left_out[1])  # the other equals it


def test_years_apart_is_no_span(tmp_path):
    logs(
        tmp_path,
        users="user,joined\na,2010-01-01\nb,2024-01-01\n",
        visits="user,day,host,seconds\n",
        opens="user,day\na,2025-01-31\na,2025-02-01\na,2011-02-01\n",
        orders="user,day,host,status\n",
    )
    with pytest.raises(LogError, match="line 4: 2011-02-01 is years away from most opens"):
        read_logs(tmp_path)


UTC = {
    "users": "user,joined\na,2025-02-01\n",
    "opens": "user,day\na,2025-03-01T17:00:00Z\na,2025-03-03T01:00:00+08:00\n",
    "visits": "user,day,host,seconds\na,2025-03-01T17:00:00Z,h,60\n",
    "orders": "user,day,host,status\n",
}


def test_mixed_zones_are_said(tmp_path):
    logs(tmp_path, **UTC)
    events, check = read_logs(tmp_path)
    assert events.last - events.first == 2
    assert [str(note) for note in check.tables[1].notes] == [
        "stamps of several time zones: +08:00, UTC",
        "days begin at midnight as the stamps are written (+08:00, UTC); --timezone Asia/Shanghai counts the days "
        "there",
    ]


def test_a_zone_turns_stamps_into_its_days(tmp_path):
    logs(tmp_path, **UTC)
    events, check = read_logs(tmp_path, timezone="Asia/Shanghai")
    assert (check.tables[1].first, check.tables[1].last) == ("2025-03-02", "2025-03-03")
    assert len(check.tables[1].notes) == 1 and events.visits["day"][0] == events.first


def test_a_wrong_zone_is_told(tmp_path):
    logs(tmp_path)
    with pytest.raises(UnknownNameError, match=r"unknown time zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'\?"):
        read_logs(tmp_path, timezone="Asia/Shangai")
