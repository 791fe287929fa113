"""Whatever is wrong with a mapping, an export or a folder is told in one message: where, what, and what is right."""

from __future__ import annotations

import gzip
import importlib
import os

import openpyxl
import pytest

from calibration.importing import Order, import_export
from calibration.importing.mapping import load_mapping
from calibration.importing.work import LOCK, working_in
from sim.base.errors import LivesimError
from sim.base.message import Message, message_of
from sim.texts.messages import translated
from tests.calibration.importing.export import (
    GROUPS,
    LINES,
    MAPPING,
    SALT,
    imported,
    line,
    profile,
    visit,
    written,
)
from tests.cli.conftest import chinese

TABLE = MAPPING.partition("events:")[0]
"""The mapping without its events."""
ORDERS = "tables:\n- {each: orders, user: user, time: time"
CSV = b"user,time,status,paid\na,2025-03-01,done,5\nb,2025-03-02,done,6\n"


def of(old, new, mapping=MAPPING):
    """The mapping with one thing changed."""
    assert old in mapping
    return mapping.replace(old, new)


WRONG_MAPPINGS = {
    "a field that no table has": (
        of("  host:", "  hots:"),
        "map.yaml:7:3: tables[0].hots: unknown field 'hots'; did you mean 'host'?",
    ),
    "a field twice": (of("  host:", "  user: other\n  host:"), "user"),
    "no YAML": ("tables: [", "map.yaml:1"),
    "an action that no line can have": (of("open:", "opne:"), "unknown action 'opne'; did you mean 'open'?"),
    "an event that says two things": (
        of("share: share", "share: like"),
        "event 'like' is interact already; a line says one thing",
    ),
    "a name twice in a list": (
        of("open: $AppStart", "open: [$AppStart, $AppStart]"),
        "'$AppStart' stands twice",
    ),
    "still to be told": (of("Asia/Shanghai", '"???"'), "map.yaml:1:11: timezone: is still to be told"),
    "an unknown zone": (
        of("Asia/Shanghai", "Asia/Shangai"),
        "unknown time zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'?",
    ),
    "an unknown unit": (
        of("milliseconds", "millisecond"),
        "unknown unit of times 'millisecond'; did you mean 'milliseconds'?",
    ),
    "no tables": ("tables: []\n", "at least one table is needed"),
    "neither each nor events": (ORDERS.replace("each: orders, ", "") + "}\n", "needs either each"),
    "both each and events": (of("- user:", "- each: orders\n  user:"), "needs either each"),
    "events without their field": (of("  event: [event, type]\n", ""), "event is missing"),
    "event without what names mean": (TABLE, "events is missing"),
    "no time": (of("  time: time\n  unit: milliseconds\n", ""), "time is missing"),
    "no user": (of("user: distinct_id\n  ", ""), "user: is missing"),
    "no host": (of("  host: properties.anchor\n", ""), "host is missing"),
    "entered and never left": (of("leave: leave_room, ", ""), "rooms are entered and never left"),
    "left and never entered": (of("enter: enter_room, ", ""), "rooms are left and never entered"),
    "nobody opens": (of("open: $AppStart, ", ""), "nothing says who opened the app"),
    "nobody visits": (
        of("enter: enter_room, leave: leave_room, ", ""),
        "nothing says who visited which room",
    ),
    "returns without orders' ids": (
        of("  order: properties.order_id\n", ""),
        "order is missing: the order's id",
    ),
    "an id that is a time too": (
        of("time: time", "time: distinct_id"),
        "'distinct_id' is the user's id; it cannot be time too",
    ),
    "an id that is an event too": (
        of("event: [event, type]", "event: [event, distinct_id]"),
        "'distinct_id' is the user's id; it cannot be event too",
    ),
    "a host that is a word too": (
        of("paid: properties.amount", "paid: properties.anchor"),
        "'properties.anchor' is an id (host); it cannot be paid too",
    ),
    "words of status without it": (ORDERS + ", outcomes: {kept: done}}\n", "needs status beside it"),
    "an unknown status": (
        ORDERS + ", status: status, outcomes: {keptt: done}}\n",
        "unknown status 'keptt'; did you mean 'kept'?",
    ),
    "a word of two outcomes": (
        ORDERS + ", status: status, outcomes: {kept: done, returned: done}}\n",
        "'done' stands twice",
    ),
    "days backwards": (
        of("tables:", "first_day: 2025-03-09\nlast_day: 2025-03-01\ntables:"),
        "is before first_day",
    ),
    "groups without their file": (
        of("  host:", "  groups: properties.group\n  host:"),
        "names groups; the file that says which segments",
    ),
    "a file of groups that is not there": (
        of("tables:", "groups: nowhere.yaml\ntables:"),
        "there is no file of groups",
    ),
    "every event as something else than open": (
        of("share: share", "share: '*'"),
        "'*' (every event) stands alone, and for open",
    ),
}


