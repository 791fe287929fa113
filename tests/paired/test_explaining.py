"""An effect taken apart: parts add up, what does nothing gets nothing, one path is the whole, order does not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import LivesimError
from sim.cast.segments import Groups
from sim.paired.comparing import compare
from sim.paired.explaining.explanation import Explanation, explanation
from sim.paired.explaining.paths import path_effects
from sim.paired.explaining.people import contribution
from sim.paired.explaining.times import over_time
from sim.paired.explaining.twins import chosen_twins
from sim.paired.explaining.worlds import Explained, lived_sets, path_worlds, pieces, plan_paths, world_name
from sim.paired.options import Options
from sim.replicate.record import Record
from sim.scenario.plan import PrimaryOutcome, Strategy
from tests.outcomes.builder import make_outcome
from tests.paired import fake
from tests.paired.hand import metric_rows
from tests.paired.test_course import ARMS, records

PAIR = fake.scenario("plan", [Strategy("voice_one_tap_order", name="voice"), Strategy("shorter_streams", name="short")])
MANY = fake.scenario("many", [Strategy(name, name=name) for name in (
    "voice_one_tap_order", "shorter_streams", "coupons", "push_messages", "after_sales")])  # fmt: skip
SINGLE = fake.scenario("single", [Strategy("short_link_path", name="short_link_path")])


def taken_apart(scenario, value, replicates=5, fixed=False):
    """The table of paths where the set S of paths moves base retention by `value(S)`, an array by replicate."""
    paths = list(plan_paths(scenario))
    start = np.linspace(0.4, 0.5, replicates)
    sets = {(): "baseline", tuple(paths): scenario.name}
    sets |= {chosen: world_name(scenario.name, chosen) for chosen in lived_sets(paths)}
    rows = metric_rows({(name, "base_retention"): start + value(frozenset(chosen)) for chosen, name in sets.items()},
                       "silver")  # fmt: skip
    table = path_effects(rows, "baseline", [Explained(scenario, "base_retention", "silver")], fixed)
    return table.set_index(["part", "path"])["effect"], table


def made_up(seed, replicates=5, idle=()):
    """A game in which every set of paths does something else, and `idle` paths nothing."""
    kept = {}

    def value(chosen):
        chosen = chosen - {*idle}
        if chosen not in kept:
            kept[chosen] = np.random.default_rng([seed, *map(hash_of, sorted(chosen))]).normal(size=replicates) * 0.1
        return kept[chosen] if chosen else np.zeros(replicates)

    return value


def hash_of(word):
    return sum(ord(letter) * 31**place for place, letter in enumerate(word)) % 2**31


@pytest.mark.parametrize("seed", range(20))
def test_shares_add_up_to_the_effect_and_so_do_parts_alone_with_the_interaction(seed):
    effects, _ = taken_apart(PAIR, made_up(seed))
    total = effects["total", ""]
    assert effects["shapley"].sum() == pytest.approx(total, abs=1e-14)
    assert effects["alone"].sum() == pytest.approx(effects["sum", ""], abs=1e-14)
    assert effects["sum", ""] + effects["interaction", ""] == pytest.approx(total, abs=1e-14)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("idle", list(plan_paths(PAIR)))
def test_a_path_that_does_nothing_has_nothing_to_the_bit(seed, idle):
    effects, table = taken_apart(PAIR, made_up(seed, idle=[idle]))
    assert effects.xs(idle, level="path").tolist() == [0.0, 0.0, 0.0]
    assert (table.loc[table["path"] == idle, ["low", "high", "likely_low", "likely_high"]] == 0).all(axis=None)


def test_two_paths_that_need_each_other_share_what_they_do():
    paths = list(plan_paths(PAIR))

    def value(chosen):
        return np.full(5, 0.08 if {*paths[:2]} <= chosen else 0.0)

    effects, _ = taken_apart(PAIR, value)
    assert effects["shapley"].reindex(paths).tolist() == pytest.approx([0.04, 0.04] + [0.0] * (len(paths) - 2))
    assert (effects["alone"] == 0).all() and effects["interaction", ""] == pytest.approx(0.08)


def test_the_value_of_a_single_path_is_the_whole_to_the_bit():
    effects, _ = taken_apart(SINGLE, lambda chosen: np.array([0.1, 0.3, 0.2, 0.1, 0.15]) * bool(chosen))
    assert lived_sets(["friction"]) == []
    assert effects["shapley", "friction"] == effects["alone", "friction"] == effects["total", ""]
    assert effects["interaction", ""] == 0.0


def test_more_paths_than_six_are_lived_alone_and_left_out_and_get_no_shares():
    paths = list(plan_paths(MANY))
    assert len(paths) > 6 and len(lived_sets(paths)) == 2 * len(paths)
    effects, table = taken_apart(MANY, made_up(1))
    assert set(table["part"]) == {"alone", "left_out", "sum", "interaction", "total"}
    assert effects["sum", ""] + effects["interaction", ""] == pytest.approx(effects["total", ""], abs=1e-14)


def test_the_errors_are_those_of_replicates_and_nothing_is_said_of_draws_when_nothing_was_drawn():
    _, table = taken_apart(PAIR, made_up(3), fixed=True)
    assert (table["low"] < table["effect"]).all() and (table["n"] == 5).all()
    assert table[["likely_low", "likely_high"]].isna().all(axis=None)


def group(numerators, denominators):
    top, bottom = np.asarray(numerators, float), np.asarray(denominators, float)
    return pd.DataFrame({"numerator": top, "denominator": bottom})


@pytest.mark.parametrize("seed", range(10))
def test_contributions_of_pieces_add_up_even_where_a_piece_is_empty_in_one_world(seed):
    draw = np.random.default_rng(seed)
    sides = []
    for _ in range(2):
        sizes = draw.integers(1, 50, size=(3, 4)).astype(float)
        sizes[draw.integers(3)] = 0.0
        sides.append([group(size * draw.random(4), size) for size in sizes])
    wholes = [sum(side[1:], side[0]) for side in sides]
    parts = [contribution(old, new, *wholes) for old, new in zip(*sides, strict=True)]
    rates = [whole["numerator"] / whole["denominator"] for whole in wholes]
    assert np.sum(parts, axis=0) == pytest.approx((rates[1] - rates[0]).to_numpy(), abs=1e-12)


def test_a_piece_of_the_same_people_contributes_its_part_times_its_own_effect():
    old, new = group([10.0], [40.0]), group([16.0], [40.0])
    before, after = group([30.0], [100.0]), group([36.0], [100.0])
    assert contribution(old, new, before, after) == pytest.approx([0.4 * (16 - 10) / 40])


def test_pieces_are_those_in_which_somebody_can_be():
    silver = pieces("silver")
    assert list(silver) == ["tier", "behaviour"]  # all silver users are silver
    assert list(pieces("all")) == ["age", "tier", "behaviour"]
    assert [piece for piece, _ in silver["behaviour"]] == ["frequent", "occasional", "dormant", "absent"]


def test_when_an_effect_arises():
    late = over_time(records(lambda day: 0.04 * (day >= 60)), ARMS, [Explained(ARMS[1], "base_retention", "silver")])
    assert late[["first_day", "sure_day", "half_day", "trend"]].iloc[0].tolist() == [0, 60, 60, "steady"]
    gone = over_time(records(lambda day: 0.04 * (day < 60)), ARMS, [Explained(ARMS[1], "base_retention", "silver")])
    assert gone["half_day"].iloc[0] == 14 and np.isnan(gone["sure_day"].iloc[0])
    assert over_time(records(lambda day: 0 * day), ARMS, [Explained(ARMS[1], "order_value", "silver")]).empty


def twins_of(opens, history_old, history_new):
    """The twins of people with these active days more and these last days in both worlds, all of them in a group."""
    worlds = [make_outcome(len(opens), history=history, active_days=[10 + more * extra for more in opens])
              for history, extra in ((history_old, 0), (history_new, 1))]  # fmt: skip
    return chosen_twins(*worlds, Explained(PAIR, "base_retention", "all"))


def test_twins_are_those_who_make_the_effect_and_a_typical_one():
    found = twins_of([5, 1, 0, 9, 2, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1], [1, 1, 0, 1, 0, 1, 1, 1])
    assert [user for user, role in found.users.items() if role == "changed"] == [3, 0, 1]
    assert (found.better, found.worse, found.members) == (3, 1, 8)
    typical = next(user for user, role in found.users.items() if role == "typical")
    assert typical in (2, 5, 6, 7)


def test_where_a_plan_harms_those_are_told_whom_it_harms():
    found = twins_of([0, 0, 0, 0], [1, 1, 0, 1], [0, 1, 0, 1])
    assert [user for user, role in found.users.items() if role == "changed"] == [0]


def test_a_group_may_be_those_who_behaved_in_a_way():
    from sim.outcomes.metrics.groups import segment

    outcome = make_outcome(4, behaved=[0, 1, 3, 1], segments={"silver": [True, True, True, False]})
    outcome.segments = Groups(outcome.segments)
    assert segment(outcome, "silver @ frequent").tolist() == [False, True, False, False]
    assert segment(outcome, "all @ absent").tolist() == [True, False, False, False]
    with pytest.raises(LivesimError, match="asleep"):
        segment(outcome, "silver @ asleep")


SMALL = {"users": 250, "days": 72, "replicates": 2, "seed": 4, "workers": 1, "metrics": ["base_retention"],
         "cache": False}  # fmt: skip
TABLES = ("paths", "contributions", "arising", "twins")


def of_two(*levers):
    from sim.scenario import load_scenario

    plan = {"name": "plan", "extends": "baseline",
            "strategies": [{"lever": name, "when": {"start": "14d"}} for name in levers],
            "outcomes": [{"metric": "base_retention", "segment": "all", "worth": "1pp"}]}  # fmt: skip
    return load_scenario(plan)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A real explanation of a plan with two levers, and its folder."""
    out = tmp_path_factory.mktemp("why") / "out"
    return compare("baseline", [of_two("short_link_path", "authentic_host")], explain=True, out=out, **SMALL)


