"""LC1 in Numba: a loop over users, compiled; one thread."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, log1p

import numba
import numpy as np
from numba import njit, uint64

from benchmarks.peers import keyed as draw
from benchmarks.peers import story as of
from benchmarks.peers.story import K, Totals

inlined = njit(error_model="numpy", forceinline=True)
GOLDEN, ODD, MIX_A, MIX_B = (np.uint64(c) for c in (draw.GOLDEN, draw.ODD, draw.MIX_A, draw.MIX_B))
SEED = np.uint64(of.SEED)
OPENS, SHOWN, VISITS, BOUNCES, MILLIMINUTES, ORDERS, SPENT = range(len(Totals._fields))
horner = inlined(draw.horner)


def version() -> str:
    """The tool's version."""
    return f"Numba {numba.__version__}"


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    people = tuple(vars(of.people_of(users)).values())

    def day_of(day: int) -> Totals:
        totals = np.zeros(len(Totals._fields), np.int64)
        live(*people, tuple(vars(of.rooms_of(day)).values()), day, of.LOG_IDLE, totals)
        return Totals(*totals.tolist())

    return day_of


@inlined
def mix(z):  # type: ignore[no-untyped-def]
    """64 well mixed bits."""
    z = (z ^ (z >> uint64(30))) * MIX_A
    z = (z ^ (z >> uint64(27))) * MIX_B
    return z ^ (z >> uint64(31))


@inlined
def bits(key, decision, alternative):  # type: ignore[no-untyped-def]
    """64 random bits of a question."""
    return mix(key + uint64(decision * draw.ALTERNATIVES + alternative + 1) * GOLDEN)


@inlined
def uniform(key, decision):  # type: ignore[no-untyped-def]
    """A number strictly between 0 and 1."""
    return (float(np.int64(bits(key, decision, 0) >> uint64(12))) + 0.5) * draw.SCALE


@inlined
def logistic(x):  # type: ignore[no-untyped-def]
    """The probability of log-odds."""
    return 1.0 / (1.0 + exp(-min(of.STEEPEST, max(-of.STEEPEST, x))))


@inlined
def normal_quantile(u):  # type: ignore[no-untyped-def]
    """The standard normal quantile."""
    if u < draw.LOW or u > 1.0 - draw.LOW:
        q = np.sqrt(-2.0 * log(u if u < 0.5 else 1.0 - u))
        z = horner(draw.C, q) / horner(draw.D, q)
        return z if u < 0.5 else -z
    q = u - 0.5
    return horner(draw.A, q * q) * q / horner(draw.B, q * q)


@inlined
def choose(key, interest, sensitivity, favourite, rooms, totals):  # type: ignore[no-untyped-def]
    """The room that is entered, or -1 for none."""
    category_of, _, price_of, _, popular, by_category = rooms
    best = -log(uniform(key, of.CHOOSE)) / K.none_weight
    chosen = of.NOBODY
    for place in range(of.BOARD_PLACES + 1):
        z = bits(key, of.BOARD, place)
        if place < of.BOARD_PLACES:
            u = (float(np.int64(z >> uint64(9) & uint64(0xFFFF))) + 0.5) * draw.WISH_SCALE
            slot = np.int64(z & uint64(draw.SLOTS - 1))
            host = popular[slot]
            if u < K.relevance:
                wish = u / K.relevance * of.CATEGORIES
                category = 0
                for c in range(of.CATEGORIES - 1):
                    wish -= interest[c]
                    category += 1 if wish >= 0.0 else 0
                host = by_category[category, slot]
        else:
            host = favourite
            if host < 0:
                break
        totals[SHOWN] += 1
        price = max(0.1, 1.0 + K.price_pull * sensitivity * (K.usual_price - price_of[host]))
        u = (float(np.int64(z >> uint64(25))) + 0.5) * draw.PLACE_SCALE
        score = -log(u) / (interest[category_of[host]] * price)
        if score < best:
            best = score
            chosen = host
    return chosen


