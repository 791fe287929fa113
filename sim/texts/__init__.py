"""Everything a planner reads, by key and language: `text("levers.elder_mode.name", "zh")`.

Texts live beside this file in `<lang>/<area>.yaml`, apart from logic; the first part of a key is the area. What a
declaration says of itself in English (the docstring of a metric or a pattern, the text of a parameter) is told
there alone, so the catalogue holds its translation and no English. A planner's own declarations may say both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from sim.base.errors import UnknownNameError, unknown

LANGUAGES = ("en", "zh")
MESSAGES = "messages.yaml"
"""The file that translates the messages in the code (`sim.texts.messages`): no area, it has no keys of its own."""
PART = re.compile(r'^"?(?P<name>\w+)"?:.*\n(?:(?:[ #].*)?\n)*', re.MULTILINE)
"""A part of an area's file: a name at the start of a line, and what is indented below it."""
_DECLARED: Mapping[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
"""Language -> key -> what a declaration says."""


def spoken() -> str:
    """The language of LIVESIM_LANG, in which people are spoken to who name no other; English where it is unset."""
    wanted = os.environ.get("LIVESIM_LANG", "")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


@cache
def areas(lang: str) -> tuple[str, ...]:
    """The names of the catalogue's files in one language, sorted."""
    _check_language(lang)
    names = (entry.name for entry in (files(__name__) / lang).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and name != MESSAGES))


@cache
def catalogue(area: str, lang: str) -> Mapping[str, str]:
    """Dotted key -> text of one area in one language."""
    if area not in areas(lang):
        raise UnknownNameError(unknown("text area", area, areas(lang)))
    return {key: words for part in _parts(area, lang) for key, words in _part(area, lang, part).items()}


@cache
def _parts(area: str, lang: str) -> Mapping[str, str]:
    """The first name below an area -> the lines of its file on it: reading YAML is slow, and a command asks for few."""
    source = (files(__name__) / lang / f"{area}.yaml").read_text(encoding="utf-8")
    return {lines.group("name"): lines.group() for lines in PART.finditer(source)}


@cache
def _part(area: str, lang: str, part: str) -> Mapping[str, str]:
    """Dotted key -> text of one part of an area, none where it has no such part."""
    lines = _parts(area, lang).get(part, "")
    return dict(_flat(YAML(typ="safe", pure=True).load(lines), f"{area}.")) if lines else {}


def text(key: str, lang: str = "en", /, **values: object) -> str:
    """The text of a dotted `key` in `lang` ("en" or "zh"), with `values` put in by str.format.

    The text of the catalogue, or else that of the declaration: in English where it has no other. Raises
    UnknownNameError for a key without a text, or for another language.
    """
    entries = next((entries for entries in _sources(key, lang) if key in entries), None)
    if entries is None:
        area = key.partition(".")[0]
        written = catalogue(area, lang) if area in areas(lang) else {}
        raise UnknownNameError(unknown("text", key, {*written, *_DECLARED[lang], *_DECLARED["en"]}))
    return entries[key].format(**values) if values else entries[key]


def texts(key: str, lang: str = "en") -> list[str]:
    """The texts of the list at a dotted `key`; empty when there is none."""
    parts: list[str] = []
    while has(name := f"{key}.{len(parts)}", lang):
        parts.append(text(name, lang))
    return parts


def has(key: str, lang: str = "en") -> bool:
    """True when there is a `text` of `key` in `lang`."""
    return any(key in entries for entries in _sources(key, lang))


def declare(key: str, words: str, lang: str = "en") -> None:
    """Tell the text of `key` where the thing itself is declared; declared again, the last word counts."""
    _check_language(lang)
    _DECLARED[lang][key] = words


def docstring(function: Callable[..., object]) -> str:
    """The docstring of a function as one paragraph, blank without one."""
    return " ".join((function.__doc__ or "").split())


def _sources(key: str, lang: str) -> tuple[Mapping[str, str], ...]:
    """Where the text of a key can stand, first come first served."""
    area, _, rest = key.partition(".")
    written = _part(area, lang, rest.partition(".")[0]) if area in areas(lang) else {}
    return written, _DECLARED[lang], _DECLARED["en"]


def _check_language(lang: str) -> None:
    if lang not in LANGUAGES:
        raise UnknownNameError(unknown("language", lang, LANGUAGES))


def _flat(node: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    """(dotted key, text) of every leaf below `node`; lists count from 0."""
    pairs: list[tuple[str, str]] = []
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, list):
            value = {str(index): item for index, item in enumerate(value)}
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{key}.")
        else:
            pairs.append((key, str(value)))
    return pairs
