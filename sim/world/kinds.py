"""Kinds of users: the combinations of segments that occur, each with its own parameter values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from sim.cast.segments import Groups, Segment, known, members


def kinds_of(traits: np.ndarray, ids: np.ndarray, seed: int, values: Mapping[str, float],
             stated: Collection[str] = (), own: Iterable[Segment] = ()
             ) -> tuple[np.ndarray, list[dict[str, float]], Groups]:
    """The kind of each person, the values of each kind, and bool members of each segment.

    A segment's own value gives way to one that a scenario states for everybody (`stated`). Where
    segments set the same parameter, the later one counts.
    """
    table = np.zeros(len(ids), [("id", "i8"), ("age", "i8"), ("tier", "i8"), ("overseas", "i8")])
    table["id"] = ids
    for column in ("age", "tier", "overseas"):
        table[column] = traits[column]
    segments = list(known(own).values())
    inside = np.array([members(segment, table, seed) for segment in segments])
    with_values = [k for k, segment in enumerate(segments) if segment.parameters or segment.ages or segment.tiers]
    bits = np.zeros(len(ids), np.int64)
    for place, k in enumerate(with_values):
        bits |= inside[k].astype(np.int64) << place
    used, kinds = np.unique(bits, return_inverse=True)
    kind_values = []
    for combination in used:
        mine = dict(values)
        for place, k in enumerate(with_values):
            if combination >> place & 1:
                mine |= {name: o.value for name, o in segments[k].parameters.items() if name not in stated}
        kind_values.append(mine)
    return kinds.astype(np.int64), kind_values, Groups({s.name: inside[k] for k, s in enumerate(segments)})
