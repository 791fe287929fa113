"""Between the days: what the platform does with yesterday, so that users only read it (docs/model.md 3.6)."""

from __future__ import annotations

import datetime

import numpy as np

from sim.base.calendar_days import called, is_promotion
from sim.cast.hosts import board_tables, rooms_of_day, usual_rooms
from sim.cast.troubles import news_of
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.users.state import MAIL, PARCEL, Today
from sim.users.tally import ARRIVALS, BASE_ACTIVE_28, ENGAGED, FRIEND_ARRIVALS
from sim.world.accounts import affordable_users, begin, charge, charge_users, rationed
from sim.world.coming import join, reinstall
from sim.world.communities import members_known
from sim.world.coupons import grant
from sim.world.crises import strike
from sim.world.orders import book_orders, settle_parcels
from sim.world.reach import today_reached
from sim.world.shares import credit_sharers, shares_seen
from sim.world.stock import sold_out, update_demand
from sim.world.strategies import assign_profiles, table_of
from sim.world.timing import holds
from sim.world.world import DayEvents, World


def morning(world: World) -> tuple[Today, np.ndarray]:
    """The shared state of the day, and its table of user parameters by profile."""
    welcome(world)
    begin(world)
    strike(world)
    world.table, room_values, usual = tables(world)
    charge_users(world)
    constants, table = world.constants, world.table
    rooms, boards = rooms_of_today(world, room_values, usual)
    mail, parcels = deliver(world, table)
    today = Today(world.day, calendar_of(world), rivals_of(world), announced(world), rooms, boards, mail, parcels,
                  members_known(world, table), news_of(rooms["heat"], constants.hosts["appeal"], constants.values))
    return today, table


