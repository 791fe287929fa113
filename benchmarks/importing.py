"""`python -m benchmarks.importing [EVENTS]`: speed and memory of an import. Writes benchmarks/importing.md.

Makes events as an app sends them (JSON lines, packed and plain) and imports them in a process of its own, whose time
and peak memory are what counts; then the logs are read as `livesim patterns` does. 20 million events need some 6 GB of
disk and, on two free cores, some five minutes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

FILE = Path(__file__).with_name("importing.md")
EVENTS = 20_000_000
A_VISIT = 3.33
"""Events of a visit: opening (one in three), entering, liking (one in five), paying (one in fifty), leaving."""
DAYS = 60
FILES = 8
SQL = """COPY (
  SELECT 'u-' || printf('%010d', u) AS distinct_id, CAST(began + late * 1000 AS BIGINT) AS "time", 'track' AS "type",
         event, {{'$lib': 'Android', '$app_version': '12.3.' || (v % 7), '$model': 'phone ' || (v % 40),
                 '$os_version': '14', '$wifi': v % 2 = 0, '$network_type': '4G', '$screen_width': 1080,
                 'anchor_id': CASE WHEN event <> '$AppStart' THEN 'host' || (hash(v) % 5000) END,
                 'order_id': CASE WHEN event = 'pay' THEN 'o' || v END,
                 'amount': CASE WHEN event = 'pay' THEN 19.9 END}} AS properties
  FROM (SELECT v, hash(v // 3) % {users} AS u, 1740787200000 + CAST(hash(v // 3, 7) % {span} AS BIGINT)
               + CAST((v % 3) * 900000 AS BIGINT) AS began, CAST(hash(v, 1) % 800 AS BIGINT) AS long
        FROM range({first}, {last}) t(v)),
       LATERAL (SELECT unnest([
         {{'event': '$AppStart', 'late': 0}}, {{'event': 'enter_room', 'late': 2}}, {{'event': 'like', 'late': 3}},
         {{'event': 'pay', 'late': 3 + long // 2}}, {{'event': 'leave_room', 'late': 4 + long}}], recursive := true))
  WHERE NOT (event = '$AppStart' AND v % 3 > 0) AND NOT (event = 'like' AND v % 5 > 0)
        AND NOT (event = 'pay' AND v % 50 > 0)
) TO '{path}' (FORMAT json)"""
MAPPING = """timezone: Asia/Shanghai
tables:
- user: distinct_id
  time: time
  unit: milliseconds
  event: event
  host: properties.anchor_id
  order: properties.order_id
  paid: properties.amount
  events: {open: $AppStart, enter: enter_room, leave: leave_room, interact: like, order: pay}
"""
IMPORT = """import sys, time
from pathlib import Path
from calibration.importing import Order, Salt, import_export
home = Path(sys.argv[1])
import_export(Order(home / "export", home / "map.yaml", home / "logs", Salt(b"a salt for a benchmark only")),
              lambda done, all: None)
"""
READ = """import sys
from pathlib import Path
from calibration.logs import read_logs
events = read_logs(Path(sys.argv[1]) / "logs").events
print(len(events.users), len(events.opens), len(events.visits), len(events.orders))
"""


def make(folder: Path, events: int) -> tuple[int, int]:
    """(events, bytes) that were written into a folder."""
    folder.mkdir()
    visits = int(events / A_VISIT * 1.31)
    for k in range(FILES):
        first, last = visits * k // FILES, visits * (k + 1) // FILES
        duckdb.sql("SET threads = 2")
        duckdb.execute(
            SQL.format(
                users=max(100, events // 65),
                span=DAYS * 86_400_000 - 7_200_000,
                first=first,
                last=last,
                path=folder / f"events_{k}.json",
            )
        )
    made = sum(1 for path in folder.iterdir() for _ in path.open("rb"))
    return made, sum(path.stat().st_size for path in folder.iterdir())


def measured(code: str, home: Path) -> tuple[float, float, float, str]:
    """(seconds, seconds of processors, peak memory [MB], output) of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}\n{PEAK}", str(home)], stdout=subprocess.PIPE, encoding="utf-8"
    ) as child:
        output, _ = child.communicate()
    assert child.returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    *lines, peak = output.split("\n")[:-1]
    return (
        time.perf_counter() - begun,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        int(peak) / 1024,
        "\n".join(lines),
    )


PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def main() -> None:
    """Measure and write."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        made, size = make(home / "export", events)
        (home / "map.yaml").write_text(MAPPING, encoding="utf-8")
        wall, busy, peak, _ = measured(IMPORT, home)
        print(
            f"{made} events, {size} bytes: {wall:.0f} s, {busy:.0f} s of processors, {peak:.0f} MB",
            flush=True,
        )
        again = measured(READ, home)
        logs = sum(path.stat().st_size for path in (home / "logs").iterdir())
    users, opens, visits, orders = map(int, again[3].split())
    lines = [
        "# Importing",
        "",
        "Made by `python -m benchmarks.importing [EVENTS]`; on two free cores an import takes some half of its seconds "
        "of processors.",
        "",
        "| | seconds | seconds of processors | peak memory |",
        "|---|---|---|---|",
        f"| import {made / 1e6:.1f} million events, {size / 1e9:.1f} GB of JSON lines "
        f"| {wall:.0f} | {busy:.0f} | {peak:.0f} MB |",
        f"| read the logs ({logs / 1e6:.0f} MB) | {again[0]:.0f} | {again[1]:.0f} | {again[2]:.0f} MB |",
        "",
        f"{users:,} users, {opens:,} days with an open, {visits:,} visits, {orders:,} orders.",
        "",
    ]
    FILE.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
