"""One user's day, told once. Both engines run this very function (docs/model.md section 3)."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import bits, uniform, unit_of_half
from sim.users.experience import hear_news
from sim.users.parcels import receive_parcels
from sim.users.rules.base import MILLI, rule
from sim.users.rules.choose import novelty_evening
from sim.users.rules.churn import uninstall_probability
from sim.users.rules.community import belonging_evening, join_probability, taking_part, theme_of
from sim.users.rules.fatigue import fatigue_evening
from sim.users.rules.favourite import NOBODY
from sim.users.rules.habit import habit_evening
from sim.users.rules.order import reference_evening, stock_evening
from sim.users.rules.satisfaction import own_level, satisfaction_evening
from sim.users.rules.stage import (
    DORMANT_AFTER,
    HISTORY_MASK,
    UNINSTALLED,
    adoption_probability,
    stage_of,
    week_after,
)
from sim.users.rules.trust import evidence_of_friends, trust_of
from sim.users.rules.visit import (
    annoyed,
    friend_open_probability,
    grievance_evening,
    open_probability,
    winback_due,
)
from sim.users.rules.watch import felt_friction
from sim.users.state import Today
from sim.users.visits import browse

OF_APP, OF_HOST = 32, 0
"""Where the bits begin, in the draw of what is sent, that answer whether the app and the favourite host write."""


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
    hear_news(user, p, today, key, done)
    if opens(user, p, today, key, done, trust):
        adopt(user, p, key, done)
        visit_group(user, who, p, today, key, done)
        browse(user, who, p, today, key, done, trust)
    if user.mail >= 0:
        receive_parcels(user, p, today, key, done)
    evening(user, who, p, done, trust)
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
    done.group_joined = 0
    done.parts = 0
    done.news = 0
    done.met_outage = 0
    done.gave_up = 0
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
    done.troubled = 0
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
    """Messages of the app, previews, news of the favourite host and of the group, friends' shares; each may open it."""
    sent = bits(key, decisions.MESSAGE_SENT)
    if unit_of_half(sent, OF_APP) < p.message_rate:
        hear(p.message_open, uniform(key, decisions.MESSAGE_OPEN), done)
    if p.preview_rate > 0.0 and uniform(key, decisions.PREVIEW_SENT) < p.preview_rate:
        hear(p.message_open * p.preview_lift, uniform(key, decisions.PREVIEW_OPEN), done)
    if host_calls(user, p, today, unit_of_half(sent, OF_HOST)):
        hear(p.message_open, uniform(key, decisions.NOTICE_OPEN), done)
    if p.group_announce > 0.0 and uniform(key, decisions.GROUP_SENT) < p.group_announce * user.belonging:
        hear(p.message_open, uniform(key, decisions.GROUP_OPEN), done)
    if winback_due(done.idle, p):
        hear(p.message_open * p.winback_lift, uniform(key, decisions.WINBACK), done)
    if done.messages > 0 and done.idle >= DORMANT_AFTER:
        user.messaged = today.day
    if user.mail >= 0:
        letter = today.mail[user.mail]
        chance = friend_open_probability(p, who.degree)
        for k in range(letter.shares):
            if uniform(key, decisions.FRIEND_OPEN, k) < chance:
                done.by_friend = 1
        user.good += evidence_of_friends(letter.shares, p)


@rule
def host_calls(user: Any, p: Any, today: Today, u: float) -> bool:
    """Whether the favourite host, on air today, sends word to somebody tied to him; `u` is the uniform draw."""
    if user.favourite == NOBODY or u >= p.follow_notify * user.attachment:
        return False
    return bool(today.rooms[user.favourite].on_air > 0)


@rule
def hear(chance: float, u: float, done: Any) -> None:
    """Receive one message that leads to an open with `chance`."""
    done.messages += 1
    if u < chance:
        done.by_message = 1


@rule
def opens(user: Any, p: Any, today: Today, key: int, done: Any, trust: float) -> bool:
    """Open the app or not: of one's own accord, led by a message or a friend, or because one joins today."""
    own = open_probability(user, p, done.idle, trust, today.calendar, today.rivals)
    arrives = user.joined == today.day  # joining is a first open
    if arrives or uniform(key, decisions.OPEN) < own or done.by_message + done.by_friend > 0:
        done.opened = 1
        user.last_open = today.day
        return True
    return False


@rule
def adopt(user: Any, p: Any, key: int, done: Any) -> None:
    """Adopt elder mode or not, where it is offered."""
    if user.adopted == 0 and uniform(key, decisions.ADOPT) < adoption_probability(p):
        user.adopted = 1
        done.adopted = 1


@rule
def visit_group(user: Any, who: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Join the group of one's theme or not, where one is open; vote in it, or not, as a member."""
    if p.group_offer <= 0.0:
        return
    if user.belonging > 0.0:
        done.parts += 1 if uniform(key, decisions.VOTE) < p.group_vote else 0
    elif uniform(key, decisions.JOIN_COMMUNITY) < join_probability(
            today.members[user.id], user.attachment, who.interest[theme_of(who)], p):
        user.belonging = p.first_belonging
        done.group_joined = 1


@rule
def evening(user: Any, who: Any, p: Any, done: Any, trust: float) -> None:
    """Habit, satisfaction, fatigue, trust, annoyance, prices, grievances and belonging move on; a day of history."""
    minutes = done.milliminutes / MILLI
    engaged = done.visits - done.bounces
    fit = done.fit / engaged if engaged > 0 else 0.0
    friction = 0.0
    tendency = 0.0
    if done.opened + done.messages > 0:  # traits lie in another array: most users' need not be fetched
        friction = felt_friction(who.skill, user.adopted > 0, p) if done.opened > 0 else 0.0
        tendency = who.annoyable
    user.habit = habit_evening(user.habit, minutes, p)
    user.satisfaction = satisfaction_evening(user.satisfaction, own_level(trust, p), minutes, fit, friction, p)
    user.fatigue = fatigue_evening(user.fatigue, done.same, done.visits, p)
    user.annoyance = annoyed(user.annoyance, done.messages, tendency, p)
    user.reference = reference_evening(user.reference, p)
    user.grievance = grievance_evening(user.grievance, p)
    user.novel_visits = novelty_evening(user.novel_visits, p)
    user.stock = stock_evening(user.stock, p)
    if user.belonging > 0.0:
        belong(user, p, engaged, done)
    user.good *= 1.0 - p.trust_forget
    user.bad *= 1.0 - p.trust_forget
    user.history = ((user.history << 1) | done.opened) & HISTORY_MASK
    user.week = week_after(user.week, engaged, done.interacted > 0)


@rule
def belong(user: Any, p: Any, engaged: int, done: Any) -> None:
    """Belong more after a day of taking part, less after any other."""
    part = taking_part(engaged, done.interacted, done.parts, p)
    user.belonging = belonging_evening(user.belonging, part, p)


@rule
def leave(user: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Uninstall, or stay in the stage that the day has led to."""
    idle = today.day - user.last_open
    user.stage = stage_of(user.stage, idle, user.history)
    u = uniform(key, decisions.UNINSTALL)
    if u >= p.uninstall_ceiling:  # nobody's hazard is higher: most users need no logistic
        return
    trust = trust_of(user.good, user.bad, p)
    if u < uninstall_probability(user, p, idle, trust, done.problems, done.news):
        user.stage = UNINSTALLED
        done.uninstalled = 1
