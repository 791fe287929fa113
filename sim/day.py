"""One user's day, told once. Both engines run this very function (MODEL.md section 3)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sim import decisions
from sim.draws import normal, uniform
from sim.rules.base import rule, saturation
from sim.rules.choose import BOARD, appeal, fit_of, match, price_advantage
from sim.rules.churn import uninstall_probability
from sim.rules.fatigue import fatigue_evening, looks_same, remember
from sim.rules.favourite import NOBODY, attachment_after
from sim.rules.habit import habit_evening
from sim.rules.interact import (
    follow_probability,
    interact_probability,
    reward_pull,
    share_probability,
    task_completed,
)
from sim.rules.order import (
    MOST_ORDERS,
    basket_fen,
    buy_probability,
    checkout_probability,
    order_minutes,
    reference_after,
    reference_evening,
)
from sim.rules.returns import problem_probability, return_probability
from sim.rules.satisfaction import disappointed, satisfaction_evening, satisfied
from sim.rules.stage import (
    DORMANT_AFTER,
    HISTORY_MASK,
    UNINSTALLED,
    adoption_probability,
    stage_of,
    week_after,
)
from sim.rules.trust import evidence_bad, evidence_good, trust_of
from sim.rules.visit import annoyed, friend_open_probability, open_probability
from sim.rules.watch import (
    MOST_LOOKS,
    MOST_VISITS,
    bounce_minutes,
    bounce_probability,
    engaged_minutes,
    felt_friction,
    pace_strain,
)
from sim.state import BOUNCED, CHECKOUT, FOLLOWED, FROM_FAVOURITE, INTERACTED, ORDERED, SHARED


class Today(NamedTuple):
    """The shared state of a day, which users read and never write."""

    day: int
    calendar: float  # added to everybody's readiness to open [logit]
    rooms: Any  # ROOM rows by host
    popular: Any  # quantile table of rooms by popularity
    by_category: Any  # the same within each category
    mail: Any  # MAIL rows
    parcels: Any  # PARCEL rows that arrive today


@rule
def live_day(user: Any, who: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Live one day: changes `user` and writes what happened into `done`; reads everything else.

    Args:
        user: a STATE row or an agent with its fields. who: TRAITS of the user.
        p: the user-scope parameters of the user's profile. key: the user's key of the day.
        done: a DONE row.
    """
    begin(user, today, done)
    if user.mail >= 0:
        take_coupon(user, today.mail[user.mail])
    trust = trust_of(user.good, user.bad, p)
    notice(user, who, p, today, key, done)
    own = open_probability(user, p, done.idle, trust, user.coupon_fen > 0, today.calendar)
    arrives = user.joined == today.day  # joining is a first open
    if arrives or uniform(key, decisions.OPEN) < own or done.by_message + done.by_friend > 0:
        done.opened = 1
        user.last_open = today.day
        if user.adopted == 0 and uniform(key, decisions.ADOPT) < adoption_probability(p):
            user.adopted = 1
            done.adopted = 1
        browse(user, who, p, today, key, done, trust)
    if user.mail >= 0:
        receive_parcels(user, p, today, key, done)
    evening(user, who, p, done)
    leave(user, p, today, key, done)


@rule
def begin(user: Any, today: Today, done: Any) -> None:
    """Clear the record of the day, and drop a coupon that has run out."""
    done.opened = 0
    done.by_message = 0
    done.by_friend = 0
    done.messages = 0
    done.idle = today.day - user.last_open - 1
    done.adopted = 0
    done.shown = 0
    done.visits = 0
    done.bounces = 0
    done.same = 0
    done.full = 0
    done.interacted = 0
    done.follows = 0
    done.checkouts = 0
    done.orders = 0
    done.overflow = 0
    done.order_seconds = 0
    done.shares = 0
    done.share_room = -1
    done.task_done = 0
    done.parcels = 0
    done.returned = 0
    done.problems = 0
    done.uninstalled = 0
    done.milliminutes = 0
    done.bounce_milliminutes = 0
    done.spent_fen = 0
    done.coupon_fen = 0
    done.fit = 0.0
    if user.coupon_fen > 0 and user.coupon_until < today.day:
        user.coupon_fen = 0


@rule
def take_coupon(user: Any, letter: Any) -> None:
    """Put a granted coupon into the purse; the larger of two stays."""
    if letter.coupon_fen >= user.coupon_fen and letter.coupon_fen > 0:
        user.coupon_fen = letter.coupon_fen
        user.coupon_until = letter.coupon_until


