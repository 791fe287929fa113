"""Messages in another language: the catalogue's `messages.yaml` pairs each English template with its translation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from ruamel.yaml import YAML

from sim.base.message import Message
from sim.texts import MESSAGES


def translated(message: str, lang: str) -> str:
    """A message in `lang`; a text that is no message, and a template without a translation, stay English."""
    if not isinstance(message, Message):
        return message
    templates = translations(lang)
    return message.spoken(lambda template: templates.get(template, template))


@cache
def translations(lang: str) -> Mapping[str, str]:
    """English template -> template in `lang`; empty for English itself."""
    folder = files("sim.texts") / lang
    if lang == "en" or not (folder / MESSAGES).is_file():
        return MappingProxyType({})
    rooms = YAML(typ="safe", pure=True).load((folder / MESSAGES).read_text(encoding="utf-8"))
    return MappingProxyType({pair["en"]: pair[lang] for room in rooms.values() for pair in room})
