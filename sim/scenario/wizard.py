"""`livesim scenarios new`: questions, and a scenario file that is right, with comments that explain it."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path

from sim.base.errors import LivesimError, ScenarioError
from sim.base.files import write_whole
from sim.base.forms import within
from sim.base.message import message_of, said
from sim.base.units import DAYS, PEOPLE, SHARE, YUAN, Kind, parse
from sim.cast.segments import known
from sim.levers import LEVERS, Lever, is_crisis
from sim.outcomes.metrics import METRICS
from sim.scenario.build import BASE_RETENTION_DAYS, read_worth, worth_kind
from sim.scenario.dump import range_text
from sim.scenario.form import read_moment, read_name, read_strength
from sim.scenario.goals import read_target
from sim.scenario.load import load_scenario
from sim.scenario.names import ALLOWED, resolve, shown
from sim.scenario.plan import Strength
from sim.scenario.schema import FILE, FIRST_LINE, write_schema
from sim.scenario.strategies import option_kind
from sim.texts import text
from sim.texts.messages import translated

Ask = Callable[[str, str], str]
"""Asks one question: (words, proposal) -> answer; an empty answer takes the proposal."""

EFFECTS = ("base_retention", "rebuy_rate", "repeat_buyers", "bounce_rate", "new_users")
"""The outcomes that a planner is offered; the name of any other metric is an answer, too."""
OPEN_STRENGTH = range_text(Strength())


def new_scenario(ask: Ask, lang: str = "en", folder: Path = Path()) -> Path:
    """The path of the new scenario file in `folder`; the schema for editors is put beside it.

    An answer that does not fit is asked for again, with what is wrong with it. Raises ScenarioError when
    there is such a file already.
    """
    dialogue = Dialogue(ask, lang)
    name = dialogue.ask("name", "my_scenario", read_name)
    path = folder / f"{name}.yaml"
    if path.exists():
        raise ScenarioError(said("{path}: exists already; choose another name", path=path))
    lines = [FIRST_LINE, f"# {dialogue.say('head')}", f"name: {name}", *_heading(dialogue), *_plan(dialogue)]
    write_whole(path, ("\n".join(lines) + "\n").encode())
    load_scenario(str(path))
    if not (folder / FILE).exists():
        write_schema(folder)
    return path


class Dialogue:
    """Questions in one language, each repeated until its answer can be read."""

    def __init__(self, ask: Ask, lang: str) -> None:
        self._ask, self.lang = ask, lang
        self.days = load_scenario("baseline").horizon.days

    def say(self, key: str, **values: object) -> str:
        """A text of this dialogue."""
        return text(f"scenario.new.{key}", self.lang, **values)

    def ask(self, key: str, proposal: str, read: Callable[[str], object] = str, **values: object) -> str:
        """The answer as written, or the proposal; `read` raises what is wrong with it."""
        question = words = self.say(key, **values)
        while True:
            answer = self._ask(words, proposal).strip() or proposal
            try:
                if answer or proposal:
                    read(answer)
                return answer
            except (ValueError, LivesimError) as error:
                words = f"{translated(message_of(error), self.lang)}\n{question}"

    def quantity(self, key: str, proposal: str, kind: Kind, low: float = 0.0, high: float = math.inf,
                 *, whole: bool = False) -> str:
        """A quantity from `low` to `high` as we write it, or nothing where nothing is proposed."""
        answer = self.ask(key, proposal, lambda answer: within(parse(answer, kind), kind, low, high, whole=whole))
        return kind.write(parse(answer, kind)) if answer else ""

    def choose(self, key: str, kind: str, names: Iterable[str], proposal: str) -> str:
        """The own spelling of a name that is written in either language."""
        titles = {name: shown(kind, name, self.lang) for name in names}
        choices = ", ".join(name if title == name else f"{name} ({title})" for name, title in titles.items())
        return resolve(kind, self.ask(key, proposal, lambda answer: resolve(kind, answer), choices=choices))


def _heading(dialogue: Dialogue) -> list[str]:
    """Question, author and the size of the real platform."""
    question = dialogue.ask("question", "")
    author = dialogue.ask("author", "")
    represents = dialogue.quantity("represents", "", PEOPLE, 1, 1e10)
    days = dialogue.quantity("days", DAYS.write(dialogue.days), DAYS, BASE_RETENTION_DAYS, 3650, whole=True)
    dialogue.days = int(parse(days, DAYS))
    lines = [f"question: {{{dialogue.lang}: {_quoted(question)}}}"] if question else []
    lines += [f"author: {_quoted(author)}"] if author else []
    lines += ["extends: baseline"]
    lines += [f"population: {{represents: {represents}}}"] if represents else []
    return [*lines, f"horizon: {{days: {dialogue.days}}}"]


def _plan(dialogue: Dialogue) -> list[str]:
    """The strategies, what all of them may cost, what is earned, and the outcome that decides."""
    lever = dialogue.choose("lever", "lever", LEVERS, next(iter(LEVERS)))
    lines, segment, spent = _strategy(dialogue, LEVERS[lever])
    while other := dialogue.ask("another", "", lambda answer: resolve("lever", answer)):
        more, _, fixed = _strategy(dialogue, LEVERS[resolve("lever", other)])
        lines, spent = [*lines, *more], spent + fixed
    outcome = _outcome(dialogue, segment)
    budget = dialogue.quantity("budget", "", YUAN, spent)
    margin = dialogue.quantity("margin", "", SHARE, 0, 1)
    return ["strategies:", *lines, *outcome, *([f"budget: {budget}"] if budget else []),
            *([f"money: {{margin: {margin}}}"] if margin else [])]


def _strategy(dialogue: Dialogue, lever: Lever) -> tuple[list[str], str, float]:
    """The lines of one strategy, the segment it is for, and what it costs once [yuan]."""
    segment = "all"
    if lever.reach == "users":
        segment = dialogue.choose("segment", "segment", known(), segment)
        reach = f"    who: {{segment: {segment}, share: {dialogue.quantity('share_users', '100%', SHARE, 0, 1)}}}"
    else:
        reach = f"    where: {{share: {dialogue.quantity('share_rooms', '100%', SHARE, 0, 1)}}}"
    start = dialogue.ask("start", "14d", lambda answer: _read_start(answer, dialogue.days))
    crisis = is_crisis(lever.name)  # which has no ramp and no cost
    ramp = "0d" if crisis else dialogue.quantity("ramp", "0d", DAYS, whole=True)
    strength = Strength(*read_strength(dialogue.ask("strength", OPEN_STRENGTH, read_strength)))
    is_open = (strength.low, strength.high) == (Strength.low, Strength.high)
    fixed = "" if crisis else dialogue.quantity("fixed", "", YUAN)
    cost = (f"    {'# ' * (not fixed)}cost: {{fixed: {fixed or '200000 yuan, example: true'}}}"
            f"    # {dialogue.say('comment_cost')}")
    lines = [
        f"  - lever: {lever.name}",
        reach,
        f"    when: {{start: {start}, ramp: {ramp}}}    # {dialogue.say('comment_when')}",
        *_options(lever),
        # a strength that nobody stated stays out of the file, so that no report says who fixed it
        f"    {'# ' * is_open}strength: {range_text(strength)}    # {dialogue.say('comment_strength')}",
        *([] if crisis else [cost]),
    ]
    return lines, segment, parse(fixed, YUAN) if fixed else 0.0


def _options(lever: Lever) -> list[str]:
    """The lever's own settings at their defaults."""
    settings = [f"{option.name}: {option_kind(option).write(option.default)}" for option in lever.options]
    return [f"    options: {{{', '.join(settings)}}}"] if settings else []


