"""How a comparison is done again, and the facts of its world, from the manifest."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

EXTRA = {"break-even": "strengths", "interactions": "interactions", "explain": "explain"}
"""Switch -> argument of `compare`, of what adds arms."""


def platform_facts(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """`represents`, real monthly users or None, and `comparison_day`, the first day on which arms differ."""
    scenarios = manifest["scenarios"]
    starts = [strategy["when"]["start"] for scenario in scenarios for strategy in scenario["strategies"]]
    return {
        "represents": scenarios[0]["population"]["represents"],
        "comparison_day": min(starts, default=0),
    }


def command(manifest: Mapping[str, Any]) -> str:
    """The command line that gives the same numbers again."""
    options, call = manifest["options"], manifest["call"]
    baseline, *names = (as_typed(manifest, scenario["name"]) for scenario in manifest["scenarios"])
    parts = ["livesim compare", *names]
    parts += [f"--baseline {baseline}"] if baseline != "baseline" else []
    parts += [f"--{name} {manifest[name]}" for name in ("users", "days", "replicates", "seed")]
    parts += [f"--set {name}={value:g}" for name, value in _set(manifest).items()]
    parts += [f"--{switch}" for switch in ("fixed", "freeze") if options[switch]]
    parts += [f"--luck {options['luck']}"] if options["luck"] != "shared" else []
    parts += [f"--engine {options['engine']}"] if options["engine"] != "compiled" else []
    parts += [f"--{switch}" for switch, argument in EXTRA.items() if call.get(argument)]
    return " ".join(parts)


def as_typed(manifest: Mapping[str, Any], scenario: str) -> str:
    """How a scenario was named on the command line, its file's path if it has one, ready for a shell."""
    return shlex.quote(manifest.get("typed", {}).get(scenario, scenario))


def _set(manifest: Mapping[str, Any]) -> dict[str, float]:
    """Parameters that the command line set."""
    return {entry["name"]: entry["value"] for entry in manifest["parameters"] if entry["origin"] == "--set"}