def test_parts_of_real_worlds_add_up(lived):
    effects = lived.paths.set_index(["part", "path"])["effect"]
    row = lived.table[lived.table["primary"]].iloc[0]
    assert effects["total", ""] == row["difference"]
    assert effects["shapley"].sum() == pytest.approx(row["difference"], abs=1e-15)
    for _, cut in lived.contributions.groupby("cut"):
        assert cut["effect"].sum() == pytest.approx(row["difference"], abs=1e-12)
    assert set(lived.contributions["cut"]) == {"people", "age", "tier", "behaviour"}


def test_what_is_for_the_explanation_alone_stays_out_of_the_other_tables(lived):
    assert set(lived.table["scenario"]) == {"plan"} and not lived.table["segment"].str.contains("@").any()
    assert set(lived.curves["arm"]) == {"baseline", "plan"} and not lived.curves["segment"].str.contains("@").any()
    assert lived.manifest["call"]["explain"] is True


def test_the_order_of_strategies_does_not_matter_and_equal_seeds_give_equal_answers(lived):
    other = compare("baseline", [of_two("authentic_host", "short_link_path")], explain=True, **SMALL)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(lived, name), getattr(other, name))


def test_an_interrupted_explanation_goes_on_from_what_is_finished(lived):
    stored = sorted(lived.folder.glob("replicates/*/*.parquet"))
    stored[1].unlink()
    (lived.folder / "manifest.json").unlink()
    seen = []
    again = compare("baseline", [of_two("short_link_path", "authentic_host")], explain=True, out=lived.folder,
                    progress=lambda done, wanted: seen.append(done), **SMALL)  # fmt: skip
    assert seen[0] == len(stored) - 1 == 1
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(lived, name), getattr(again, name))


