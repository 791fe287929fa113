"""What is counted of a user: of his days in integers, of everybody on every evening, of newcomers by age."""

from __future__ import annotations

RETENTION_DAYS = (1, 3, 7, 14, 30, 60)
"""The n of Dn: bit k of `retained` says active on day joined + n of entry k, bit k of
`retained_window` active on one of joined + n .. joined + n + 6."""

COUNTS = (
    "active_days",  # days with an open
    "engaged_days",  # days with an engaged visit
    "shown",  # rooms shown by the recommender (impressions)
    "visits",  # rooms entered
    "bounces",  # visits under 10 s
    "engaged",  # visits of 10 s or more
    "milliminutes",  # watched in engaged visits [1/1000 minute]
    "bounce_milliminutes",  # watched in bounced visits [1/1000 minute]
    "interacted",  # visits with at least one like, comment or share
    "checkouts",  # decisions to buy that reached the payment step
    "orders",  # completed orders
    "order_seconds",  # time spent on placing completed orders [s]
    "follows",
    "shares",
    "messages",  # messages received
    "message_opens",  # opens caused by a message
    "friend_opens",  # opens caused by a friend's share
    "silent_messaged",  # times messaged after 7 or more silent days
    "back_messaged",  # of these, opened within the next 7 days
    "silent_unmessaged",  # times that 7 silent days were reached without a message
    "back_unmessaged",  # of these, opened within the next 7 days
    "full_opens",  # opens that ended because 12 rooms were visited
    "spent_fen",  # paid for completed orders, before returns [fen]
    "coupon_fen",  # coupons used [fen]
    "group_joins",  # times joined a group
    "parts",  # votes in a group, and visits in which one took part in what is made there
    "met_outage",  # opens that met an outage
    "gave_up",  # of these, ended before it was over
    "news",  # times that bad news was heard
)
"""Integer counters; per person they run from the comparison day to the end of the horizon."""

LEVELS = ("joined_users", "dau", "wau", "mau", "base_active_28", "trust_micro", "satisfaction_micro",
          "habit_micro", "fatigue_micro", "left", "arrivals", "friend_arrivals")
"""Daily levels by kind: people counted at the end of the day; `*_micro` are sums over joined users
[1e-6]; `left` and the arrivals are counts of the day. `base_active_28`: of the base users who had joined 28 or more
days before the comparison day, those active in the last 28 days, also when they left since."""
