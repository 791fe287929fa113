"""Targets as they stand in a file."""

from __future__ import annotations

from typing import Annotated, Any

from sim.base.forms import Form, Reads, Text, Truth, read_text
from sim.base.message import all_of, said
from sim.texts import LANGUAGES

Raw = Annotated[Any, Reads(lambda value, _: value, {})]


def read_reason(value: object) -> dict[str, str]:
    """Language -> words: those of a mapping that has all languages, or one text for each of them."""
    words = value if isinstance(value, dict) else dict.fromkeys(LANGUAGES, value)
    if set(words) != set(LANGUAGES):
        given = list(map(str, words)) or said("nothing")
        raise ValueError(said("is needed in {languages}, or as one text for both; found {given}",
                              languages=all_of(LANGUAGES), given=given))
    return {lang: read_text(words[lang]) for lang in LANGUAGES}


Reason = Annotated[dict[str, str], Reads(lambda value, _: read_reason(value), {})]


class TargetForm(Form):
    """One entry as it stands in a file."""

    metric: Text
    segment: Text = "all"
    value: Raw = None
    interval: Raw = None
    above: Text | None = None
    tolerance: Raw = None
    evidence: Text | None = None
    source: Text | None = None
    reason: Reason
    fit: Truth = True


class FileForm(Form):
    """A file of targets."""

    name: Text
    question: Text
    targets: list[TargetForm]
