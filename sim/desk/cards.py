"""What a planner must know of a strategy before choosing it: one card a lever, by theme, and found by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sim.base.params import GRADES, PARAMETERS
from sim.levers import KINDS, LEVERS, Lever, Option
from sim.reports.basis import strength_range
from sim.reports.known import Cells, amount, described, grade_word, span
from sim.reports.names import segment_name
from sim.scenario.names import others, resolve
from sim.scenario.plan import Strength
from sim.texts import LANGUAGES, text

OWN = "own"
"""The theme of levers that come from a planner's own folder."""


@dataclass(frozen=True)
class ReportedEffect:
    """A row of the evidence in words: what was reported, of what and whom, compared how, how good, said by whom."""

    id: str
    metric: str
    segment: str
    reported: str
    contrast: str
    grade: str
    source: str
    note: str


@dataclass(frozen=True)
class AssumedSize:
    """What strength 1 moves: a number behind the strategy, with its source and grade."""

    meaning: str
    value: str
    grade: str
    judged: bool
    source: str


@dataclass(frozen=True)
class OwnSetting:
    """An option of a strategy, its amounts with their unit; `source` says whose the default is."""

    name: str
    shown: str
    default: str
    allowed: str
    source: str


@dataclass(frozen=True)
class StrategyCard:
    """A strategy in the words of one language. `grade` is one of GRADES, best known first; `kind` is the lever's."""

    name: str
    title: str
    other_title: str
    kind: str
    theme: str
    line: str
    why: str
    evidence: tuple[ReportedEffect, ...]
    grade: str
    grade_word: str
    strength: str
    sizes: tuple[AssumedSize, ...]
    limits: str
    cost: str
    acts_on: str
    options: tuple[OwnSetting, ...]


def card(lever_name: str, lang: str) -> StrategyCard:
    """The card of a lever, by its own name or a shown one. Raises UnknownNameError with the nearest spelling."""
    return _card(LEVERS[resolve("lever", lever_name)], lang)


@lru_cache(maxsize=256)
def _card(lever: Lever, lang: str) -> StrategyCard:
    facts = described(lever, lang)
    other = next(spoken for spoken in LANGUAGES if spoken != lang)
    return StrategyCard(
        name=lever.name, title=facts["names"][lang], other_title=facts["names"][other], kind=lever.kind,
        theme=theme_of(lever), line=facts["line"] or lever.note.partition("\n")[0], why=facts["why"],
        evidence=tuple(ReportedEffect(**row) for row in facts["evidence"]),
        grade=lever.grade, grade_word=grade_word(lever.grade, lang),
        strength=text("report.strategy.strength.reported", lang, strength=strength_range(vars(Strength()), lang)),
        sizes=tuple(_size(row, lang) for row in facts["sizes"]),
        limits=facts["limits"], cost=facts["cost"], acts_on=_acts_on(lever, facts["segment"], lang),
        options=tuple(_setting(option, row, lang) for option, row in zip(lever.options, facts["options"], strict=True)),
    )


def _size(row: Cells, lang: str) -> AssumedSize:
    """What strength 1 moves, in words."""
    judged = PARAMETERS[row["name"]].grade == GRADES[-1]
    return AssumedSize(row["meaning"], amount(row["value"], row["unit"], lang), row["grade"], judged, row["source"])


def _setting(option: Option, row: Cells, lang: str) -> OwnSetting:
    """An option with its amounts in words."""
    return OwnSetting(option.name, row["shown"], amount(option.default, option.unit, lang),
                      span(option.low, option.high, option.unit, lang), row["source"])


def _acts_on(lever: Lever, segment: str, lang: str) -> str:
    """Users or rooms, and the users that the evidence is about."""
    whom = text(f"report.known.reach.{lever.reach}", lang)
    if lever.reach == "users" and segment != "all":
        return text("desk.card.reported_of", lang, whom=whom, segment=segment_name(segment, lang))
    return whom


def theme_of(lever: Lever) -> str:
    """The theme that a lever belongs to: the file that declares it, OWN for a planner's."""
    room, _, theme = lever.apply.__module__.rpartition(".")
    return theme if room == "sim.levers" else OWN


def themes(lang: str) -> dict[str, tuple[str, ...]]:
    """The name of every theme in `lang` -> its levers, strategies before crises and responses."""
    parts: dict[str, list[str]] = {}
    for lever in sorted(LEVERS.values(), key=lambda lever: KINDS.index(lever.kind)):
        parts.setdefault(theme_of(lever), []).append(lever.name)
    return {theme_name(theme, lang): tuple(names) for theme, names in parts.items()}


def theme_name(theme: str, lang: str) -> str:
    """What a planner calls a theme."""
    return text(f"desk.card.theme.{theme}", lang)


def found(query: str, lang: str) -> tuple[str, ...]:
    """The levers whose words, in either language, hold every word of `query`; those with it in their name first."""
    wanted = plainly(query).split()
    hits = [lever for lever in LEVERS.values() if holds(_words(lever), wanted)]
    return tuple(lever.name for lever in sorted(hits, key=lambda lever: not holds(_names(lever), wanted)))


def holds(words: str, wanted: Iterable[str]) -> bool:
    """Whether `words` hold all that is wanted, both as `plainly` writes them."""
    return all(word in words for word in wanted)


def plainly(words: str) -> str:
    """Words without what a search should not mind: case, full-width signs, underscores."""
    return unicodedata.normalize("NFKC", words).casefold().replace("_", " ")


@lru_cache(maxsize=256)
def _names(lever: Lever) -> str:
    """The names of a lever in both languages, and other usual words for it."""
    shown = (part for lang in LANGUAGES for part in (_card(lever, lang).title, *others("lever", lever.name)))
    return plainly(" ".join((lever.name, *shown)))


@lru_cache(maxsize=256)
def _words(lever: Lever) -> str:
    """All words about a lever in both languages, to be searched."""
    parts = [_names(lever), *lever.evidence]
    for lang in LANGUAGES:
        one = _card(lever, lang)
        parts += [theme_name(one.theme, lang), one.line, one.why, one.limits, one.cost, one.acts_on, one.grade_word]
        parts += [option.shown for option in one.options] + [row.metric for row in one.evidence]
    return plainly(" ".join(parts))
