"""The catalogue of everything a planner reads: `text("levers.elder_mode.name", "zh")`.

Texts live beside this file in `<lang>/<area>.yaml`, apart from logic; the first part of a key is the
area. Both languages hold the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from sim.base.errors import UnknownNameError, unknown

LANGUAGES = ("en", "zh")
_own: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
"""Texts of a planner's own plug-ins, beside the catalogue."""


def areas(lang: str) -> tuple[str, ...]:
    """The names of the catalogue's files in one language, sorted."""
    _check_language(lang)
    names = (entry.name for entry in (files(__name__) / lang).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def catalogue(area: str, lang: str) -> Mapping[str, str]:
    """Dotted key -> text of one area in one language."""
    if area not in areas(lang):
        raise UnknownNameError(unknown("text area", area, areas(lang)))
    source = (files(__name__) / lang / f"{area}.yaml").read_text(encoding="utf-8")
    return dict(_flat(YAML(typ="safe", pure=True).load(source) or {}, f"{area}."))


def text(key: str, lang: str = "en", /, **values: object) -> str:
    """The text of a dotted `key` in `lang` ("en" or "zh"), with `values` put in by str.format.

    Raises UnknownNameError for a key or a language that the catalogue does not have.
    """
    entries = catalogue(key.partition(".")[0], lang)
    if key not in entries and key not in _own[lang]:
        raise UnknownNameError(unknown("text", key, entries))
    words = entries[key] if key in entries else _own[lang][key]
    return words.format(**values) if values else words


def texts(key: str, lang: str = "en") -> list[str]:
    """The texts of the list at a dotted `key`; empty when there is none."""
    found: list[str] = []
    while has(name := f"{key}.{len(found)}", lang):
        found.append(text(name, lang))
    return found


def has(key: str, lang: str = "en") -> bool:
    """True when there is a text in `lang` under `key`."""
    area = key.partition(".")[0]
    return area in areas(lang) and (key in catalogue(area, lang) or key in _own[lang])


def add(lang: str, entries: Mapping[str, str]) -> None:
    """Know texts of a planner's own (dotted key -> text) in `lang`, where the catalogue has none."""
    _own[lang].update(entries)


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
