"""More of a strategy never does less: every lever moves the metric nearest to its evidence one way.

Worlds share their luck, so the effect at 25 %, 50 % and 100 % is compared without noise between arms; what small
worlds leave is allowed for by a tenth of the whole effect. Seeds are fixed, so there are no false alarms.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.cast.hosts import CATEGORIES
from sim.levers import LEVERS
from sim.scenario.plan import Strategy, Strength, Where, Who
from sim.users.counts import COUNTS
from tests.replicate import worlds

DAYS = 21
USERS = 1500
KEEN = {"share_intercept": -2.5, "buy_intercept": -2.5, "message_open": 0.1}


def ratio(top, bottom, segment="all"):
    """Reads sum of a count over that of another."""
    def read(world):
        totals = world.totals[world.constants.segments[segment]]
        over, under = (totals[:, COUNTS.index(name)].sum() for name in (top, bottom))
        return over / under
    return read


def count(name, segment="all"):
    return lambda world: float(world.totals[world.constants.segments[segment]][:, COUNTS.index(name)].sum())


def trust(segment="all"):
    def read(world):
        rows = world.alive & world.constants.segments[segment]
        own = world.table[world.state["profile"][rows]]
        good = own["trust_prior_good"] + world.state["good"][rows]
        return float((good / (good + own["trust_prior_bad"] + world.state["bad"][rows])).mean())
    return read


def satisfaction(world):
    return float(world.state["satisfaction"][world.alive].mean())


def delivery(world):
    """Mean days from order to parcel, of users abroad."""
    orders = worlds.orders_of(world)
    mine = orders[(orders["day"] >= 0) & world.constants.segments["overseas"][orders["user"]]]
    return float((mine["due"] - mine["day"]).mean())


def shown_food(world):
    """Impressions of the hosts who began with food."""
    food = world.constants.hosts["category"] == CATEGORIES.index("food")
    return float(world.host_counts[food, :, COUNTS.index("shown")].sum())


NEAREST = {
    "elder_mode": (count("message_opens", "silver"), 1), "voice_one_tap_order": (ratio("order_seconds", "orders"), -1),
    "scene_selling": (ratio("orders", "visits"), 1), "national_style": (count("milliminutes"), 1),
    "interactive_segments": (ratio("interacted", "visits"), 1), "customisation": (ratio("orders", "visits"), 1),
    "shorter_streams": (ratio("bounces", "visits", "gen_z"), -1), "original_content": (ratio("visits", "shown"), 1),
    "live_classroom": (ratio("milliminutes", "engaged"), 1), "knowledge_selling": (ratio("milliminutes", "engaged"), 1),
    "expert_health": (ratio("engaged", "shown"), 1), "charity_farming": (ratio("shares", "engaged"), 1),
    "green_stream": (ratio("shares", "engaged"), 1), "attention_heatmap": (ratio("orders", "visits"), 1),
    "authentic_host": (trust(), 1), "localised_cross_border": (trust("overseas"), 1), "local_warehouse": (delivery, -1),
    "simple_checkout": (ratio("orders", "checkouts"), 1), "short_link_path": (satisfaction, 1),
    "dormant_winback": (ratio("back_messaged", "silent_messaged"), 1), "push_messages": (count("messages"), 1),
    "coupons": (count("coupon_fen"), 1), "referral_tasks": (count("shares"), 1),
    "ai_recommendation": (ratio("visits", "shown"), 1), "data_platform": (ratio("visits", "shown"), 1),
    "ai_host": (ratio("interacted", "visits"), 1), "nft_bundle": (ratio("spent_fen", "orders"), 1),
    "community": (count("parts"), 1), "interest_community": (count("milliminutes", "gen_z"), 1),
    "experience_officers": (trust(), 1), "user_cocreation": (ratio("interacted", "visits"), 1),
    "user_challenge": (count("shares"), 1),
    "ar_try_on": (ratio("orders", "visits"), 1), "ar_showroom": (ratio("orders", "visits"), 1),
    "vr_live": (count("milliminutes"), 1), "metaverse_room": (count("milliminutes"), 1),
    "koc_seeding": (count("shares"), 1),
    "price_transparency": (trust(), 1), "privacy_controls": (trust(), 1), "after_sales": (satisfaction, 1),
    "content_audit": (trust(), 1), "server_crash": (count("gave_up"), 1), "host_scandal": (count("news"), 1),
    "food_fraud": (count("news"), 1), "data_leak": (count("news"), 1), "regulation": (shown_food, -1),
    "failover": (count("gave_up"), -1), "golden_24h": (count("news"), -1),
    "category_diversification": (shown_food, 1),
}
"""Lever -> (what is read, the direction in which the strategy moves it)."""
SENT_AT_ALL = {"dormant_winback"}
"""A message is sent at any strength above 0, so that only the strengths above it can be compared."""
STRUCK = {"failover": "server_crash", "golden_24h": "data_leak", "category_diversification": "regulation"}
"""Response -> the crisis that it answers in these worlds."""
WHERE = {"regulation": Where(category="food"), "category_diversification": Where(category="food")}
WHO = {"elder_mode": "silver", "interest_community": "gen_z",
       "voice_one_tap_order": "all", "local_warehouse": "overseas",
       "localised_cross_border": "overseas"}


@cache
def start():
    world = worlds.new_world(USERS, values=KEEN, warm=40)
    worlds.live(world, 40).daily.clear()
    world.start_counting()
    return world


def test_every_lever_has_a_nearest_metric():
    assert set(NEAREST) == set(LEVERS)


@pytest.mark.parametrize("name", sorted(NEAREST))
def test_more_strength_never_does_less(name):
    read, direction = NEAREST[name]
    levels = []
    for strength in (0.0, 0.25, 0.5, 1.0):
        where = WHERE.get(name, Where())
        plan = Strategy(name, Who(WHO.get(name, "all")), where, strength=Strength(strength, strength, True), name=name)
        crisis = [Strategy(STRUCK[name], where=where, strength=worlds.FULL, name="crisis")] if name in STRUCK else []
        levels.append(direction * read(worlds.live(worlds.with_strategies(start(), [plan, *crisis]), DAYS)))
    levels = levels[1:] if name in SENT_AT_ALL else levels
    whole = levels[-1] - levels[0]
    assert whole > 0
    assert (np.diff(levels) >= -0.1 * whole).all(), levels