@rule
def notice(user: Any, who: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Messages, previews, win-back and friends' shares; each opens the app by itself or not."""
    if uniform(key, decisions.MESSAGE_SENT) < p.message_rate:
        hear(p.message_open, uniform(key, decisions.MESSAGE_OPEN), done)
    if p.preview_rate > 0.0 and uniform(key, decisions.PREVIEW_SENT) < p.preview_rate:
        hear(p.message_open * p.preview_lift, uniform(key, decisions.PREVIEW_OPEN), done)
    if p.winback_days > 0.0 and done.idle == int(p.winback_days):
        hear(p.message_open * p.winback_lift, uniform(key, decisions.WINBACK), done)
    if done.messages > 0 and done.idle >= DORMANT_AFTER:
        user.messaged = today.day
    if user.mail >= 0:
        letter = today.mail[user.mail]
        chance = friend_open_probability(p, who.degree)
        for k in range(letter.shares):
            if uniform(key, decisions.FRIEND_OPEN, k) < chance:
                done.by_friend = 1
        user.good += p.trust_friend * min(letter.shares, 3)


@rule
def hear(chance: float, u: float, done: Any) -> None:
    """Receive one message that leads to an open with `chance`."""
    done.messages += 1
    if u < chance:
        done.by_message = 1


@rule
def browse(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, trust: float) -> None:
    """Look at boards of rooms, enter some, until one has had enough or twelve rooms were visited."""
    friction = felt_friction(who.skill, user.adopted > 0, p)
    for look in range(MOST_LOOKS):
        chosen = choose_room(user, who, p, today, key, done, look)
        go_on = p.go_on_none
        if chosen >= 0:
            bounced = visit_room(user, who, p, today, key, done, today.rooms[chosen], trust, friction)
            go_on = p.go_on_bounce if bounced else p.go_on_engaged
            if done.visits == MOST_VISITS:
                done.full = 1
                return
        if uniform(key, decisions.GO_ON, look) >= go_on:
            return


@rule
def choose_room(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, look: int) -> int:
    """The room entered, or -1 for none: the smallest -log(u) / weight (a Gumbel per alternative)."""
    best = exponential(uniform(key, decisions.CHOOSE, look * 256 + 255)) / p.none_weight
    chosen = -1
    friend = NOBODY
    if look == 0 and done.by_friend > 0:
        friend = today.mail[user.mail].share_room
    for place in range(BOARD + 2):
        if place < BOARD:
            room_index = board_room(who, p, today, key, look * BOARD + place)
        elif place == BOARD:
            room_index = user.favourite
        else:
            room_index = friend
        if room_index < 0 or was_visited(done, room_index):
            continue
        room = today.rooms[room_index]
        if room.on_air == 0:
            continue
        done.shown_room[done.shown] = room_index
        done.shown += 1
        familiar = user.attachment if room_index == user.favourite else 0.0
        weight = appeal(match(who, room), price_advantage(user.reference, room.price), familiar,
                        room_index == friend, who.price_sensitivity, room, p)
        score = exponential(uniform(key, decisions.CHOOSE, look * 256 + room_index)) / weight
        if score < best:
            best = score
            chosen = room_index
    return chosen


@rule
def exponential(u: float) -> float:
    """A standard exponential number from a uniform one."""
    return -math.log(u)


@rule
def board_room(who: Any, p: Any, today: Today, key: int, slot: int) -> int:
    """The room in a slot of the board: by the user's interests with chance `relevance`, else by popularity."""
    u = uniform(key, decisions.BOARD, slot)
    if u >= p.relevance:
        return today.popular[int((u - p.relevance) / (1.0 - p.relevance) * len(today.popular))]
    wish = u / p.relevance * len(who.interest)
    category = 0
    for c in range(len(who.interest) - 1):
        if wish < who.interest[c]:
            break
        wish -= who.interest[c]
        category = c + 1
    table = today.by_category[category]
    return table[int(uniform(key, decisions.BOARD_CATEGORY, slot) * len(table))]


@rule
def was_visited(done: Any, room_index: int) -> bool:
    """Whether the room was visited in this open."""
    for n in range(done.visits):
        if done.visit_room[n] == room_index:
            return True
    return False


@rule
def visit_room(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, room: Any, trust: float,
               friction: float) -> bool:
    """Visit one room; True when it was left at once."""
    n = done.visits
    fit = fit_of(match(who, room))
    familiar = user.attachment if room.host == user.favourite else 0.0
    same = looks_same(user.looks, room.look)
    user.looks = remember(user.looks, room.look)
    done.visits = n + 1
    done.same += 1 if same else 0
    done.visit_room[n] = room.host
    strain = pace_strain(room.pace, user.adopted > 0, p)
    if uniform(key, decisions.BOUNCE, n) < bounce_probability(fit, friction, strain, same, familiar, p):
        minutes = bounce_minutes(normal(key, decisions.MINUTES, n), p)
        done.bounces += 1
        done.visit_marks[n] = BOUNCED
        done.visit_milli[n] = int(minutes * 1000.0 + 0.5)
        done.bounce_milliminutes += done.visit_milli[n]
        return True
    left = room.length * uniform(key, decisions.MINUTES_LEFT, n)
    minutes = engaged_minutes(normal(key, decisions.MINUTES, n), who.watch_own, fit, room.log_minutes, left, p)
    done.visit_milli[n] = int(minutes * 1000.0 + 0.5)
    done.milliminutes += done.visit_milli[n]
    done.fit += fit
    done.visit_marks[n] = engage(user, who, p, today, key, done, room, n, minutes, fit, familiar, trust, friction)
    user.good += evidence_good(room.honesty, user.adopted > 0, p)
    user.bad += evidence_bad(room.honesty, p)
    grow_attached(user, room.host, minutes, p)
    return False


@rule
def engage(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, room: Any, n: int, minutes: float,
           fit: float, familiar: float, trust: float, friction: float) -> int:
    """Interact, buy, follow, share in an engaged visit; the marks of the visit."""
    marks = 0
    interactive = interact_probability(minutes, room.interactivity, who.needs[2], familiar, p)
    interacted = uniform(key, decisions.INTERACT, n) < interactive
    advantage = who.price_sensitivity * price_advantage(user.reference, room.price)
    coupon = min(0.5, user.coupon_fen / (100.0 * room.list_price))
    wants = buy_probability(fit, trust, advantage, coupon, interacted, minutes, familiar, who.buy_own, room, p)
    if uniform(key, decisions.BUY, n) < wants:
        marks |= check_out(user, p, key, done, room, n, interacted, familiar, friction)
    if uniform(key, decisions.FOLLOW, n) < follow_probability(fit, interacted, p):
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
def check_out(user: Any, p: Any, key: int, done: Any, room: Any, n: int, interacted: bool, familiar: float,
              friction: float) -> int:
    """Go through the payment step; the marks of the visit."""
    done.checkouts += 1
    if uniform(key, decisions.CHECKOUT, n) >= checkout_probability(friction, p):
        return CHECKOUT
    k = done.orders
    if k == MOST_ORDERS:
        done.overflow += 1
        return CHECKOUT
    value = basket_fen(normal(key, decisions.BASKET, n), room.list_price, room.price, p)
    coupon = min(user.coupon_fen, value // 2)
    user.coupon_fen = 0 if coupon > 0 else user.coupon_fen
    user.reference = reference_after(user.reference, room.price * (1.0 - coupon / max(value, 1)), p)
    done.orders = k + 1
    done.order_room[k] = room.host
    done.order_fen[k] = value - coupon
    done.order_coupon[k] = coupon
    done.order_marks[k] = (INTERACTED if interacted else 0) | (FROM_FAVOURITE if familiar > 0.0 else 0)
    done.order_seconds += int(60.0 * order_minutes(friction, p))
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
def grow_attached(user: Any, host: int, minutes: float, p: Any) -> None:
    """Tie the user to the host just watched, or loosen the tie to another."""
    strength = attachment_after(user.attachment, host == user.favourite, saturation(minutes), p)
    if user.favourite == NOBODY or strength <= 0.0:
        user.favourite = host
        strength = p.first_attachment
    user.attachment = strength


@rule
def receive_parcels(user: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Open today's parcels: a problem or none, kept or sent back; trust and satisfaction move."""
    letter = today.mail[user.mail]
    for k in range(letter.parcel_to - letter.parcel_from):
        parcel = today.parcels[letter.parcel_from + k]
        problem = uniform(key, decisions.PROBLEM, k) < problem_probability(parcel.gap, p)
        if problem and uniform(key, decisions.ANSWERED, k) >= p.answered:
            done.problems += 1
            user.bad += p.trust_negativity
            user.satisfaction = disappointed(user.satisfaction, p)
        elif not problem:
            user.good += 1.0
            user.satisfaction = satisfied(user.satisfaction, p)
        if uniform(key, decisions.RETURN, k) < return_probability(parcel.interacted > 0, problem, parcel.certainty, p):
            done.returned |= 1 << min(k, 61)
        done.parcels += 1


@rule
def evening(user: Any, who: Any, p: Any, done: Any) -> None:
    """Habit, satisfaction, fatigue, trust, annoyance and reference price move on; the day joins the history."""
    minutes = done.milliminutes / 1000.0
    engaged = done.visits - done.bounces
    fit = done.fit / engaged if engaged > 0 else 0.0
    friction = 0.0
    tendency = 0.0
    if done.opened + done.messages > 0:  # traits lie in another array: most users' need not be fetched
        friction = felt_friction(who.skill, user.adopted > 0, p) if done.opened > 0 else 0.0
        tendency = who.annoyable
    user.habit = habit_evening(user.habit, minutes, p)
    user.satisfaction = satisfaction_evening(user.satisfaction, minutes, fit, friction, p)
    user.fatigue = fatigue_evening(user.fatigue, done.same, done.visits, p)
    user.annoyance = annoyed(user.annoyance, done.messages, tendency, p)
    user.reference = reference_evening(user.reference, p)
    user.good *= 1.0 - p.trust_forget
    user.bad *= 1.0 - p.trust_forget
    user.history = ((user.history << 1) | done.opened) & HISTORY_MASK
    user.week = week_after(user.week, engaged, done.interacted > 0)


@rule
def leave(user: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Uninstall, or stay in the stage that the day has led to."""
    idle = today.day - user.last_open
    user.stage = stage_of(user.stage, idle, user.history)
    u = uniform(key, decisions.UNINSTALL)
    if u >= p.uninstall_ceiling:  # nobody's hazard is higher: most users need no logistic
        return
    if u < uninstall_probability(user, p, idle, trust_of(user.good, user.bad, p), done.problems):
        user.stage = UNINSTALLED
        done.uninstalled = 1
