"""What bad and good experiences leave behind: those with parcels, and bad news heard."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import uniform
from sim.users.rules.base import rule
from sim.users.rules.favourite import NOBODY, order_ties, tie_after_parcel
from sim.users.rules.news import hear_probability, heat_of_news
from sim.users.rules.satisfaction import disappointed, satisfied
from sim.users.state import Today


@rule
def live_through(user: Any, p: Any, host: int, harm: float, pleased: bool) -> None:
    """What an experience leaves behind: evidence for trust, satisfaction, a grievance, the tie to its host.

    `pleased`: a parcel kept, and as promised; what goes back pleases nobody, and harms who was treated badly.
    """
    if pleased:
        user.good += 1.0
        user.satisfaction = satisfied(user.satisfaction, p)
    else:
        user.bad += p.trust_negativity * harm
        user.satisfaction = disappointed(user.satisfaction, harm, p)
        user.grievance += harm
    if host == user.favourite:
        user.attachment = tie_after_parcel(user.attachment, harm, pleased, p)
    elif host == user.second:
        user.second_tie = tie_after_parcel(user.second_tie, harm, pleased, p)
    order_ties(user)


@rule
def hear_news(user: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Hear of a scandal or a leak, or not: it harms as a problem of one's own, and most who is tied to the host."""
    if today.news <= 0.0 and p.alarm <= 0.0:
        return
    first = heat_of_host(today, user.favourite) * user.attachment
    second = heat_of_host(today, user.second) * user.second_tie
    heat = heat_of_news(today.news, first + second, p)
    if uniform(key, decisions.NEWS) < hear_probability(heat, p):
        done.news = 1
        about = NOBODY
        if first + second > 0.0:
            about = user.favourite if first >= second else user.second
        live_through(user, p, about, p.news_harm, False)


@rule
def heat_of_host(today: Today, host: int) -> float:
    """Heat of the scandal about a host, 0 for nobody."""
    return float(today.rooms[host].heat) if host != NOBODY else 0.0
