"""What is counted of a user's day; integers only, so that sums depend on no order and no thread."""

from __future__ import annotations

from typing import Any

from sim.users.counts import COUNTS, LEVELS, RETENTION_DAYS
from sim.users.rules.base import rule
from sim.users.rules.stage import DORMANT_AFTER
from sim.users.rules.trust import trust_of
from sim.users.state import BOUNCED, CHECKOUT, FOLLOWED, INTERACTED, ORDERED, SHARED, Counting

(ACTIVE_DAYS, ENGAGED_DAYS, SHOWN, VISITS, BOUNCES, ENGAGED, MILLIMINUTES, BOUNCE_MILLIMINUTES, INTERACTIONS,
 CHECKOUTS, ORDERS_PLACED, ORDER_SECONDS, FOLLOWS, SHARES, MESSAGES, MESSAGE_OPENS, FRIEND_OPENS,
 SILENT_MESSAGED, BACK_MESSAGED, SILENT_UNMESSAGED, BACK_UNMESSAGED, FULL_OPENS, SPENT_FEN,
 COUPON_FEN, GROUP_JOINS, PARTS, MET_OUTAGE, GAVE_UP, NEWS) = range(len(COUNTS))
(JOINED, DAU, WAU, MAU, BASE_ACTIVE_28, TRUST_MICRO, SATISFACTION_MICRO, HABIT_MICRO, FATIGUE_MICRO, LEFT, ARRIVALS,
 FRIEND_ARRIVALS) = range(len(LEVELS))
FIRST_COUNT = len(LEVELS)
WINDOW = 6
"""Days after Dn that belong to its window."""
LAST_RETENTION_DAY = max(RETENTION_DAYS) + WINDOW
MICRO = 1e6
"""Levels between 0 and 1 are summed in millionths, as whole numbers."""
SOON = 7
"""Days within which one who fell silent counts as back, and a newcomer's engaged visit as early."""
LATER = (28, 34)
"""First and last day since joining on which being active counts as back later (T06)."""
WEEK, DAYS_28, DAYS_30 = (1 << 7) - 1, (1 << 28) - 1, (1 << 30) - 1
RETAINED, RETAINED_WINDOW, FUNNEL = len(COUNTS), len(COUNTS) + 1, len(COUNTS) + 2
TOTALS_WIDTH = len(COUNTS) + 3
"""Columns of a person's totals: COUNTS, then the two sets of retention bits, then those of the funnel."""
ENGAGED_EARLY, BACK_LATER, SEED, BY_SEED = 1, 2, 4, 8
"""Bits of FUNNEL: an engaged visit within seven days of joining; active on one of the days 28 to 34 (T06); has posted
as a seed; was brought by one."""


@rule
def count_person(user: Any, done: Any, day: int, total: Any) -> None:
    """Add one day to a person's totals (a row of TOTALS_WIDTH integers)."""
    if done.opened > 0:
        total[ACTIVE_DAYS] += 1
        if done.visits > done.bounces:
            total[ENGAGED_DAYS] += 1
        total[SHOWN] += done.shown
        total[VISITS] += done.visits
        total[BOUNCES] += done.bounces
        total[ENGAGED] += done.visits - done.bounces
        total[MILLIMINUTES] += done.milliminutes
        total[BOUNCE_MILLIMINUTES] += done.bounce_milliminutes
        total[INTERACTIONS] += done.interacted
        total[CHECKOUTS] += done.checkouts
        total[ORDERS_PLACED] += done.orders
        total[ORDER_SECONDS] += done.order_seconds
        total[FOLLOWS] += done.follows
        total[SHARES] += done.shares
        total[FULL_OPENS] += done.full
        total[SPENT_FEN] += done.spent_fen
        total[COUPON_FEN] += done.coupon_fen
        total[GROUP_JOINS] += done.group_joined
        total[PARTS] += done.parts
        total[MESSAGE_OPENS] += done.by_message
        total[FRIEND_OPENS] += done.by_friend
        total[MET_OUTAGE] += done.met_outage
        total[GAVE_UP] += done.gave_up
    total[MESSAGES] += done.messages
    total[NEWS] += done.news
    count_silence(user, done, day, total)


