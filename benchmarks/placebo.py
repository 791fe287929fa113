"""Are the intervals honest? Placebo comparisons with independent luck: 93 to 97 % of them must hold zero.

`python -m benchmarks.placebo` (about fifteen minutes on two cores) writes `placebo.json` beside this file; a
test reads it, and a small version runs with the tests.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from sim.paired.comparing import compare
from sim.paired.placebo import coverage
from sim.scenario import load_scenario

FILE = Path(__file__).with_name("placebo.json")
USERS, DAYS, REPLICATES, SIZE, SEED = 400, 60, 800, 10, 5
METRICS = ("base_retention", "retention_d30", "bounce_rate", "interaction_rate", "conversion",
           "minutes_per_active_user_day", "orders_per_active_user", "satisfaction", "dau_over_mau")  # fmt: skip
SEGMENTS = ("all", "gen_z", "silver", "lower_tier")


def measure(out: Path | None = None) -> dict[str, object]:
    """The share of placebo intervals that hold zero, by metric and over all, and what was simulated."""
    baseline = load_scenario("baseline", users=USERS, days=DAYS)
    result = compare(baseline, [replace(baseline, name="placebo")], users=USERS, days=DAYS, replicates=REPLICATES,
                     seed=SEED, luck="independent", metrics=METRICS, segments=SEGMENTS, out=out)
    rows = coverage(result.replicates, "placebo", "baseline", SIZE)
    by_metric = rows.groupby("metric")["covered"].mean()
    return {
        "users": USERS, "days": DAYS, "replicates": REPLICATES, "replicates_per_interval": SIZE, "seed": SEED,
        "intervals": int(rows["comparisons"].sum()), "covered": round(float(rows["covered"].mean()), 4),
        "by_metric": {name: round(float(share), 4) for name, share in by_metric.items()},
        "key": result.manifest["key"],
    }  # fmt: skip


if __name__ == "__main__":
    FILE.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))
