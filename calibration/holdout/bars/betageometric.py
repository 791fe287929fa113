"""BG/NBD and MBG/CNBD-k: customers buy at a rate of their own, and may be lost after any purchase.

A customer's rate is drawn from a gamma distribution (r, alpha), the chance to be lost after a purchase from a beta
distribution (a, b), and the spans between purchases are Erlang-k: 1 is purchases at random, more is regular ones.
BG/NBD: k = 1, and nobody is lost at the first purchase (Fader, Hardie & Lee 2005, Marketing Science 24(2)).
MBG/CNBD-k: he may be lost there too (Platzer & Reutterer 2016, Marketing Science 35(5)). Both are one likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betainc, betaln, gammaln, logsumexp, xlogy

from calibration.holdout.bars.customers import WEEK, Customers, Forecast, Purchases

MOST_REGULAR = 12
"""The largest k that is tried; purchases with more regularity are subscriptions."""
STARTS = ((0.5, 5.0, 0.8, 2.5), (1.0, 3.0, 1.0, 3.0))
"""Where the search for r, alpha, a, b begins; the best end counts."""
REACH = (1e-4, 1e4)
"""Bounds of r, alpha, a and b."""
SMALL = 1e-9
"""Expected purchases of a customer from which on further ones are not added up."""


@dataclass(frozen=True)
class BetaGeometric:
    """One member of the family. `k` stages lie between two purchases; `at_first`: lost at the first purchase too."""

    r: float
    alpha: float
    a: float
    b: float
    k: int = 1
    at_first: bool = False

    @property
    def parameters(self) -> Mapping[str, float]:
        """Name -> value; alpha [weeks]."""
        return {"k": self.k, "r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    def log_likelihood(self, customers: Customers) -> np.ndarray:
        """[customer] the logarithm of the likelihood of what each did."""
        x, shape = customers.repeats, self.r + self.k * customers.repeats
        gone, here = self._fates(customers)
        return np.asarray(
            (self.k - 1) * customers.log_gaps - x * gammaln(self.k)
            + betaln(self.a, self.b + x + self.at_first) - betaln(self.a, self.b)
            + gammaln(shape) - gammaln(self.r) + self.r * np.log(self.alpha)
            - shape * np.log(self.alpha + customers.age) + np.logaddexp(gone, logsumexp(here, axis=0))
        )  # fmt: skip

    def _fates(self, customers: Customers) -> tuple[np.ndarray, np.ndarray]:
        """Relative log weights: [customer] lost at the last purchase; [stage, customer] alive and so far since it."""
        x, shape = customers.repeats, self.r + self.k * customers.repeats
        whole = self.alpha + customers.age
        with np.errstate(divide="ignore"):  # nobody is lost before he may be
            may = np.where(self.at_first | (x > 0), 1.0, 0.0)
            exits = np.log(may * self.a) - np.log(np.maximum(self.b + x - 1 + self.at_first, 1e-300))
        gone = exits + shape * (np.log(whole) - np.log(self.alpha + customers.recency))
        stage = np.arange(self.k)[:, None]
        since = (customers.age - customers.recency) / whole
        here = gammaln(shape + stage) - gammaln(shape) + xlogy(stage, since) - gammaln(stage + 1)
        return gone, here

    def alive(self, customers: Customers) -> np.ndarray:
        """[customer] the chance not to be lost at the end of training."""
        gone, here = self._fates(customers)
        stays = logsumexp(here, axis=0)
        return np.exp(stays - np.logaddexp(gone, stays))

    def expected(self, customers: Customers, weeks: float) -> np.ndarray:
        """[customer] purchases expected in the next `weeks` weeks.

        Exact for every k: given the stage that a living customer is in, the stages to come are negative binomial,
        and the i-th purchase happens unless one of the i - 1 before it was the last. For k = 1 it is the sum whose
        closed form the papers give.
        """
        gone, here = self._fates(customers)
        weight = np.exp(here - np.logaddexp(gone, logsumexp(here, axis=0)))
        x, total = customers.repeats, np.zeros(len(customers.repeats))
        part = weeks / (self.alpha + customers.age + weeks)
        b = self.b + x + self.at_first
        for stage in range(self.k):
            shape, stays = self.r + self.k * x + stage, np.ones(len(total))
            going, nth = np.arange(len(total)), 0
            while len(going):
                nth += 1
                reached = betainc(self.k * nth - stage, shape[going], part[going])  # so many stages or more
                added = weight[stage, going] * stays[going] * reached
                total[going] += added
                stays[going] *= (b[going] + nth - 1) / (self.a + b[going] + nth - 1)
                going = going[added > SMALL]
        return total


def fitted(customers: Customers, k: int = 1, at_first: bool = False) -> tuple[BetaGeometric, float]:
    """The member of largest likelihood for a given k, and the logarithm of its likelihood."""
    rows = np.stack([customers.repeats, customers.recency, customers.age], axis=1)
    alike, count = np.unique(rows, axis=0, return_counts=True)
    seen = Customers(np.arange(len(alike)), alike[:, 0], alike[:, 1], alike[:, 2], np.zeros(len(alike)))
    gaps = (k - 1) * customers.log_gaps.sum()  # depends on no parameter

    def member(logs: np.ndarray) -> BetaGeometric:
        r, alpha, a, b = np.exp(logs).tolist()
        return BetaGeometric(r, alpha, a, b, k, at_first)

    def loss(logs: np.ndarray) -> float:
        return -float(count @ member(logs).log_likelihood(seen)) / len(rows)

    bounds = [tuple(np.log(REACH))] * 4
    found = min((minimize(loss, np.log(start), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-7})
                 for start in STARTS), key=lambda result: float(result.fun))  # fmt: skip
    return member(found.x), gaps - float(found.fun) * len(rows)


def bg_nbd(purchases: Purchases, last: int, days: int) -> Forecast:
    """The BG/NBD forecast, made on the evening of the day `last`, of the next `days` days."""
    customers = purchases.customers(last)
    return forecast(fitted(customers)[0], customers, days)


def mbg_cnbd(purchases: Purchases, last: int, days: int) -> Forecast:
    """The MBG/CNBD-k forecast: k grows as long as the likelihood does."""
    customers = purchases.customers(last)
    best, likely = fitted(customers, 1, at_first=True)
    for k in range(2, MOST_REGULAR + 1):
        more, likelier = fitted(customers, k, at_first=True)
        if likelier <= likely:
            break
        best, likely = more, likelier
    return forecast(best, customers, days)


def forecast(member: BetaGeometric, customers: Customers, days: int) -> Forecast:
    """What a fitted member expects of the next `days` days."""
    return Forecast(member.expected(customers, days / WEEK), member.alive(customers), member.parameters)
