"""People: who they are (by hash of their id), where they stand on the first day, whom they know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.params import parameter
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.users.rules.favourite import NOBODY
from sim.users.rules.stage import PROSPECT
from sim.users.state import STATE, TRAITS

parameter("gen_z_share", 0.45, "share", (0, 1), "B05", grade="reported", scope="population",
          text="Share of gen_z among users.")
parameter("silver_share", 0.12, "share", (0, 1), "B06", grade="reported", scope="population",
          text="Share of people of 60 and older among users.")
parameter("lower_tier_share", 0.58, "share", (0, 1), "B07", grade="reported", scope="population",
          text="Share of people in third-tier cities and below.")
parameter("gen_z_arrivals", 1.0, "ratio", (0.1, 10), "B05", grade="reported", scope="population", fitted=True,
          text="How much more frequent gen_z is among newcomers than among users.")
parameter("silver_arrivals", 1.4, "ratio", (0.1, 10), "B06", grade="reported", scope="population", fitted=True,
          text="How much more frequent people of 60 and older are among newcomers than among users: they leave sooner.")
parameter("own_sd", 0.8, "logit", (0, 4), "W14, W18", grade="published", scope="population", fitted=True,
          text="Spread of people's own activity level.")
parameter("passing_share", 0.7, "share", (0, 1), "W13, W39", grade="published", scope="population", fitted=True,
          text="Share of newcomers who only have a look: a class of one-visit trials.")
parameter("passing_gap", 3.0, "logit", (0, 10), "W13", grade="published", scope="population", fitted=True,
          text="How much less active those are who only have a look.")
parameter("watch_own_sd", 1.13, "log min", (0, 3), "W02, W03, W44", grade="published", scope="population", fitted=True,
          text="Spread of engaged minutes between users; about as much as within them.")
parameter("buy_own_sd", 1.2, "logit", (0, 4), "W15, W40", grade="published", scope="population", fitted=True,
          text="Spread of people's readiness to buy.")
parameter("go_on_sd", 0.5, "logit", (0, 3), "W44: a few users watch most", grade="published", scope="population",
          fitted=True, text="Spread of people's readiness to look at another board.")
parameter("skill_mean", 0.85, "0..1", (0, 1), "P02: silver users have low skill; levels judged", scope="population",
          text="Mean operating skill.")
parameter("skill_sd", 0.12, "0..1", (0, 0.5), "our judgement", scope="population",
          text="Spread of operating skill.")
parameter("price_sensitivity_mean", 0.5, "0..1", (0, 1), "P03: higher in lower tiers; levels judged",
          scope="population", text="Mean price sensitivity.")
for _need, _weight in (("value", 0.40), ("personal", 0.20), ("social", 0.20), ("learning", 0.20)):
    parameter(f"need_{_need}", _weight, "weight", (0.01, 10), "P05, P06; weights judged", scope="population",
              text=f"Mean weight of the need '{_need}'.")
parameter("interest_sd", 1.2, "log weight", (0, 3), "W27, W51: what interests can move", grade="published",
          scope="population", fitted=True, text="Spread of interests over categories.")
parameter("annoyable_sd", 0.8, "log", (0, 2), "W32: a message can raise churn in some; level judged",
          scope="population", text="Spread of the tendency to be annoyed by messages.")
parameter("vr_share", 0.10, "share", (0, 1), "B20 (.40) is an upper bound; level judged", scope="population",
          text="Share of people who own a VR device.")
parameter("overseas_share", 0.02, "share", (0, 0.5), "our judgement", scope="population",
          text="Share of users abroad.")
parameter("organic_inflow", 0.0103, "newcomers per MAU and day", (0, 0.1), "holds the level of MAU", fitted=True,
          scope="platform", text="People who come on trial by themselves.")
parameter("joined_per_mau", 1.6, "ratio", (1, 10), "measured in the long run", scope="platform",
          text="Users who joined and did not uninstall, for one who was active in the last 30 days.")

RESERVE = 0.5
"""People whom only friends can bring, for one who comes by himself: so many that they do not run out."""


@dataclass
class People:
    """Everybody of a simulation, in the order of ids.

    `state` and `traits` are the rows of `sim.users.state`, the former on the first morning: a world takes it
    over and changes it; `arrival` is the day on which somebody comes on trial by himself, NEVER for those
    whom only friends can bring; `kind_weight` undoes oversampling.
    """

    state: np.ndarray
    traits: np.ndarray
    arrival: np.ndarray
    kind_weight: np.ndarray


class PersonValues:
    """Parameters of many people at once: `values["own_sd"]` is a number for each person, that of his kind."""

    def __init__(self, kind_values: Sequence[Mapping[str, float]], kinds: np.ndarray) -> None:
        self.kind_values, self.kinds = kind_values, kinds

    def __getitem__(self, name: str) -> np.ndarray:
        return np.array([values[name] for values in self.kind_values])[self.kinds]


def cell_shares(values: Mapping[str, float]) -> np.ndarray:
    """Shares [age, tier] of the joint table of users, raked to the marginals B05-B07.

    Nothing is published on how age and tier go together; raking a flat table gives their product.
    """
    ages = np.array([values["gen_z_share"], 1 - values["gen_z_share"] - values["silver_share"], values["silver_share"]])
    lower = values["lower_tier_share"]
    return np.outer(ages, [1 - lower, lower])


def arriving_shares(values: Mapping[str, float]) -> np.ndarray:
    """Shares [age, tier] of newcomers: from the groups that leave sooner more come, which holds B05-B07 among users."""
    more = np.array([values["gen_z_arrivals"], 1.0, values["silver_arrivals"]])
    shares = cell_shares(values) * more[:, None]
    return shares / shares.sum()


def joined_shares(donors: np.ndarray, values: Mapping[str, float], centre: Mapping[str, float]) -> np.ndarray:
    """Shares [age, tier] of the users on the first day: those of the donors, whose world has the values `centre`."""
    traits = donors["traits"]
    counts = np.bincount(traits["age"] * len(TIERS) + traits["tier"], minlength=len(AGES) * len(TIERS))
    shares = counts.reshape(len(AGES), len(TIERS)) * cell_shares(values) / cell_shares(centre)
    return shares / shares.sum()


def draw_cells(ids: np.ndarray, seed: int, shares: np.ndarray, boost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cell (age * 2 + tier) of each id, and the weight of each cell.

    `boost` [age, tier] multiplies shares (oversampling); weights are real over simulated share.
    """
    simulated = shares * boost
    simulated /= simulated.sum()
    cells = np.searchsorted(np.cumsum(simulated.ravel())[:-1], uniforms(seed, decisions.CELL, ids), side="right")
    return cells, (shares / simulated).ravel()