def rooms_of_today(world: World, room_values: np.ndarray, usual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Today's rooms and boards of hosts with these values and usual rooms, with what is sold out in them."""
    rooms = rooms_of_day(usual, room_values, world.day, world.seed, world.constants.values)
    rooms["sold_out"] = sold_out(room_values["stock"], world.demand)
    return rooms, board_tables(rooms, world.popularity)


def date_of(world: World, ahead: int = 0) -> datetime.date | None:
    """The date of the day `ahead` days from today; None in a world without a calendar."""
    date = world.constants.date
    return None if date is None else date + datetime.timedelta(world.day + ahead)


def calendar_of(world: World) -> float:
    """What today's date adds to everybody's readiness to open [logit]: promotions, holidays, week-ends add up.

    Always a float: the compiled engine is compiled for the types that it meets, and would be once more for a whole 0.
    """
    date, values = date_of(world), world.constants.values
    if date is None:
        return 0.0
    return sum((values[f"open_{name}"] for name in ("promotion", "holiday", "weekend") if called(name, date)), 0.0)


def rivals_of(world: World) -> float:
    """What other platforms offer today [fresh unanswered problems]: their festivals are the days of promotions."""
    return world.constants.values["rival_festival"] if promotes(world, 0) else 0.0


def promotes(world: World, ahead: int) -> bool:
    """Whether the day `ahead` days from today is one of a promotion; a world without a date has none."""
    date = date_of(world, ahead)
    return date is not None and is_promotion(date)


def announced(world: World) -> bool:
    """Whether a promotion that adds to opening is known of, and does not run yet."""
    values = world.constants.values
    if values["open_promotion"] <= 0.0 or promotes(world, 0):
        return False
    return any(promotes(world, ahead) for ahead in range(1, int(values["announce_days"]) + 1))


def welcome(world: World) -> None:
    """Let join who comes today: by himself, brought by a friend, or back after uninstalling."""
    by_himself = join(world, world.constants.arriving(world.day))
    by_friend = join(world, gathered(world.coming, world.day))
    kinds, count = world.constants.kinds, len(world.constants.kind_values)
    world.arrivals = np.array([np.bincount(kinds[rows], minlength=count)
                               for rows in (np.concatenate([by_himself, by_friend]), by_friend)])
    reinstall(world, gathered(world.back, world.day))


def gathered(calendar: dict[int, list[np.ndarray]], day: int) -> np.ndarray:
    """The distinct rows that a calendar holds for `day`, taken out of it."""
    waiting = calendar.pop(day, [])
    return np.unique(np.concatenate(waiting)) if waiting else np.zeros(0, np.int64)


def tables(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Today's user table by profile, and for each host the room values in force and his usual room under them.

    They are made anew when a strength or who is reached has changed: on most days nothing has.
    """
    levels = [active.level(world.day) for active in world.actives]
    set_profiles(world, levels)
    assert world.combos is not None
    made = world.made_tables
    if made is None or made[0] != levels or made[1] is not world.combos:
        world.made_tables = made = (levels, world.combos, _tables(world, world.combos, levels))
    return made[2]


def _tables(world: World, combos: np.ndarray, levels: list[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The tables of a day on which strategies act at their `levels`, for users of the profiles `combos`."""
    table = table_of("user", world.constants.kind_values, combos, levels, world.actives, world.clipped)
    return table, *room_tables(world, levels)


def room_tables(world: World, levels: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """For each host the room values in force, and his usual room under them, where strategies act at their `levels`."""
    masks = [a.mask if a.on_rooms and level != 0.0 else np.zeros(len(world.constants.hosts), bool)
             for a, level in zip(world.actives, levels, strict=True)]
    host_rows, combos = assign_profiles(np.zeros(len(world.constants.hosts), np.int64), masks)
    room_table = table_of("room", [world.constants.values], combos, levels, world.actives, world.clipped)
    room_values = room_table[host_rows]
    return room_values, usual_rooms(world.constants.hosts, room_values, world.constants.values)


def set_profiles(world: World, levels: list[float]) -> None:
    """Give everybody the profile of the strategies that reach him today; only when that can have changed."""
    users = [not active.on_rooms for active in world.actives]
    acting = tuple(u and level != 0.0 for u, level in zip(users, levels, strict=True))
    daily = any(on and (a.plan.who.daily or rationed(world, a)) for a, on in zip(world.actives, acting, strict=True))
    if world.combos is not None and acting == world.masks_key and not daily:
        return
    nobody = np.zeros(len(world.state), bool)
    masks = [affordable_users(world, s, today_reached(a, world.state, world.traits, world.day,
                                                      world.constants.trust_priors)) if on else nobody
             for s, (a, on) in enumerate(zip(world.actives, acting, strict=True))]
    for active, mask in zip(world.actives, masks, strict=True):
        if not active.on_rooms:
            active.reached = mask if not len(active.reached) else active.reached | mask
    world.state["profile"], world.combos = assign_profiles(world.traits["kind"], masks)
    world.masks_key = acting


def deliver(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Today's mail (shares, parcels, coupons) and parcels; users learn the row of their letter."""
    waiting = world.parcels.pop(world.day, [])
    parcels = np.concatenate(waiting) if waiting else np.zeros(0, PARCEL)
    parcels = parcels[np.argsort(parcels["user"], kind="stable")]
    receivers, rooms, counts = shares_seen(world)
    granted, fen, until = grant(world, table)
    rows = np.unique(np.concatenate([parcels["user"], receivers, granted]))
    rows = rows[world.alive[rows]]
    mail = np.zeros(len(rows), MAIL)
    mail["share_room"] = -1
    mail["parcel_from"] = np.searchsorted(parcels["user"], rows, side="left")
    mail["parcel_to"] = np.searchsorted(parcels["user"], rows, side="right")
    for who, columns in ((receivers, {"shares": counts, "share_room": rooms}),
                         (granted, {"coupon_fen": fen, "coupon_until": until})):
        mine = np.searchsorted(rows, who)
        there = (mine < len(rows)) & (rows[np.minimum(mine, max(len(rows) - 1, 0))] == who) if len(rows) else []
        for column, values in columns.items():
            mail[column][mine[there]] = values[there]
    world.state["mail"][rows] = np.arange(len(rows))
    world.letters = rows
    return mail, parcels


def evening(world: World, today: Today, table: np.ndarray, events: DayEvents, counts: np.ndarray) -> None:
    """Settle the day: parcels sent back, new orders, shares to deliver, who left, costs, what is popular.

    `table` holds the user parameters by profile, `counts` the day's [profile, LEVELS + COUNTS].
    """
    credit_sharers(world)
    settle_parcels(world, today, events)
    empty_mailboxes(world, events.shares)
    book_orders(world, today, table, events.orders)
    say_goodbye(world, events.gone)
    charge(world, counts, events.orders)
    if not world.frozen:
        update_popularity(world)
        update_demand(world.demand, world.host_counts)
    keep_counts(world, counts)
    watch_triggers(world)
    end_day(world)


def empty_mailboxes(world: World, shares: np.ndarray) -> None:
    """Take today's letters away, and keep today's shares for tomorrow's."""
    world.state["mail"][world.letters] = -1
    world.shares = shares


def keep_counts(world: World, counts: np.ndarray) -> None:
    """Add the day's counts by kind of user to those of the days before, with who joined."""
    daily = np.zeros((len(world.constants.kind_values), counts.shape[1]), np.int64)
    assert world.combos is not None
    np.add.at(daily, world.combos[:, 0], counts)
    daily[:, ARRIVALS], daily[:, FRIEND_ARRIVALS] = world.arrivals
    if world.counting:
        daily[:, BASE_ACTIVE_28] = np.bincount(world.constants.kinds[world.stayed()], minlength=len(daily))
    world.daily.append(daily)


def end_day(world: World) -> None:
    """End the day; on the eve of day 0 the size of the platform is taken, to which real users are scaled."""
    world.day += 1
    if world.day == 0:
        world.mau_day_0 = world.weighted_mau()


def watch_triggers(world: World) -> None:
    """Tell every trigger whether its condition held today; they are a channel between users, silent when frozen."""
    for active in world.actives:
        trigger = active.plan.when.trigger
        if trigger is not None and not world.frozen:
            weight = world.constants.weight_of(trigger.segment)
            active.timing.watch(world.day, holds(trigger, world.daily, weight))


def say_goodbye(world: World, gone: np.ndarray) -> None:
    """Take those who uninstalled out of the living; a few come back within 30 days (W43)."""
    world.alive[gone] = False
    world.state["gone"][gone] = world.day
    chance = world.constants.values["reinstall"]
    u = uniforms(world.seed, decisions.REINSTALL, world.state["id"][gone], day=world.day)
    for k in np.flatnonzero(u < chance):
        world.back.setdefault(world.day + 1 + int(u[k] / chance * 30), []).append(gone[k : k + 1])


def update_popularity(world: World) -> None:
    """Move each host's popularity [mean 1] half towards his fame, half towards yesterday's engaged visits."""
    engaged = world.host_counts[:, :, ENGAGED].sum(axis=1)
    watched = (engaged - world.host_engaged).astype(float)
    world.host_engaged = engaged
    if watched.sum() > 0:
        memory = world.constants.values["popularity_memory"]
        target = (world.constants.hosts["appeal"] + watched / watched.mean()) / 2.0
        world.popularity = memory * world.popularity + (1.0 - memory) * target
