"""The crisis section of a report: crises that differ, groups that were not measured, and what answers cost."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import pytest

from sim.paired.comparing import compare
from sim.paired.recovery import DAYS_OF, MONEY, followed
from sim.reports.crisis import brief_sheet, crisis_blocks, crisis_lines, days_sheet, loss_sheets
from sim.reports.drawing import Figures
from sim.reports.style import style
from sim.scenario.crises import Answer, crisis_named, worlds
from sim.scenario.load import load_scenario

SMALL = {"users": 250, "days": 70, "replicates": 2, "workers": 1, "fixed": True, "cache": False,
         "set_": {"message_rate": 0.15}, "metrics": ["base_retention", "trust"]}  # fmt: skip
INSURED = {"lever": "category_diversification", "when": {"start": "10d"}, "cost": {"fixed": "300000 yuan"}}


def plan(name, *strategies):
    pulled = [one if isinstance(one, dict) else {"lever": one, "when": {"start": "14d"}} for one in strategies]
    return {"name": name, "extends": "baseline", "strategies": pulled}


def drawn(comparison, tmp_path, lang="en"):
    with style(lang):
        return repr(crisis_blocks(comparison, Figures(tmp_path, False), lang))


@pytest.fixture(scope="module")
def mixed():
    """An outage beside a later scandal, both in a world in which hosts were insured."""
    late = {"lever": "host_scandal", "when": {"start": "30d"}}
    return compare("baseline", [plan("crash", "server_crash"), plan("late", late, INSURED)],
                   segments=["all", "silver"], **SMALL)  # fmt: skip


def test_a_crisis_without_an_outage_has_blank_cells_beside_one_with_it(mixed, tmp_path):
    viewers, *others = loss_sheets(mixed, "en")
    crash, late = viewers.lines
    assert crash[1] != "" and late[1:4] == ("", "", "")  # viewers who gave up
    assert "" not in late[4:] and len(others) == 3
    assert not any("" in line for sheet in others for line in sheet.lines)
    assert drawn(mixed, tmp_path) and drawn(mixed, tmp_path, "zh")


def test_what_an_insurance_costs_is_paid_for_the_crisis_unless_the_baseline_pays_it_too(mixed):
    money = mixed.crisis[mixed.crisis["quantity"] == MONEY].set_index("scenario")["value"]
    assert money.to_dict() == {"crash": 0.0, "late": 300_000.0}
    shared = compare(plan("insured", INSURED), [plan("both", "host_scandal", INSURED)], **SMALL)
    assert shared.crisis.loc[shared.crisis["quantity"] == MONEY, "value"].tolist() == [0.0]


def test_days_are_watched_from_the_outbreak_of_each_arm(mixed):
    crisis = mixed.crisis.copy()
    crisis.loc[crisis["quantity"].isin(DAYS_OF.values()), "value"] = math.inf
    crash, late = days_sheet(replace(mixed, crisis=crisis), "en").lines
    assert crash[1].startswith(">49 ") and late[1].startswith(">33 ")  # a week begins on day 63 the last time


@pytest.mark.slow
def test_where_everybody_was_not_measured_the_first_group_leads(tmp_path):
    load = partial(load_scenario, users=SMALL["users"], days=SMALL["days"])
    untouched, *crises = worlds(crisis_named("host_scandal", load), [Answer(1), Answer(24)])
    found = compare(untouched, crises, segments=["silver"], **SMALL)
    assert followed(found.crisis) == ["silver"]
    for sheet in (brief_sheet(found, "en"), *loss_sheets(found, "en", "silver")):
        assert len(sheet.lines) == 3 and all(len(line) == len(sheet.heads) and "" not in line for line in sheet.lines)
    assert len(crisis_lines(found, "en")) == 1  # that no cost is stated, and no sentence on everybody
    assert drawn(found, tmp_path)


@pytest.mark.slow
def test_groups_of_an_explanation_stay_out_of_the_section(tmp_path):
    found = compare("baseline", [plan("scandal", "food_fraud")], segments=["all"], explain=("trust", "all"), **SMALL)
    assert set(found.crisis["segment"]) == {"all"} and not found.paths.empty
    assert drawn(found, tmp_path)
