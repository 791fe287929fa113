"""Numbers of the decisions that chance answers. Fixed for ever: a changed number changes every result."""

OPEN = 1
MESSAGE_SENT = 2
MESSAGE_OPEN = 3
FRIEND_OPEN = 4
PREVIEW_SENT = 5
PREVIEW_OPEN = 6
ADOPT = 7
NOTICE_OPEN = 8
BOARD = 10
# 11 is taken: results of older versions rest on it
CHOOSE = 12
GO_ON = 13
BOUNCE = 14
MINUTES = 15
MINUTES_LEFT = 16
INTERACT = 17
BUY = 18
CHECKOUT = 19
BASKET = 20
FOLLOW = 21
SHARE = 22
LIKES = 23
PROBLEM = 24
ANSWERED = 25
RETURN = 26
UNINSTALL = 27
REINSTALL = 28
JOIN_COMMUNITY = 29
WINBACK = 30
DELIVERY = 31
RANK = 32
ANSWERED_FAST = 33
RETURN_HANDLED = 34
GROUP_SENT = 35
GROUP_OPEN = 36
VOTE = 37
TAKE_PART = 38
TRY_ON = 39
# crises
NEWS = 90
OUTAGE = 91
GIVE_UP = 92
SOLD_OUT = 93
BREAKS_OUT = 94
MOVED = 95
MOVED_TO = 96
# the platform's decisions
HOST_ON_AIR = 40
ROOM_LOOK = 41
ROOM_LENGTH = 42
ROOM_PROMISE = 43
SHARE_REACHES = 44
FRIEND_JOINS = 45
COUPON_ORDER = 46
SEED_BRINGS = 58
# drawn once for ever: people, hosts, membership
CELL = 60
TRAIT = 61
DONOR = 62
ROLE = 63
ARRIVAL = 64
CONTACT = 65
HOST = 66
ROLLOUT = 67
WHERE = 68
STRENGTH = 69
UNCERTAIN = 70
SEGMENT_SHARE = 71
SEED = 76
# which units an experiment treats; no rule of a day asks it
TREATED = 75
# which opens a log shows that keeps few impressions; nothing in a world asks it
LOGGED = 80
