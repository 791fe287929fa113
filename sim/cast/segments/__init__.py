"""Segments of users, one YAML file each: those beside this file, and a planner's own; and their combinations.

A planner's own files lie in a folder `segments` beside the scenario file. Where a user belongs to several
segments that set the same parameter, the later one counts: built-in ones by name, then own ones by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.base.errors import LivesimError
from sim.base.forms import Form, Problems, Text, Truth, checked, choice, quantity
from sim.base.message import message_of, said, term
from sim.base.params import GRADES, PARAMETERS
from sim.base.registry import Registry
from sim.base.units import NUMBER, SHARE
from sim.base.yamlfile import read
from sim.cast.segments import combination
from sim.cast.segments.base import Override, Segment, members
from sim.cast.segments.combination import Groups
from sim.outcomes.outcome import AGES, TIERS
from sim.texts import LANGUAGES, declare, has, text

__all__ = ["Groups", "Override", "Segment", "in_folder", "introduce", "known", "load", "members", "title"]


class NamesForm(Form):
    en: Text
    zh: Text


class MembersForm(Form):
    age: list[Annotated[str, choice("age group", AGES)]] = Field(default_factory=list)
    tier: list[Annotated[str, choice("city tier", TIERS)]] = Field(default_factory=list)
    overseas: Truth | None = None
    share: Annotated[float, quantity(SHARE, 0, 1)] = 1.0


class OverrideForm(Form):
    value: Annotated[float, quantity(NUMBER, low=-math.inf)]
    source: Text
    grade: Annotated[str, choice("grade", GRADES)] = "judged"


class SegmentForm(Form):
    name: Text
    names: NamesForm
    members: MembersForm
    parameters: dict[str, OverrideForm] = Field(default_factory=dict)


def known(own: Iterable[Segment] = ()) -> Registry[Segment]:
    """Every segment by name, built-in ones first; `all` is the first and has no condition."""
    registry: Registry[Segment] = Registry("segment")
    for segment in (*_built_in(), *own):
        registry.add(segment.name, segment)
    return registry


def in_folder(folder: Path, source: str) -> tuple[Segment, ...]:
    """The segments of a planner's folder, in the order of their file names; none without the folder."""
    paths = sorted(folder.glob("*.yaml"))
    return tuple(load(path, f"{source}/{path.name}") for path in paths)


def load(path: Path, source: str) -> Segment:
    """The segment that a file describes. Raises ScenarioError that names the place of what is wrong."""
    root = read(path, source)
    form = checked(SegmentForm, root)
    problems = Problems(root)
    if form.name != path.stem:
        problems.at(("name",), said("'{name}' stands in the file '{file}'; both must be the same",
                                    name=form.name, file=path.name))
    if combination.is_combination(form.name):
        problems.at(("name",), said("'{name}' reads as a combination of segments; choose a name without such words",
                                    name=form.name))
    if path.parent != _here() and form.name in known():
        problems.at(("name",), said("'{name}' is built in; choose another name", name=form.name))
    _check_parameters(form, problems)
    problems.stop()
    overrides = {name: Override(o.value, o.source, o.grade) for name, o in form.parameters.items()}
    who = form.members
    return Segment(form.name, form.names.model_dump(), tuple(who.age), tuple(who.tier), who.overseas,
                   who.share, overrides)


def introduce(names: Mapping[str, Mapping[str, str]]) -> None:
    """Let `title` know what segments are called (segment -> language -> shown name); the last word counts."""
    for name, titles in names.items():
        for lang, words in titles.items():
            declare(f"segments.{name}.name", words, lang)


def title(name: str, lang: str) -> str:
    """The shown name of a segment, built in or introduced, or of a combination; of any other the words of `name`."""
    _built_in()
    key = f"segments.{name}.name"
    if has(key, lang):
        return text(key, lang)
    return combination.words(name, lang, title) if combination.is_combination(name) else name.replace("_", " ")


@lru_cache(maxsize=1)
def _built_in() -> tuple[Segment, ...]:
    everybody = Segment("all", {lang: text("segments.all.name", lang) for lang in LANGUAGES})
    segments = in_folder(_here(), "sim/cast/segments")
    introduce({segment.name: segment.names for segment in segments})
    return (everybody, *segments)


def _here() -> Path:
    return Path(str(files(__name__)))


def _check_parameters(form: SegmentForm, problems: Problems) -> None:
    """Note every override of a parameter that is unknown, out of bounds, or does not describe a user."""
    import sim.cast.population  # (and those by which people are drawn)
    import sim.users.day  # (declares the parameters of a user)

    for name, override in form.parameters.items():
        keys = ("parameters", name)
        try:
            entry = PARAMETERS[name]
            entry.check(override.value)
        except LivesimError as error:
            problems.at(keys, message_of(error), at_key=True)
            continue
        if entry.scope not in ("user", "population"):
            problems.at(keys, said("'{name}' describes the {scope}, not a user",
                                   name=name, scope=term(entry.scope)), at_key=True)
