"""The validation that a page is about, and the language in which it is written."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.validate import Validation
from sim.reports.blocks import Block, Section
from sim.texts import text, texts


@dataclass(frozen=True)
class ValidationView:
    """A validation, the language in which it is written, and the fit that it is about ("": the one that ships)."""

    validation: Validation
    lang: str
    own_fit: str = ""

    def say(self, key: str, **values: object) -> str:
        """A text of the area `validation`."""
        return text(f"validation.{key}", self.lang, **values)

    def items(self, key: str) -> list[str]:
        """The texts of a list in the area `validation`."""
        return texts(f"validation.{key}", self.lang)

    def section(self, name: str, *blocks: Block) -> Section:
        """A part of the page with the title that the catalogue has for it."""
        return Section(name, self.say(f"{name}.title"), blocks)
