"""What happens in an open: one visit after another, each left at once or lived through."""

from __future__ import annotations

from typing import Any

from sim.chance import decisions
from sim.chance.draws import normal, uniform
from sim.chance.elementary import exp
from sim.users.board import choose_room
from sim.users.engage import engage, grow_attached
from sim.users.experience import live_through
from sim.users.rules.base import rule
from sim.users.rules.choose import fit_of, freshness, match
from sim.users.rules.community import theme_adds
from sim.users.rules.fatigue import looks_same, remember
from sim.users.rules.favourite import (
    NOBODY,
    tie_to,
)
from sim.users.rules.needs import felt_needs
from sim.users.rules.order import (
    mood_of_buying,
)
from sim.users.rules.outage import give_up_probability, minutes_to_wait
from sim.users.rules.part import belonging_after, part_probability
from sim.users.rules.presence import (
    certainty_of,
    is_novel,
    stays_inside,
    tired_of_trying,
    try_on_probability,
    with_trying,
)
from sim.users.rules.trust import evidence_bad, evidence_good
from sim.users.rules.watch import (
    MOST_LOOKS,
    MOST_VISITS,
    bounce_minutes,
    bounce_probability,
    engaged_minutes,
    felt_friction,
    go_on_probability,
    milliminutes,
    pace_strain,
    pleasure,
)
from sim.users.state import (
    BOUNCED,
    TRIED,
    Feeling,
    Today,
    Visit,
)


@rule
def browse(user: Any, who: Any, p: Any, today: Today, key: int, done: Any, trust: float) -> None:
    """Look at boards of rooms, enter some, until one has had enough or twelve rooms were visited."""
    if p.outage_minutes > 0.0 and gives_up(user, p, key, done):
        return
    mood = mood_of_buying(user, today.day, today.announced, today.rivals, p)
    feels = Feeling(trust, felt_friction(who.skill, user.adopted > 0, p), mood, freshness(user.novel_visits, p),
                    felt_needs(user, who, trust, p))
    own = exp(who.go_on_own)
    for look in range(MOST_LOOKS):
        chosen = choose_room(user, who, p, today, key, done, look, feels)
        usual = p.go_on_none
        odds = own
        if chosen >= 0:
            room = today.rooms[chosen]
            fit = fit_of(match(feels.needs, who, room))
            bounced = visit_room(user, who, p, key, done, room, fit, feels)
            usual = p.go_on_bounce if bounced else p.go_on_engaged
            odds = own * pleasure(fit, p)
            if done.visit_marks[done.visits - 1] & TRIED:
                odds *= tired_of_trying(p)
            if done.visits == MOST_VISITS:
                done.full = 1
                return
        if uniform(key, decisions.GO_ON, look) >= go_on_probability(usual, odds):
            return


@rule
def gives_up(user: Any, p: Any, key: int, done: Any) -> bool:
    """Meet today's outage or not; True when the user leaves before the streams are back, and bears a grudge."""
    minutes = minutes_to_wait(uniform(key, decisions.OUTAGE), p)
    if minutes > 0.0:
        done.met_outage = 1
        if uniform(key, decisions.GIVE_UP) < give_up_probability(minutes, p):
            done.gave_up = 1
            live_through(user, p, NOBODY, p.outage_harm, False)
            return True
    return False


@rule
def visit_room(user: Any, who: Any, p: Any, key: int, done: Any, room: Any, fit: float, feels: Feeling) -> bool:
    """Visit one room of that `fit`; True when it was left at once."""
    n = done.visits
    familiar = tie_to(user, room.host)
    same = looks_same(user.looks, room.look)
    user.looks = remember(user.looks, room.look)
    done.visits = n + 1
    done.same += 1 if same else 0
    done.visit_room[n] = room.host
    strain = pace_strain(room.pace, user.adopted > 0, p)
    if uniform(key, decisions.BOUNCE, n) < bounce_probability(fit, feels.friction, strain, same, familiar, p):
        minutes = bounce_minutes(normal(key, decisions.MINUTES, n), p)
        done.bounces += 1
        done.visit_marks[n] = BOUNCED
        done.visit_milli[n] = milliminutes(minutes)
        done.bounce_milliminutes += done.visit_milli[n]
        return True
    left = room.length * uniform(key, decisions.MINUTES_LEFT, n)
    part = takes_part(user, p, key, done, room, Visit(n, 0.0, fit, familiar, 0.0, feels))
    longer = stays_inside(who, room, feels.fresh) + theme_adds(user.belonging, who, room.category, p)
    longer += p.part_minutes if part else 0.0
    minutes = engaged_minutes(normal(key, decisions.MINUTES, n), who.watch_own, fit, longer, left, p)
    tried = room.try_on > 0.0 and tries_on(key, n, feels, p)
    if tried:
        minutes = with_trying(minutes, left, p)
    done.visit_milli[n] = milliminutes(minutes)
    done.milliminutes += done.visit_milli[n]
    done.fit += fit
    known = certainty_of(room, tried)
    marks = engage(user, who, p, key, done, room, Visit(n, minutes, fit, familiar, known, feels, part))
    done.visit_marks[n] = marks | (TRIED if tried else 0)
    user.good += evidence_good(room.honesty, user.adopted > 0, p) + p.trust_belonging * user.belonging
    user.bad += evidence_bad(room.honesty, p)
    user.novel_visits += 1.0 if is_novel(who, room, tried) else 0.0
    grow_attached(user, room.host, minutes, marks, p)
    return False


@rule
def takes_part(user: Any, p: Any, key: int, done: Any, room: Any, visit: Visit) -> bool:
    """Take part in what is made in the room or for a challenge, or not; whoever does belongs a little more."""
    invited = room.part + p.part_offer
    if invited <= 0.0 or uniform(key, decisions.TAKE_PART, visit.number) >= part_probability(
            invited, visit.fit, visit.feels.needs.social, visit.familiar, visit.feels.friction, p):
        return False
    user.belonging = belonging_after(user.belonging, p)
    done.parts += 1
    return True


@rule
def tries_on(key: int, n: int, feels: Feeling, p: Any) -> bool:
    """Try a product on in the n-th visit, or not."""
    return bool(uniform(key, decisions.TRY_ON, n) < try_on_probability(feels.friction, feels.fresh, p))
