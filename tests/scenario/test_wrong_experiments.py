"""Wrong experiments, each with its message in both languages; and the right ones, read and written."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.base.message import message_of
from sim.scenario import load_scenario
from sim.scenario.dump import as_data
from sim.scenario.experiment import chance_of, possible_units, with_unit
from sim.scenario.plan import Experiment
from sim.texts.messages import translated
from tests.texts.english import english_in

USERS = "name: x\nstrategies: [{lever: elder_mode, when: {start: 14d}}]\nexperiment: "
ROOMS = "name: x\nstrategies: [{lever: shorter_streams}]\nexperiment: "
BOTH = "name: x\nstrategies: [{lever: shorter_streams}, {lever: elder_mode}]\nexperiment: "
WRONG = {
    "no_strategy": (
        "name: x\nexperiment: {unit: user}\n",
        "x.yaml:2:1: experiment: there is nothing to test: no strategy of the scenario ever acts"),
    "unknown_field": (
        USERS + "{shares: 50%}\n",
        "x.yaml:3:14: experiment.shares: unknown field 'shares'; did you mean 'share'? (allowed: block, days, share, "
        "start, unit, washout, who)"),
    "unknown_unit": (
        USERS + "{unit: usr}\n",
        "x.yaml:3:20: experiment.unit: unknown experiment unit 'usr'; did you mean 'user'? (allowed: both_sides, "
        "cluster, host, time, user)"),
    "unknown_unit_in_chinese": (
        USERS + "{unit: 主波}\n",
        "x.yaml:3:20: experiment.unit: unknown experiment unit '主波'; did you mean '主播'?"),
    "users_of_a_strategy_about_rooms": (
        ROOMS + "{unit: user}\n",
        "x.yaml:3:20: experiment.unit: 'shorter_streams' changes rooms, and a room is the same for all who watch it, "
        "so 'user' cannot be its unit; write host, both_sides, time"),
    "clusters_of_a_strategy_about_rooms": (
        ROOMS + "{unit: cluster}\n",
        "x.yaml:3:20: experiment.unit: 'shorter_streams' changes rooms, and a room is the same for all who watch it, "
        "so 'cluster' cannot be its unit; write host, both_sides, time"),
    "hosts_of_a_strategy_about_users": (
        USERS + "{unit: host}\n",
        "x.yaml:3:20: experiment.unit: 'elder_mode' changes users, and a user takes it along from room to room, "
        "so 'host' cannot be its unit; write user, cluster, time"),
    "both_sides_of_both_kinds_of_strategy": (
        BOTH + "{unit: both_sides}\n",
        "x.yaml:3:20: experiment.unit: 'elder_mode' changes users, and a user takes it along from room to room, "
        "so 'both_sides' cannot be its unit; write time"),
    "share_of_all": (
        USERS + "{share: 100%}\n",
        "x.yaml:3:21: experiment.share: a share of 100% leaves nobody to compare with; write a share between 0% and "
        "100%, such as 50%"),
    "share_of_none": (
        USERS + "{share: 0%}\n",
        "x.yaml:3:21: experiment.share: a share of 0% leaves nobody to compare with"),
    "share_without_unit": (
        USERS + "{share: 50}\n", "x.yaml:3:21: experiment.share: 50 needs a unit; write 50%"),
    "unknown_segment": (
        USERS + "{who: {segment: sliver}}\n",
        "x.yaml:3:29: experiment.who.segment: unknown segment 'sliver'; did you mean 'silver'?"),
    "share_inside_who": (
        USERS + "{who: {share: 50%}}\n",
        "x.yaml:3:20: experiment.who.share: 'share' does not stand here; write it as"),
    "who_of_hosts": (
        ROOMS + "{unit: host, who: {segment: silver}}\n",
        "x.yaml:3:31: experiment.who: hosts take part, and all who watch them; leave 'silver' out, or name it with "
        "the outcome"),
    "too_few_hosts": (
        "population: {hosts: 6}\n" + ROOMS + "{unit: host, share: 20%}\n",
        "x.yaml:4:33: experiment.share: 20% of 6 hosts leave fewer than 2 on one side; take more hosts or another "
        "share"),
    "starts_before_its_strategy": (
        USERS + "{start: 7d}\n",
        "x.yaml:3:21: experiment.start: the experiment begins on day 7, and its first strategy on day 14; let both "
        "begin on the same day"),
    "starts_before_the_horizon": (
        USERS + "{start: 2020-01-01}\n",
        "x.yaml:3:21: experiment.start: 2020-01-01 is before the start of the horizon, 2025-03-01"),
    "ends_beyond_the_horizon": (
        USERS + "{days: 200d}\n",
        "x.yaml:3:20: experiment.days: the experiment ends on day 214, beyond the horizon of 180 days; write 166d at "
        "most, or lengthen horizon.days"),
    "lasts_no_day": (
        USERS + "{days: 0d}\n", "x.yaml:3:20: experiment.days: 0d is out of bounds; allowed: 1d to 3650d"),
    "blocks_of_users": (
        USERS + "{block: 7d}\n",
        "x.yaml:3:14: experiment.block: only days come in blocks; write 'unit: time', or leave 'block' out"),
    "washout_of_users": (
        USERS + "{washout: 2d}\n",
        "x.yaml:3:14: experiment.washout: only days come in blocks; write 'unit: time', or leave 'washout' out"),
    "blocks_shorter_than_a_week": (
        USERS + "{unit: time, block: 3d}\n",
        "x.yaml:3:33: experiment.block: blocks of 3d hold different days of the week; write 7d or more"),
    "washout_of_a_whole_block": (
        USERS + "{unit: time, washout: 7d}\n",
        "x.yaml:3:35: experiment.washout: a washout of 7d leaves no day of a block of 7d"),
    "too_few_blocks": (
        USERS + "{unit: time, days: 42d}\n",
        "x.yaml:3:32: experiment.days: 42d hold 6 blocks of 7d, too few to tell anything from chance; with this share "
        "it takes 7 blocks, 49d"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_experiment_gets_its_message(case, names, folder):
    written, message = WRONG[case]
    (folder / "x.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml")
    assert str(caught.value).startswith(message) and "\n" not in str(caught.value)
    assert english_in(translated(message_of(caught.value), "zh")) == []


def scenario(experiment, *levers):
    return load_scenario({"name": "x", "strategies": [{"lever": lever, "when": {"start": "14d"}} for lever in levers],
                          "experiment": experiment})  # fmt: skip


def test_what_is_left_out_follows_from_strategies_and_horizon():
    assert scenario({}, "simple_checkout").experiment == Experiment("all", 0.5, "user", 14, 166)
    assert scenario({}, "original_content").experiment.unit == "host"
    assert scenario({}, "original_content", "simple_checkout").experiment.unit == "time"


def test_it_is_written_as_it_is_read():
    stated = {"who": {"segment": "银发用户"}, "share": "20%", "unit": "时段", "days": "70d", "washout": "1d"}
    one = scenario(stated, "simple_checkout")
    assert one.experiment == Experiment("silver", 0.2, "time", 14, 70, 7, 1)
    assert load_scenario(as_data(one)).experiment == one.experiment


def test_it_is_part_of_what_a_scenario_means_and_of_no_comparison():
    from sim.running.question import Question

    with_one, other = scenario({}, "simple_checkout"), scenario({"share": "20%"}, "simple_checkout")
    assert with_one.digest != other.digest
    assert Question((with_one,)).key == Question((other,)).key


def test_another_unit_keeps_the_rest():
    one = scenario({"share": "30%", "days": "70d"}, "simple_checkout")
    assert with_unit(one, "time") == Experiment("all", 0.3, "time", 14, 70)
    with pytest.raises(ScenarioError, match="unit 'time': 28d hold 4 blocks of 7d"):
        with_unit(scenario({"days": "28d"}, "simple_checkout"), "time")


def test_which_units_are_possible():
    def units(*levers):
        return possible_units(scenario({}, *levers).strategies)

    assert units("simple_checkout") == ("user", "cluster", "time")
    assert units("original_content") == ("host", "both_sides", "time")
    assert units("simple_checkout", "original_content") == ("time",)
    assert units("host_scandal", "golden_24h") == ("user", "cluster", "time"), "a crisis is not tested"
    with pytest.raises(ScenarioError, match="'golden_24h' changes users"):
        scenario({"unit": "host"}, "host_scandal", "golden_24h")


def test_a_crisis_alone_is_no_treatment():
    struck = load_scenario({"name": "x", "strategies": [{"lever": "host_scandal"}]})
    with pytest.raises(ScenarioError) as later:
        with_unit(struck, "time")
    with pytest.raises(ScenarioError) as stated:
        scenario({}, "host_scandal")
    for caught in (later, stated):
        assert "there is nothing to test: a crisis strikes the treated and the others alike" in str(caught.value)
        told = translated(message_of(caught.value), "zh")
        assert "没有可做实验的内容：危机对采用者和其余的人一样" in told


@pytest.mark.parametrize(("blocks", "share", "chance"), [(8, 0.5, 2 / 70), (7, 0.5, 1 / 35), (6, 0.5, 2 / 20),
                                                         (8, 0.25, 1 / 28), (1, 0.5, 1.0)])  # fmt: skip
def test_the_smallest_p_value_of_blocks(blocks, share, chance):
    assert chance_of(blocks, share) == pytest.approx(chance)
