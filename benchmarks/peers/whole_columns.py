"""LC1 in NumPy, a column at a time. `day_of_openers` serves mesa-frames and Starsim too, which are NumPy inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.peers import keyed as draw
from benchmarks.peers import story as of
from benchmarks.peers.story import K, People, Rooms, Totals


def version() -> str:
    """The tool's version."""
    return f"NumPy {np.__version__}"


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    people = of.people_of(users)
    ids = np.arange(users)
    return lambda day: live(people, ids, of.rooms_of(day), day)


def logistic(x: np.ndarray) -> np.ndarray:
    """The probability of log-odds."""
    return 1.0 / (1.0 + np.exp(-np.clip(x, -of.STEEPEST, of.STEEPEST)))


def live(people: People, ids: np.ndarray, rooms: Rooms, day: int) -> Totals:
    """Live one day of all."""
    idle = np.minimum(day - people.last_open - 1, of.LONGEST_IDLE)
    x = (K.open_intercept + people.own + K.open_habit * people.habit
         + K.open_satisfaction * (people.satisfaction - K.satisfaction_pivot)
         - K.open_fatigue * (people.fatigue - K.fatigue_pivot) - K.open_idle * of.LOG_IDLE[idle])
    keys = draw.day_keys(of.SEED, day, ids)
    who = np.flatnonzero(draw.uniforms(keys, of.OPEN) < logistic(x))
    visit = day_of_openers(keys[who], rooms, people.interest[who], people.sensitivity[who], people.watch_own[who],
                           people.buy_own[who], people.looks[who], people.favourite[who])
    engaged, habit = who[visit.minutes > 0.0], people.habit.copy()
    minutes, fit = visit.minutes[visit.minutes > 0.0], visit.fit[visit.minutes > 0.0]
    saturation = 1.0 - np.exp(-minutes / K.saturation_minutes)
    people.last_open[who], people.looks[who], people.favourite[who] = day, visit.looks, visit.favourite
    people.habit *= 1.0 - K.habit_loss
    people.habit[engaged] = habit[engaged] + K.habit_rate * (1.0 - habit[engaged]) * saturation
    s = people.satisfaction + K.satisfaction_drift * (K.satisfaction_level - people.satisfaction)
    s[engaged] += K.satisfaction_watch * (fit / of.PIVOT) * saturation * (1.0 - s[engaged])
    people.satisfaction = s
    same = np.zeros(len(ids))
    same[who] = visit.same
    people.fatigue += K.fatigue_rate * (same - people.fatigue)
    return visit.totals


class Visits(NamedTuple):
    """What the openers' visits were: engaged minutes (0 without), fit, same look or not, looks and favourites then."""

    minutes: np.ndarray
    fit: np.ndarray
    same: np.ndarray
    looks: np.ndarray
    favourite: np.ndarray
    totals: Totals


def day_of_openers(keys: np.ndarray, rooms: Rooms, interest: np.ndarray, sensitivity: np.ndarray,
                   watch_own: np.ndarray, buy_own: np.ndarray, looks: np.ndarray, favourite: np.ndarray) -> Visits:
    """One look of all who opened: board, choice, visit, order."""
    chosen, shown = choose(keys, rooms, interest, sensitivity, favourite)
    entered = np.flatnonzero(chosen >= 0)
    host, key = chosen[entered], keys[entered]
    match = interest[entered, rooms.category[host]]
    fit = match / (1.0 + match)
    look, memory = rooms.look[host], looks[entered]
    same = np.any([(memory >> (8 * k)) & 255 == look for k in range(of.LOOKS_KEPT)], axis=0)
    bounced = draw.uniforms(key, of.BOUNCE) < logistic(
        K.bounce_intercept - K.bounce_fit * (fit - of.PIVOT) + K.bounce_same * same)
    z = draw.normal_quantiles(draw.uniforms(key, of.MINUTES))
    short = np.minimum(of.LONGEST_BOUNCE, K.bounce_seconds * np.exp(K.bounce_sigma * z)) / 60.0
    wish = K.watch_minutes * np.exp(watch_own[entered] + K.watch_fit * (fit - of.PIVOT) + K.watch_sigma * z)
    minutes = np.where(bounced, short, np.maximum(of.BOUNCE_BELOW, np.minimum(wish, K.patience)))
    milli = (minutes * 1000.0 + 0.5).astype(np.int64)
    stayed = np.flatnonzero(~bounced)
    host, key, mine = host[stayed], key[stayed], entered[stayed]
    x = (K.buy_intercept + buy_own[mine] + K.buy_fit * (fit[stayed] - of.PIVOT)
         + K.buy_price * (sensitivity[mine] * (K.usual_price - rooms.price[host]))
         + K.buy_minutes * np.log1p(minutes[stayed]))
    bought = np.flatnonzero(draw.uniforms(key, of.BUY) < logistic(x))
    paying = logistic(np.array(K.checkout_intercept))
    bought = bought[draw.uniforms(key[bought], of.CHECKOUT) < paying]
    z = draw.normal_quantiles(draw.uniforms(key[bought], of.BASKET))
    at = host[bought]
    fen = (100.0 * rooms.list_price[at] * rooms.price[at] * np.exp(K.basket_sigma * z) + 0.5).astype(np.int64)
    columns = (np.zeros(len(keys)), np.zeros(len(keys)), np.zeros(len(keys)), looks.copy(), favourite.copy())
    columns[0][mine], columns[1][entered], columns[2][entered] = milli[stayed] / 1000.0, fit, same
    columns[3][entered], columns[4][mine] = ((memory << 8) | look) & of.LOOKS_MASK, host
    return Visits(*columns, Totals(len(keys), shown, len(entered), len(entered) - len(stayed), int(milli.sum()),
                                   len(bought), int(fen.sum())))


def choose(keys: np.ndarray, rooms: Rooms, interest: np.ndarray, sensitivity: np.ndarray,
           favourite: np.ndarray) -> tuple[np.ndarray, int]:
    """(the room that each enters, -1 for none; rooms shown in all)."""
    best = -np.log(draw.uniforms(keys, of.CHOOSE)) / K.none_weight
    chosen = np.full(len(keys), of.NOBODY)
    row = np.arange(len(keys))
    before = np.cumsum(interest, axis=1)[:, :-1]
    for place in range(of.BOARD_PLACES + 1):
        z = draw.bits_many(keys, of.BOARD, place)
        if place < of.BOARD_PLACES:
            u = ((z >> np.uint64(9) & np.uint64(0xFFFF)).astype(float) + 0.5) * draw.WISH_SCALE
            slot = (z & np.uint64(draw.SLOTS - 1)).astype(np.int64)
            wish = u / K.relevance * of.CATEGORIES
            category = (wish[:, None] - before >= 0.0).sum(axis=1)
            host = np.where(u < K.relevance, rooms.by_category[category, slot], rooms.popular[slot])
            there = row
        else:
            there = np.flatnonzero(favourite >= 0)
            host, z = favourite[there], z[there]
        price = np.maximum(0.1, 1.0 + K.price_pull * sensitivity[there] * (K.usual_price - rooms.price[host]))
        weight = interest[there, rooms.category[host]] * price
        score = -np.log(((z >> np.uint64(25)).astype(float) + 0.5) * draw.PLACE_SCALE) / weight
        better = there[score < best[there]]
        best[better], chosen[better] = score[score < best[there]], host[score < best[there]]
    return chosen, of.BOARD_PLACES * len(keys) + int((favourite >= 0).sum())
