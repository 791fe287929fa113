"""Files of logs: whatever a platform or a spreadsheet saves gives the same table, or one message."""

from __future__ import annotations

import gzip

import numpy as np
import openpyxl
import pandas as pd
import pytest

from calibration.logs import LogError, read_logs
from calibration.logs.files import text_table
from calibration.logs.odd import LINE, Doubts
from tests.calibration.log_files import TABLES, logs

VISITS = "user,day,host,seconds,ordered\na,5,主播,60,1\nb,6,h 2,0.5,\n"


def same(one, other):
    """Whether two folders of logs tell the same."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("opens", "visits", "orders"))


def plain(folder):
    folder.mkdir()
    logs(folder, visits=VISITS)
    return read_logs(folder).events


def workbook(path, text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    book.save(path)


WRITTEN = {
    "utf-8": ("csv", lambda text: text.encode()),
    "utf-8 with a mark": ("csv", lambda text: text.encode("utf-8-sig")),
    "gbk": ("csv", lambda text: text.encode("gbk")),
    "utf-16": ("csv", lambda text: text.encode("utf-16")),
    "utf-16 without a mark": ("csv", lambda text: text.encode("utf-16-le")),
    "semicolons": ("csv", lambda text: text.replace(",", ";").encode()),
    "tabs": ("tsv", lambda text: text.replace(",", "\t").encode()),
    "bars": ("txt", lambda text: text.replace(",", "|").encode()),
    "compressed": ("csv.gz", lambda text: gzip.compress(text.encode(), mtime=0)),
    "capital names": ("CSV", lambda text: text.replace("user,day", " User,DAY").encode()),
    "Windows lines": ("csv", lambda text: text.replace("\n", "\r\n").encode()),
    "old Mac lines": ("csv", lambda text: text.replace("\n", "\r").encode()),
    "commas at the end": ("csv", lambda text: text.replace("\n", ",\n").encode()),
    "commas at the end of lines": ("csv", lambda text: text.replace("1\n", "1,,\n").encode()),
    "blank lines": ("csv", lambda text: ("\n\n" + text.replace("\n", "\n\n")).encode()),
    "quotes": ("csv", lambda text: text.replace("user", '"user"').replace("h 2", '"h 2"').encode()),
    "blanks around": ("csv", lambda text: text.replace(",", " , ").encode()),
    "no end of the last line": ("csv", lambda text: text.rstrip("\n").encode()),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_table_is_the_same_however_it_is_saved(tmp_path, kind):
    ending, written = WRITTEN[kind]
    logs(tmp_path)
    (tmp_path / "visits.csv").unlink()
    (tmp_path / f"visits.{ending}").write_bytes(written(VISITS))
    assert same(read_logs(tmp_path).events, plain(tmp_path / "plain"))


def test_a_workbook_is_a_table_too(tmp_path):
    logs(tmp_path)
    (tmp_path / "visits.csv").unlink()
    workbook(tmp_path / "visits.xlsx", VISITS)
    assert same(read_logs(tmp_path).events, plain(tmp_path / "plain"))


def test_parquet_with_dates_zones_and_numbers_as_ids(tmp_path):
    stamps = pd.to_datetime(["2025-03-01T17:00:00Z", "2025-03-02T01:00:00Z"])
    pd.DataFrame({"user": [7, 8], "joined": pd.to_datetime(["2025-02-01", "2025-02-02"]).date}).to_parquet(
        tmp_path / "users.parquet"
    )
    pd.DataFrame({"user": [7.0, 8.0], "day": stamps, "shown": [3.0, np.nan]}).to_parquet(tmp_path / "opens.parquet")
    pd.DataFrame({"user": ["7"], "day": stamps[:1], "host": [1], "seconds": [30]}).to_parquet(
        tmp_path / "visits.parquet"
    )
    pd.DataFrame({"user": ["8", None], "day": stamps, "host": ["h", "h"], "status": ["Kept", "kept"]}).to_parquet(
        tmp_path / "orders.parquet"
    )
    events, check = read_logs(tmp_path, timezone="Asia/Shanghai")
    assert (check.tables[1].first, check.tables[1].last) == ("2025-03-02", "2025-03-02")
    assert events.opens["user"].tolist() == [0, 1] and events.blanks["opens.shown"].tolist() == [False, True]
    assert len(events.orders) == 1


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("visits.csv", b"\x00\x01\x02" * 50, "visits.csv: is no text that can be read; save it as CSV in UTF-8"),
        ("visits.csv", b"\xff" * 9, "visits.csv: is no text that can be read"),
        ("visits.csv", b"", "visits.csv: holds no line"),
        ("visits.csv", b"\n,,\n", "visits.csv: holds no line"),
        ("visits.csv.gz", gzip.compress(VISITS.encode(), mtime=0)[:-9], "visits.csv.gz: cannot be read: the file"),
        ("visits.csv.gz", VISITS.encode(), "visits.csv.gz: cannot be read: the file is cut or damaged"),
        ("visits.xlsx", VISITS.encode(), "visits.xlsx: cannot be read: the file is cut or damaged"),
        ("visits.parquet", VISITS.encode(), "visits.parquet: cannot be read: the file is cut or damaged"),
        (
            "visits.csv",
            VISITS.encode()[:-4],
            "visits.csv, line 3: has 4 cells where the first line has 5; is the file",
        ),
        ("visits.csv", VISITS.replace("60", "1,000").encode(), "visits.csv, line 2: has 6 cells where the first"),
        ("visits.csv", b"user,day,host,seconds,day\na,5,h,1,5\n", "visits.csv: column 'day' stands twice"),
        ("visits.csv", b"user,day,host,seconds,\na,5,h,1,5\n", "visits.csv: column 5 has no name"),
        ("visits.csv", "user，day，host，seconds\na,5,h,1\n".encode(), "visits.csv: unknown column"),
        ("visits.csv", b'user,day,host,seconds\na,5,"h,1\n', "visits.csv"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path, name, body, said):
    logs(tmp_path)
    (tmp_path / "visits.csv").unlink()
    (tmp_path / name).write_bytes(body)
    with pytest.raises(LogError) as error:
        read_logs(tmp_path)
    assert said in str(error.value) and "codec" not in str(error.value)


def test_a_table_that_is_a_folder_is_told(tmp_path):
    logs(tmp_path)
    (tmp_path / "visits.csv").unlink()
    (tmp_path / "visits.csv").mkdir()
    with pytest.raises(LogError, match=r"visits\.csv: cannot be read: Is a directory"):
        read_logs(tmp_path)


@pytest.mark.parametrize(
    "text", ["user,day\n\na,5\n\n\nb,x\n", '\nuser,day\n"a\n1",5\na,5\nb,x\n', "user,day\na,5,\na\n,,,\nb,5\nb,x\n"]
)
def test_lines_are_counted_as_an_editor_does(tmp_path, text):
    path = tmp_path / "opens.csv"
    path.write_text(text, encoding="utf-8")
    frame = text_table(path, "opens", Doubts(drop=True))
    wanted = next(number for number, line in enumerate(text.splitlines(), 1) if line == "b,x")
    assert frame[LINE][frame["day"] == "x"].tolist() == [wanted]


def test_a_cut_file_is_noted(tmp_path):
    logs(tmp_path, opens=TABLES["opens"].rstrip("\n"))
    assert "the last line has no end" in str(read_logs(tmp_path).check.tables[1].notes[0])


def test_a_file_that_is_not_utf_8_is_noted(tmp_path):
    logs(tmp_path)
    (tmp_path / "visits.csv").write_bytes(VISITS.encode("gbk"))
    assert "the file is read as GB18030" in str(read_logs(tmp_path).check.tables[2].notes[0])
