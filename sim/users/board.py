"""What is shown and what is chosen: boards of rooms, those of hosts one is tied to and a friend's among them."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import bits, piece, uniform
from sim.chance.elementary import log
from sim.users.rules.base import rule
from sim.users.rules.choose import BOARD, appeal, fresh_appeal, match, price_advantage
from sim.users.rules.favourite import NOBODY, tie_to, tied_host
from sim.users.rules.watch import MOST_LOOKS
from sim.users.state import Feeling, FeltNeeds, Today

PLACES = BOARD + 2
"""Rooms shown in a look at the most: a board, that of a host one is tied to, and a friend's."""
SECOND = MOST_LOOKS * BOARD
"""Slots from here on are those of second candidates."""
LUCK_BITS, SHARE_BITS, ROW_BITS = 20, 16, 12
"""Bits of a draw that answer how lucky a place is, one question about a share, and which row of a table."""
LUCK, INTEREST, WISH, ROW = 0, LUCK_BITS, LUCK_BITS + SHARE_BITS, LUCK_BITS + 2 * SHARE_BITS
"""Where the answers begin in the draw of a place: one hash of 64 bits answers all that is asked of it."""
HALF = 0.5
"""The middle of a step: a share made of a few bits is never 0 and never 1."""


@rule
def choose_room(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, look: int,
                feels: Feeling) -> int:
    """The room entered, or -1 for none: the smallest luck / weight of the places shown (a Gumbel per place).

    Shown are a board of rooms, that of a host one is tied to and, in the first look, a friend's; those on air and not
    yet visited in this open. Luck belongs to the place: a room that is shown twice counts twice.
    """
    own = bits(key, decisions.CHOOSE, look)
    best = luck_of(own, LUCK) / p.none_weight
    chosen = -1
    friend = today.mail[user.mail].share_room if look == 0 and done.by_friend > 0 else NOBODY
    for place in range(PLACES):
        if place < BOARD:
            slot = look * BOARD + place
            draw = bits(key, decisions.BOARD, slot)
            host = ranked_room(feels.needs, who, p, today, key, slot, draw)
            luck = luck_of(draw, LUCK)
        else:
            host = tied_host(user, look) if place == BOARD else friend
            luck = luck_of(own, LUCK + (place - BOARD + 1) * LUCK_BITS)
        if host < 0 or today.rooms[host].on_air == 0 or was_visited(done, host):
            continue
        done.shown_room[done.shown] = host
        done.shown += 1
        weight = weight_of(user, who, p, today.rooms[host], feels, host == friend)
        score = luck / weight
        chosen = host if score < best else chosen  # without a branch, which a processor could not foresee
        best = min(best, score)
    return chosen


@rule
def luck_of(draw: int, low: int) -> float:
    """A standard exponential number from the bits of a draw that begin at `low`."""
    return -log((piece(draw, low, LUCK_BITS) + HALF) / (1 << LUCK_BITS))


@rule
def weight_of(user: Any, who: Any, p: Any, room: Any, feels: Feeling, friend: bool) -> float:
    """The weight (> 0) of a room in the choice of this user."""
    advantage = price_advantage(user.reference, room.price)
    attractive = fresh_appeal(room.appeal, feels.fresh)
    matching = match(feels.needs, who, room)
    return appeal(matching, advantage, tie_to(user, room.host), friend, who.price_sensitivity, attractive, p)


@rule
def ranked_room(needs: FeltNeeds, who: Any, p: Any, today: Today, key: int, slot: int, draw: int) -> int:
    """The room in a slot of the board; with chance `ranking` the better match of two that were looked up."""
    room = board_room(who, p, today, draw)
    if p.ranking > 0.0 and uniform(key, decisions.RANK, slot) < p.ranking:
        other = board_room(who, p, today, bits(key, decisions.BOARD, slot + SECOND))
        if match(needs, who, today.rooms[other]) > match(needs, who, today.rooms[room]):
            return other
    return room


@rule
def board_room(who: Any, p: Any, today: Today, draw: int) -> int:
    """The room that a draw puts on the board: by the user's interests with chance `relevance`, else by popularity."""
    wish = (piece(draw, WISH, SHARE_BITS) + HALF) * (len(who.interest) / (1 << SHARE_BITS))
    table = 1
    for c in range(len(who.interest) - 1):
        wish -= who.interest[c]
        table += 1 if wish >= 0.0 else 0  # without a branch, which a processor could not foresee; so is the next line
    table = table if piece(draw, INTEREST, SHARE_BITS) + HALF < p.relevance * (1 << SHARE_BITS) else 0
    return today.boards[table][piece(draw, ROW, ROW_BITS) * len(today.boards[0]) >> ROW_BITS]


@rule
def was_visited(done: Any, room_index: int) -> bool:
    """Whether the room was visited in this open."""
    for n in range(done.visits):
        if done.visit_room[n] == room_index:
            return True
    return False
