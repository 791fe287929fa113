"""The sandbox game: one folder a team, a scenario file a round, and what was played so far.

`played/round_N/TEAM.yaml` holds what counted: a round that is over cannot be changed by an edit of a team's file, and a
team without a valid new plan plays its last one again.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sim.base.errors import LivesimError, ScenarioError, StoreError
from sim.base.files import read_json, write_json, write_whole
from sim.base.message import brief, message_of, said
from sim.base.places import on_disk
from sim.workshop.plans import RoundPlan, names_of, tried
from sim.workshop.playing import Judge, Standing, contributions, standings
from sim.workshop.rules import GameForm, event_of, lay_rules, read_rules

PLAYED, STATE = "played", "game.json"
SEED_BITS = 48


@dataclass(frozen=True)
class Turn:
    """A team's round: its plan, whether it was the one of an earlier round, and what was wrong with the new one.

    `body`: its file, None for a team that plays nothing.
    """

    plan: RoundPlan = field(default_factory=RoundPlan)
    again: bool = False
    message: str = ""
    body: bytes | None = None


@dataclass(frozen=True)
class Played:
    """A game after a round: where the teams stand, after each round before too, and what is told of it.

    `events`: what struck, by round. `turns`: of this round. `parts`: what the winner's levers brought, after the last
    round. `purse`: what every team has left [yuan]. `seed`: shown when all is over.
    """

    folder: Path
    rules: GameForm
    number: int
    seed: int
    table: Sequence[Standing]
    history: Sequence[Mapping[str, float]]
    events: Sequence[str]
    turns: Mapping[str, Turn]
    purse: Mapping[str, float]
    parts: Sequence[Standing] = ()

    @property
    def over(self) -> bool:
        """Whether this was the last round."""
        return self.number == self.rules.rounds


def play(folder: Path, lang: str, number: int | None = None,
         progress: Callable[[int, int], None] | None = None) -> Played:
    """The game in `folder` after its next round, or after round `number`: the next or, once more, the last one.

    Rules that are missing are laid there in `lang`. Raises ScenarioError for a folder without teams, wrong rules, or
    a round that it is not the turn of.
    """
    rules, state = _begun(folder, lang)
    number = _turn(rules, state, number)
    teams = names_of(folder, (PLAYED,))
    turns = {team: _turns(folder, team, rules, number) for team in teams}
    seed = rules.seed if rules.seed is not None else int(state["seed"])
    judge = Judge(rules, seed, rules.last_worlds if number == rules.rounds else rules.worlds)
    table = _judged(judge, turns, progress)
    parts = contributions(judge, _plans(turns[table[0].team]), progress) if number == rules.rounds else []
    for team in teams:
        _keep(folder, team, number, turns[team][-1])
    history = [*state["history"][: number - 1], {one.team: one.score for one in table}]
    write_json(folder / PLAYED / STATE, {**state, "history": history, "table": [asdict(one) for one in table]})
    purse = {team: _purse(rules, number + 1, own) for team, own in turns.items()}
    return Played(folder, rules, number, seed, table, history,
                  [event_of(rules, one, seed) for one in range(1, number + 1)],
                  {team: own[-1] for team, own in turns.items()}, purse, parts)


def looked_at(folder: Path, lang: str, number: int | None = None) -> tuple[int, dict[str, Turn]]:
    """(the round, team -> what would count in it) without playing: the day's files are read and complained about."""
    rules, state = _begun(folder, lang)
    number = _turn(rules, state, number)
    return number, {team: _turns(folder, team, rules, number)[-1] for team in names_of(folder, (PLAYED,))}


def _judged(judge: Judge, turns: dict[str, list[Turn]], progress: Callable[[int, int], None] | None) -> list[Standing]:
    """Where the teams stand; of a plan that fails while it is lived, the team's last valid one counts in `turns`."""
    while True:
        try:
            return standings(judge, {team: _plans(own) for team, own in turns.items()}, progress)
        except Exception:  # whatever a plan does to the simulation, the evening goes on without it
            failed = {team: why for team, own in turns.items() if own[-1].plan.strategies and (why := _why(judge, own))}
            if not failed:
                raise
            for team, why in failed.items():
                *before, last = turns[team]
                label = f"{team}/round_{len(before) + 1}.yaml"
                message = last.message or said("{label}: passed the check, and failed while it was played: {why}",
                                               label=label, why=why)
                turns[team][-1] = (Turn(message=message) if last.again
                                   else _last_again(before, label, judge.rules, len(before) + 1, message))


