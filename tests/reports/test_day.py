"""The plan of a day says what the code does: in the order of a real day, and no step writes what is not told."""

from __future__ import annotations

import sys

import pytest

import sim.users.day
import sim.world.platform
from sim.chance.draws import day_key
from sim.engines.agents import AgentEngine
from sim.engines.readable import DayRecord, Traits, namedtuple_of, readable
from sim.reports.day import MANY, PARTS, brief, plan, world_fields
from sim.texts import catalogue
from sim.users.state import DONE, MAIL, PARCEL, ROOM, STATE, TRAITS, Today, fields
from sim.world.world import World
from tests.replicate import worlds

ROWS = {"user": fields(STATE), "who": fields(TRAITS), "done": fields(DONE), "room": fields(ROOM),
        "letter": fields(MAIL), "parcel": fields(PARCEL), "today": Today._fields,
        "world": tuple(World.__dataclass_fields__)}  # fmt: skip
FIRST = {
    "morning": ["welcome", "begin", "strike", "tables", "charge_users", "rooms_of_today", "deliver",
                "calendar_of", "rivals_of", "announced", "members_known", "news_of"],
    "user": ["begin", "take_coupon", "notice", "hear_news", "opens", "adopt", "visit_group", "browse",
             "receive_parcels", "evening", "leave"],
    "evening": ["credit_sharers", "settle_parcels", "empty_mailboxes", "book_orders", "say_goodbye", "charge",
                "update_popularity", "update_demand", "keep_counts", "watch_triggers", "end_day"],
}


def steps():
    return [step for part in PARTS for step in plan(part)]


@pytest.mark.parametrize("part", PARTS)
def test_the_steps_of_a_part_are_those_that_it_calls(part):
    assert [step.name for step in plan(part) if step.depth == 0] == FIRST[part]


def called_in(parts, run):
    """The distinct steps that really begin while `run` goes on, in the order in which each first began."""
    wanted = {(step.module, step.name) for part in parts for step in plan(part) if step.depth == 0}
    first = dict[str, None]()

    def watch(frame, event, _):
        if event == "call" and (frame.f_globals.get("__name__"), frame.f_code.co_name) in wanted:
            first.setdefault(frame.f_code.co_name)

    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(None)
    return list(first)


def test_a_real_day_takes_the_steps_in_this_order():
    world = worlds.new_world(60, warm=0)
    engine = AgentEngine()
    today, table = None, None

    def morning():
        nonlocal today, table
        today, table = sim.world.platform.morning(world)

    assert called_in(["morning"], morning) == FIRST["morning"]
    events, counts = engine.live(world, today, table)
    evening = called_in(["evening"], lambda: sim.world.platform.evening(world, today, table, events, counts))
    assert evening == FIRST["evening"]


def test_a_user_writes_what_the_plan_tells_and_nothing_else():
    """A day of many users, with an eye on every field that is set."""
    told = {name for step in plan("user") for name in step.writes}
    told |= {f"done.{name}" for name in fields(DONE)} if "done.*" in told else set()
    seen = set()

    class Watched:
        def __init__(self, holder, values):
            self.__dict__.update(values)
            self.__dict__["holder"] = holder

        def __setattr__(self, name, value):
            seen.add(f"{self.holder}.{name}")
            self.__dict__[name] = value

    world = worlds.warm_world(400)
    today, table = sim.world.platform.morning(world)
    plain = readable(today)
    for row in world.living().tolist():
        user = Watched("user", dict(zip(fields(STATE), world.state[row].item(), strict=True)))
        record = DayRecord()
        done = Watched("done", {name: getattr(record, name) for name in fields(DONE)})
        who, p = Traits(*world.traits[row].tolist()), namedtuple_of(table, user.profile)
        sim.users.day.live_day(user, who, p, plain, day_key(world.seed, today.day, user.id), done)
    assert seen <= told
    assert {"user.habit", "user.attachment", "user.good", "done.opened", "done.visits"} <= seen


def test_every_field_named_exists():
    for step in steps():
        for name in (*step.reads, *step.writes):
            holder, _, field = name.partition(".")
            assert field == "*" or field in ROWS[holder], f"{step.name}: {name}"
    assert world_fields() <= set(ROWS["world"])


def test_some_steps_are_told_by_heart():
    by_name = {(step.part, step.name): step for step in steps()}
    coupon = by_name["user", "take_coupon"]
    assert coupon.writes == ("user.coupon_fen", "user.coupon_until")
    assert coupon.reads == ("letter.coupon_fen", "user.coupon_fen", "letter.coupon_until")
    assert by_name["user", "opens"].asks == ("open_probability",)
    assert {"open_habit", "open_idle", "trust_pivot"} <= set(by_name["user", "opens"].parameters)
    assert {"world.alive", "user.gone"} <= set(by_name["evening", "say_goodbye"].writes)
    assert by_name["user", "check_out"].depth == by_name["user", "engage"].depth + 1


def test_chinese_has_a_sentence_for_every_step_and_no_other():
    keys = {key for key in catalogue("day", "zh") if key.split(".")[1] in PARTS}
    assert keys == {f"day.{step.part}.{step.name}" for step in steps()}


def test_the_english_sentence_is_that_of_the_code():
    assert {step.name: step.words("en") for step in steps()} == {step.name: step.sentence for step in steps()}
    assert [step.name for step in steps() if not step.sentence] == []


def test_many_fields_of_one_holder_are_told_as_all_of_it():
    assert brief([f"done.{k}" for k in range(MANY)] + ["user.habit"]) == ("done.*", "user.habit")
    assert brief(["done.a", "user.b", "done.a"]) == ("done.a", "user.b")


