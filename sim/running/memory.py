"""What is remembered of replicates that were lived before, found again by content: the second answer costs one arm.

Of each replicate the cache holds the world that all arms share (on the comparison day and on each day on which an arm
parts from it), the outcome of the baseline, and the rows measured of each arm. Their names are hashes of all that
decides them, so what was made from other sources, values or files is never found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.base.keeping import KeptFiles
from sim.base.message import Message, said
from sim.base.packing import body_of, value_of
from sim.cast.segments import Groups
from sim.outcomes.outcome import Outcome
from sim.plugins import in_force
from sim.replicate.leavings import margins
from sim.replicate.past import Past, comparison_day_of
from sim.replicate.record import Drawn, Record
from sim.replicate.run import Lived
from sim.running import store
from sim.running.manifest import versions
from sim.running.question import NOT_MEANT, Asked, key_of, meant, plain
from sim.scenario.plan import Scenario

OF_ARMS = (*NOT_MEANT, "name", "strategies", "goals", "money", "budget")
"""Fields of a scenario that change nothing before the arms part."""
OF_MEASURES = (*NOT_MEANT, "name", "goals", "money")
"""Fields of a scenario that change nothing that is lived; the margins in its outcome are put in when it is read."""
VERSIONS = versions()
"""Of the code that is running: read when it is loaded, so that an edit while it runs cannot give it another name."""


class ReplicateMemory:
    """The memory of one replicate for `arms`, of which the first is the baseline.

    `wanted`: the numbers of the arms to be lived, all of them to begin with.
    """

    def __init__(self, kept: KeptFiles, arms: Sequence[Scenario], replicate: int, options: Mapping[str, Any]) -> None:
        self.kept, self.arms = kept, arms
        self.wanted: Sequence[int] = range(len(arms))
        self.comparison = comparison_day_of(arms)
        self.group = past_key(arms[0], replicate, options)
        self.moved: Message | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """What the asker should know: what was of no use, what could not be kept."""
        return tuple(sentence for sentence in (self.moved, self.kept.trouble) if sentence)

    def recall(self, past: Past, latest: int) -> bool:
        """Put `past` on the last kept morning from its comparison day to `latest`; False where none was kept."""
        for day in range(latest, self.comparison - 1, -1):
            body = self._read(f"world-{day}")
            if body is not None:
                found = value_of(body)
                past.scale = found["scale"]
                vars(past.world).update(found["world"])
                return True
        self.moved = self._moved()
        return False

    def remember(self, past: Past) -> None:
        """Keep the world on this morning, unless it was kept, or is at its end."""
        world, name = past.world, f"world-{past.world.day}"
        if world.day < past.plan.horizon.days and not self.kept.has(self.group, f"{self.comparison}-{name}"):
            changing = {field: value for field, value in vars(world).items() if field != "constants"}
            self._write(name, body_of({"scale": past.scale, "world": changing}))

    def baseline(self, past: Past) -> Lived | None:
        """The baseline after its last day, None when it has to be lived."""
        body = self._read(f"outcome-{lived_key(self.arms[0])}")
        if body is None:
            return None
        found, arm = value_of(body), self.arms[0]
        outcome = Outcome(**found["outcome"], segments=Groups(past.world.constants.segments), margin=margins(arm.money),
                          return_cost=arm.money.return_cost or 0.0)
        return Lived(outcome, tuple(Drawn(arm.name, *one) for one in found["strengths"]), found["notes"])

    def keep_baseline(self, lived: Lived) -> None:
        """Keep the baseline after its last day."""
        elsewhere = ("segments", "margin", "return_cost")
        outcome = {field: value for field, value in vars(lived.outcome).items() if field not in elsewhere}
        strengths = [tuple(one)[1:] for one in lived.strengths]
        self._write(f"outcome-{lived_key(self.arms[0])}",
                    body_of({"outcome": outcome, "strengths": strengths, "notes": lived.notes}))

    def rows(self, point: Sequence[Scenario], k: int, asked: Asked) -> Record | None:
        """What was measured of arm `k` of a `point`, None when it has to be measured."""
        body = self._read(f"rows-{measured_key(point, k, asked)}")
        return None if body is None else store.record_of(body)

    def keep_rows(self, point: Sequence[Scenario], k: int, asked: Asked, part: Record) -> None:
        """Keep what was measured of arm `k` of a `point`."""
        self._write(f"rows-{measured_key(point, k, asked)}", store.body_of(part))

    def _moved(self) -> Message | None:
        """Why nothing that was kept is of use, where another comparison day is why."""
        days = {int(name.partition("-")[0]) for name in self.kept.names(self.group)}
        first = next((arm.name for arm in self.arms if arm.first_day == self.comparison), None)
        if first is None or not days or self.comparison in days:
            return None
        return said("all arms are lived anew: they are compared from the first day on which one of them differs, and "
                    "that is now day {day}, on which '{name}' starts; what was kept of earlier runs begins on day "
                    "{days}", day=self.comparison, name=first, days=sorted(days))

    def _read(self, what: str) -> bytes | None:
        return self.kept.read(self.group, f"{self.comparison}-{what}")

    def _write(self, what: str, body: bytes) -> None:
        self.kept.write(self.group, f"{self.comparison}-{what}", body)


def past_key(arm: Scenario, replicate: int, options: Mapping[str, Any]) -> str:
    """The key of all that decides the worlds of a replicate before its arms part, but for the comparison day."""
    return key_of({"past": meant(arm, OF_ARMS), "replicate": replicate, "options": dict(options), "versions": VERSIONS,
                   "plug-ins in force": [dict(one.files) for one in in_force()]})


def lived_key(arm: Scenario) -> str:
    """The key of all that decides the world of an arm, beside what names the group."""
    return key_of(meant(arm, OF_MEASURES))


def measured_key(point: Sequence[Scenario], k: int, asked: Asked) -> str:
    """The key of all that decides the rows of arm `k`: its baseline too, and goals of all arms for the baseline."""
    goals = [plain(arm.goals) for arm in (point if k == 0 else point[k : k + 1])]
    arms = [meant(arm, (*NOT_MEANT, "name", "goals")) for arm in (point[0], point[k])]
    return key_of({"arms": arms, "baseline": k == 0, "goals": goals, "format": store.FORMAT, **plain(asked._asdict())})
