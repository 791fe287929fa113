"""What a segment is: a name, a condition on what never changes about a user, and parameters of its own."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.chance import decisions
from sim.chance.draws import ALTERNATIVES, uniforms
from sim.outcomes.outcome import AGES, TIERS


@dataclass(frozen=True)
class Override:
    """A parameter's value [its unit] for the members of a segment, and where it comes from."""

    value: float
    source: str
    grade: str = "judged"


@dataclass(frozen=True)
class Segment:
    """Users for whom every stated condition holds: an age group, a city tier, living abroad.

    `share` keeps that share of them, chosen by a hash of their ids. `names` are the shown names by
    language. `parameters` are user-scope parameters that differ for the members.
    """

    name: str
    names: Mapping[str, str]
    ages: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    overseas: bool | None = None
    share: float = 1.0
    parameters: Mapping[str, Override] = field(default_factory=dict)


def members(segment: Segment, people: np.ndarray, seed: int) -> np.ndarray:
    """bool [person]: who belongs to `segment`.

    `people` has the columns id, age (index into AGES), tier (index into TIERS) and overseas; `seed` is the
    mixed seed of the replicate. Adding people or segments changes nobody's membership.
    """
    inside = np.ones(len(people), dtype=bool)
    if segment.ages:
        inside &= np.isin(people["age"], [AGES.index(age) for age in segment.ages])
    if segment.tiers:
        inside &= np.isin(people["tier"], [TIERS.index(tier) for tier in segment.tiers])
    if segment.overseas is not None:
        inside &= people["overseas"].astype(bool) == segment.overseas
    if segment.share < 1.0:
        alternative = zlib.crc32(segment.name.encode()) % ALTERNATIVES
        drawn = uniforms(seed, decisions.SEGMENT_SHARE, people["id"], alternative=alternative)
        inside &= drawn < segment.share
    return inside