@rule
def count_silence(user: Any, done: Any, day: int, total: Any) -> None:
    """Count who fell silent, who was written to in silence, and who came back within seven days.

    The stock is everybody on the first message after seven or more silent days, and beside it
    everybody who reaches seven silent days without a message.
    """
    silent_since = day - done.idle  # first day without an open
    written = user.messaged >= silent_since + DORMANT_AFTER
    if done.idle == DORMANT_AFTER and not written:
        total[SILENT_UNMESSAGED] += 1
    if done.messages > 0 and done.idle >= DORMANT_AFTER:
        total[SILENT_MESSAGED] += 1
    if done.opened > 0 and done.idle >= DORMANT_AFTER:
        if written:
            if day - user.messaged < SOON:
                total[BACK_MESSAGED] += 1
        elif done.idle < DORMANT_AFTER + SOON:
            total[BACK_UNMESSAGED] += 1


@rule
def count_retention(user: Any, done: Any, day: int, total: Any) -> None:
    """Set the bits of somebody who joined lately: active on day n, in n .. n + 6, and how far down the funnel."""
    if done.opened == 0:
        return
    age = day - user.joined
    for k in range(len(RETENTION_DAYS)):
        if age == RETENTION_DAYS[k]:
            total[RETAINED] |= 1 << k
        if RETENTION_DAYS[k] <= age <= RETENTION_DAYS[k] + WINDOW:
            total[RETAINED_WINDOW] |= 1 << k
    if age < SOON and done.visits > done.bounces:
        total[FUNNEL] |= ENGAGED_EARLY
    if LATER[0] <= age <= LATER[1]:
        total[FUNNEL] |= BACK_LATER


@rule
def count_levels(user: Any, p: Any, done: Any, row: Any) -> None:
    """Add a user to the day's levels of his kind (a row of LEVELS + COUNTS integers)."""
    row[DAU] += done.opened
    row[LEFT] += done.uninstalled
    if done.uninstalled > 0:
        return
    row[JOINED] += 1
    row[WAU] += 1 if user.history & WEEK != 0 else 0
    row[MAU] += 1 if user.history & DAYS_30 != 0 else 0
    row[TRUST_MICRO] += int(MICRO * trust_of(user.good, user.bad, p))
    row[SATISFACTION_MICRO] += int(MICRO * user.satisfaction)
    row[HABIT_MICRO] += int(MICRO * user.habit)
    row[FATIGUE_MICRO] += int(MICRO * user.fatigue)


@rule
def count_hosts(done: Any, kind: int, table: Any) -> None:
    """Add a user's day to the table [host, kind, COUNTS] of the rooms he was shown and visited."""
    for k in range(done.shown):
        table[done.shown_room[k], kind, SHOWN] += 1
    order = 0
    for n in range(done.visits):
        host = done.visit_room[n]
        marks = done.visit_marks[n]
        table[host, kind, VISITS] += 1
        if marks & BOUNCED != 0:
            table[host, kind, BOUNCES] += 1
            table[host, kind, BOUNCE_MILLIMINUTES] += done.visit_milli[n]
            continue
        table[host, kind, ENGAGED] += 1
        table[host, kind, MILLIMINUTES] += done.visit_milli[n]
        table[host, kind, INTERACTIONS] += 1 if marks & INTERACTED != 0 else 0
        table[host, kind, CHECKOUTS] += 1 if marks & CHECKOUT != 0 else 0
        table[host, kind, FOLLOWS] += 1 if marks & FOLLOWED != 0 else 0
        table[host, kind, SHARES] += 1 if marks & SHARED != 0 else 0
        if marks & ORDERED != 0:
            table[host, kind, ORDERS_PLACED] += 1
            table[host, kind, SPENT_FEN] += done.order_fen[order]
            table[host, kind, COUPON_FEN] += done.order_coupon[order]
            order += 1


@rule
def count_day(user: Any, who: Any, p: Any, done: Any, counting: Counting, row: Any, total: Any, hosts: Any) -> None:
    """Count a user's day everywhere: levels and counts of his profile, his own totals, the hosts' table.

    His own totals only within the horizon, that is from the comparison day on.
    """
    count_levels(user, p, done, row)
    if done.opened + done.messages + done.news > 0 or done.idle == DORMANT_AFTER:  # else there is nothing to count
        count_person(user, done, counting.day, row[FIRST_COUNT:])
        if counting.horizon:
            count_person(user, done, counting.day, total)
        if done.shown > 0:
            count_hosts(done, who.kind, hosts)
    if counting.horizon and counting.day - user.joined <= LAST_RETENTION_DAY:
        count_retention(user, done, counting.day, total)