def test_diaries_are_told_in_both_languages_and_agree_with_the_worlds(lived):
    rows = lived.twins
    assert set(rows["lang"]) == {"en", "zh"} and "typical" in set(rows["role"])
    english, chinese = (rows[rows["lang"] == lang].reset_index(drop=True) for lang in ("en", "zh"))
    assert english[["user", "line", "day", "left_out"]].equals(chinese[["user", "line", "day", "left_out"]])
    told = english[english["line"] == "day"]
    assert (told["baseline"] != told["treated"]).any()


def test_a_stated_outcome_is_explained_in_place_of_the_primary_ones():
    found = compare("baseline", [of_two("short_link_path")], explain=("base retention", "银发用户"), **SMALL)
    assert set(zip(found.paths["metric"], found.paths["segment"], strict=True)) == {("base_retention", "silver")}


def test_nothing_is_explained_unless_asked_for():
    plain = compare(fake.scenario(), [fake.treated()], replicates=2, workers=1, metrics=["base_retention"],
                    simulate=fake.simulate)  # fmt: skip
    assert all(getattr(plain, name).empty for name in TABLES)


@pytest.mark.parametrize(("scenarios", "more", "why"), [
    ([fake.scenario("idle")], {}, "'idle' has no strategy beside those of 'baseline'"),
    ([replace(fake.treated(), outcomes=())], {}, "primary outcome to explain"),
    ([fake.treated()], {"luck": "independent"}, "share their luck"),
    ([fake.treated()], {"explain": ("base_retentoin", "silver")}, "did you mean 'base_retention'"),
    ([fake.treated()], {"explain": ("base_retention", "silvr")}, "did you mean 'silver'"),
    ([replace(fake.treated(), outcomes=(PrimaryOutcome("rebuy_rate", "silver", 0.01),))], {}, "outcome to explain"),
])  # fmt: skip
def test_what_cannot_be_explained_is_refused(scenarios, more, why):
    asked = {"explain": True, "replicates": 2, "workers": 1, "metrics": ["base_retention"], "simulate": fake.simulate}
    with pytest.raises(LivesimError, match=why):
        compare(fake.scenario(), scenarios, **asked | more)


