"""Combinations of segments: `silver and lower_tier`, `gen_z or silver`, `not overseas`, with parentheses.

In Chinese 且, 或, 非. One meaning has one name, however it was written: the terms that cannot be made shorter
(its prime implicants) in the order of the alphabet. A combination sets no parameters of its own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from sim.base.errors import ScenarioError, UnknownNameError, unknown
from sim.base.message import said
from sim.cast.segments.base import Segment, members
from sim.outcomes.outcome import AGES, TIERS
from sim.texts import text

Tree = tuple[Any, ...]
"""("name", a segment), ("not", tree), ("and", tree, tree) or ("or", tree, tree)."""
Term = frozenset[tuple[str, bool]]
"""Segments that a user belongs to (True) and does not belong to (False), all at once."""

EVERYBODY = "all"
MOST = 6
"""Segments in one combination: more than anybody reads, and few enough to go through every case."""
EXAMPLE = "'silver and lower_tier', 'gen_z or silver', 'silver and not (overseas or lower_tier)'"
_SPELLINGS = {"and": ("and", "且", "并且"), "or": ("or", "或", "或者"), "not": ("not", "非", "不是"), "(": ("(", "（"),
              ")": (")", "）")}
_OPERATORS = {spelling: operator for operator, spellings in _SPELLINGS.items() for spelling in spellings}
_ENGLISH = r"(?<![A-Za-z0-9_])(?:and|or|not)(?![A-Za-z0-9_])|[()]"
_ANY = rf"(?:{_ENGLISH}|并且|或者|不是|[且或非（）])"


class Groups(dict[str, np.ndarray]):
    """Segment -> bool [person], its members; a combination is worked out when it is asked for.

    Lists the segments themselves and no combination. Raises UnknownNameError for what is neither.
    """

    def __missing__(self, name: str) -> np.ndarray:
        if not is_combination(name):
            raise UnknownNameError(unknown("segment", name, self))
        return value(parse(name, self), {part: self[part] for part in _names(parse(name, self))})


def is_combination(name: str) -> bool:
    """True for what names several segments, or all but one, and False for the name of a single segment."""
    return re.search(_ANY, name, re.IGNORECASE) is not None


def read(written: str, segments: Mapping[str, Segment], named: Callable[[str], str]) -> str:
    """The one name of a combination as written; `named` gives the own spelling of each segment in it.

    Raises ScenarioError for what is no combination, or holds nobody; of an unknown name, what `named` raises.
    """
    spellings = [spelling for segment in segments.values() for spelling in (segment.name, *segment.names.values())]
    tree = _renamed(parse(written, spellings), named)
    names = sorted(_names(tree))
    if len(names) > MOST:
        raise ScenarioError(said("'{written}' names {count} segments (allowed: at most {most} in one combination)",
                                 written=written, count=len(names), most=MOST))
    if not _terms(tree) or not _cells(tree, segments).any():
        meant = said("; did you mean '{near}'?", near=" or ".join(names)) if len(names) > 1 else ""
        raise ScenarioError(said("'{written}' holds nobody: no user can be all of this at once{guess}",
                                 written=written, guess=meant))
    return name_of(tree)


def cells_of(name: str, segments: Mapping[str, Segment]) -> np.ndarray:
    """bool [age, tier]: where members of a segment or a combination can be."""
    cells = _cells(parse(name, segments), segments)
    return np.logical_or(cells[..., 0], cells[..., 1])


def name_of(tree: Tree) -> str:
    """The one name of all trees that mean the same."""
    terms = _terms(tree)
    written = sorted(" and ".join(_literal(*literal) for literal in _ordered(term)) for term in terms)
    return " or ".join(f"({one})" if len(terms) > 1 and " and " in one else one for one in written) or EVERYBODY


def value(tree: Tree, values: Mapping[str, np.ndarray]) -> np.ndarray:
    """The bool combination of `values`, arrays of bool by the names in the tree."""
    kind, *parts = tree
    if kind == "name":
        return values[parts[0]]
    operands = [value(part, values) for part in parts]
    if kind == "not":
        return ~operands[0]
    return (np.logical_and if kind == "and" else np.logical_or)(*operands)


def words(name: str, lang: str, title: Callable[[str, str], str]) -> str:
    """How a combination is shown, made of the `title` of its segments."""
    terms = sorted(_terms(parse(name)), key=lambda term: [_literal(*literal) for literal in _ordered(term)])
    shown = [_term_words(term, lang, title) for term in terms]
    if len(terms) > 1:
        shown = [_say("part", lang, users=one) if len(term) > 1 else one
                 for term, one in zip(terms, shown, strict=True)]
    return text("segments.combined.either", lang).join(shown)


def parse(written: str, spellings: Iterable[str] = ()) -> Tree:
    """The tree of a combination with its names as written. Raises ScenarioError for what is none.

    `spellings` of known segments are kept whole, whatever words they hold.
    """
    tokens = _tokens(written, tuple(spellings))
    tree, rest = _either(tokens, written)
    if rest:
        raise _unreadable(written, said("a ')' closes nothing") if rest[0] == ")" else
                          said("before '{word}' an 'and' or 'or' is missing", word=rest[0]))
    return tree


def _tokens(written: str, spellings: tuple[str, ...]) -> list[str]:
    """Operators in English, and names between them."""
    pieces = [piece.strip() for piece in _grammar(spellings).findall(written)]
    return [_OPERATORS.get(piece.casefold(), piece) for piece in pieces if piece]


@lru_cache(maxsize=64)
def _grammar(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Takes pieces off: the longest known spelling that an operator or the end follows, an operator, other words."""
    longest = sorted(spellings, key=len, reverse=True)
    known = [r"[\s_-]+".join(map(re.escape, re.split(r"[\s_-]+", spelling.strip()))) for spelling in longest]
    whole = [rf"\s*(?:{'|'.join(known)})(?=\s*(?:$|{_ANY}))"] if known else []
    return re.compile("|".join([*whole, _ANY, rf"(?:(?!{_ANY}).)+"]), re.IGNORECASE | re.DOTALL)


