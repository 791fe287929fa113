"""The rules of a sandbox game: `game.yaml`, its prices, and what strikes in which round."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.base.files import write_whole
from sim.base.forms import Form, Problems, checked, quantity
from sim.base.message import said
from sim.base.units import DAYS, NUMBER, PEOPLE
from sim.base.yamlfile import read
from sim.chance.draws import mixed_seed
from sim.levers import LEVERS
from sim.plugins import PlugIns
from sim.plugins.folder import read_folder
from sim.scenario.form import CostForm, MoneyForm, Yuan
from sim.scenario.names import named
from sim.scenario.plan import Cost, Strategy, Strength, Where
from sim.scenario.when import When
from sim.texts import text

FILE = "game.yaml"
MOST_USERS = 3000
"""Of a world: with as many people there are never more combinations of strategies than the model allows."""
EventName = Literal["none", "scandal", "rival", "rule", "jam"]


@dataclass(frozen=True)
class Event:
    """What strikes: a crisis or a lever of `events/`, in a part of the rooms, on days of the round."""

    lever: str
    start: int
    days: int | None
    rooms: float = 1.0


EVENTS: Mapping[str, Event] = {
    "scandal": Event("host_scandal", 14, None, rooms=0.3),
    "rival": Event("strike_rival", 30, 21),
    "rule": Event("strike_rule", 0, None),
    "jam": Event("strike_jam", 20, 30),
}
"""Name -> what it does; days and shares are our judgement, so that each is felt within its round."""


class GameForm(Form):
    """`game.yaml`: everything has a default, and the file that `lay_rules` writes shows all of them."""

    rounds: Annotated[int, quantity(NUMBER, 1, 8, whole=True)] = 5  # all its strategies and events fit into one world
    days: Annotated[int, quantity(DAYS, 56, 180, whole=True)] = 91
    users: Annotated[int, quantity(PEOPLE, 100, MOST_USERS, whole=True)] = 1000
    represents: Annotated[float, quantity(PEOPLE, 1, 1e10)] = 5e5
    worlds: Annotated[int, quantity(NUMBER, 2, 50, whole=True)] = 4
    last_worlds: Annotated[int, quantity(NUMBER, 2, 50, whole=True)] = 8
    budget: Yuan = 1_500_000.0
    strategies: Annotated[int, quantity(NUMBER, 1, 4, whole=True)] = 3
    kept_user: Yuan = 100.0
    money: MoneyForm = MoneyForm.model_validate({"margin": "20%", "return_cost": "8 yuan"})
    prices: dict[Annotated[str, named("lever")], CostForm] = Field(default_factory=dict)
    events: list[EventName] = Field(default_factory=list)
    seed: Annotated[int, quantity(NUMBER, 0, 2**53 - 1, whole=True)] | None = None


USUAL = CostForm.model_validate({"fixed": "200000 yuan"})
"""The price of a strategy where the rules name none for its lever: examples of ours, not anybody's prices."""


def lay_rules(folder: Path, lang: str) -> bool:
    """Whether the folder had no rules: it has those of the house now. Rules that lie there stay."""
    path = folder / FILE
    if path.exists():
        return False
    write_whole(path, text("workshop.game.rules", lang).encode())
    return True


def read_rules(folder: Path) -> GameForm:
    """The rules of the folder. Raises ScenarioError with everything that is wrong in them."""
    root = read(folder / FILE, FILE)
    rules, problems = checked(GameForm, root), Problems(root)
    for lever, price in rules.prices.items():
        if LEVERS[lever].reach == "rooms" and price.per_user is not None:
            problems.at(("prices", lever, "per_user"), said("{name} changes rooms, which have no users of their own; "
                                                            "write 'fixed' or 'per_event'", name=lever), at_key=True)
    problems.stop()
    return rules


def price_of(rules: GameForm, lever: str) -> CostForm:
    """What a strategy of that lever costs in a round."""
    return rules.prices.get(lever, USUAL)


def first_day(rules: GameForm, number: int) -> int:
    """The first day of round `number` (from 1)."""
    return (number - 1) * rules.days


def date_of(rules: GameForm, number: int, start: datetime.date) -> datetime.date:
    """The date on which round `number` begins."""
    return start + datetime.timedelta(first_day(rules, number))


def event_of(rules: GameForm, number: int, seed: int) -> str:
    """What strikes in round `number`: as the rules state, else drawn from the hidden seed; "none" in the first."""
    if rules.events:
        return rules.events[number - 1] if number <= len(rules.events) else "none"
    names = [*EVENTS, "none"]
    return "none" if number == 1 else names[mixed_seed(seed, number) % len(names)]


def events_of(rules: GameForm, rounds: int, seed: int) -> tuple[Strategy, ...]:
    """What strikes in the first `rounds` rounds, as strategies that every world of the game has."""
    made = []
    for number in range(1, rounds + 1):
        name = event_of(rules, number, seed)
        if name in EVENTS:
            event, begun = EVENTS[name], first_day(rules, number) + EVENTS[name].start
            end = None if event.days is None else begun + event.days
            made.append(Strategy(event.lever, where=Where(share=event.rooms), when=When(begun, end),
                                 strength=Strength(1.0, 1.0, stated=True), cost=Cost(fixed=0.0),
                                 name=f"event_{number}_{name}"))
    return tuple(made)


def beginning() -> Strategy:
    """What strikes nobody on day 0, so that every world is counted from that day on, whenever its first plan acts."""
    return Strategy("strike_jam", when=When(0, 1), strength=Strength(0.0, 0.0, stated=True), cost=Cost(fixed=0.0),
                    name="beginning")


def plugins_of_events() -> tuple[PlugIns, ...]:
    """The plug-ins that events need."""
    return (read_folder(Path(__file__).parent / "events"),)


def world_of(rules: GameForm, rounds: int, seed: int) -> dict[str, Any]:
    """The fields of the scenario of a world of the first `rounds` rounds, without anything in it."""
    return {"name": "world", "population": {"users": rules.users, "represents": rules.represents},
            "horizon": {"days": rules.days * rounds}, "seed": seed, "extends": "baseline"}
