"""Hosts, and the rooms they open on a day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.params import parameter
from sim.cast.troubles import have_moved, heats, other_categories
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.users.state import ROOM

CATEGORIES = ("apparel", "beauty", "food", "home", "digital", "family", "culture", "health")
LIST_PRICE = (120.0, 100.0, 50.0, 150.0, 600.0, 90.0, 80.0, 110.0)
"""Median list price by category [yuan]; no published level: our judgement."""

FORMATS = ("plain_selling", "knowledge", "scene", "cocreation", "classroom", "expert", "charity")
_FORMAT_TABLE = {
    # share (that of plain selling is what the others leave), length, pace, interactivity, log minutes,
    # offers (value, personal, social, learning)
    "plain_selling": (0.78, 240.0, 0.0, 0.0, 0.0, (1.0, 1.0, 1.0, 1.0)),
    "knowledge": (0.06, 150.0, -0.2, 0.1, 0.34, (0.8, 1.0, 0.8, 1.8)),
    "scene": (0.06, 180.0, -0.1, 0.1, 0.10, (1.3, 1.0, 1.0, 1.0)),
    "cocreation": (0.03, 120.0, 0.1, 0.6, 0.40, (0.8, 1.6, 1.5, 1.1)),
    "classroom": (0.03, 120.0, -0.2, 0.2, 0.30, (0.8, 1.0, 1.0, 1.8)),
    "expert": (0.02, 120.0, -0.3, 0.2, 0.20, (0.8, 1.1, 0.9, 1.8)),
    "charity": (0.02, 180.0, -0.1, 0.2, 0.05, (1.1, 0.9, 1.5, 1.0)),
}
PLAIN = FORMATS[0]
"""What other formats are measured from: it has what they leave of all rooms, and but for its length is 0."""
_JUDGED = "the source names the format, sizes are our judgement"
for _name, (_share, _length, _pace, _inter, _log, _) in _FORMAT_TABLE.items():
    parameter(f"{_name}_length", _length, "min", (10, 1440), f"L36; {_JUDGED}", scope="platform",
              text=f"Length of a stream of the format {_name}.")
    if _name == PLAIN:
        continue
    parameter(f"{_name}_share", _share, "share", (0, 1), f"B11; {_JUDGED}", scope="platform",
              text=f"Share of rooms of the format {_name}.")
    parameter(f"{_name}_pace", _pace, "pace", (-1, 1), _JUDGED, scope="platform",
              text=f"Pace of the format {_name} against plain selling.")
    parameter(f"{_name}_interactivity", _inter, "unit", (-1, 3), _JUDGED, scope="platform",
              text=f"Interactivity of the format {_name} against plain selling.")
    parameter(f"{_name}_log_minutes", _log, "log min", (-2, 3), f"L37, L12, L09; {_JUDGED}", scope="platform",
              text=f"How much longer people stay in the format {_name}.")

parameter("length_factor", 1.0, "ratio", (0.1, 4), "1 by definition", scope="room",
          text="Length of a stream against the usual one of its format.")
parameter("pace_shift", 0.0, "pace", (-1, 2), "0 by definition", scope="room",
          text="Pace of a stream against the usual one of its format.")
parameter("discount", 0.10, "share", (0, 0.9), "no published level: our judgement", scope="room",
          text="Mean discount on the list price.")
parameter("ai_host_share", 0.30, "share", (0, 1), "B09", grade="reported", scope="platform",
          text="Share of rooms led by an AI host.")
parameter("likeness", 0.70, "share", (0, 1), "B11", grade="reported", scope="room",
          text="Share of rooms that open with one of the common pitches.")
parameter("common_pitches", 12.0, "pitches", (1, 60), "no published number: our judgement", scope="platform",
          text="Number of different pitches that similar rooms share.")
_OFF = "0 by definition: what a strategy adds to a room"
for _need in ("value", "personal", "social", "learning"):
    parameter(f"offer_{_need}", 0.0, "unit", (-1, 3), _OFF, scope="room",
              text=f"What a room offers to the need '{_need}' beyond its format.")
parameter("interactivity_shift", 0.0, "unit", (-2, 5), _OFF, scope="room",
          text="Interactivity of a room beyond that of its host and format.")
parameter("minutes_shift", 0.0, "log min", (-2, 3), _OFF, scope="room",
          text="How much longer people stay in a room than its format makes them.")
parameter("appeal_factor", 1.0, "ratio", (0.1, 10), "1 by definition: what a strategy multiplies", scope="room",
          text="How attractive a room looks among those shown, against an ordinary one.")
parameter("appeal_copied", 0.5, "share", (0, 1), "what everybody copies becomes the average look: our judgement",
          prior=(0.0, 1.0), acts_with=("appeal_factor",), scope="platform",
          text="How far appeal is a matter of comparison: 0 not at all, 1 as far as that all rooms alike win nothing.")
parameter("honesty_shift", 0.0, "0..1", (-1, 1), _OFF, scope="room",
          text="Honesty of a room beyond that of its host.")
parameter("quality_shift", 0.0, "unit of quality", (-1, 1), _OFF, scope="room",
          text="Quality of a room's products beyond that of its host.")
parameter("cause_shift", 0.0, "logit", (0, 4), _OFF, scope="room",
          text="How much a good cause adds to sharing a room.")
parameter("certainty_shift", 0.0, "unit", (0, 1), _OFF, scope="room",
          text="Certainty about a product that seeing it gives everybody before buying.")
parameter("part_shift", 0.0, "share", (0, 1), _OFF, scope="room",
          text="Share of engaged visits to a room in which viewers are asked to take part in what is made there.")
parameter("try_on_worn", 0.0, "unit", (0, 1), _OFF, scope="room",
          text="Certainty that trying on gives in a room that sells what is worn.")
parameter("try_on_placed", 0.0, "unit", (0, 1), _OFF, scope="room",
          text="Certainty that placing a product at home gives in a room that sells what is placed.")
parameter("vr_minutes", 0.0, "log min", (0, 4), _OFF, scope="room",
          text="How much longer owners of a VR device stay in a room that they can walk into.")
parameter("vr_interactivity", 0.0, "unit", (0, 5), _OFF, scope="room",
          text="Interactivity that meeting others inside adds, for owners of a VR device.")
parameter("selling_shift", 0.0, "log ratio", (-3, 3), _OFF, scope="room",
          text="Selling time that reaches what viewers look at, against the usual.")
parameter("list_price_factor", 1.0, "ratio", (0.1, 10), "1 by definition: what a strategy multiplies", scope="room",
          text="Value of what is sold in a room, against its category.")
parameter("honesty_mean", 0.75, "0..1", (0, 1), "W33 bounds it; level judged", scope="platform",
          text="Mean honesty of hosts.")
parameter("overclaim", 0.20, "unit of quality", (0, 2), "C02, L55; level judged", scope="room",
          text="How far the claims of a host without any honesty exceed the quality.")
parameter("on_air", 0.85, "probability", (0.05, 1), "six streams a week: our judgement", scope="platform",
          text="Chance that a host streams on a day.")
parameter("popularity_slope", 0.7, "exponent", (0, 2), "W07, W44; level judged", scope="platform",
          text="Exponent of the fall of popularity with a host's rank.")
parameter("popularity_memory", 0.9, "share", (0, 1), "our judgement", scope="platform",
          text="Weight of the past in a host's popularity; half of the rest is his fame, half yesterday's "
               "engaged visits.")

MOST_DISHONEST = 0.05
"""Nobody's claims are all false."""
LEAST_OFFER = 0.05
"""A format offers something to every need, so that its match stays above 0."""
WORN, PLACED = ("apparel", "beauty"), ("home", "digital")
"""Categories whose products one can try on (L20, L21), and place at home (L10); in others there is nothing to see."""
LINE_UP = 20250301
"""The seed of the categories and formats of hosts by rank: any number, but one."""