@pytest.mark.parametrize("case", WRONG_MAPPINGS)
def test_a_wrong_mapping(case, tmp_path):
    mapping, said = WRONG_MAPPINGS[case]
    written(tmp_path, LINES, mapping)
    with pytest.raises(LivesimError) as error:
        imported(tmp_path)
    assert_told(error, said)
    assert not (tmp_path / "logs").exists()


def assert_told(error, said):
    """One clear message that holds what it must, in Chinese too."""
    message = message_of(error.value)
    assert said in message
    assert isinstance(message, Message) and chinese(translated(message, "zh"))


WRONG_GROUPS = {
    "a segment that nobody declared": (
        GROUPS.replace("silver", "slver"),
        "unknown field 'slver'; did you mean 'silver'?",
    ),
    "a head that nobody declared": (GROUPS + "spending: {high: [土豪]}\n", "unknown field 'spending'"),
    "a group in two segments": (
        GROUPS.replace("[都市银发]}\nt", "[都市银发, Z世代]}\nt"),
        "group 'Z世代' is gen_z already; nobody is in two of age",
    ),
    "a group that is ignored and mapped": (
        GROUPS.replace("[未知]", "[未知, 一线]"),
        "group '一线' is mapped to a segment too",
    ),
    "no group at all": ("ignored: [x]\n".replace("ignored: [x]", "age: {}"), "holds no group"),
}


@pytest.mark.parametrize("case", WRONG_GROUPS)
def test_a_wrong_file_of_groups(case, tmp_path):
    groups, said = WRONG_GROUPS[case]
    written(tmp_path, LINES, of("tables:", "groups: groups.yaml\ntables:"), groups=groups)
    with pytest.raises(LivesimError) as error:
        load_mapping(tmp_path / "map.yaml")
    assert_told(error, said)


