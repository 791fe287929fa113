"""The compiled engine: `live_day` for all users of a day, in parallel, over rows of structured arrays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import config, njit

from sim.chance.draws import day_key
from sim.engines.cache import compiling  # before anything is compiled
from sim.engines.fetch import fetch
from sim.users.counts import COUNTS, LEVELS
from sim.users.day import live_day
from sim.users.rules.seed import outside_audience
from sim.users.state import DONE, STATE, TRAITS, Counting, Today
from sim.users.tally import TOTALS_WIDTH, count_day
from sim.world.world import ORDER_EVENT, SHARE_EVENT, DayEvents, World

BLOCK = 2048
"""Users whose events lie together; fixed, so that events come in the same order for any number of threads."""
SHARES = 8
"""Tasks of a thread on a day, at the most: few enough that calls cost nothing, enough that no thread waits long."""
AHEAD = 16
"""Users whose rows are fetched while one lives his day."""
STATE_BYTES, TRAITS_BYTES, TOTALS_BYTES = STATE.itemsize, TRAITS.itemsize, 8 * TOTALS_WIDTH
"""Bytes of a user's rows."""
RECENT = 7
"""Days since the last open up to which somebody's traits and totals are fetched too: he may well open."""


@njit(_nrt=False, nogil=True, error_model="numpy", cache=True)  # no reference counts: the caller holds every array
def live_blocks(first, end, living, state, traits, table, today, key_seed, totals, counts, hosts, counting,
                orders, shares, returned, troubled, gone, ends, done, keep):  # type: ignore[no-untyped-def]
    """Live the day of the blocks first .. end - 1; ends[b] gets how many orders, shares and goodbyes block b had.

    With `keep` 1 each user has a row of `done`, with 0 all use the first.
    """
    last = len(living) - 1
    for b in range(first, end):
        n_orders = n_shares = n_gone = 0
        for place in range(b * BLOCK, min(len(living), (b + 1) * BLOCK)):
            i = living[place]
            soon = living[min(place + AHEAD, last)]
            fetch(state, living[min(place + 2 * AHEAD, last)], STATE_BYTES)
            if today.day - state[soon].last_open <= RECENT:
                fetch(traits, soon, TRAITS_BYTES)
                if counting:
                    fetch(totals, soon, TOTALS_BYTES)
            d = done[place * keep]
            user = state[i]
            who = traits[i]
            p = table[user.profile]
            live_day(user, who, p, today, day_key(key_seed, today.day, user.id), d)
            count_day(user, who, p, d, Counting(today.day, counting), counts[user.profile], totals[i], hosts)
            for k in range(d.orders):
                row = orders[b, n_orders]
                row.user = i
                row.host = d.order_room[k]
                row.fen = d.order_fen[k]
                row.coupon = d.order_coupon[k]
                row.marks = d.order_marks[k]
                row.certainty = d.order_certainty[k]
                n_orders += 1
            if d.shares > 0:
                sent = shares[b, n_shares]
                sent.user = i
                sent.host = d.share_room
                sent.task = d.task_done
                sent.audience = outside_audience(user.seed_posts, p)
                sent.vouch = p.seed_vouch
                n_shares += 1
            if d.parcels > 0:
                returned[user.mail] = d.returned
                troubled[user.mail] = d.troubled
            if d.uninstalled > 0:
                gone[b, n_gone] = i
                n_gone += 1
        ends[b, 0] = n_orders
        ends[b, 1] = n_shares
        ends[b, 2] = n_gone


def merged(buffer: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The first ends[b] events of each block b, one after another."""
    events = np.empty(int(ends.sum()), buffer.dtype)
    first = 0
    for b in np.flatnonzero(ends):
        events[first : first + ends[b]] = buffer[b, : ends[b]]
        first += ends[b]
    return events


def on_threads(action: Callable[[int], None], threads: int) -> None:
    """Do action(0) .. action(threads - 1), each on a thread of its own."""
    if threads == 1:
        action(0)
        return
    with ThreadPoolExecutor(threads) as pool:  # a new one each time: it costs little, and forks and pickles need none
        list(pool.map(action, range(threads)))


class CompiledEngine:
    """Lives days of a world with compiled code; keeps its buffers from day to day.

    Args:
        threads: threads to use, at most those of the machine.
    """

    def __init__(self, threads: int = 1) -> None:
        self.threads = max(1, min(threads, config.NUMBA_NUM_THREADS))
        self.keep_days = False
        self.days: list[tuple[np.ndarray, np.ndarray]] = []
        self._blocks = 0

    def live(self, world: World, today: Today, table: np.ndarray) -> tuple[DayEvents, np.ndarray]:
        """What happened today, and the day's counts [profile, LEVELS + COUNTS]; changes the world's users."""
        living = world.living()
        blocks = -(-len(living) // BLOCK)
        self._reserve(max(blocks, 1))
        threads = max(1, min(self.threads, blocks))
        counts = np.zeros((threads, len(table), len(LEVELS) + len(COUNTS)), np.int64)
        alone = threads == 1  # then it adds to the world's own table, which is large
        hosts = world.host_counts[None] if alone else np.zeros((threads, *world.host_counts.shape), np.int64)
        returned, troubled = np.zeros((2, len(today.mail)), np.int64)
        ends = np.zeros((blocks, 3), np.int64)
        done = np.zeros(len(living) if self.keep_days else threads, DONE)

        step = max(1, blocks if alone else blocks // (threads * SHARES))
        waiting = iter(range(0, blocks, step))  # whoever is free takes the next blocks: cores are not equally fast

        def live(thread: int) -> None:  # each thread adds to its own counts, which are integers
            for first in waiting:
                live_blocks(first, min(first + step, blocks), living, world.state, world.traits, table, today,
                            np.uint64(world.seed), world.totals, counts[thread], hosts[thread], world.counting,
                            self._orders, self._shares, returned, troubled, self._gone, ends,
                            done if self.keep_days else done[thread:], int(self.keep_days))

        with compiling():
            on_threads(live, threads)
        if self.keep_days:
            self.days.append((living, done))
        if not alone:
            world.host_counts += hosts.sum(axis=0)
        orders, shares, gone = (merged(buffer, ends[:, k])
                                for k, buffer in enumerate((self._orders, self._shares, self._gone)))
        return DayEvents(orders, shares, returned, troubled, gone), counts.sum(axis=0)

    def _reserve(self, blocks: int) -> None:
        """Make room for the events of `blocks`; memory is taken only where events are written."""
        if blocks <= self._blocks:
            return
        self._blocks = blocks
        self._orders = np.empty((self._blocks, 4 * BLOCK), ORDER_EVENT)
        self._shares = np.empty((self._blocks, BLOCK), SHARE_EVENT)
        self._gone = np.empty((self._blocks, BLOCK), np.int64)