def draw_places(ids: np.ndarray, cells: np.ndarray, seed: int, values: Mapping[str, float]) -> np.ndarray:
    """TRAITS rows that hold only what segments are defined by: age, tier, overseas."""
    traits = np.zeros(len(ids), TRAITS)
    traits["age"], traits["tier"] = cells // len(TIERS), cells % len(TIERS)
    traits["overseas"] = uniforms(seed, decisions.TRAIT, ids, alternative=0) < values["overseas_share"]
    return traits


def draw_traits(traits: np.ndarray, ids: np.ndarray, kind_values: Sequence[Mapping[str, float]],
                seed: int) -> np.ndarray:
    """The own activity level [logit] of newcomers; fills the rest of their `traits`, by kind."""
    from scipy.special import ndtri as z  # half a second that reading a scenario need not wait for

    values = PersonValues(kind_values, traits["kind"])

    def u(k: int) -> np.ndarray:
        return uniforms(seed, decisions.TRAIT, ids, alternative=k)

    traits["vr"] = u(1) < values["vr_share"]
    traits["skill"] = np.clip(values["skill_mean"] + values["skill_sd"] * z(u(2)), 0.0, 1.0)
    traits["price_sensitivity"] = np.clip(values["price_sensitivity_mean"] + 0.2 * z(u(3)), 0.0, 1.0)
    sd = values["annoyable_sd"]
    traits["annoyable"] = np.exp(sd * z(u(4)) - sd**2 / 2)
    traits["watch_own"] = values["watch_own_sd"] * z(u(5))
    traits["buy_own"] = values["buy_own_sd"] * z(u(6))
    traits["go_on_own"] = values["go_on_sd"] * z(u(9))
    weights = np.array([values[f"need_{need}"] for need in ("value", "personal", "social", "learning")]).T
    needs = weights * -np.log(np.array([u(10 + k) for k in range(4)]).T)
    traits["needs"] = needs / needs.sum(axis=1, keepdims=True)
    interest = np.exp(values["interest_sd"][:, None] * np.array([z(u(20 + k)) for k in range(8)]).T)
    traits["interest"] = interest / interest.mean(axis=1, keepdims=True)
    return values["own_sd"] * z(u(7)) - np.where(u(8) < values["passing_share"], values["passing_gap"], 0.0)


def blank_state(ids: np.ndarray, own: np.ndarray, kind_values: Sequence[Mapping[str, float]],
                kinds: np.ndarray) -> np.ndarray:
    """STATE rows of people who have not joined yet."""
    state = np.zeros(len(ids), STATE)
    state["id"], state["own"], state["stage"], state["mail"], state["gone"] = ids, own, PROSPECT, -1, NEVER
    state["joined"], state["last_open"], state["messaged"] = NEVER, -NEVER, -NEVER
    state["favourite"] = state["second"] = NOBODY
    state["coupon_until"] = -NEVER
    values = PersonValues(kind_values, kinds)
    state["satisfaction"], state["reference"] = values["satisfaction_level"], values["usual_price"]
    return state


def settle_from(donors: np.ndarray, state: np.ndarray, traits: np.ndarray, cells: np.ndarray, initial: np.ndarray,
                seed: int, first_day: int) -> None:
    """Give the `initial` people the state and traits of a donor of the same cell, chosen by hash of id.

    A donor is a joined user of a long run at the fit's centre, so tenure and state go together; days
    in his record count back from the last day of that run, here from the day before `first_day`.
    """
    donor_cells = donors["traits"]["age"] * len(TIERS) + donors["traits"]["tier"]
    pick = uniforms(seed, decisions.DONOR, state["id"])
    ids, kept = state["id"].copy(), {column: traits[column].copy() for column in ("kind", "overseas", "vr")}
    for cell in range(len(AGES) * len(TIERS)):
        rows, pool = np.flatnonzero(initial & (cells == cell)), np.flatnonzero(donor_cells == cell)
        chosen = pool[(pick[rows] * len(pool)).astype(int)]
        state[rows], traits[rows] = donors["state"][chosen], donors["traits"][chosen]
    state["id"] = ids
    for column, values in kept.items():
        traits[column] = values
    for column in ("last_open", "joined", "messaged", "coupon_until"):
        state[column][initial] += first_day
