"""How far the numbers of logs could have come out otherwise: bootstrap standard errors over users.

Users are drawn with replacement and not days or visits: what one person does hangs together. A metric is a sum over
people by a sum over people, so draws are weights and everybody is drawn from. A pattern can be anything, so it is told
anew of the drawn users' rows; of many users some are chosen first, and the error is scaled to all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from calibration.counting import Outcomes, segment_of
from calibration.patterns import PATTERNS
from sim.outcomes.metrics.aggregate import ratios
from sim.replicate.events import Events

Key = tuple[str, str]
"""(metric or pattern, segment)."""
TABLES = ("opens", "visits", "parcels", "orders")
CHOSEN, DRAWN = 0, 1
"""What luck is asked for: which users are chosen, and which of them are drawn."""
MOST_BLANK = 0.1
"""Share of draws that may show nothing; with more of them an error means nothing."""


@dataclass(frozen=True)
class Resamples:
    """How users are drawn.

    Attributes:
        count: draws. most: active users among whom patterns are told anew [people]. seed: of the luck.
        progress: hears (draws that are done, all).
    """

    count: int = 100
    most: int = 20_000
    seed: int = 1
    progress: Callable[[int, int], None] = lambda done, wanted: None

    def luck(self, of: int) -> np.random.Generator:
        """A stream of luck of its own for each purpose."""
        return np.random.default_rng([self.seed, of])


def errors_of_metrics(events: Events, keys: Iterable[Key], draws: Resamples) -> dict[Key, float]:
    """The standard error of each key's metric, in its unit; NaN where too many draws show nobody."""
    outcomes, columns, keys = Outcomes(events), [], list(keys)
    for name, segment in keys:
        ratio, group = ratios(outcomes.of(name), [name])[name], segment_of(events, segment)
        columns += [np.where(group, side, 0).astype(float) for side in (ratio.top, ratio.bottom)]
    if not keys:
        return {}
    sides, luck, users = np.stack(columns), draws.luck(DRAWN), len(events.users)
    values = np.empty((draws.count, len(keys)))
    for k in range(draws.count):
        sums = sides @ np.bincount(luck.integers(users, size=users), minlength=users).astype(float)
        values[k] = _over(sums[::2], sums[1::2])
    return dict(zip(keys, _spread(values), strict=True))


def errors_of_patterns(events: Events, keys: Iterable[Key], draws: Resamples) -> dict[Key, float]:
    """The standard error of each key's pattern, in its unit; NaN where too many draws show nobody."""
    keys, users = list(keys), len(events.users)
    if not keys:
        return {}
    some = min(users, round(users * draws.most / max(1, int(events.active.sum()))))
    chosen = np.sort(draws.luck(CHOSEN).permutation(users)[:some])
    segments = dict.fromkeys(segment for _, segment in keys)
    groups = {name: segment_of(events, name) for name in segments}
    sample = ByUser(drawn(ByUser(of_some(events, chosen)), chosen, groups))
    luck, members = draws.luck(DRAWN), dict(sample.events.groups)
    values = np.empty((draws.count, len(keys)))
    for k in range(draws.count):
        world = drawn(sample, np.sort(luck.integers(some, size=some)), members)
        parts = {segment: world.of(segment) for segment in segments}
        values[k] = [_told(name, parts[segment]) for name, segment in keys]
        draws.progress(k + 1, draws.count)
    return dict(zip(keys, np.sqrt(some / users) * _spread(values), strict=True))


class ByUser:
    """Events whose tables are sorted by user, so that the rows of some users are found at once.

    Attributes:
        first, count: table -> [user] where the rows of a user begin, and how many there are.
    """

    def __init__(self, events: Events) -> None:
        rows = {name: np.argsort(getattr(events, name)["user"], kind="stable") for name in TABLES}
        self.events = picked(events, rows, np.arange(len(events.users)))
        self.count = {name: np.bincount(getattr(events, name)["user"], minlength=len(events.users)) for name in TABLES}
        self.first = {name: np.cumsum(count) - count for name, count in self.count.items()}

    def rows(self, name: str, users: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(row, place in `users` of the user it belongs to) of a table's rows of some users, one after the other."""
        count = self.count[name][users]
        whose = np.repeat(np.arange(len(users)), count)
        return np.arange(len(whose)) + np.repeat(self.first[name][users] - (np.cumsum(count) - count), count), whose


def drawn(source: ByUser, users: np.ndarray, groups: Mapping[str, np.ndarray]) -> Events:
    """The events of the drawn `users`, each a person of his own even if he is drawn twice.

    `groups` are those of the source, segment -> bool [user].
    """
    rows, events = {name: source.rows(name, users) for name in TABLES}, source.events
    world = picked(events, {name: row for name, (row, _) in rows.items()}, users)
    for name, (_, whose) in rows.items():
        getattr(world, name)["user"] = whose  # indexing by rows has made it a table of its own
    return replace(world, groups={name: group[users] for name, group in groups.items()}, size=int(world.active.sum()))


def of_some(events: Events, users: np.ndarray) -> Events:
    """The events with the rows of some users alone: of many users sorting all of them takes minutes."""
    here = np.zeros(len(events.users), bool)
    here[users] = True
    rows = {name: np.flatnonzero(here[getattr(events, name)["user"]]) for name in TABLES}
    return picked(events, rows, np.arange(len(here)))


def picked(events: Events, rows: Mapping[str, np.ndarray], users: np.ndarray) -> Events:
    """The rows of each table in another order, and the users' rows, with the blanks that belong to them."""
    blanks = {}
    for column, blank in events.blanks.items():
        table = column.partition(".")[0]
        blanks[column] = blank[rows.get(table, users)]
    return replace(events, users=events.users[users], blanks=blanks,
                   **{name: getattr(events, name)[rows[name]] for name in TABLES})


def _told(name: str, part: Events) -> float:
    entry = PATTERNS[name]
    with np.errstate(all="ignore"):  # a draw may hold nobody who shows it
        return entry.measure(entry.needs.met(part))


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)


def _spread(values: np.ndarray) -> np.ndarray:
    """[key] standard deviation over the draws [draw, key] that show something, NaN where too few do."""
    told = np.isfinite(values)
    few = (~told).mean(axis=0) > MOST_BLANK
    spread: np.ndarray = np.nanstd(np.where(told & ~few, values, np.where(few, 0.0, np.nan)), axis=0, ddof=1)
    return np.where(few, np.nan, spread)