def _why(judge: Judge, own: Sequence[Turn]) -> str:
    """Why a team's plans cannot be lived, blank when they can."""
    try:
        standings(judge, {"alone": _plans(own)})
    except LivesimError as error:
        return message_of(error)
    except Exception as error:
        return brief(f"{type(error).__name__}: {error}")
    return ""


def _plans(own: Sequence[Turn]) -> list[RoundPlan]:
    return [turn.plan for turn in own]


def _begun(folder: Path, lang: str) -> tuple[GameForm, dict[str, Any]]:
    """The rules and what was played; the hidden seed is drawn when a game begins."""
    if not folder.is_dir():
        raise StoreError(said("there is no folder '{folder}'; make it, with a folder for each team in it",
                              folder=folder))
    lay_rules(folder, lang)
    path = folder / PLAYED / STATE
    state = read_json(path)
    if state is None:
        state = {"seed": secrets.randbits(SEED_BITS), "history": [], "table": []}
        write_json(path, state)
    return read_rules(folder), state


def _turn(rules: GameForm, state: Mapping[str, Any], number: int | None) -> int:
    """The round to play."""
    done = len(state["history"])
    if number is None:
        number = done + 1
        if number > rules.rounds:
            raise ScenarioError(said("all {rounds} rounds are played; --round {rounds} plays the last one again",
                                     rounds=rules.rounds))
    if not (1 <= number <= rules.rounds and number in (done, done + 1)):
        last = min(done + 1, rules.rounds)
        raise ScenarioError(said("--round {number}: rounds are played in order; it is the turn of round {last}",
                                 number=number, last=last))
    return number


def _turns(folder: Path, team: str, rules: GameForm, number: int) -> list[Turn]:
    """A team's rounds 1 to `number`: those before as they counted, this one as it is handed in now."""
    turns: list[Turn] = []
    for one in range(1, number + 1):
        purse = _purse(rules, one, turns)
        source = _kept(folder, team, one) if one < number else folder / on_disk(team) / f"round_{one}.yaml"
        label = f"{team}/round_{one}.yaml"
        body = _body(source)
        plan, message = _read(body, label, rules, one, purse) if body is not None else tried(source, label, rules, one,
                                                                                              purse)  # fmt: skip
        turns.append(Turn(plan, body=body) if plan is not None else _last_again(turns, label, rules, one, message))
    return turns


def _body(path: Path) -> bytes | None:
    """What a team hands in at this moment: it may save the file anew while the round is played. None for no file."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _read(body: bytes, label: str, rules: GameForm, number: int, purse: float) -> tuple[RoundPlan | None, str]:
    """`tried` on what was handed in, with nothing beside it."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "plan.yaml"
        copy.write_bytes(body)
        return tried(copy, label, rules, number, purse)


def _last_again(turns: Sequence[Turn], label: str, rules: GameForm, number: int, message: str) -> Turn:
    """The last plan of these turns that can still be paid, nothing where there is none."""
    purse = _purse(rules, number, turns)
    for turn in reversed(turns):
        if turn.body is not None:
            plan, _ = _read(turn.body, label, rules, number, purse)
            if plan is not None:
                return Turn(plan, again=True, message=message, body=turn.body)
    return Turn(message=message)


def _purse(rules: GameForm, number: int, turns: Sequence[Turn]) -> float:
    """What a team may set aside in round `number` [yuan]: all budgets so far, less what it set aside before."""
    return rules.budget * min(number, rules.rounds) - sum(turn.plan.set_aside for turn in turns)


def _kept(folder: Path, team: str, number: int) -> Path:
    return folder / PLAYED / f"round_{number}" / on_disk(f"{team}.yaml")


def _keep(folder: Path, team: str, number: int, turn: Turn) -> None:
    """Keep what counted; a team that played nothing has no file."""
    path = _kept(folder, team, number)
    if turn.body is not None:
        write_whole(path, turn.body)
    else:
        path.unlink(missing_ok=True)