def test_what_the_baseline_does_too_is_no_path_and_acts_in_full_in_every_world():
    crisis = Strategy("food_fraud", name="crisis")
    plan = replace(PAIR, strategies=(crisis, *PAIR.strategies))
    assert plan_paths(plan, (crisis,)) == plan_paths(PAIR)
    worlds = path_worlds(plan, (crisis,))
    assert [world.strategies[0] for world in worlds] == [crisis] * len(lived_sets(list(plan_paths(PAIR))))
    assert [world.strategies[1:] for world in worlds] == [world.strategies for world in path_worlds(PAIR)]
    why = explanation([fake.scenario(strategies=[crisis]), plan], Options(explain=True))
    assert [world.strategies for world in why.worlds] == [world.strategies for world in worlds]
    with pytest.raises(LivesimError, match="'plan' has no strategy beside those of 'same'"):
        explanation([replace(plan, name="same"), plan], Options(explain=True))


def test_what_was_not_measured_is_refused_with_its_reason():
    why = Explanation([Explained(PAIR, "rebuy_rate", "silver")])
    rows = pd.DataFrame({"name": ["base_retention"], "segment": ["silver"]})
    with pytest.raises(LivesimError, match="'rebuy_rate' cannot be explained: it is not among the metrics asked for"):
        why.check_answered(Record(rows))
    with pytest.raises(LivesimError, match="the horizon is too short"):
        why.check_answered(Record(rows, refused={"rebuy_rate": "the horizon is too short"}))


def test_all_sets_are_lived_up_to_six_paths():
    sets = lived_sets(list("abcdef"))
    assert len(sets) == 62 and {*map(frozenset, sets)} == {frozenset(one) for size in range(1, 6)
                                                          for one in combinations("abcdef", size)}  # fmt: skip
