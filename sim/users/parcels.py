"""Parcels: opened on the day they come, kept or sent back."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import uniform
from sim.users.experience import live_through
from sim.users.rules.base import rule
from sim.users.rules.returns import NONE, problem_harm, problem_probability, return_probability
from sim.users.state import LAST_BIT, Today


@rule
def receive_parcels(user: Any, p: Any, today: Today, key: int, done: Any) -> None:
    """Open today's parcels: a problem or none, kept or sent back; what they leave behind moves trust and ties."""
    letter = today.mail[user.mail]
    for k in range(letter.parcel_to - letter.parcel_from):
        parcel = today.parcels[letter.parcel_from + k]
        problem = uniform(key, decisions.PROBLEM, k) < problem_probability(parcel.gap, p)
        returned = uniform(key, decisions.RETURN, k) < return_probability(user, parcel, problem, p)
        harm = NONE
        if problem:
            answered = uniform(key, decisions.ANSWERED, k) < p.answered
            harm = problem_harm(answered, uniform(key, decisions.ANSWERED_FAST, k) < p.answered_fast, p)
            if not answered:
                done.problems += 1
                done.troubled |= 1 << min(k, LAST_BIT)
        if returned:
            done.returned |= 1 << min(k, LAST_BIT)
            user.sent_back += 1
            if uniform(key, decisions.RETURN_HANDLED, k) < p.return_badly:
                harm = max(harm, p.return_harm)
        user.received += 1
        done.parcels += 1
        live_through(user, p, parcel.host, harm, not problem and not returned)
