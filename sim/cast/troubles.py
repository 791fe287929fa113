"""What crises do to rooms: heat of scandals that spreads to similar hosts, streams forbidden, hosts who moved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.params import parameter
from sim.chance import decisions
from sim.chance.draws import uniforms

parameter("scandal", 0.0, "heat", (0, 50), "0 by definition: 1 takes a room e-fold off the choice", scope="room",
          text="Heat of the scandal about a room's host.")
parameter("scandal_contagion", 0.15, "share", (0, 1), "no published level: our judgement", prior=(0.0, 0.3),
          scope="platform", acts_with=("scandal",),
          text="Share of a scandal's heat that spreads to the other hosts of its category.")
parameter("scandal_news", 1.0, "ratio", (0, 10), "no published level: our judgement", prior=(0.2, 1.8),
          scope="platform", acts_with=("scandal",),
          text="Heat of the news for everybody when the hosts of all rooms are in a scandal of heat 1.")
parameter("scandal_risk", 1.0, "ratio", (0, 10), "1 by definition", scope="room",
          text="Chance that a crisis of chance breaks out about a room, against what the scenario states.")
parameter("forbidden", 0.0, "share", (0, 1), "off in the baseline", scope="room",
          text="Share of a room's streams that a rule forbids, unless its host has moved to another category.")
parameter("moved", 0.0, "share", (0, 1), "off in the baseline", scope="room",
          text="Share of hosts who have moved to another category.")
parameter("news_half_life", 7.0, "days", (0.1, 365), "a week in the news: our judgement", prior=(3.0, 11.0),
          acts_with=("alarm", "scandal"), scope="platform",
          text="Days in which bad news loses half of its heat when nobody answers.")
parameter("stock", 0.0, "days", (0, 100), "no published level: 0, no limit, until it is stated",
          scope="room", text="What a room has to sell on a day, against its usual demand of a day; 0 is no limit.")


def heats(room_values: np.ndarray, category: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
    """Heat [room] of the scandals: of the host's own, or what spreads from the hottest of the category."""
    own = room_values["scandal"]
    hottest = np.zeros(int(category.max()) + 1)
    np.maximum.at(hottest, category, own)
    spread: np.ndarray = np.maximum(own, values["scandal_contagion"] * hottest[category])
    return spread


def news_of(heat: np.ndarray, fame: np.ndarray, values: Mapping[str, float]) -> float:
    """Heat of the scandals for everybody: their mean over rooms, weighted by fame, times `scandal_news`."""
    return float(values["scandal_news"] * (heat * fame).sum() / fame.sum())


def have_moved(room_values: np.ndarray, ids: np.ndarray, line_up: int) -> np.ndarray:
    """bool [room]: whose host has moved to another category; by hash of his rank, as his first one."""
    moved: np.ndarray = uniforms(line_up, decisions.MOVED, ids) < room_values["moved"]
    return moved


def other_categories(category: np.ndarray, ids: np.ndarray, count: int, line_up: int) -> np.ndarray:
    """Another one of `count` categories for each room, by hash of the host's rank."""
    steps = 1 + (uniforms(line_up, decisions.MOVED_TO, ids) * (count - 1)).astype(int)
    other: np.ndarray = (category + steps) % count
    return other
