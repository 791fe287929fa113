"""Money in the tables of a sweep."""

from __future__ import annotations

import math

from sim.explore import tables
from sim.paired.benefit import costless
from sim.scenario.plan import Margins, Strategy
from tests.paired.fake import scenario
from tests.paired.hand import metric_rows, told


def test_a_crisis_costs_nothing_that_anybody_could_state(monkeypatch):
    struck = scenario("plan", [Strategy("coupons", name="coupons"), Strategy("host_scandal", name="scandal")],
                      money=Margins(margin=0.2))  # fmt: skip
    metrics = metric_rows({("baseline", "margin_per_base_user"): [100.0], ("plan", "margin_per_base_user"): [104.0]},
                          denominator=50.0)  # fmt: skip
    monkeypatch.setattr(tables, "replicate_rows", lambda records: metrics)
    records = [told(money={"baseline": {}, "plan": {"coupons": 500.0, "scandal": None}}, scale=10.0)]

    def net(free):
        rows = tables._rows(records, free)
        found = rows[(rows["metric"] == "net_benefit") & (rows["scenario"] == "plan")]["value"]
        return float(found.iloc[0]) if len(found) else math.nan

    assert net(costless([scenario(), struck])) == 104.0 * 50 * 10 - 500
    assert math.isnan(net(()))
