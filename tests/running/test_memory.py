"""What is found is what would be lived, to the bit; who changes anything that decides a number finds nothing."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from sim.base import files
from sim.base.errors import CacheNotice
from sim.base.keeping import KeptFiles
from sim.base.packing import body_of
from sim.paired.arms import in_one_world
from sim.paired.comparing import compare
from sim.paired.comparison import TABLES
from sim.paired.options import Options
from sim.paired.repeating import repeat
from sim.plugins.folder import PlugIns
from sim.replicate.days import Steps
from sim.replicate.run import simulate
from sim.running import memory
from sim.running.memory import ReplicateMemory, lived_key, measured_key, past_key
from sim.running.question import NOT_MEANT, Asked, Question
from sim.running.single import run
from sim.running.task import records
from sim.scenario import load_scenario
from tests.paired import fake
from tests.running.test_parts import assert_same as assert_same_record

OPTIONS = {"engine": "compiled", "fixed": False, "luck": "shared", "freeze": False}
SMALL = {"users": 60, "days": 90, "metrics": ["base_retention", "rebuy_rate"], "segments": ["all", "silver"]}

RICH = load_scenario("lower_tier_referral", users=400)


def arms_of(**strengths):
    """Three arms that part on the days 14, 14 and 30; `strengths` [0..1] of some in place of what they state."""
    arms = {"elder_mode": load_scenario("elder_mode"), "coupons": load_scenario("coupons"),
            "late": load_scenario({"extends": "baseline", "name": "late", "strategies": [
                {"lever": "referral_tasks", "when": {"start": "30d"}, "cost": {"budget": "200000 yuan"}}]})}
    for name, strength in strengths.items():
        arms[name] = changed(arms[name], strength)
    return list(arms.values())


def changed(arm, strength):
    return replace(arm, strategies=tuple(
        replace(strategy, strength=replace(strategy.strength, low=strength, high=strength, stated=True))
        for strategy in arm.strategies))


def asked(arms, *, cache=True, replicates=1, workers=1, **more):
    """The records of a comparison."""
    options = Options(**{**SMALL, **more})
    together, _ = in_one_world(options.load("baseline"), [options.load(arm) for arm in arms])
    return records(options.question(together), replicates, workers=workers, cache=cache)


def assert_same(ones, twos):
    """The same records, to the bit."""
    for one, two in zip(ones, twos, strict=True):
        assert_same_record(one, two)


def assert_same_comparison(one, two):
    """The same comparison: all tables to the bit, and all that the manifest says but the time."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)
    first, second = ({key: value for key, value in found.manifest.items() if key not in ("started", "seconds")}
                     for found in (one, two))
    assert first == second


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache of its own, for the workers of the test too."""
    monkeypatch.setenv("LIVESIM_CACHE", str(tmp_path / "cache"))
    return KeptFiles(tmp_path / "cache")


@pytest.fixture
def lived(monkeypatch):
    """[days lived since the list was cleared], in this process."""
    days = [0]
    tell = Steps.tell

    def counted(self):
        days[0] += 1
        tell(self)

    monkeypatch.setattr(Steps, "tell", counted)
    return days


# Equal answers


def test_the_second_answer_lives_the_changed_arm_alone_and_is_the_same(cache, lived):
    asked(arms_of(), cache=False)  # this process knows the people of the draws from now on
    lived[0] = 0
    first = asked(arms_of())
    cold, lived[0] = lived[0], 0
    assert_same(first, asked(arms_of()))
    assert lived[0] == 0
    assert_same(first, asked(arms_of(), cache=False))
    assert lived[0] == cold
    lived[0] = 0
    warm = asked(arms_of(elder_mode=0.1, late=0.9))
    assert lived[0] == (90 - 14) + (90 - 14)  # the second parts from the world of the first
    assert_same(warm, asked(arms_of(elder_mode=0.1, late=0.9), cache=False))
    assert not warm[0].rows.equals(first[0].rows)


def test_an_arm_that_is_added_is_lived_alone_and_one_by_another_name_not_at_all(cache, lived):
    arms = arms_of()
    asked(arms[:1])
    lived[0] = 0
    asked([arms[0], replace(arms[1], name="mine")])
    assert lived[0] == 90 - 14
    lived[0] = 0
    assert_same(asked([arms[0], replace(arms[1], name="ours")]), asked([arms[0], replace(arms[1], name="ours")]))
    assert lived[0] == 0


def test_what_only_measures_is_measured_again_and_not_lived(cache, lived):
    """Goals and margins of a plan move no day: the baseline is read, and of the arm alone days are lived."""
    arms = [replace(RICH, horizon=replace(RICH.horizon, days=130))]
    options = {"days": 130}
    asked(arms, **options)
    goal = replace(arms[0].goals[0], name="other", target=0.01)
    other = [replace(arms[0], goals=(goal,), money=replace(arms[0].money, margin=0.5))]
    lived[0] = 0
    warm = asked(other, **options)
    assert lived[0] == 130 - 14
    assert_same(warm, asked(other, **options, cache=False))


@pytest.mark.slow
@pytest.mark.parametrize("options", [
    {"engine": "agents", "users": 30}, {"fixed": True}, {"freeze": True},
    {"segments": ["silver", "gen_z and lower_tier"]}, {"luck": "independent"},
    pytest.param({"metrics": None, "segments": None}, marks=pytest.mark.slow),
], ids=str)  # fmt: skip
def test_every_way_of_asking_gives_the_same(cache, options):
    asked(arms_of(elder_mode=0.3)[:2], **options)
    arms = arms_of(elder_mode=0.8)[:2]
    assert_same(asked(arms, **options), asked(arms, **options, cache=False))


@pytest.mark.slow
def test_workers_share_a_cache(cache):
    for strength in (0.3, 0.8):
        arms = arms_of(elder_mode=strength)
        assert_same(asked(arms, workers=2, replicates=3), asked(arms, cache=False, replicates=3))
    assert_same(asked(arms, workers=2, replicates=3), asked(arms, cache=False, replicates=3))


def test_a_world_that_was_kept_is_the_world(cache):
    arms = [load_scenario(arm, users=60, days=90) for arm in ("baseline", *arms_of())]
    seen = {}

    class Spy(ReplicateMemory):  # looks at the world on every morning that is kept or found
        def remember(self, past):
            seen.setdefault(past.world.day, []).append(told(past))
            super().remember(past)

        def recall(self, past, latest):
            found = super().recall(past, latest)
            if found:
                seen[past.world.day].append(told(past))
            return found

    def told(past):
        return past.scale, body_of({name: value for name, value in vars(past.world).items() if name != "constants"})

    first = simulate(arms, memory=Spy(cache, arms, 0, OPTIONS), replicate=0)
    for latest in ((1, 3), (3,)):
        again = Spy(cache, arms, 0, OPTIONS)
        again.wanted = (0, *latest)
        second = simulate(arms, memory=again, replicate=0)
        for found, arm in zip(second.outcomes, again.wanted, strict=True):
            assert outcome_bits(found) == outcome_bits(first.outcomes[arm])
    assert len(seen[14]) > 2 and len(seen[30]) > 2
    assert all(world == worlds[0] for worlds in seen.values() for world in worlds)


def outcome_bits(outcome):
    """All that an outcome holds, segments as arrays."""
    return body_of({**vars(outcome), "segments": dict(outcome.segments)})


def test_a_run_finds_its_world(cache, lived):
    first = run("coupons", users=60, days=60)
    lived[0] = 0
    second = run("coupons", users=60, days=60)
    assert lived[0] == 0
    third = run("coupons", users=60, days=60, cache=False)
    for found in (second, third):
        assert outcome_bits(found.outcome) == outcome_bits(first.outcome)
        assert (found.notes, found.spent, found.manifest["strengths"]) == (first.notes, first.spent,
                                                                          first.manifest["strengths"])
        pd.testing.assert_frame_equal(found.metrics, first.metrics, check_exact=True)


@pytest.mark.slow
def test_a_whole_comparison_is_the_same_and_its_repetition_finds_nothing(cache, lived, tmp_path):
    options = {"users": 60, "days": 90, "replicates": 2, "workers": 1, "strengths": True, "interactions": True}
    compare("baseline", arms_of(elder_mode=0.3), **options)
    first = compare("baseline", arms_of(elder_mode=0.8), **options, out=tmp_path / "out")
    assert_same_comparison(first, compare("baseline", arms_of(elder_mode=0.8), **options, cache=False))
    lived[0] = 0
    assert_same_comparison(first, repeat(tmp_path / "out", workers=1))
    assert lived[0] > 3 * 2 * (90 - 14)


# Keys: every input that decides a number


CHANGE_NOTHING = {*NOT_MEANT, "name"}
AFTER_PARTING = {"strategies", "budget"}
MEASURE = {"goals", "money"}


def variants(value, path=""):
    """(where, value with one leaf in it changed)."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            for where, other in variants(getattr(value, field.name), f"{path}.{field.name}"):
                yield where, replace(value, **{field.name: other})
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, (int, float)):
        yield path, value + 1
    elif isinstance(value, str):
        yield path, value + "x"
    elif isinstance(value, datetime.date):
        yield path, value + datetime.timedelta(1)
    elif isinstance(value, Mapping):
        yield path, {**value, "more": 1.0}
        for key in value:
            for where, other in variants(value[key], f"{path}.{key}"):
                yield where, {**value, key: other}
    elif isinstance(value, tuple):
        yield path, (*value, "more")
        for n, item in enumerate(value):
            for where, other in variants(item, f"{path}.{n}"):
                yield where, (*value[:n], other, *value[n + 1 :])
    else:
        assert value is None, path
        yield path, 1


