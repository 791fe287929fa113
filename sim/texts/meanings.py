"""What a parameter says, in words: those of its declaration, or their translation."""

from __future__ import annotations

from sim.base.params import PARAMETERS
from sim.texts import has, text


def meaning(name: str, lang: str = "en") -> str:
    """One sentence, or a phrase, about a parameter. Raises UnknownNameError for one nobody declared."""
    declared, key = PARAMETERS[name], f"params.{name}"
    return text(key, lang) if has(key, lang) else declared.text
