"""Any results folder can be simulated again from its manifest alone."""

from __future__ import annotations

import os
from typing import Any

from pydantic import TypeAdapter

from sim.paired.comparing import compare
from sim.paired.comparison import Comparison
from sim.running.folder import ResultsFolder
from sim.running.single import RunResult, run
from sim.scenario import Scenario


def repeat(folder: str | os.PathLike[str], **changed: Any) -> Comparison | RunResult:
    """The comparison or run of a results folder, simulated again.

    Everything is lived again: what a cache says would prove nothing.
    `changed` are arguments of `compare` or `run` to change, such as `out` or `workers`.
    """
    manifest = ResultsFolder(folder).manifest()
    scenarios = TypeAdapter(list[Scenario]).validate_python(manifest["scenarios"])
    arguments = {**manifest["options"], **manifest["call"], "cache": False, **changed}
    if manifest["kind"] == "run":
        return run(scenarios[0], **arguments)
    return compare(scenarios[0], scenarios[1:], **arguments)