KEYED = [(where.lstrip("."), other) for where, other in variants(replace(RICH, plugins=()))
         if not where.endswith(".example")]


def keys(arm, baseline=RICH, **options):
    """The three keys of an arm: its past, its life, its rows."""
    return (past_key(arm, 0, {**OPTIONS, **options}), lived_key(arm), measured_key((baseline, arm), 1, Asked()))


def test_every_field_of_a_scenario_is_walked():
    top = {where.partition(".")[0] for where, _ in KEYED}
    assert top >= {field.name for field in dataclasses.fields(RICH)} - {"plugins"}
    assert {"strategies.2.who.state.0.value", "strategies.1.cost.budget", "population.users", "horizon.start",
            "parameters.open_promotion", "fit.digest"} <= {where for where, _ in KEYED}


@pytest.mark.parametrize(("where", "other"), KEYED, ids=[where for where, _ in KEYED])
def test_who_changes_one_field_finds_only_what_it_does_not_decide(where, other):
    if where == "plugins":
        other = replace(RICH, plugins=(PlugIns("somewhere", {"lever.py": "0123456789abcdef"}),))
    field = where.partition(".")[0]
    past, life, rows = (one == two for one, two in zip(keys(other), keys(RICH), strict=True))
    assert past == (field in CHANGE_NOTHING | AFTER_PARTING | MEASURE)
    assert life == (field in CHANGE_NOTHING | MEASURE)
    assert rows == (field in CHANGE_NOTHING)


