"""Why two days differ: what a strategy changes today, what came by mail, what earlier days left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.diary.living import Day, Diary
from sim.diary.words import say, what_happened, yuan
from sim.scenario.names import shown
from sim.texts.meanings import meaning
from sim.users.rules.favourite import NOBODY
from sim.users.state import ROOM, fields

MIND = ("habit", "trust", "satisfaction", "fatigue", "annoyance", "reference", "attachment", "second_tie",
        "grievance", "novelty", "returns", "stock", "belonging")
"""What earlier days leave behind, as numbers."""
MOST = 4
"""Of these, the largest differences are told."""
ROOM_FIELDS = ("length", "pace", "price", "interactivity", "quality", "honesty", "certainty", "try_on", "vr_minutes",
               "vr_interactivity")

Changes = Mapping[str, tuple[float, float]]


def differing(diary: Diary) -> list[int]:
    """Positions of the days on which the user does something else, or something else reaches him."""
    pairs = zip(diary.baseline, diary.treated, strict=True)
    return [place for place, (one, other) in enumerate(pairs) if what_happened(one) != what_happened(other)]


def reasons(diary: Diary, place: int, lang: str) -> list[str]:
    """Why the day at `place` is not the same in both worlds; empty when it is and nothing is behind it."""
    one, other = diary.baseline[place], diary.treated[place]
    sentences = [*_strategies(diary, place, lang), *_mail(one, other, lang), *_mind(one, other, lang)]
    if not sentences and what_happened(one) != what_happened(other):
        sentences = [_direct(diary, place, lang)]
    return sentences


def user_changes(one: Day, other: Day) -> Changes:
    """Parameter -> (baseline, treated), where they differ for the user today."""
    pairs = zip(one.p._fields, one.p, other.p, strict=True)
    return {name: (old, new) for name, old, new in pairs if old != new}


def room_changes(one: Day, other: Day) -> Changes:
    """ROOM field -> (baseline, treated), means over the rooms in which it differs today."""
    changes = {}
    for name in ROOM_FIELDS:
        at = fields(ROOM).index(name)
        pairs = [(a[at], b[at]) for a, b in zip(one.rooms, other.rooms, strict=True) if a[at] != b[at]]
        if pairs:
            old, new = zip(*pairs, strict=True)
            changes[name] = (sum(old) / len(old), sum(new) / len(new))
    return changes


def _strategies(diary: Diary, place: int, lang: str) -> Iterator[str]:
    """Strategies that begin or end to act on this day, and what they change once that stands still."""
    today, before = diary.treated[place], diary.treated[place - 1].acting if place else ()
    for key, names in (("begins", set(today.acting) - set(before)), ("ends", set(before) - set(today.acting))):
        if today.done is not None and names:
            yield say(key, lang, strategies=say("list", lang).join(_named(diary, name, lang) for name in sorted(names)))
    changes = _all_changes(diary, place)
    if changes and changes != _all_changes(diary, place - 1) and changes == _all_changes(diary, place + 1):
        yield say("changes", lang, changes=say("list", lang).join(_words(changes, lang)))


def _all_changes(diary: Diary, place: int) -> dict[str, tuple[float, float]]:
    """What the strategies change at a place: parameters of the user, then those of rooms; empty outside."""
    if not 0 <= place < len(diary.treated):
        return {}
    one, other = diary.baseline[place], diary.treated[place]
    on_rooms = any(strategy.name in other.acting for strategy in diary.scenario.strategies)
    rooms = {f"room.{name}": pair for name, pair in room_changes(one, other).items()} if on_rooms else {}
    return {**user_changes(one, other), **rooms}


def _words(changes: Changes, lang: str) -> Iterator[str]:
    for name, (old, new) in changes.items():
        what = say(name, lang) if name.startswith("room.") else meaning(name, lang).rstrip(".。")
        yield say("change", lang, what=what, old=_digits(old), new=_digits(new))


def _digits(value: float) -> str:
    """A number with the digits that mean something."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


def _named(diary: Diary, name: str, lang: str) -> str:
    """A strategy as it is shown: by its lever's name, or the planner's own."""
    lever = next(strategy.lever for strategy in diary.scenario.strategies if strategy.name == name)
    return shown("lever", lever, lang) if name == lever else name


def _mail(one: Day, other: Day, lang: str) -> Iterator[str]:
    """Coupons, shares and messages that only one world brings."""
    old, new = (day.letter.coupon_fen if day.letter else 0 for day in (one, other))
    if old != new:
        yield say("coupon_differs", lang, old=yuan(old), new=yuan(new))
    old, new = (day.letter.shares if day.letter else 0 for day in (one, other))
    if old != new:
        yield say("shares_differ", lang, old=old, new=new)
    old, new = (day.done.messages if day.done else 0 for day in (one, other))
    if old != new:
        yield say("messages_differ", lang, old=old, new=new)


def _mind(one: Day, other: Day, lang: str) -> Iterator[str]:
    """What earlier days left behind and is not the same."""
    if (one.done is None) != (other.done is None):
        yield say("only_one_here", lang)
    if one.done is None or other.done is None:
        return  # somebody who is not there has no mind to compare
    apart = {name: (getattr(one.before, name), getattr(other.before, name)) for name in MIND}
    for name, (old, new) in sorted(apart.items(), key=lambda item: -abs(item[1][1] - item[1][0]))[:MOST]:
        if f"{old:.2f}" != f"{new:.2f}":
            yield say("change", lang, what=say(f"mind.{name}", lang), old=f"{old:.2f}", new=f"{new:.2f}")
    for tie in ("favourite", "second"):
        old, new = (getattr(day.before, tie) for day in (one, other))
        if old != new:
            yield say("change", lang, what=say(f"mind.{tie}", lang), old=_host(old, lang), new=_host(new, lang))
    if one.before.adopted != other.before.adopted:
        old, new = (say("yes" if day.before.adopted else "no", lang) for day in (one, other))
        yield say("change", lang, what=say("mind.adopted", lang), old=old, new=new)
    if one.before.coupon_fen != other.before.coupon_fen:
        purse = {"old": yuan(one.before.coupon_fen), "new": yuan(other.before.coupon_fen)}
        yield say("change", lang, what=say("mind.coupon_fen", lang), **purse)


def _host(host: int, lang: str) -> str:
    return say("nobody", lang) if host == NOBODY else str(host)


def _direct(diary: Diary, place: int, lang: str) -> str:
    """The reason of a day that began the same: what is in force today, or rooms that others made popular."""
    one, other = diary.baseline[place], diary.treated[place]
    if one.popular == other.popular:
        return say("today", lang)
    return say("today_or_others" if _all_changes(diary, place) else "others", lang)