def draw_hosts(count: int, seed: int, values: Mapping[str, float]) -> np.ndarray:
    """One ROOM row for every host: what does not change from day to day, host 0 the most followed.

    Category and format belong to the rank and are the same in every replicate, so that people who
    start attached to a host of that rank find the kind of host they grew attached to; the rest is drawn.
    """
    from scipy.special import ndtri  # half a second that reading a scenario need not wait for

    ids = np.arange(count)
    hosts = np.zeros(count, ROOM)
    u = [uniforms(LINE_UP if k < 2 else seed, decisions.HOST, ids, alternative=k) for k in range(5)]
    others = [values[f"{name}_share"] for name in FORMATS[1:]]
    shares = np.cumsum([max(0.0, 1.0 - sum(others)), *others])
    hosts["host"] = ids
    hosts["category"] = (u[0] * len(CATEGORIES)).astype(int)
    hosts["format"] = np.searchsorted(shares / shares[-1], u[1])
    hosts["list_price"] = np.take(LIST_PRICE, hosts["category"])
    hosts["honesty"] = np.clip(values["honesty_mean"] + 0.12 * ndtri(u[2]), MOST_DISHONEST, 1.0)
    hosts["quality"] = 0.5 + 0.15 * ndtri(u[3])
    # an AI host remembers and answers, a human one improvises: as seen by the user, only interactivity
    hosts["interactivity"] = np.where(u[4] < values["ai_host_share"], 0.1, 0.0)
    hosts["appeal"] = popularity_by_rank(count, values)
    offers = np.array([row[5] for row in _FORMAT_TABLE.values()])
    hosts["offers"] = offers[hosts["format"]]
    return hosts


def popularity_by_rank(count: int, values: Mapping[str, float]) -> np.ndarray:
    """Popularity [mean 1] of hosts by rank: a power law, as followers are distributed."""
    weight = (1.0 + np.arange(count)) ** -values["popularity_slope"]
    return weight / weight.mean()