@inlined
def visit(key, host, match, memory, watch_own, buy_own, sensitivity, rooms, totals):  # type: ignore[no-untyped-def]
    """(engaged milli-minutes, 0 for a bounce; fit; 1.0 for a look seen lately)."""
    _, list_price, price, look_of, _, _ = rooms
    fit = match / (1.0 + match)
    same = 0.0
    for k in range(of.LOOKS_KEPT):
        if (memory >> (8 * k)) & 255 == look_of[host]:
            same = 1.0
    totals[VISITS] += 1
    bounced = uniform(key, of.BOUNCE) < logistic(
        K.bounce_intercept - K.bounce_fit * (fit - of.PIVOT) + K.bounce_same * same)
    z = normal_quantile(uniform(key, of.MINUTES))
    if bounced:
        totals[BOUNCES] += 1
        minutes = min(of.LONGEST_BOUNCE, K.bounce_seconds * exp(K.bounce_sigma * z)) / 60.0
        totals[MILLIMINUTES] += int(minutes * 1000.0 + 0.5)
        return 0, fit, same
    wish = K.watch_minutes * exp(watch_own + K.watch_fit * (fit - of.PIVOT) + K.watch_sigma * z)
    minutes = max(of.BOUNCE_BELOW, min(wish, K.patience))
    milli = int(minutes * 1000.0 + 0.5)
    totals[MILLIMINUTES] += milli
    x = (K.buy_intercept + buy_own + K.buy_fit * (fit - of.PIVOT)
         + K.buy_price * (sensitivity * (K.usual_price - price[host])) + K.buy_minutes * log1p(minutes))
    if uniform(key, of.BUY) < logistic(x) and uniform(key, of.CHECKOUT) < logistic(K.checkout_intercept):
        z = normal_quantile(uniform(key, of.BASKET))
        totals[ORDERS] += 1
        totals[SPENT] += int(100.0 * list_price[host] * price[host] * exp(K.basket_sigma * z) + 0.5)
    return milli, fit, same


@njit(error_model="numpy")
def live(habit, satisfaction, fatigue, last_open, looks, favourite, own, watch_own, buy_own, sensitivity, interest,
         rooms, day, log_idle, totals):  # type: ignore[no-untyped-def]
    """Live one day of all users."""
    today = mix(SEED + uint64(day) * ODD)
    category_of, look_of = rooms[0], rooms[3]
    for i in range(len(habit)):
        key = mix(today + uint64(i) * GOLDEN)
        h, s, f = habit[i], satisfaction[i], fatigue[i]
        x = (K.open_intercept + own[i] + K.open_habit * h + K.open_satisfaction * (s - K.satisfaction_pivot)
             - K.open_fatigue * (f - K.fatigue_pivot)
             - K.open_idle * log_idle[min(day - last_open[i] - 1, of.LONGEST_IDLE)])
        milli, fit, same = 0, 0.0, 0.0
        if uniform(key, of.OPEN) < logistic(x):
            totals[OPENS] += 1
            last_open[i] = day
            host = choose(key, interest[i], sensitivity[i], favourite[i], rooms, totals)
            if host >= 0:
                milli, fit, same = visit(key, host, interest[i, category_of[host]], looks[i], watch_own[i],
                                         buy_own[i], sensitivity[i], rooms, totals)
                looks[i] = ((looks[i] << 8) | look_of[host]) & of.LOOKS_MASK
                favourite[i] = host if milli > 0 else favourite[i]
        s += K.satisfaction_drift * (K.satisfaction_level - s)
        if milli > 0:
            saturation = 1.0 - exp(-(milli / 1000.0) / K.saturation_minutes)
            habit[i] = h + K.habit_rate * (1.0 - h) * saturation
            s += K.satisfaction_watch * (fit / of.PIVOT) * saturation * (1.0 - s)
        else:
            habit[i] = h * (1.0 - K.habit_loss)
        satisfaction[i] = s
        fatigue[i] = f + K.fatigue_rate * (same - f)
