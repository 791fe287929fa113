"""Choosing a room among those shown, or none of them."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp
from sim.users.rules.base import faded, rule
from sim.users.state import FeltNeeds

BOARD = 2
"""Rooms that the recommender shows at a time: "a few" of docs/model.md section 3. With few on a board and many boards
there is often nothing worth entering, so that a better recommender has something to win (W27, W51)."""
AVERAGE_FIT = 0.5
"""Fit of an average room, whose match is 1: weights of fit are measured from here and move no level."""
EQUAL_NEED = 0.25
"""Weight of each of the four needs where none stands out: weights of a need are measured from here."""
LEAST_BY_PRICE = 0.1
"""However dear a room, a tenth of its appeal is left, so that weights stay above 0."""

parameter("relevance", 0.65, "share", (0, 1), "W27, W51: on and off", grade="published", fitted=True,
          text="Share of shown rooms picked by the user's interests; the rest is what is popular.")
parameter("ranking", 0.0, "share", (0, 1), "off in the baseline",
          text="Places on the board for which two rooms are looked up, and the better match is shown.")
parameter("none_weight", 3.0, "weight", (0.01, 50), "W27, W51: what a recommender can win", grade="published",
          fitted=True, text="Appeal of entering none of the shown rooms, against 1 for an average room.")
parameter("match_sharpness", 0.5, "share", (0, 1), "W27, W51", grade="published", fitted=True,
          text="How sharply people choose by match: 0 by the match itself, 1 by its square.")
parameter("novelty_wear", 0.0116, "1/visit", (0, 0.7), "half of it after 60 visits, two months: our judgement",
          prior=(0.0, 0.0232),
          acts_with=("appeal_factor", "try_on_worn", "try_on_placed", "vr_minutes", "vr_interactivity"),
          text="How fast wears off what a strategy makes new: a room's appeal, a mirror, being inside.")
parameter("novelty_return", 0.01, "1/day", (0, 0.2), "half of it within ten weeks: our judgement",
          acts_with=("appeal_factor", "try_on_worn", "try_on_placed", "vr_minutes", "vr_interactivity"),
          text="Share of the wear of novelty that is forgotten in a day.")
parameter("favourite_pull", 6.0, "weight", (0, 60), "W07", grade="published", fitted=True,
          text="How much a full attachment multiplies the appeal of that host's room.")
parameter("friend_pull", 3.0, "weight", (0, 30), "W23, L24; level judged",
          text="How much a friend's share multiplies the appeal of the shared room.")
parameter("price_pull", 1.5, "weight per unit of price advantage", (0, 10), "P03; level judged",
          text="How much a price below one's reference price adds to the appeal, at full price sensitivity.")


@rule
def match(needs: FeltNeeds, who: Any, room: Any) -> float:
    """How well [ratio, mean about 1] a room answers the user's interests and the `needs` that he feels today.

    Interest in the room's category (mean 1 over categories) times the sum of needs weighted by what
    the format offers (mean about 1).
    """
    wanted = (needs.value * room.offers[0] + needs.personal * room.offers[1]
              + needs.social * room.offers[2] + needs.learning * room.offers[3])
    return who.interest[room.category] * wanted


@rule
def fit_of(matching: float) -> float:
    """Fit [0..1]: match / (1 + match), so that an average room fits one half."""
    return matching / (1.0 + matching)


@rule
def price_advantage(reference: float, price: float) -> float:
    """How far [share of the list price] a room's price lies below what the user is used to."""
    return reference - price


@rule
def freshness(visits: float, p: Any) -> float:
    """How much [0..1] of a novelty is left after so many `visits` to such rooms: exp(-wear * visits)."""
    return exp(-p.novelty_wear * visits)


@rule
def novelty_evening(visits: float, p: Any) -> float:
    """Visits to novel rooms that are still remembered a day later: rest makes them new again."""
    return faded(visits, p.novelty_return)


@rule
def fresh_appeal(added: float, fresh: float) -> float:
    """Appeal of a room [ratio] to somebody to whom only `fresh` [0..1] of what is `added` beyond 1 is left."""
    return added + (added - 1.0) * (fresh - 1.0)


@rule
def sharpened(matching: float, p: Any) -> float:
    """What a match counts in the choice: match * (1 + s (match - 1)), between the match and its square."""
    return matching * (1.0 + p.match_sharpness * (matching - 1.0))


@rule
def appeal(matching: float, advantage: float, familiar: float, friend: bool, sensitivity: float,
           attractive: float, p: Any) -> float:
    """The weight (> 0) of a room in the choice; the exponent of a utility, kept as a product.

    attractive * sharpened match * (1 + b sensitivity advantage) * (1 + pull * attachment) * (1 + pull if friend).
    """
    price = max(LEAST_BY_PRICE, 1.0 + p.price_pull * sensitivity * advantage)
    inside = 1.0 + p.friend_pull if friend else 1.0
    return attractive * sharpened(matching, p) * price * (1.0 + p.favourite_pull * familiar) * inside