def usual_rooms(hosts: np.ndarray, room_values: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
    """ROOM rows without what is drawn every day; `room_values` holds the room-scope values in force for each host."""
    rooms = hosts.copy()
    by_format = {key: np.array([values[f"{name}_{key}"] if name != PLAIN or key == "length" else 0.0
                                for name in FORMATS])[hosts["format"]]
                 for key in ("length", "pace", "interactivity", "log_minutes")}
    rooms["length"] = by_format["length"] * room_values["length_factor"]
    rooms["pace"] = by_format["pace"] + room_values["pace_shift"]
    rooms["interactivity"] = hosts["interactivity"] + by_format["interactivity"] + room_values["interactivity_shift"]
    rooms["log_minutes"] = by_format["log_minutes"] + room_values["minutes_shift"]
    rooms["selling_time"] = np.log(room_values["length_factor"]) + room_values["selling_shift"]
    if room_values["moved"].any():
        moved = have_moved(room_values, rooms["host"], LINE_UP)
        others = other_categories(rooms["category"], rooms["host"], len(CATEGORIES), LINE_UP)
        rooms["category"] = np.where(moved, others, rooms["category"])
        rooms["list_price"] = np.take(LIST_PRICE, rooms["category"])
    rooms["list_price"] *= room_values["list_price_factor"]
    rooms["cause"] = room_values["cause_shift"]
    rooms["certainty"] = room_values["certainty_shift"]
    rooms["part"] = room_values["part_shift"]
    for name, suited in (("try_on_worn", WORN), ("try_on_placed", PLACED)):
        suits = np.isin(rooms["category"], [CATEGORIES.index(category) for category in suited])
        rooms["try_on"] += room_values[name] * suits
    for name in ("vr_minutes", "vr_interactivity"):
        rooms[name] = room_values[name]
    rooms["honesty"] = np.clip(hosts["honesty"] + room_values["honesty_shift"], MOST_DISHONEST, 1.0)
    needs = ("value", "personal", "social", "learning")
    rooms["offers"] += np.stack([room_values[f"offer_{need}"] for need in needs], 1)
    rooms["offers"] = np.maximum(rooms["offers"], LEAST_OFFER)
    overclaimed = room_values["overclaim"] * (1.0 - rooms["honesty"])
    rooms["gap"] = hosts["quality"] + room_values["quality_shift"] - 0.5 - overclaimed
    added = room_values["appeal_factor"]
    rooms["appeal"] = added / added.mean() ** values["appeal_copied"]
    rooms["heat"] = heats(room_values, rooms["category"], values)
    rooms["standing"] = np.exp(-rooms["heat"])
    return rooms


def rooms_of_day(usual: np.ndarray, room_values: np.ndarray, day: int, seed: int,
                 values: Mapping[str, float]) -> np.ndarray:
    """ROOM rows of the streams of `day`, of the `usual` rooms under the same `room_values`."""
    rooms, ids = usual.copy(), usual["host"]

    def u(decision: int) -> np.ndarray:
        return uniforms(seed, decision, ids, day=day)

    allowed = np.where(have_moved(room_values, ids, LINE_UP), 1.0, 1.0 - room_values["forbidden"])
    chance = u(decisions.HOST_ON_AIR)
    rooms["on_air"] = chance < values["on_air"] * allowed
    if not rooms["on_air"].any():  # a platform is never without a stream: whoever is nearest to it has one
        rooms["on_air"][(chance - values["on_air"] * allowed).argmin()] = 1
    rooms["price"] = 1.0 - np.clip(room_values["discount"] * 2.0 * u(decisions.ROOM_PROMISE), 0.0, 0.95)
    pitch = 1 + (u(decisions.ROOM_LENGTH) * values["common_pitches"]).astype(int)
    own = 61 + ids % 190
    rooms["look"] = np.where(u(decisions.ROOM_LOOK) < room_values["likeness"], pitch, own)
    return rooms


def board_tables(rooms: np.ndarray, popularity: np.ndarray, size: int = 512) -> np.ndarray:
    """Quantile tables [1 + category, size] of the recommender: rooms on air by popularity, then within each category.

    Entry floor(u * size) is the room that a uniform number u picks. A category without a room on air
    falls back to what is popular.
    """
    grid = (np.arange(size) + 0.5) / size
    weight, category = popularity * rooms["on_air"], rooms["category"]

    def table(hosts: np.ndarray) -> np.ndarray:
        cumulative = weight[hosts].cumsum()
        ends = (grid * cumulative[-1]).searchsorted(cumulative)  # the entry after the last one of each room
        ends[-1] = size
        ends[1:] -= ends[:-1]
        return hosts.repeat(ends)

    popular = table(np.arange(len(rooms)))
    by_category = [np.flatnonzero(category == c) for c in range(len(CATEGORIES))]
    tables = [popular, *(table(hosts) if weight[hosts].any() else popular for hosts in by_category)]
    return np.array(tables, np.int16)  # small: they stay in the first cache
