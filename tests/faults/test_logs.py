"""A campaign over files of logs: the numbers equal those of an oracle in plain pandas, or the file is refused.

The oracle knows the records before they were written down in some encoding, shape and order, with lines too many and
lines that cannot be. It shares no code with what it judges.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import math
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from calibration.counting import told
from calibration.logs import LogError, read_logs
from tests.faults.campaign import LARGE_CASES, NAME, QUICK_CASES, announce, seed_of

ORIGIN = dt.date(2025, 1, 1)
IDS = ("007", "7", "NA", "张三", "1234567890123456789", "u 1")
DAYS = {
    "number": str,
    "iso": lambda day: str(ORIGIN + dt.timedelta(day)),
    "compact": lambda day: f"{ORIGIN + dt.timedelta(day):%Y%m%d}",
    "slashes": lambda day: f"{ORIGIN + dt.timedelta(day):%Y/%m/%d}",
    "stamp": lambda day: f"{ORIGIN + dt.timedelta(day)}T23:59:59Z",
    "seconds": lambda day: str(int(dt.datetime.combine(ORIGIN + dt.timedelta(day), dt.time(12), dt.UTC).timestamp())),
    "milliseconds": lambda day: DAYS["seconds"](day) + "000",
}  # fmt: skip
SHAPES = (
    "utf-8",
    "utf-8-sig",
    "gbk",
    "utf-16",
    "semicolons",
    "tabs",
    "gz",
    "xlsx",
    "parquet",
    "capitals",
    "trailing commas",
    "blank lines",
    "Windows lines",
)
ODD = {
    "users": [{"joined": "soon"}, {"contacts": "-1"}, {"joined": ""}],
    "opens": [{"user": "nobody"}, {"day": "soon"}, {"day": ""}],
    "visits": [{"seconds": "-5"}, {"seconds": "inf"}, {"seconds": "5e9"}, {"interacted": "-1"}, {"host": ""},
               {"user": "nobody"}, {"seconds": "fast"}],
    "orders": [{"status": "lost"}, {"status": ""}, {"user": "nobody"}, {"day": "soon"}],
}  # fmt: skip
"""What makes a line one that cannot be."""


@st.composite
def records(draw):
    """Four tables of what really happened, each a list of dicts."""
    names = IDS[: draw(st.integers(2, len(IDS)))]
    joined = {user: draw(st.sampled_from([-120, -50, -10, 0, 3])) for user in names}
    span = draw(st.sampled_from([8, 30, 60]))
    days = st.integers(3, span)
    opened = {(user, day) for user in names for day in draw(st.sets(days, max_size=6))} | {
        (names[0], 3),
        (names[0], span),
    }
    users = [
        {"user": user, "joined": joined[user], "contacts": draw(st.sampled_from(["", 0, 5, 300]))} for user in names
    ]
    length = st.one_of(st.sampled_from([0, 9.99, 10, 86_400]), st.integers(0, 4000), st.none())
    visits = [
        {
            "user": user,
            "day": day,
            "host": f"h{k}",
            "seconds": draw(length),
            "interacted": draw(st.sampled_from([0, 1, None])),
        }
        for k, (user, day) in enumerate(draw(st.lists(st.sampled_from(sorted(opened)), max_size=12)))
    ]
    orders = [
        {
            "user": user,
            "day": day,
            "host": f"h{k}",
            "status": draw(st.sampled_from(["kept", "returned", "under_way"])),
        }
        for k, (user, day) in enumerate(draw(st.lists(st.sampled_from(sorted(opened)), max_size=8)))
    ]
    return {
        "users": users,
        "opens": [{"user": user, "day": day} for user, day in sorted(opened)],
        "visits": visits,
        "orders": orders,
    }


@st.composite
def files(draw):
    """(records, rows as they are written, odd lines among them, shape of each file)."""
    real, style = draw(records()), draw(st.sampled_from(sorted(DAYS)))
    rows, odd = {}, 0
    for table, lines in real.items():
        written = [
            {
                key: DAYS[style](value) if key in ("day", "joined") else "" if value is None else str(value)
                for key, value in line.items()
            }
            for line in lines
        ]
        if written:
            written += draw(st.lists(st.sampled_from(written), max_size=3))  # the same line again
            written += [line | {"user": ""} for line in draw(st.lists(st.sampled_from(written), max_size=2))]
            wrong = draw(st.lists(st.tuples(st.sampled_from(written), st.sampled_from(ODD[table])), max_size=2))
            wrong = [line | change for line, change in wrong if line["user"]]
            if table == "users":
                wrong = [line | {"user": f"odd{k}"} for k, line in enumerate(wrong)]
            odd += len(wrong)
            written = draw(st.permutations(written + wrong))
        rows[table] = written
    return real, rows, odd, {table: draw(st.sampled_from(SHAPES)) for table in real}


HALF_A_MILLIMINUTE = 0.000501
"""A user's minutes are counted in thousandths [min], as the engines do."""
HEADS = {
    "users": ("user", "joined", "contacts"),
    "opens": ("user", "day"),
    "visits": ("user", "day", "host", "seconds", "interacted"),
    "orders": ("user", "day", "host", "status"),
}