def _outcome(dialogue: Dialogue, segment: str) -> list[str]:
    """What decides, and for whom; and a level to reach, if there is one."""
    metric = METRICS[dialogue.choose("metric", "metric", EFFECTS, EFFECTS[0])]
    group = dialogue.choose("decides_for", "segment", known(), segment)
    proposal = worth_kind(metric).write(0.01 if metric.unit == "share" else 1.0)
    answer = dialogue.ask("worth", proposal, lambda answer: read_worth(answer, metric))
    worth = worth_kind(metric).write(parse(answer, worth_kind(metric)))
    return [
        "outcomes:",
        f"  - {{metric: {metric.name}, segment: {group}, worth: {worth}}}    # {dialogue.say('comment_worth')}",
        *_goal(dialogue, metric.name, group),
    ]


def _goal(dialogue: Dialogue, metric: str, group: str) -> list[str]:
    """A level of the outcome to reach by the end, if the planner names one."""
    if metric not in ALLOWED["goal signal"]():
        return []
    target = dialogue.ask("goal", "", lambda answer: read_target(answer, metric))
    return ["goals:", f"  - {{metric: {metric}, segment: {group}, target: {_quoted(target)}}}"] if target else []


def _read_start(answer: str, days: int) -> float:
    """The first day, which leaves of `days` those that base retention needs."""
    first, moment = load_scenario("baseline").horizon.start, read_moment(answer)
    start = (moment - first).days if isinstance(moment, datetime.date) else moment
    return within(start, DAYS, 0, days - BASE_RETENTION_DAYS)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