def test_plug_ins_count_by_what_they_hold():
    one, moved, edited = (replace(RICH, plugins=(PlugIns(folder, {"a.py": digest}),))
                          for folder, digest in (("here", "0"), ("there", "0"), ("here", "1")))
    assert keys(one) == keys(moved) and all(a != b for a, b in zip(keys(one), keys(edited), strict=True))


@pytest.mark.parametrize("option", [{"engine": "agents"}, {"fixed": True}, {"luck": "independent"}, {"freeze": True}],
                         ids=str)
def test_every_option_of_the_simulation_names_another_past(option):
    assert past_key(RICH, 0, OPTIONS) != past_key(RICH, 0, {**OPTIONS, **option})


def test_replicate_sources_libraries_and_plug_ins_in_force_name_another_past(monkeypatch):
    before = past_key(RICH, 0, OPTIONS)
    assert before == past_key(RICH, 0, dict(OPTIONS)) and before != past_key(RICH, 1, OPTIONS)
    assert {"model", "numpy", "numba", "python"} <= set(memory.VERSIONS)
    for name in memory.VERSIONS:
        with monkeypatch.context() as patch:
            patch.setitem(memory.VERSIONS, name, "other")
            assert past_key(RICH, 0, OPTIONS) != before
    monkeypatch.setattr(memory, "in_force", lambda: (PlugIns("here", {"a.py": "0"}),))
    assert past_key(RICH, 0, OPTIONS) != before


