"""What is shown and what is chosen: boards of rooms, the favourite host's and a friend's among them."""

from __future__ import annotations

import math
from typing import Any

from sim.chance import decisions
from sim.chance.draws import uniform
from sim.users.rules.base import rule
from sim.users.rules.choose import ALTERNATIVES_A_LOOK, BOARD, appeal, match, price_advantage
from sim.users.rules.favourite import NOBODY
from sim.users.rules.watch import MOST_LOOKS
from sim.users.state import Today

PLACES = BOARD + 2
"""Rooms shown in a look at the most: a board, the favourite host's and a friend's."""
SECOND = MOST_LOOKS * BOARD
"""Slots from here on are those of second candidates."""


@rule
def show_board(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, look: int, friend: int) -> None:
    """Show a board of rooms, the favourite host's and a friend's room; those on air and not yet visited."""
    for place in range(PLACES):
        if place < BOARD:
            host = ranked_room(who, p, today, key, look * BOARD + place)
        elif place == BOARD:
            host = user.favourite
        else:
            host = friend
        if host >= 0 and today.rooms[host].on_air != 0 and not was_visited(done, host):
            done.shown_room[done.shown] = host
            done.shown += 1


@rule
def choose_room(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, look: int) -> int:
    """The room entered, or -1 for none: the smallest -log(u) / weight (a Gumbel per alternative)."""
    best = exponential(uniform(key, decisions.CHOOSE, look * ALTERNATIVES_A_LOOK)) / p.none_weight
    chosen = -1
    friend = NOBODY
    if look == 0 and done.by_friend > 0:
        friend = today.mail[user.mail].share_room
    before = done.shown
    show_board(user, who, p, today, key, done, look, friend)
    for k in range(before, done.shown):
        host = done.shown_room[k]
        room = today.rooms[host]
        familiar = user.attachment if host == user.favourite else 0.0
        weight = appeal(match(who, room), price_advantage(user.reference, room.price), familiar,
                        host == friend, who.price_sensitivity, room, p)
        score = exponential(uniform(key, decisions.CHOOSE, look * ALTERNATIVES_A_LOOK + 1 + host)) / weight
        if score < best:
            best = score
            chosen = host
    return chosen


@rule
def exponential(u: float) -> float:
    """A standard exponential number from a uniform one."""
    return -math.log(u)


@rule
def ranked_room(who: Any, p: Any, today: Today, key: int, slot: int) -> int:
    """The room in a slot of the board; with chance `ranking` the better match of two that were looked up."""
    room = board_room(who, p, today, key, slot)
    if p.ranking > 0.0 and uniform(key, decisions.RANK, slot) < p.ranking:
        other = board_room(who, p, today, key, slot + SECOND)
        if match(who, today.rooms[other]) > match(who, today.rooms[room]):
            return other
    return room


@rule
def board_room(who: Any, p: Any, today: Today, key: int, slot: int) -> int:
    """The room in a slot of the board: by the user's interests with chance `relevance`, else by popularity."""
    u = uniform(key, decisions.BOARD, slot)
    if u >= p.relevance:
        return today.popular[int((u - p.relevance) / (1.0 - p.relevance) * len(today.popular))]
    wish = u / p.relevance * len(who.interest)
    category = 0
    for c in range(len(who.interest) - 1):
        wish -= who.interest[c]
        category += 1 if wish >= 0.0 else 0  # without a branch, which a processor could not foresee
    table = today.by_category[category]
    return table[int(uniform(key, decisions.BOARD_CATEGORY, slot) * len(table))]


@rule
def was_visited(done: Any, room_index: int) -> bool:
    """Whether the room was visited in this open."""
    for n in range(done.visits):
        if done.visit_room[n] == room_index:
            return True
    return False