GROUPED = of("tables:", "groups: groups.yaml\ntables:").replace(
    "  host:", "  groups: properties.group\n  host:"
)
WITH_STATUS = ORDERS + ", status: status, paid: paid, outcomes: {kept: done}}\n"
WRONG_EXPORTS = {
    "an event of the mapping is not there": (
        LINES,
        of("leave_room", "leave_rom"),
        "leave: unknown event 'leave_rom'; did you mean 'leave_room'? (allowed: $AppStart, enter_room",
    ),
    "a path is not there": (LINES, of("properties.anchor", "properties.anchr"), "host is empty"),
    "a path of an order is not there": (
        LINES,
        of("properties.amount", "properties.amont"),
        "tables[0]: paid: unknown field 'properties.amont'; did you mean 'properties.amount'?",
    ),
    "no line has the user": (
        LINES,
        of("distinct_id", "distinctid"),
        "app.jsonl: user: unknown field 'distinctid'; did you mean 'distinct_id'?",
    ),
    "no line has the time": (
        LINES,
        of("time: time\n", "time: tme\n"),
        "app.jsonl: time: unknown field 'tme'; did you mean 'time'?",
    ),
    "seconds taken for milliseconds": (
        [text.replace("000,", ",") for text in LINES],
        MAPPING,
        "its time is written in seconds, and the mapping says unit: milliseconds",
    ),
    "milliseconds taken for stamps": (
        LINES,
        of("milliseconds", "stamps"),
        "its time is written in milliseconds, and the mapping says unit: stamps",
    ),
    "moments without a zone": (
        LINES,
        of("timezone: Asia/Shanghai\n", ""),
        "say where days begin: timezone: Asia/Shanghai",
    ),
    "a time that is none": (
        [*LINES, LINES[1].replace("1740787200000", '"soon"')],
        of("  unit: milliseconds\n", ""),
        "app.jsonl, line 17: its time is no moment",
    ),
    "a time of another age": (
        [*LINES, LINES[1].replace("1740787200000", "1000000000000")],
        MAPPING,
        "line 17: its time is before 2003",
    ),
    "all on one day": (
        [line("a", k, "$AppStart") for k in (1, 2)] + visit("a", 5, "r", 9),
        TABLE[: TABLE.index("  order:")]
        + "  events: {open: $AppStart, enter: enter_room, leave: leave_room}\n",
        "all opens are of one day, 2025-03-01",
    ),
    "a line cut": (
        [*LINES, LINES[3][:40]],
        MAPPING,
        "app.jsonl, line 17: is no JSON object; is the file cut?",
    ),
    "one JSON array": (
        ("[" + ",\n".join(LINES) + "]").encode(),
        MAPPING,
        "app.jsonl, line 1: is no JSON line; each line is one object {...}",
    ),
    "a host is blank": ([*LINES, line("a", 9, "enter_room", anchor="")], MAPPING, "line 17: host is empty"),
    "money below nothing": ([*LINES, line("a", 9, "pay", amount=-5)], MAPPING, "line 17: paid is below 0"),
    "money that is none": (
        [*LINES, line("a", 9, "pay", amount="free")],
        MAPPING,
        "line 17: paid is no number",
    ),
    "a stay below nothing": (
        [*LINES, line("a", 9, "leave_room", anchor="r", stay=-3)],
        of("  paid:", "  seconds: properties.stay\n  paid:"),
        "line 17: seconds is below 0",
    ),
    "a stay in milliseconds": (
        [*LINES, line("a", 9, "leave_room", anchor="r", stay=600_000)],
        of("  paid:", "  seconds: properties.stay\n  paid:"),
        "seconds_unit: milliseconds",
    ),
    "a group that is not mapped": (
        [*LINES, profile("a", group="Z世代"), profile("b", group="精致妈妈")],
        GROUPED,
        "line 18: group '精致妈妈' is in no list of groups",
    ),
    "a user in two groups": (
        [*LINES, profile("a", group="Z世代,都市银发")],
        GROUPED,
        "line 17: is in two groups of age",
    ),
    "binary": (bytes(range(256)) * 9, MAPPING, "app.jsonl: is no text that can be read"),
    "neither UTF-8 nor GBK": (
        LINES[1].encode() + b"\n" + "用户".encode() + b"\xff\xff\xff\n",
        MAPPING,
        "app.jsonl: is no text that can be read",
    ),
    "an empty file": (b"", MAPPING, "app.jsonl: is empty"),
    "blank lines alone": (b"\n\n\n", MAPPING, "app.jsonl, line 1: is no JSON line"),
}


@pytest.mark.parametrize("case", WRONG_EXPORTS)
def test_a_wrong_export(case, tmp_path):
    lines, mapping, said = WRONG_EXPORTS[case]
    written(tmp_path, lines, mapping, groups=GROUPS)
    with pytest.raises(LivesimError) as error:
        imported(tmp_path)
    assert_told(error, said)
    assert not (tmp_path / "logs").exists()