def write(folder, table, rows, shape):
    """Write one table in a shape."""
    frame = pd.DataFrame(rows, columns=list(HEADS[table]), dtype=object)
    if shape == "parquet":
        frame.astype(str).to_parquet(folder / f"{table}.parquet")
        return
    if shape == "xlsx":
        book = openpyxl.Workbook()
        for row in (HEADS[table], *frame.itertuples(index=False)):
            book.active.append(list(row))
        book.save(folder / f"{table}.xlsx")
        return
    text = io.StringIO()
    frame.to_csv(text, index=False, sep={"semicolons": ";", "tabs": "\t"}.get(shape, ","), lineterminator="\n")
    text = text.getvalue()
    if shape == "capitals":
        text = text.replace(",".join(HEADS[table]), ",".join(HEADS[table]).upper())
    changes = {"trailing commas": ",\n", "blank lines": "\n\n", "Windows lines": "\r\n"}
    text = text.replace("\n", changes.get(shape, "\n"))
    body = text.encode(shape if shape in ("utf-8-sig", "gbk", "utf-16") else "utf-8")
    (folder / f"{table}.csv{'.gz' * (shape == 'gz')}").write_bytes(gzip.compress(body) if shape == "gz" else body)


def oracle(real):
    """Name -> value, from the records themselves."""
    users, opens, visits, orders = (pd.DataFrame(real[table], columns=list(HEADS[table])) for table in HEADS)
    seconds = pd.to_numeric(visits["seconds"]).dropna()
    flags = pd.to_numeric(visits["interacted"]).dropna()
    first, last = opens["day"].min(), opens["day"].max()
    joined = users.set_index("user")["joined"]
    lately = seconds[visits.loc[seconds.index, "day"] > last - 21]
    contacts = pd.to_numeric(users["contacts"][users["user"].isin(opens["user"])]).dropna()
    found = {
        "bounce_rate": (seconds < 10).mean(), "minutes_per_engaged_visit": seconds[seconds >= 10].mean() / 60,
        "minutes_per_visit": seconds.mean() / 60, "visits_per_active_user_day": len(visits) / len(opens),
        "interaction_rate": flags.mean(), "visit_median_seconds": lately.median(),
        "contacts_p50": contacts.median(),
    }  # fmt: skip
    if last - first + 1 >= 30:
        month = opens[opens["day"] > last - 30]
        found["dau_over_mau"] = len(month) / 30 / month["user"].nunique()
    if last - first + 1 >= 29:
        base = set(opens["user"][opens["day"] < first + 28])
        later = opens[(opens["day"] >= first + 28) & opens["user"].isin(base)]
        found["active_days_per_base_user"] = len(later) / len(base) * 28 / (last - first + 1 - 28)
    new = joined[(joined >= first) & (joined <= last - 1)]
    back = {(line.user, line.day) for line in opens.itertuples()}
    found["retention_d1"] = (
        pd.Series([(user, day + 1) in back for user, day in new.items()]).mean() if len(new) else math.nan
    )
    decided = orders[(orders["day"] >= first) & (orders["day"] <= last - 7) & (orders["status"] != "under_way")]
    found["return_rate"] = (decided["status"] == "returned").mean()
    return found


def check(case):
    """The numbers of written logs are those of the oracle; odd lines are refused unless they may be left out."""
    real, rows, odd, shapes = case
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for table, lines in rows.items():
            write(folder, table, lines, shapes[table])
        if odd:
            with pytest.raises(LogError):
                read_logs(folder)
        logs = read_logs(folder, drop_odd=True)
    found = told(logs.events).set_index("name")["value"]
    for name, value in oracle(real).items():
        near = HALF_A_MILLIMINUTE if name.startswith("minutes_") else 1e-12
        assert found[name] == pytest.approx(value, rel=1e-9, abs=near, nan_ok=True), name


def campaign(cases, check_one, count, first):
    """Check so many cases, drawn from a seed."""

    @seed(first)
    @settings(max_examples=count, derandomize=False, database=None, print_blob=True)
    @given(cases)
    def each(case):
        check_one(case)

    each()


def test_logs_give_the_numbers_of_an_oracle_or_are_refused():
    campaign(files(), check, QUICK_CASES, seed_of(1))


@pytest.mark.slow
def test_many_logs_give_the_numbers_of_an_oracle_or_are_refused(capsys):
    first = seed_of()
    announce(capsys, f"{LARGE_CASES} written logs: {NAME}={first}")
    campaign(files(), check, LARGE_CASES, first)


@st.composite
def torn(draw):
    """A written table with bytes cut, flipped or put in."""
    body = bytearray(b'user,day,host,seconds\na,5,h,60\nb,6,k,9\n"c,d",7,h,1\n')
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(body)))
        match draw(st.sampled_from(["cut", "flip", "put", "twice"])):
            case "cut":
                body = body[:place]
            case "flip" if place < len(body):
                body[place] ^= draw(st.integers(1, 255))
            case "put":
                body[place:place] = draw(
                    st.binary(min_size=1, max_size=3)
                    | st.sampled_from(["，".encode(), b'"', b"\n", b"\r", b"\0", b",,", "е".encode(), b"\xff\xfe"])
                )
            case "twice":
                body += body[:place]
    return bytes(body)


def never_a_traceback(body):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for table, text in {
            "users": "user,joined\na,0\nb,0\n",
            "opens": "user,day\na,5\nb,6\n",
            "orders": "user,day,host,status\n",
        }.items():
            (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        (folder / "visits.csv").write_bytes(body)
        try:
            told(read_logs(folder).events)
        except LogError as error:
            assert "visits.csv" in str(error)
        told(read_logs(folder, drop_odd=True).events) if refused_by_line(folder) else None


def refused_by_line(folder):
    """Whether what is wrong is a matter of lines."""
    try:
        read_logs(folder)
    except LogError as error:
        return "--drop-odd" in str(error)
    return True


def test_a_torn_file_is_refused_or_read_and_never_ends_in_a_traceback():
    campaign(torn(), never_a_traceback, 2 * QUICK_CASES, seed_of(1))


@pytest.mark.slow
def test_many_torn_files_are_refused_or_read(capsys):
    first = seed_of()
    announce(capsys, f"{2 * LARGE_CASES} torn logs: {NAME}={first}")
    campaign(torn(), never_a_traceback, 2 * LARGE_CASES, first)
