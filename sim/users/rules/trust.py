"""Trust: a beta reputation with forgetting (Josang and Ismail 2002), fed by parcels, hosts and friends."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule

MOST_FRIENDS = 3
"""Friends' shares of one day that count as evidence: the same news told by many is one experience, not many."""

parameter("trust_prior_good", 3.0, "experiences", (0.1, 50), "priors differ by cell (docs/model.md); sizes judged",
          text="Good experiences that somebody without any is taken to have.")
parameter("trust_prior_bad", 1.2, "experiences", (0.1, 50), "priors differ by cell (docs/model.md); sizes judged",
          text="Bad experiences that somebody without any is taken to have.")
parameter("trust_forget", 0.01, "1/day", (0, 0.2), "W29: later feedback matters less; level judged",
          text="Share of past experience that is forgotten in a day.")
parameter("trust_negativity", 2.0, "ratio", (1, 8), "W29; invisible to the baseline", prior=(1.2, 3.5),
          text="How much a bad experience counts against a good one.")
parameter("trust_watching", 0.05, "experiences per visit", (0, 1), "most users never order; level judged",
          text="Weight of an engaged visit as evidence of honesty, against a parcel.")
parameter("trust_friend", 0.2, "experiences per share", (0, 2), "our judgement",
          text="Weight of a friend's share as good evidence, against a parcel.")
parameter("elder_peer_trust", 0.0, "experiences per visit", (0, 1), "off in the baseline",
          text="Good evidence that peer hosts give to adopters of elder mode in an engaged visit.")


@rule
def trust_of(good: float, bad: float, p: Any) -> float:
    """Trust [0..1]: the share of good experiences, prior ones included."""
    g = p.trust_prior_good + good
    return g / (g + p.trust_prior_bad + bad)


@rule
def evidence_good(honesty: float, adopted: bool, p: Any) -> float:
    """Good experience [count] from one engaged visit to a host of that `honesty` [0..1]."""
    return p.trust_watching * honesty + (p.elder_peer_trust if adopted else 0.0)


@rule
def evidence_bad(honesty: float, p: Any) -> float:
    """Bad experience [count] from one engaged visit to a host of that `honesty` [0..1]."""
    return p.trust_watching * (1.0 - honesty)


@rule
def evidence_of_friends(shares: int, p: Any) -> float:
    """Good experience [count] from a day's `shares` of friends."""
    return p.trust_friend * min(shares, MOST_FRIENDS)


def experiences_for(trust: float, good: float, bad: float, p: Any) -> tuple[float, float]:
    """(good, bad) experiences [count] beyond the prior under which `trust_of` gives `trust`.

    Their number stays where it can; where the prior alone says more than that, as many are added as it takes. `trust`
    lies between 0 and 1: no number of experiences gives one of these.
    """
    number = p.trust_prior_good + good + p.trust_prior_bad + bad
    enough = max(number, p.trust_prior_good / trust, p.trust_prior_bad / (1.0 - trust))
    return (max(0.0, trust * enough - p.trust_prior_good), max(0.0, (1.0 - trust) * enough - p.trust_prior_bad))
