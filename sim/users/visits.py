"""What happens in an open: one visit after another, and all that a visit leads to."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import normal, uniform
from sim.chance.elementary import exp
from sim.users.board import choose_room
from sim.users.experience import live_through
from sim.users.rules.base import FEN_A_YUAN, SECONDS_A_MINUTE, rule, saturation
from sim.users.rules.choose import fit_of, freshness, match, price_advantage
from sim.users.rules.fatigue import looks_same, remember
from sim.users.rules.favourite import (
    NOBODY,
    attachment_by_itself,
    order_ties,
    tie_by_itself,
    tie_to,
    watch_grows,
    wear_ties,
)
from sim.users.rules.interact import (
    follow_probability,
    interact_probability,
    reward_pull,
    share_probability,
    task_completed,
)
from sim.users.rules.order import (
    MOST_BY_COUPON,
    MOST_ORDERS,
    basket_fen,
    buy_probability,
    checkout_probability,
    mood_of_buying,
    order_minutes,
    reference_after,
    stocked,
)
from sim.users.rules.outage import give_up_probability, minutes_to_wait
from sim.users.rules.trust import evidence_bad, evidence_good
from sim.users.rules.watch import (
    MOST_LOOKS,
    MOST_VISITS,
    bounce_minutes,
    bounce_probability,
    engaged_minutes,
    felt_friction,
    go_on_probability,
    milliminutes,
    pace_strain,
    pleasure,
)
from sim.users.state import (
    BOUNCED,
    CHECKOUT,
    FOLLOWED,
    FROM_FAVOURITE,
    INTERACTED,
    ORDERED,
    SHARED,
    Feeling,
    Today,
    Visit,
)


@rule
def browse(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, trust: float) -> None:
    """Look at boards of rooms, enter some, until one has had enough or twelve rooms were visited."""
    if p.outage_minutes > 0.0 and gives_up(user, p, key, done):
        return
    mood = mood_of_buying(user, today.day, today.announced, today.rivals, p)
    feels = Feeling(trust, felt_friction(who.skill, user.adopted > 0, p), mood)
    fresh = freshness(user.novel_visits, p)
    own = exp(who.go_on_own)
    for look in range(MOST_LOOKS):
        chosen = choose_room(user, who, p, today, key, done, look, fresh)
        usual = p.go_on_none
        odds = own
        if chosen >= 0:
            room = today.rooms[chosen]
            fit = fit_of(match(who, room))
            bounced = visit_room(user, who, p, key, done, room, fit, feels)
            usual = p.go_on_bounce if bounced else p.go_on_engaged
            odds = own * pleasure(fit, p)
            if done.visits == MOST_VISITS:
                done.full = 1
                return
        if uniform(key, decisions.GO_ON, look) >= go_on_probability(usual, odds):
            return


@rule
def gives_up(user: Any, p: Any, key: int, done: Any) -> bool:
    """Meet today's outage or not; True when the user leaves before the streams are back, and bears a grudge."""
    minutes = minutes_to_wait(uniform(key, decisions.OUTAGE), p)
    if minutes > 0.0:
        done.met_outage = 1
        if uniform(key, decisions.GIVE_UP) < give_up_probability(minutes, p):
            done.gave_up = 1
            live_through(user, p, NOBODY, p.outage_harm, False)
            return True
    return False


@rule
def visit_room(user: Any, who: Any, p: Any, key: int, done: Any, room: Any, fit: float, feels: Feeling) -> bool:
    """Visit one room of that `fit`; True when it was left at once."""
    n = done.visits
    familiar = tie_to(user, room.host)
    same = looks_same(user.looks, room.look)
    user.looks = remember(user.looks, room.look)
    done.visits = n + 1
    done.same += 1 if same else 0
    done.visit_room[n] = room.host
    strain = pace_strain(room.pace, user.adopted > 0, p)
    if uniform(key, decisions.BOUNCE, n) < bounce_probability(fit, feels.friction, strain, same, familiar, p):
        minutes = bounce_minutes(normal(key, decisions.MINUTES, n), p)
        done.bounces += 1
        done.visit_marks[n] = BOUNCED
        done.visit_milli[n] = milliminutes(minutes)
        done.bounce_milliminutes += done.visit_milli[n]
        return True
    left = room.length * uniform(key, decisions.MINUTES_LEFT, n)
    minutes = engaged_minutes(normal(key, decisions.MINUTES, n), who.watch_own, fit, room.log_minutes, left, p)
    done.visit_milli[n] = milliminutes(minutes)
    done.milliminutes += done.visit_milli[n]
    done.fit += fit
    marks = engage(user, who, p, key, done, room, Visit(n, minutes, fit, familiar, feels))
    done.visit_marks[n] = marks
    user.good += evidence_good(room.honesty, user.adopted > 0, p)
    user.bad += evidence_bad(room.honesty, p)
    user.novel_visits += 1.0 if room.appeal > 1.0 else 0.0
    grow_attached(user, room.host, minutes, marks, p)
    return False


