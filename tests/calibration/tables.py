"""Hand-made events: name who did what on which day."""

from __future__ import annotations

import numpy as np

from sim.outcomes.outcome import KEPT, NEVER, ORDERS
from sim.replicate.events import OPENS, PARCELS, USERS, VISITS, Events
from sim.users.state import BOUNCED, INTERACTED, ORDERED, SHARED

MARK = {"b": BOUNCED, "i": INTERACTED, "o": ORDERED, "s": SHARED}


def events(opens=(), visits=(), orders=(), parcels=(), *, users=1, first=0, last=39, orders_from=None,
           parcels_from=None, joined=-200, gone=NEVER, contacts=5.0, shown=10, groups=None):
    """Events of `users` people.

    opens: (user, day); visits: (user, day, host, minutes, marks) with marks of the letters b, i, o, s;
    orders: (user, day[, status[, interacted[, host, due, problem]]]); parcels: (user, day, parcels, problems).
    """
    people = np.zeros(users, USERS)
    people["joined"], people["gone"], people["contacts"] = joined, gone, contacts
    marked = [(*v[:4], sum(MARK[c] for c in v[4])) for v in visits]
    opened = sorted({*opens, *((v[0], v[1]) for v in visits)})
    placed = np.zeros(len(orders), ORDERS)
    for row, order in zip(placed, orders, strict=True):
        row["user"], row["day"], row["status"] = order[0], order[1], order[2] if len(order) > 2 else KEPT
        row["interacted"] = order[3] if len(order) > 3 else 0
        row["host"], row["due"], row["problem"] = order[4:] if len(order) > 4 else (0, order[1], 0)
    return Events(people, np.array([(u, d, shown) for u, d in opened], OPENS), np.array(marked, VISITS),
                  np.array(list(parcels), PARCELS), placed, first, last, first if orders_from is None else orders_from,
                  first if parcels_from is None else parcels_from,
                  {"all": np.ones(users, bool)} | (groups or {}), len({u for u, _ in opened}))
