"""A fit of the training part: its targets, and the baseline fitted to them, in the folder of a hold-out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from calibration.fitting import Effort
from calibration.holdout.parting import parted, seen_by
from calibration.logs import Logs
from calibration.logs.days import written
from calibration.moments import Setting
from calibration.refit import refit
from calibration.targets.from_logs import shown_by
from calibration.targets.resampling import Resamples
from calibration.targets.writing import Origin, file_text, wanted
from sim.base.files import write_whole
from sim.replicate.events import Events

TARGETS, FIT = "targets.yaml", "fit.yaml"


class TrainingPart(NamedTuple):
    """What an export on the evening would have held, and its first and last day as the logs write days."""

    events: Events
    first: str
    last: str


def training_part(logs: Logs, training: int) -> TrainingPart:
    """The first `training` days of logs [days]. Raises LogError where they are too few."""
    parting = parted(logs.events, training)
    first, last = (written(day, dated(logs)) for day in (parting.first, parting.evening))
    return TrainingPart(seen_by(logs.events, parting.evening), first, last)


def dated(logs: Logs) -> bool:
    """Whether the days of logs are dates (since 1970), and not numbers from any origin."""
    return "-" in logs.check.tables[1].first[1:]


def fitted_to(part: TrainingPart, folder: Path, source: str, setting: Setting, draws: Resamples, *,
              effort: Effort = Effort(), workers: int = 1, tell: Callable[[str], None] = lambda _: None) -> list[Path]:
    """The files written into `folder`: TARGETS, what the training part shows with its errors, and FIT.

    Args:
        source: where the numbers come from, in words. draws: of the bootstrap. The others are those of `refit`.
    """
    asked = wanted()
    text = file_text(asked, shown_by(part.events, asked, setting.users, draws), Origin(source, part.first, part.last))
    write_whole(folder / TARGETS, text.encode())
    return [folder / TARGETS, *refit(setting, str(folder / TARGETS), folder / FIT, effort=effort, workers=workers,
                                     tell=tell)]
