"""The diary: it tells what the engine lived, where two worlds part, and why."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.base.errors import ScenarioError
from sim.diary import write_diary
from sim.diary.reasons import differing, reasons
from sim.diary.words import portrait, told
from sim.replicate.run import simulate
from sim.scenario import load_scenario
from sim.scenario.plan import Cost, Strength
from tests.cli.conftest import chinese

DAYS = 60


def plan(name="elder_mode", **more):
    """A scenario of two hundred users and few days, in which nothing is judged."""
    return load_scenario(name, users=200, days=DAYS, outcomes=[], **more)


@pytest.fixture(scope="module")
def worlds():
    """The outcomes that the diary's two worlds lead to, as the engine of `run` and `compare` gives them."""
    scenario = plan()
    return simulate([replace(scenario, name="baseline", strategies=()), scenario], replicate=0, fixed=True).outcomes


@pytest.fixture(scope="module")
def diary():
    return write_diary(plan())


def test_it_tells_what_the_engine_lived(worlds, diary):
    told_worlds = (diary.baseline, diary.treated)
    for outcome, days in zip(worlds, told_worlds, strict=True):
        person = outcome.people[diary.user]
        lived = [day.done for day in days if day.done is not None]
        assert sum(done.opened for done in lived) == person["active_days"] > 5
        assert sum(done.visits for done in lived) == person["visits"]
        for name in ("bounces", "orders", "milliminutes", "spent_fen", "messages", "shares", "follows"):
            assert sum(getattr(done, name) for done in lived) == person[name], name


def test_it_covers_the_days_on_which_worlds_can_differ(diary):
    days = [day.day for day in diary.treated]
    assert days == [day.day for day in diary.baseline] == list(range(14, DAYS))


def test_without_a_choice_it_is_somebody_whom_the_strategy_reaches(diary):
    assert "silver" in diary.segments
    assert all(day.acting == ("elder_mode",) for day in diary.treated if day.done)
    assert not any(day.acting for day in diary.baseline)


def test_a_strategy_without_strength_changes_no_day():
    scenario = plan()
    (strategy,) = scenario.strategies
    nothing = replace(strategy, strength=Strength(0.0, 0.0, stated=True))
    assert differing(write_diary(replace(scenario, strategies=(nothing,)))) == []


def test_a_baseline_has_a_diary_too():
    diary = write_diary(plan("baseline"), user=7)
    assert (diary.user, diary.first_day, differing(diary)) == (7, 0, [])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_differing_day_has_a_reason(diary, lang):
    for place in differing(diary):
        assert reasons(diary, place, lang)
        assert chinese(told(diary.treated[place], lang)) == (lang == "zh")


def test_the_first_days_say_what_the_strategy_changes(diary):
    said = [line for place in range(20) for line in reasons(diary, place, "en")]
    assert said[0] == "Begins to act here: elder mode"
    (full,) = (line for line in said if line.startswith("Changes in force"))
    assert "→" in full


def test_somebody_who_is_not_there_yet_is_told_as_such(worlds):
    late = next(int(row) for row, person in enumerate(worlds[0].people) if 30 < person["joined"] < 50)
    diary = write_diary(plan(), user=late)
    joined = int(worlds[0].people["joined"][late])
    by_day = {day.day: told(day, "en") for day in diary.baseline}
    assert by_day[joined - 1] == "Has not joined yet"
    assert by_day[joined].startswith("Joins and opens the app for the first time")


def test_a_strategy_about_rooms_tells_what_rooms_become():
    diary = write_diary(plan("shorter_streams"))
    assert any("length of streams" in line for line in reasons(diary, 0, "en"))


def test_coupons_are_told():
    scenario = plan("coupons")  # without its budget: the one of the example is for few of so many users
    (coupons,) = scenario.strategies
    diary = write_diary(replace(scenario, strategies=(replace(coupons, cost=Cost()),)))
    days = [told(day, "en") for day in diary.treated]
    assert any("coupon" in day for day in days)


@pytest.mark.parametrize("user", [-1, 10**6])
def test_there_is_no_such_user(user):
    with pytest.raises(ScenarioError, match=rf"there is no user {user}; this world has the numbers 0 to \d+"):
        write_diary(plan(), user=user)


def test_the_command_prints_both_worlds(livesim):
    said = livesim("diary elder_mode --users 200 --days 60 --quiet")
    assert (said.exit_code, said.stderr) == (0, "")
    for words in ("silver users", "elder mode against baseline: the days of user", "What is behind it",
                  "What it adds up to", "Trust at the end"):  # fmt: skip
        assert words in said.stdout


def test_the_command_speaks_chinese(livesim):
    said = livesim("diary elder_mode --users 200 --days 60 --quiet --from 14 --to 16 --lang zh")
    for words in ("银发用户", "长辈模式与基线对比", "背后的原因", "2025-03-15", "最后的信任"):
        assert words in said.stdout


def test_json_tells_the_days_asked_for(livesim):
    line = "diary elder_mode --users 200 --days 60 --quiet --user 5 --from 20 --to 22 --format json"
    said = json.loads(livesim(line).stdout)
    assert [row["day"] for row in said["rows"]] == [20, 21, 22]
    assert set(said["rows"][0]) == {"day", "date", "baseline", "treated", "why"}
    assert said["about"][0].startswith("User 5: ")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("elder_mod", "did you mean 'elder_mode'?"),
        ("elder_mode --from 3", "--from 3 --to 59: allowed are days from 14 to 59"),
        ("elder_mode --to 60", "--from 14 --to 60: allowed are days from 14 to 59"),
        ("elder_mode --from 30 --to 20", "the first one not after the last"),
        ("elder_mode --user 999999", "there is no user 999999"),
    ],
)
def test_mistakes_get_one_message(livesim, line, message):
    said = livesim(f"diary {line} --users 200 --days 60 --quiet")
    assert (said.exit_code, said.stdout) == (1, "")
    assert message in said.stderr


def test_a_group_of_the_planner_is_named(tmp_path):
    (tmp_path / "segments").mkdir()
    (tmp_path / "segments" / "young.yaml").write_text(
        "name: young\nnames: {en: young people of small towns, zh: 小镇青年}\n"
        "members: {age: [gen_z], tier: [lower]}\n", encoding="utf-8")  # fmt: skip
    path = tmp_path / "idea.yaml"
    path.write_text(
        "name: idea\nextends: baseline\nhorizon: {days: 30}\nstrategies:\n"
        "  - {lever: coupons, who: {segment: young}, when: {start: 3d}}\n", encoding="utf-8")  # fmt: skip
    diary = write_diary(load_scenario(path, users=100))
    assert "young" in diary.segments
    assert "young people of small towns" in portrait(diary, "en")
    assert "小镇青年" in portrait(diary, "zh")
