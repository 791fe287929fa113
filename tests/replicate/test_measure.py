"""One name, one definition: a curve that has the name of a metric ends at that metric."""

from __future__ import annotations

import pytest

from sim.outcomes.metrics import METRICS
from sim.replicate.measure import CURVES, record
from sim.replicate.run import simulate
from sim.scenario import load_scenario
from sim.texts import LANGUAGES, text

SEGMENTS = ("all", "silver", "gen_z", "lower_tier", "overseas", "lower_tier and silver", "gen_z or silver")


def metric_of(curve):
    """The metric that has the shown name of a curve in some language, None without one."""
    shown = {lang: text(f"report.curves.{curve}", lang).casefold() for lang in LANGUAGES}
    return next((name for name in METRICS
                 if any(text(f"metrics.{name}.name", lang).casefold() == shown[lang] for lang in LANGUAGES)), None)


@pytest.fixture(scope="module")
def rows():
    arms = [load_scenario(name, {"uninstall_outside": 0.005}, users=600, days=90)
            for name in ("baseline", "elder_mode")]
    kept = record(arms, simulate(arms, replicate=0, fixed=True), segments=SEGMENTS)
    return kept.rows.assign(value=kept.rows["numerator"] / kept.rows["denominator"])


@pytest.mark.parametrize("curve", CURVES)
def test_a_curve_with_the_name_of_a_metric_ends_at_the_metric(rows, curve):
    metric = metric_of(curve)
    table = rows[(rows["kind"] == "metric") & (rows["name"] == metric)].set_index(["arm", "segment"])
    days = rows[(rows["kind"] == "curve") & (rows["name"] == curve)]
    ends = days[days["day"] == days["day"].max()].set_index(["arm", "segment"])
    if metric is None:
        assert curve != "base_retention"
        return
    assert len(table) == 2 * len(SEGMENTS)
    for column in ("value", "denominator", "people"):
        assert ends[column].to_dict() == pytest.approx(table[column].to_dict(), rel=1e-9, nan_ok=True)


def test_the_curve_of_base_retention_counts_those_who_left_as_the_metric_does(rows):
    """In this world many uninstall within the last 28 days, having been active in them."""
    left = rows[(rows["kind"] == "metric") & (rows["name"] == "uninstall_rate") & (rows["segment"] == "all")]
    assert (left["value"] > 0.02).all()
