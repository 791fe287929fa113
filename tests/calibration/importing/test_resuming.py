"""An import that was stopped goes on: finished parts are kept, nothing broken is left, the tables are the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from calibration.importing import building, importing, reading
from calibration.importing.texts import text_blocks
from tests.calibration.importing.export import MAPPING, SALT, D, imported, line, profile, visit, written

PLAIN = (
    MAPPING[: MAPPING.index("  order:")]
    + "  events: {open: $AppStart, enter: enter_room, leave: leave_room}\n"
)
LINES = [
    text
    for k in range(300)
    for day in range(3)
    for text in (
        line(f"user {k}", day * D, "$AppStart"),
        *visit(f"user {k}", day * D + 5 + k, f"room {k % 7}", 30 + k),
    )
]


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks and shares so small that an import has many steps."""

    def smaller(file, sheet, wanted, size=8_000):
        return BLOCKS(file, sheet, wanted, size)

    BLOCKS = reading.blocks_of
    monkeypatch.setattr(reading, "blocks_of", smaller)
    monkeypatch.setattr(building, "ROWS", 500)


class Stopped(Exception):
    pass


def tables(folder):
    return {path.name: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}


@pytest.mark.parametrize("steps", [22, *(pytest.param(k, marks=pytest.mark.slow) for k in (1, 7, 30))])
def test_whatever_step_it_was_stopped_at_the_tables_are_those_of_one_run(
    tmp_path, small_blocks, monkeypatch, steps
):
    written(tmp_path, LINES, PLAIN)
    imported(tmp_path, out=tmp_path / "whole")
    made = []
    finish = importing.WorkFolder.finish

    def counted(work, step, info, files):
        if len(made) == steps:
            raise Stopped
        made.append(step)
        finish(work, step, info, files)

    monkeypatch.setattr(importing.WorkFolder, "finish", counted)
    with pytest.raises(Stopped):
        imported(tmp_path)
    assert not (tmp_path / "logs").exists()
    first, steps = list(made), 10_000
    made.clear()
    monkeypatch.setattr(
        importing.WorkFolder,
        "finish",
        lambda work, step, info, files: (made.append(step), finish(work, step, info, files)),
    )
    imported(tmp_path)
    assert first and made and not {*first} & {*made}, "what is finished is not made again"
    assert tables(tmp_path / "logs") == tables(tmp_path / "whole")
    assert not (tmp_path / "logs.work").exists()


@pytest.mark.slow
def test_another_mapping_or_salt_begins_anew(tmp_path, small_blocks, monkeypatch):
    from calibration.importing import Salt

    written(tmp_path, LINES, PLAIN)
    with monkeypatch.context() as patch:
        patch.setattr(importing, "_settle", lambda *more: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            imported(tmp_path, salt=Salt(b"another salt, 123456"))
    imported(tmp_path)
    known = {f"{SALT.number('user', f'user {k}'):016x}" for k in range(300)}
    assert set(pq.read_table(tmp_path / "logs" / "users.parquet")["user"].to_pylist()) == known


@pytest.mark.parametrize("size", [200, 1_000, 7_777, 10**9])
def test_blocks_hold_every_line_once_with_its_number(tmp_path, size):
    from calibration.importing.export_files import files_of

    path = tmp_path / "a.csv"
    body = 'user,"a\nb"\n' + "".join(
        f'u{k},"x\n""y"" {k}"\n' if k % 3 else f"u{k},用户\n" for k in range(400)
    )
    path.write_text(body, encoding="utf-8")
    blocks = list(text_blocks(files_of(path)[0], quoted=True, size=size))
    assert b"".join(block.body for block in blocks).decode() == body
    for block in blocks:
        before = body.encode()[: body.encode().index(block.body)] if block.line > 1 else b""
        assert block.line == before.count(b"\n") + 1
        assert block.body.decode().startswith(("user", "u"))


KILLED = """
import sys, time
from pathlib import Path
from calibration.importing import reading, building
from tests.calibration.importing import export
BLOCKS = reading.blocks_of
reading.blocks_of = lambda file, sheet, wanted: BLOCKS(file, sheet, wanted, 8_000)
building.ROWS = 500
export.imported(Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_killed_again_and_again_it_comes_to_the_same_end(tmp_path):
    """SIGKILL wherever the process is; each run goes on where the last one was killed."""
    written(tmp_path, LINES, PLAIN)
    imported(tmp_path, out=tmp_path / "whole")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    work, kills = tmp_path / "logs.work", 0
    for wanted in range(3, 200, 12):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], env=environment) as child:
            while child.poll() is None and len(list(work.glob("*.json"))) < wanted:
                time.sleep(0.005)
            child.send_signal(signal.SIGKILL)
        if child.returncode == 0:
            break
        kills += 1
        assert not (tmp_path / "logs").exists() or not work.exists() or tables(tmp_path / "logs")
    if not (tmp_path / "logs").exists():
        imported(tmp_path)
    assert kills >= 3
    for name, table in tables(tmp_path / "whole").items():
        assert sorted(map(str, tables(tmp_path / "logs")[name].to_pylist())) == sorted(
            map(str, table.to_pylist())
        )


@pytest.mark.slow
def test_a_column_that_is_blank_for_some_users_alone(tmp_path, small_blocks, monkeypatch):
    """Users are worked on in shares; what the first share knows of everybody the last may not know of anybody."""
    monkeypatch.setattr(building, "ROWS", 20)
    lines = [profile(f"user {k}", friends=k, gone="2025-04-09") for k in range(300) if low(k)]
    mapping = PLAIN.replace("  events: {", "  contacts: properties.friends\n  gone: properties.gone\n  "
                            "events: {profile: profile_set, ")
    written(tmp_path, [*LINES, *lines], mapping)
    imported(tmp_path)
    users = pq.read_table(tmp_path / "logs" / "users.parquet").to_pandas().set_index("user")
    for k in range(300):
        told = users.loc[f"{SALT.number('user', f'user {k}'):016x}"]
        assert (told["contacts"] == k and str(told["gone"]) == "2025-04-09") if low(k) else (
            told["contacts"] != told["contacts"] and told["gone"] is None)


def low(k):
    """Whether a user is among those who are worked on first."""
    return SALT.number("user", f"user {k}") < 1 << 63
