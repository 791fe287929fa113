"""A day in words: what somebody did, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.cast.hosts import CATEGORIES, FORMATS
from sim.diary.living import Day, Diary
from sim.outcomes.outcome import AGES, TIERS
from sim.scenario.names import shown
from sim.texts import text
from sim.users.rules.stage import PROSPECT, STAGES, UNINSTALLED
from sim.users.state import BOUNCED, FOLLOWED, INTERACTED, ORDERED, SHARED, TRIED

MARKS = ((TRIED, "tries"), (INTERACTED, "interacts"), (FOLLOWED, "follows"), (SHARED, "shares"))


def say(key: str, lang: str, **values: object) -> str:
    """A text of the area `diary`."""
    return text(f"diary.{key}", lang, **values)


def yuan(fen: int) -> str:
    """Money [yuan] as one writes it: "12" or "12.50"."""
    return f"{fen / 100:,.2f}".removesuffix(".00")


def portrait(diary: Diary, lang: str) -> str:
    """Who the user is: number, age, tier, groups, skill, sensitivity to prices, contacts."""
    who, plan = diary.who, diary.scenario
    groups = [shown("segment", name, lang, plan.segments) for name in (AGES[who.age], f"{TIERS[who.tier]}_tier")]
    own = [shown("segment", s.name, lang, plan.segments) for s in plan.segments if s.name in diary.segments]
    numbers = {"skill": f"{who.skill:.2f}", "price": f"{who.price_sensitivity:.2f}", "contacts": f"{who.degree:.0f}"}
    return say("portrait", lang, user=diary.user, groups=say("list", lang).join([*groups, *own]), **numbers)


def told(day: Day, lang: str) -> str:
    """What somebody did on a day, one sentence after the other."""
    return say("sentence", lang).join(_sentences(day, lang))


def what_happened(day: Day) -> tuple[Any, ...]:
    """What two worlds are compared by: what somebody did and what reached him, and nothing of his mind."""
    done = day.done
    if done is None:
        return (day.stage,)
    visits = tuple(zip(done.visit_room, done.visit_milli, done.visit_marks, strict=True))[: done.visits]
    orders = tuple(zip(done.order_room, done.order_fen, done.order_coupon, strict=True))[: done.orders]
    came = (day.letter.shares, day.letter.coupon_fen) if day.letter else (0, 0)
    return (day.stage, done.opened, done.by_message, done.by_friend, done.messages, visits, orders, came, done.shares,
            done.adopted, done.group_joined, done.parts,
            done.parcels, done.returned, done.problems, done.uninstalled)  # fmt: skip


def _sentences(day: Day, lang: str) -> Iterator[str]:
    done = day.done
    if done is None:
        yield say("prospect" if day.stage == PROSPECT else "gone", lang)
        return
    if day.letter and day.letter.coupon_fen:
        yield say("coupon", lang, yuan=yuan(day.letter.coupon_fen))
    if day.letter and day.letter.shares:
        yield say("friends", lang, count=day.letter.shares)
    if done.messages and not done.by_message:
        yield say("messages", lang, count=done.messages)
    if not done.opened:
        yield say("closed", lang)
    else:
        yield say(_why_open(day), lang)
        yield from _visits(day, lang)
        if done.adopted:
            yield say("adopts", lang)
        if done.group_joined:
            yield say("joins_group", lang)
        if done.parts:
            yield say("votes", lang, count=done.parts)
        if done.task_done:
            yield say("task", lang)
    if done.parcels:
        yield say("parcels", lang, count=done.parcels, back=int(done.returned).bit_count())
    if done.problems:
        yield say("problems", lang, count=done.problems)
    if day.stage == UNINSTALLED:
        yield say("uninstalls", lang)


def _why_open(day: Day) -> str:
    """The key of how the app came to be opened."""
    done = day.done
    assert done is not None
    if day.before.joined == day.day:
        return "joins"
    return "opens_message" if done.by_message else "opens_friend" if done.by_friend else "opens"


def _visits(day: Day, lang: str) -> Iterator[str]:
    """The rooms that were left at once as a number, every engaged visit by itself."""
    done, orders = day.done, 0
    assert done is not None
    if done.visits == 0:
        yield say("enters_none", lang)
    if done.bounces:
        yield say("bounces", lang, count=done.bounces)
    for place in range(done.visits):
        marks, room = done.visit_marks[place], day.rooms[done.visit_room[place]]
        if marks & BOUNCED:
            continue
        deeds = [say(key, lang) for bit, key in MARKS if marks & bit]
        if marks & ORDERED:
            key = "buys_coupon" if done.order_coupon[orders] else "buys"
            money = {"yuan": yuan(done.order_fen[orders]), "coupon": yuan(done.order_coupon[orders])}
            deeds, orders = [*deeds, say(key, lang, **money)], orders + 1
        kind = {"category": shown("category", CATEGORIES[room.category], lang),
                "format": shown("format", FORMATS[room.format], lang)}  # fmt: skip
        visit = say("visit", lang, host=room.host, minutes=f"{done.visit_milli[place] / 1000:.1f}", **kind)
        yield say("list", lang).join([visit, *deeds])


def stage_word(stage: int, lang: str) -> str:
    """A life stage."""
    return say(f"stage.{STAGES[stage]}", lang)