def test_rows_count_by_what_was_measured_and_against_whom():
    point = (RICH, RICH)
    assert len({measured_key(point, k, how) for k in (0, 1) for how in (
        Asked(), Asked(metrics=("base_retention",)), Asked(segments=("all",)), Asked(curves=False))}) == 8
    other = replace(RICH, budget=5.0)
    assert measured_key((other, RICH), 1, Asked()) != measured_key(point, 1, Asked())
    goal = replace(RICH.goals[0], name="more")
    judged = replace(RICH, goals=(*RICH.goals, goal))
    assert measured_key((RICH, judged), 0, Asked()) != measured_key(point, 0, Asked())  # the baseline is held to it


def test_the_comparison_day_names_another_world(cache):
    early = replace(RICH, strategies=(replace(RICH.strategies[0], when=replace(RICH.strategies[0].when, start=3)),))
    one, two = (ReplicateMemory(cache, [RICH, arm], 0, OPTIONS) for arm in (RICH, early))
    assert one.group == two.group and (one.comparison, two.comparison) == (14, 3)
    one._write("world-14", body_of(None))
    assert one._read("world-14") is not None and two._read("world-14") is None


# A cache that cannot be trusted


ANSWERED_BY = {"world": ("outcome", "rows"), "outcome": ("rows",), "rows": ()}
"""What is made of each kind of file."""


@pytest.mark.parametrize("kind", ["world", "outcome", "rows"])
def test_a_damaged_entry_is_made_again(cache, kind):
    first = asked(arms_of()[:2])
    torn = [file.path for file in cache.listed() if f"-{kind}-" in file.path.name]
    for path in torn:
        path.write_bytes(path.read_bytes()[:-7])
    for file in cache.listed():  # what would be found in place of the damaged ones
        if any(f"-{made}-" in file.path.name for made in ANSWERED_BY[kind]):
            file.path.unlink()
    assert_same(first, asked(arms_of()[:2]))
    assert torn and all(files.is_whole(path.read_bytes()) for path in torn)


def test_a_cache_that_cannot_be_written_is_one_note_and_the_same_answer(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LIVESIM_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.warns(CacheNotice) as caught:
        found = asked(arms_of()[:1])
    assert [type(one.message) for one in caught] == [CacheNotice]
    assert "nothing is kept for the next time" in str(caught[0].message)
    assert_same(found, asked(arms_of()[:1], cache=False))


def test_an_arm_that_moves_the_comparison_day_is_named(cache, lived):
    arms = arms_of()
    asked(arms[:1])
    early = load_scenario({"extends": "baseline", "name": "early", "strategies": [
        {"lever": "coupons", "when": {"start": "5d"}, "options": {"value": "10 yuan"}}]})
    with pytest.warns(CacheNotice, match=r"all arms are lived anew.* day 5, on which 'early' starts;.* on day 14$"):
        found = asked([*arms[:1], early])
    assert_same(found, asked([*arms[:1], early], cache=False))


def test_no_cache_is_no_file(cache, monkeypatch):
    asked(arms_of()[:1], cache=False)
    asked(arms_of()[:1], luck="independent")
    records(Question((fake.scenario(), fake.treated()), simulate=fake.simulate), 1, workers=1)
    monkeypatch.setenv("LIVESIM_CACHE", "off")
    asked(arms_of()[:1])
    assert cache.listed() == []