@rule
def engage(user: Any, who: Any, p: Any, key: int, done: Any, room: Any, visit: Visit) -> int:
    """Interact, buy, follow, share in an engaged visit; the marks of the visit."""
    marks = 0
    n = visit.number
    interactive = interact_probability(visit.minutes, room.interactivity, who.needs[2], visit.familiar, p)
    interacted = uniform(key, decisions.INTERACT, n) < interactive
    advantage = who.price_sensitivity * price_advantage(user.reference, room.price)
    coupon = min(MOST_BY_COUPON, user.coupon_fen / (FEN_A_YUAN * room.list_price))
    wants = buy_probability(visit, room, advantage, coupon, interacted, who.buy_own + visit.feels.mood, p)
    if uniform(key, decisions.BUY, n) < wants:
        marks |= check_out(user, p, key, done, room, visit, interacted)
    if uniform(key, decisions.FOLLOW, n) < follow_probability(visit.fit, interacted, p):
        done.follows += 1
        marks |= FOLLOWED
    reward = reward_pull(who.price_sensitivity, user.rewarded_shares, p)
    if uniform(key, decisions.SHARE, n) < share_probability(who.needs[2], user.satisfaction, reward, room.cause, p):
        share(user, p, key, done, room, n)
        marks |= SHARED
        interacted = True
    if interacted:
        done.interacted += 1
        marks |= INTERACTED
    return marks


@rule
def check_out(user: Any, p: Any, key: int, done: Any, room: Any, visit: Visit, interacted: bool) -> int:
    """Go through the payment step, where what one wants may be sold out; the marks of the visit."""
    done.checkouts += 1
    if room.sold_out > 0.0 and uniform(key, decisions.SOLD_OUT, visit.number) < room.sold_out:
        return CHECKOUT
    if uniform(key, decisions.CHECKOUT, visit.number) >= checkout_probability(visit.feels.friction, p):
        return CHECKOUT
    k = done.orders
    if k == MOST_ORDERS:
        done.overflow += 1
        return CHECKOUT
    value = basket_fen(normal(key, decisions.BASKET, visit.number), room.list_price, room.price, p)
    coupon = min(user.coupon_fen, int(value * MOST_BY_COUPON))
    if coupon > 0:
        user.coupon_fen = 0
        user.stock = max(user.stock, stocked(coupon))
    user.reference = reference_after(user.reference, room.price * (1.0 - coupon / max(value, 1)), p)
    done.orders = k + 1
    done.order_room[k] = room.host
    done.order_fen[k] = value - coupon
    done.order_coupon[k] = coupon
    done.order_marks[k] = (INTERACTED if interacted else 0) | (FROM_FAVOURITE if visit.familiar > 0.0 else 0)
    done.order_seconds += int(SECONDS_A_MINUTE * order_minutes(visit.feels.friction, p))
    done.spent_fen += value - coupon
    done.coupon_fen += coupon
    return CHECKOUT | ORDERED


@rule
def share(user: Any, p: Any, key: int, done: Any, room: Any, n: int) -> None:
    """Share the room: contacts hear of it tomorrow; a referral task may collect its likes."""
    done.shares += 1
    done.share_room = room.host
    if p.task_reward > 0.0:
        user.rewarded_shares += 1
        if task_completed(uniform(key, decisions.LIKES, n), p):
            done.task_done = 1


@rule
def grow_attached(user: Any, host: int, minutes: float, marks: int, p: Any) -> None:
    """Tie the user to the host just watched and loosen other ties; an order and a follow tie by themselves."""
    weight = saturation(minutes, p)
    wear_ties(user, host, weight, p)
    watch_grows(user, host, weight, p)
    by_itself = attachment_by_itself(marks & ORDERED != 0, marks & FOLLOWED != 0, p)
    if by_itself > 0.0:
        tie_by_itself(user, host, by_itself, p)
    order_ties(user)
