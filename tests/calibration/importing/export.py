"""A small export of a made-up app, as Sensors writes it, and imports of it."""

from __future__ import annotations

import json
from pathlib import Path

from calibration.importing import Order, Salt, import_export

SALT = Salt(b"a salt for tests, 1234")
START = 1_740_787_200_000
"""2025-03-01 08:00 in Shanghai [ms]."""
DAY = 86_400_000
MAPPING = """timezone: Asia/Shanghai
tables:
- user: distinct_id
  time: time
  unit: milliseconds
  event: [event, type]
  host: properties.anchor
  order: properties.order_id
  paid: properties.amount
  joined: properties.registered
  events: {open: $AppStart, enter: enter_room, leave: leave_room, interact: like, order: pay, share: share,
           returned: refund, profile: profile_set}
"""
GROUPS = """age: {gen_z: [Z世代, 18-24], silver: [都市银发]}
tier: {upper: [一线, 都市银发], lower: [小镇青年]}
ignored: [未知]
"""


def line(user, when, event, **properties):
    """One line of an app; `when` in seconds after START."""
    return json.dumps(
        {
            "distinct_id": user,
            "time": START + round(when * 1000),
            "type": "track",
            "event": event,
            "properties": properties,
        },
        ensure_ascii=False,
    )


def profile(user, **properties):
    """One line of a profile."""
    return json.dumps(
        {"distinct_id": user, "time": START, "type": "profile_set", "properties": properties},
        ensure_ascii=False,
    )


def visit(user, when, host, seconds, *between):
    """The lines of a visit: entering, events at some second of it, leaving."""
    return [line(user, when, "enter_room", anchor=host),
            *(line(user, when + late, event, anchor=host, **more) for late, event, more in between),
            line(user, when + seconds, "leave_room", anchor=host)]  # fmt: skip


D = 86_400
ANNA, BEN = "13800000001", "ben@example.com"
LINES = [
    profile(ANNA, registered="2025-02-10 09:00:00", group="Z世代"),
    line(ANNA, 0, "$AppStart"),
    *visit(
        ANNA, 5, "room-777001", 61.5, (20, "like", {}), (40, "pay", {"order_id": "O-9001", "amount": 19.9})
    ),
    *visit(ANNA, 100, "room-777002", 3.0),
    line(ANNA, 2 * D, "$AppStart"),
    *visit(ANNA, 2 * D + 9, "room-777001", 600.0, (30, "share", {})),
    line(ANNA, 3 * D, "refund", order_id="O-9001"),
    line(BEN, 40 * D, "$AppStart"),
    line(BEN, 40 * D + 1, "enter_room", anchor="room-777002"),
    line(BEN, 41 * D, "$AppStart"),
]
"""Two users: one who registered and orders, one who never leaves the only room he enters."""


def written(folder: Path, lines=LINES, mapping=MAPPING, name="app.jsonl", **files):
    """An export in the folder, its mapping, and other files beside the mapping."""
    (folder / "export").mkdir(exist_ok=True)
    body = lines if isinstance(lines, bytes) else "".join(f"{text}\n" for text in lines).encode()
    (folder / "export" / name).write_bytes(body)
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    for other, text in files.items():
        (folder / f"{other}.yaml").write_text(text, encoding="utf-8")
    return folder


def imported(folder: Path, **more):
    """Import what `written` wrote into the folder `logs` beside it."""
    wanted = {"salt": SALT, "out": folder / "logs"} | more
    return import_export(Order(folder / "export", folder / "map.yaml", **wanted), lambda done, wanted: None)