def _either(tokens: list[str], written: str) -> tuple[Tree, list[str]]:
    """(tree, what is left) of terms with 'or' between them."""
    tree, rest = _both(tokens, written)
    while rest[:1] == ["or"]:
        other, rest = _both(rest[1:], written)
        tree = ("or", tree, other)
    return tree, rest


def _both(tokens: list[str], written: str) -> tuple[Tree, list[str]]:
    """(tree, what is left) of single parts with 'and' between them, which binds closer than 'or'."""
    tree, rest = _single(tokens, written)
    while rest[:1] == ["and"]:
        other, rest = _single(rest[1:], written)
        tree = ("and", tree, other)
    return tree, rest


def _single(tokens: list[str], written: str) -> tuple[Tree, list[str]]:
    """(tree, what is left) of a segment, its opposite, or what stands in parentheses."""
    first, rest = (tokens[0], tokens[1:]) if tokens else ("", [])
    if first == "not":
        tree, rest = _single(rest, written)
        return ("not", tree), rest
    if first == "(":
        tree, rest = _either(rest, written)
        if rest[:1] != [")"]:
            raise _unreadable(written, said("a '(' is not closed"))
        return tree, rest[1:]
    if first in ("", "and", "or", ")"):
        raise _unreadable(written, said("a segment is missing before '{word}'", word=first) if first else
                          said("a segment is missing at the end"))
    return ("name", first), rest


def _unreadable(written: str, why: str) -> ScenarioError:
    return ScenarioError(said("'{written}': {why}; write it as {example}", written=written, why=why, example=EXAMPLE))


def _names(tree: Tree) -> set[str]:
    return {tree[1]} if tree[0] == "name" else set().union(*map(_names, tree[1:]))


def _renamed(tree: Tree, named: Callable[[str], str]) -> Tree:
    kind, *parts = tree
    return (kind, named(parts[0])) if kind == "name" else (kind, *(_renamed(part, named) for part in parts))


def _terms(tree: Tree) -> set[Term]:
    """The prime implicants: a user belongs to the tree where all of one term holds; none when nobody can."""
    names = sorted(_names(tree) - {EVERYBODY})
    cases = np.arange(1 << len(names))
    true = value(tree, {name: cases >> k & 1 == 1 for k, name in enumerate(names)} | {EVERYBODY: cases >= 0})
    terms = {frozenset((name, bool(case >> k & 1)) for k, name in enumerate(names)) for case in cases[true]}
    primes: set[Term] = set()
    while terms:  # two terms that differ in one segment alone are one term without it
        pairs = [(term, term ^ {(name, True), (name, False)}, term - {(name, holds)})
                 for term in terms for name, holds in term if term ^ {(name, True), (name, False)} in terms]
        primes |= terms - {one for pair in pairs for one in pair[:2]}
        terms = {shorter for _, _, shorter in pairs}
    return primes


def _cells(tree: Tree, segments: Mapping[str, Segment]) -> np.ndarray:
    """bool [age, tier, overseas]: where a member can be; of a segment that keeps a share, anybody may be left out."""
    cells = np.array([(0, *cell) for cell in itertools.product(range(len(AGES)), range(len(TIERS)), (0, 1))],
                     [("id", "i8"), ("age", "i8"), ("tier", "i8"), ("overseas", "i8")])
    named = {name: segments[name] for name in _names(tree)}
    whole = {name: members(replace(segment, share=1.0), cells, 0) for name, segment in named.items()}
    partly = [name for name, segment in named.items() if segment.share < 1.0]
    choices = itertools.product((True, False), repeat=len(partly))
    cases = [{name: whole[name] & kept for name, kept in zip(partly, choice, strict=True)} for choice in choices]
    return np.any([value(tree, whole | case) for case in cases], axis=0).reshape(len(AGES), len(TIERS), 2)


def _ordered(term: Term) -> list[tuple[str, bool]]:
    """Segments that one belongs to, then those that one does not, each by name."""
    return sorted(term, key=lambda literal: (not literal[1], literal[0]))


def _literal(name: str, holds: bool) -> str:
    return name if holds else f"not {name}"


def _term_words(term: Term, lang: str, title: Callable[[str, str], str]) -> str:
    inside, outside = ([title(name, lang) for name, holds in _ordered(term) if holds is wanted]
                       for wanted in (True, False))
    if len(inside) > 2:
        users = _say("every", lang, listed=text("segments.combined.list", lang).join(inside[:-1]), last=inside[-1])
    elif len(inside) == 2:
        users = _say("both", lang, one=inside[0], other=inside[1])
    else:
        users = inside[0] if inside else title(EVERYBODY, lang)
    others = text("segments.combined.others", lang).join(outside)
    return _say("without", lang, users=users, others=others) if outside else users


def _say(key: str, lang: str, **values: str) -> str:
    return text(f"segments.combined.{key}", lang, **values)
