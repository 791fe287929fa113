"""livesim's own compiled engine restricted to LC1: its rules, state and counts, all that is not in LC1 switched off.

It lives LC1's people among LC1's rooms, but draws by its own map, decides more (interacting, following, sharing) and
counts more: its totals are near those of LC1, not equal.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version as version_of
from types import SimpleNamespace

import numpy as np

import sim.users.rules  # noqa: F401  (declares the parameters)
from benchmarks.peers import story as of
from benchmarks.peers.story import CONSTANTS, Totals
from sim.base.params import defaults, names, row_dtype
from sim.engines.kernel import CompiledEngine
from sim.users.counts import COUNTS, LEVELS
from sim.users.rules.stage import ACTIVE
from sim.users.state import MAIL, PARCEL, ROOM, STATE, TRAITS, Today
from sim.users.tally import TOTALS_WIDTH

OFF = {
    "message_rate": 0.0, "preview_rate": 0.0, "winback_days": 0.0, "task_reward": 0.0, "elder_offer": 0.0,
    "go_on_none": 0.0, "go_on_bounce": 0.0, "go_on_engaged": 0.0, "ranking": 0.0,
    "open_trust": 0.0, "buy_trust": 0.0, "buy_impulse": 0.0, "reference_learning": 0.0, "uninstall_ceiling": 0.0,
    "attach": 0.0, "detach": 1.0, "first_attachment": 0.0, "attach_order": 0.0, "attach_follow": 0.0, "ties": 1.0,
    "follow_notify": 0.0, "match_sharpness": 0.0, "satisfaction_trust": 0.0, "buy_satisfaction": 0.0,
}
"""One look an open, no message, nobody leaves; the favourite is the host watched last, with no pull of his own."""
COUNTED = ("active_days", "shown", "visits", "bounces", ("milliminutes", "bounce_milliminutes"), "orders", "spent_fen")


def version() -> str:
    """The tool's version."""
    return f"livesim {version_of('livesim')}"


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    engine, world, table = CompiledEngine(1), world_of(users), parameters()

    def day_of(day: int) -> Totals:
        _, counts = engine.live(world, today_of(day), table)
        mine = dict(zip(COUNTS, counts.sum(axis=0)[len(LEVELS):].tolist(), strict=True))
        return Totals(*(sum(mine[name] for name in (entry if isinstance(entry, tuple) else (entry,)))
                        for entry in COUNTED))

    return day_of


def parameters() -> np.ndarray:
    """The one row of today's table of user parameters."""
    values = defaults() | CONSTANTS | OFF
    row = np.zeros(1, row_dtype("user"))
    for name in names("user"):
        row[name] = values[name]
    assert not [name for name in (*CONSTANTS, *OFF) if name not in row.dtype.names]
    return row


def world_of(users: int) -> SimpleNamespace:
    """What the engine asks of a world, with LC1's people in it."""
    people, state, traits = of.people_of(users), np.zeros(users, STATE), np.zeros(users, TRAITS)
    for name in ("habit", "satisfaction", "fatigue", "last_open", "favourite", "own"):
        state[name] = getattr(people, name)
    state["id"], state["stage"], state["joined"], state["mail"] = np.arange(users), ACTIVE, -1000, -1
    state["second"] = of.NOBODY
    state["messaged"], state["gone"], state["reference"] = -1000, 1 << 40, CONSTANTS["usual_price"]
    for name in ("watch_own", "buy_own", "interest"):
        traits[name] = getattr(people, name)
    traits["price_sensitivity"], traits["skill"], traits["needs"] = people.sensitivity, 1.0, 0.25
    everybody = np.arange(users)
    return SimpleNamespace(
        living=lambda: everybody, state=state, traits=traits, seed=of.SEED, counting=True,
        totals=np.zeros((users, TOTALS_WIDTH), np.int64), host_counts=np.zeros((of.HOSTS, 1, len(COUNTS)), np.int64),
    )


def today_of(day: int) -> Today:
    """The day as the engine reads it, with LC1's rooms."""
    rooms, rows = of.rooms_of(day), np.zeros(of.HOSTS, ROOM)
    for name in ("category", "list_price", "price", "look"):
        rows[name] = getattr(rooms, name)
    rows["host"], rows["on_air"], rows["offers"] = np.arange(of.HOSTS), 1, 1.0
    rows["appeal"] = rows["standing"] = 1.0
    rows["length"] = 1e18  # minutes: no visit ends with its stream
    boards = np.concatenate([rooms.popular[None], rooms.by_category]).astype(np.int16)
    return Today(day, 0.0, 0.0, False, rows, boards, np.zeros(0, MAIL), np.zeros(0, PARCEL))