WRONG_TABLES = {
    "an unknown column": (
        "orders.csv",
        CSV,
        of("user: user", "user: usr", WITH_STATUS),
        "orders.csv: unknown column 'usr'; did you mean 'user'?",
    ),
    "a column twice": (
        "orders.csv",
        CSV.replace(b"paid", b"user"),
        WITH_STATUS,
        "orders.csv: column 'user' stands twice",
    ),
    "too many cells": (
        "orders.csv",
        CSV + b"a,2025-03-01,done,5,6\n",
        WITH_STATUS,
        "orders.csv, line 4: has another number of cells",
    ),
    "a head alone": ("orders.csv", CSV[:22], WITH_STATUS, "orders.csv: holds no line"),
    "a word of status that is not mapped": (
        "orders.csv",
        CSV.replace(b"3-02,done", b"3-02,lost"),
        WITH_STATUS,
        "line 3: 'lost' is no status that the mapping knows (it knows: done)",
    ),
    "a torn gz": (
        "orders.csv.gz",
        gzip.compress(CSV * 2000)[:60],
        WITH_STATUS,
        "orders.csv.gz: cannot be read: the file is cut or damaged",
    ),
    "a gz that is none": (
        "orders.csv.gz",
        CSV,
        WITH_STATUS,
        "orders.csv.gz: cannot be read: the file is cut or damaged",
    ),
    "Parquet that is none": (
        "orders.parquet",
        CSV,
        WITH_STATUS,
        "orders.parquet: cannot be read: the file is cut or damaged",
    ),
    "Excel that is none": (
        "orders.xlsx",
        CSV,
        WITH_STATUS,
        "orders.xlsx: cannot be read: it is no workbook of Excel",
    ),
    "Excel called CSV": (
        "orders.csv",
        b"PK\x03\x04" + CSV,
        WITH_STATUS,
        "orders.csv: is no text that can be read",
    ),
    "an archive": ("orders.zip", b"PK\x03\x04", WITH_STATUS, "holds archives; unpack them first"),
    "nothing that is read": ("orders.pdf", b"%PDF", WITH_STATUS, "holds no file that can be read"),
    "no file of a table": (
        "orders.csv",
        CSV,
        of("each:", "files: 'pay*.csv', each:", WITH_STATUS),
        "tables[0]: no file of the export is called pay*.csv (found: orders.csv)",
    ),
    "a file of two tables": (
        "orders.csv",
        CSV,
        WITH_STATUS + WITH_STATUS.partition("\n")[2],
        "orders.csv: belongs to tables[0] and tables[1]",
    ),
    "words without end": (
        "orders.csv",
        b"user,time,status,paid\n"
        + b"".join(b"a,2025-03-0%d,w%d,5\n" % (1 + k % 2, k) for k in range(3))
        + b"",
        WITH_STATUS,
        "'w0' is no status",
    ),
}


@pytest.mark.parametrize("case", WRONG_TABLES)
def test_a_wrong_table(case, tmp_path):
    name, body, mapping, said = WRONG_TABLES[case]
    written(tmp_path, body, mapping, name)
    with pytest.raises(LivesimError) as error:
        imported(tmp_path)
    assert_told(error, said)


def test_a_word_that_may_be_an_id_is_not_repeated(tmp_path):
    written(tmp_path, CSV.replace(b"3-02,done", b"3-02,13800000001"), WITH_STATUS, "orders.csv")
    with pytest.raises(LivesimError, match="'99999999999' is no status"):
        imported(tmp_path)


def test_words_without_end_are_another_column(tmp_path):
    body = b"user,time,what\n" + b"".join(b"a,2025-03-01,buyer %d\n" % k for k in range(1_100))
    mapping = "tables:\n- {user: user, time: time, event: what, events: {order: pay}}\n"
    written(tmp_path, body, mapping, "events.csv")
    with pytest.raises(
        LivesimError, match="event holds more than 1000 different words; is it another column"
    ) as error:
        imported(tmp_path)
    assert "buyer" not in str(error.value)


def test_two_sheets_need_a_name(tmp_path):
    written(tmp_path, b"x", WITH_STATUS, "unread.bin")
    book = openpyxl.Workbook()
    for name in ("May", "June"):
        for row in (
            ["user", "time", "status", "paid"],
            ["a", "2025-03-01", "done", 5],
            ["b", "2025-03-02", "done", 5],
        ):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "export" / "orders.xlsx")
    with pytest.raises(LivesimError) as error:
        imported(tmp_path)
    assert_told(error, "orders.xlsx: holds the sheets May, June; say which one: sheet: May")
    (tmp_path / "map.yaml").write_text(of("each:", "sheet: June, each:", WITH_STATUS), encoding="utf-8")
    assert imported(tmp_path).kind == "orders"


