"""What an engaged visit leads to: interacting, buying, following, sharing, and the tie to the host."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import normal, uniform
from sim.users.rules.base import FEN_A_YUAN, SECONDS_A_MINUTE, rule, saturation
from sim.users.rules.choose import price_advantage
from sim.users.rules.favourite import (
    attachment_by_itself,
    order_ties,
    tie_by_itself,
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
    order_minutes,
    reference_after,
    stocked,
)
from sim.users.rules.presence import livelier_inside
from sim.users.rules.seed import with_talk
from sim.users.state import CHECKOUT, FOLLOWED, FROM_FAVOURITE, INTERACTED, ORDERED, SHARED, Visit


@rule
def engage(user: Any, who: Any, p: Any, key: int, done: Any, room: Any, visit: Visit) -> int:
    """Interact, buy, follow, share in an engaged visit; the marks of the visit."""
    marks = 0
    n = visit.number
    lively, social = livelier_inside(who, room, visit.feels.fresh), visit.feels.needs.social
    interactive = interact_probability(visit.minutes, lively, social, visit.familiar, p)
    interacted = visit.part or uniform(key, decisions.INTERACT, n) < interactive
    advantage = who.price_sensitivity * price_advantage(user.reference, room.price)
    coupon = min(MOST_BY_COUPON, user.coupon_fen / (FEN_A_YUAN * room.list_price))
    wants = buy_probability(visit, room, advantage, coupon, interacted, who.buy_own + visit.feels.mood, p)
    if uniform(key, decisions.BUY, n) < wants:
        marks |= check_out(user, p, key, done, room, visit, interacted)
    if uniform(key, decisions.FOLLOW, n) < follow_probability(visit.fit, interacted, p):
        done.follows += 1
        marks |= FOLLOWED
    reward = reward_pull(who.price_sensitivity, user.rewarded_shares, p)
    cause = room.cause + p.share_belonging * user.belonging + (p.part_share if visit.part else 0.0)
    shares = with_talk(share_probability(social, user.satisfaction, reward, cause, p), p)
    if uniform(key, decisions.SHARE, n) < shares:
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
    done.order_certainty[k] = visit.certainty
    done.order_marks[k] = (INTERACTED if interacted else 0) | (FROM_FAVOURITE if visit.familiar > 0.0 else 0)
    done.order_seconds += int(SECONDS_A_MINUTE * order_minutes(visit.feels.friction, p))
    done.spent_fen += value - coupon
    done.coupon_fen += coupon
    return CHECKOUT | ORDERED


@rule
def share(user: Any, p: Any, key: int, done: Any, room: Any, n: int) -> None:
    """Share the room: contacts hear of it tomorrow, a seed's audience too; a referral task may collect its likes."""
    done.shares += 1
    done.share_room = room.host
    if p.seed_audience > 0.0:
        user.seed_posts += 1
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
