"""What is true of the made-up platform: its values, and the steady state under them, as a fit that worlds start from.

The truth is written as a fit file. A scenario that names it (`fit: truth.yaml`) lives in the platform itself, so the
true effect of a strategy is known too.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from calibration import fitfile
from calibration.refit import settle
from sim.base.params import PARAMETERS
from sim.cast.fit import STEADY, save_steady, steady_of
from sim.replicate.settling import donors

FILE = Path(__file__).with_name("banxia.yaml")


@dataclass(frozen=True)
class MadeUpPlatform:
    """What the file says of it.

    Attributes:
        names: language -> its name. first_day: first day of its logs. seed: of its people and their luck.
        values: parameter -> its true value; all others have their defaults.
    """

    names: Mapping[str, str]
    first_day: datetime.date
    seed: int
    values: Mapping[str, float]


@cache
def platform() -> MadeUpPlatform:
    """The made-up platform. Every value lies inside the bounds of its parameter."""
    told = YAML(typ="safe").load(FILE)
    for name, value in told["values"].items():
        PARAMETERS[name].check(value)
    return MadeUpPlatform(told["names"], told["first_day"], int(told["seed"]), told["values"])


def write_truth(path: Path) -> Path:
    """Live the platform to its steady state, and write its values and its people as a fit file; `path`."""
    true = platform()
    values, run = settle(true.values, true.seed)
    vouched = save_steady(donors(run.world), None, steady_of(path))
    fitfile.write({"method": f"no fit: the truth of {true.names['en']}", "values": fitfile.numbers(values),
                   STEADY: vouched}, path)
    return path
