"""Logs of the made-up platform: it is lived from its steady state, and its last days are written down as they pass.

They are written day by day, so that of many users no more than some days are in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from calibration.made_up.export import Export
from calibration.made_up.tables import Tables
from calibration.made_up.truth import MadeUpPlatform, platform, write_truth
from sim.base.errors import StoreError
from sim.base.files import write_whole, writing
from sim.base.message import said
from sim.cast.fit import digest_of
from sim.replicate.days import Steps, engine_of
from sim.replicate.events import Events, watch
from sim.replicate.past import first_morning
from sim.scenario.plan import Horizon, OwnFit, Population, Scenario

EARLIER = 280
"""Days lived before those that are written down: the logs hold orders of more than a year."""
AT_ONCE = 20
"""Days that are in memory at the same time [days]."""
TRUTH, LOGS, RAW = "truth.yaml", "logs", "export"
HELP = ("mapping.yaml", "groups.yaml")
"""Files that say how an import reads the raw export."""
FILES = Path(__file__).parent

Progress = Callable[[int, int], None]


def make_platform(folder: Path, *, users: int = 300_000, days: int = 120, raw: bool = False, threads: int = 2,
                  progress: Progress = lambda done, wanted: None) -> list[Path]:
    """What was written into a new `folder`: the truth, the four tables that `read_logs` reads, and a raw export.

    Args:
        users: monthly-active users [people]. days: that are written down [days]. raw: write the export too.
        threads: of the engine. progress: hears (days lived, days to live).

    Raises StoreError when the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(said("'{path}' is there already; name a new folder", path=folder))
    with writing(folder):
        (folder / LOGS).mkdir(parents=True)
    true, truth = platform(), write_truth(folder / TRUTH)
    written = [truth, folder / LOGS]
    with writing(folder), Tables(folder / LOGS, true) as tables:
        export = Export(folder / RAW, true) if raw else None
        for events in lived(truth, true, users, days, threads, progress):
            tables.add(events)
            if export:
                export.add(events)
        tables.finish(events)
        if export:
            export.finish(events)
            for name in HELP:
                write_whole(folder / name, FILES.joinpath(name).read_bytes())
            written += [folder / RAW, *(folder / name for name in HELP)]
    return written


def lived(truth: Path, true: MadeUpPlatform, users: int, days: int, threads: int, progress: Progress
          ) -> Iterator[Events]:
    """The events of some days after the other; the last ones hold all orders and what became of everybody."""
    plan = Scenario("made up", population=Population(users=users), horizon=Horizon(days=EARLIER + days), seed=true.seed,
                    fit=OwnFit(str(truth), digest_of(truth)))
    past = first_morning([plan])
    world, whole = past.world, EARLIER + days - past.world.day
    steps = Steps(engine_of("compiled", threads), progress, whole)
    past.live(past.comparison, steps)
    past.begin_comparison()
    steps.live(world, EARLIER)
    while world.day < plan.horizon.days:
        yield watch(world, min(AT_ONCE, plan.horizon.days - world.day), orders_from=past.recorded, threads=threads)
        progress(world.day - (EARLIER + days - whole), whole)