def test_a_file_that_changes_while_it_is_read(tmp_path):
    written(tmp_path)
    path = tmp_path / "export" / "app.jsonl"

    def tell(done, wanted):
        path.write_bytes(path.read_bytes() + b"{}\n")

    with pytest.raises(LivesimError) as error:
        import_export(Order(tmp_path / "export", tmp_path / "map.yaml", tmp_path / "logs", SALT), tell)
    assert_told(error, "app.jsonl: changed while it was read")


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "mine.txt").write_text("mine")
    with pytest.raises(LivesimError) as error:
        imported(written(tmp_path))
    assert_told(error, "logs: is there already; choose another --out")
    assert [path.name for path in (tmp_path / "logs").iterdir()] == ["mine.txt"]


def test_a_working_folder_that_is_somebody_elses_stays_as_it_is(tmp_path):
    (tmp_path / "logs.work").mkdir()
    (tmp_path / "logs.work" / "mine.txt").write_text("mine")
    with pytest.raises(LivesimError) as error:
        imported(written(tmp_path))
    assert_told(error, "logs.work: is in the way, and holds no import that was begun")
    assert sorted(path.name for path in (tmp_path / "logs.work").iterdir()) == [LOCK, "mine.txt"]


def test_two_imports_at_once(tmp_path):
    with working_in(tmp_path / "logs.work"), pytest.raises(LivesimError) as error:
        imported(written(tmp_path))
    assert_told(error, "another import is writing there")


def test_a_place_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("a file, no folder")
    with pytest.raises(LivesimError) as error:
        imported(written(tmp_path), out=tmp_path / "file" / "logs")
    assert_told(error, "cannot write")


def test_an_export_that_is_not_there(tmp_path):
    written(tmp_path)
    with pytest.raises(LivesimError) as error:
        import_export(Order(tmp_path / "nowhere", tmp_path / "map.yaml", tmp_path / "logs", SALT), print)
    assert_told(error, "there is no export")
    with pytest.raises(LivesimError) as error:
        import_export(Order(tmp_path / "export", tmp_path / "none.yaml", tmp_path / "logs", SALT), print)
    assert_told(error, "there is no mapping")


def test_a_sample_of_nothing(tmp_path):
    with pytest.raises(LivesimError) as error:
        imported(written(tmp_path), sample=0.0)
    assert_told(error, "a sample is 0.01% to 100% of the users")


def test_a_file_that_may_not_be_read(tmp_path):
    written(tmp_path)
    path = tmp_path / "export" / "app.jsonl"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(LivesimError) as error:
        imported(tmp_path)
    assert_told(error, "app.jsonl: cannot be read")


def test_without_duckdb_it_is_said_how_to_install_it(tmp_path, monkeypatch):
    real = importlib.import_module

    def missing(name, *package):
        if name == "duckdb":
            raise ImportError(name)
        return real(name, *package)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(LivesimError) as error:
        imported(written(tmp_path))
    assert_told(error, "pip install 'livesim[logs]'")


def test_an_imported_folder_that_was_changed_is_refused(tmp_path):
    from calibration.logs import read_logs

    imported(written(tmp_path))
    (tmp_path / "logs" / "opens.parquet").write_bytes((tmp_path / "logs" / "users.parquet").read_bytes())
    with pytest.raises(LivesimError) as error:
        read_logs(tmp_path / "logs")
    assert_told(error, "opens.parquet: is not as livesim import writes it")
    (tmp_path / "logs" / "opens.parquet").write_bytes(b"PAR1")
    with pytest.raises(LivesimError) as error:
        read_logs(tmp_path / "logs")
    assert_told(error, "opens.parquet: cannot be read")
