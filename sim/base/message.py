"""Sentences that can be said in another language: an English template, and the values that are put into it.

A `Message` is the English text itself, so whatever reads or compares text goes on doing so; beside that it keeps what
it was made of. Templates of other languages stand in `sim/texts`, which knows how to say a message in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from numbers import Integral, Real
from string import Formatter
from typing import Any

Speaks = Callable[[str], str]
"""An English template -> the template to be filled in instead."""

COMMA, CLAUSE, TO = ", ", "; ", " to "
"""What stands between words, between sentences, and between the ends of a span; templates themselves."""


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, the value of one message that says several."""

    low: float
    high: float
    to: str = TO

    def __format__(self, spec: str) -> str:
        return f"{self.low:{spec}}{self.to}{self.high:{spec}}"


class Message(str):
    """An English sentence that keeps its `template` and the `values` put into it by str.format.

    A value is a number, a text, a `Span`, a list of words or messages (joined by commas or
    semicolons), or a message of its own.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, values: Mapping[str, object] | None = None) -> Message:
        kept = {name: _kept(value) for name, value in (values or {}).items()}
        made = super().__new__(cls, _filled(template, kept, str))
        made.template, made.values = template, kept
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.template, self.values)

    def spoken(self, speaks: Speaks) -> str:
        """The sentence with other templates, for itself and for the messages in it."""
        return _filled(self.template, self.values, speaks)


def said(template: str, /, **values: object) -> Message:
    """The message of a literal `template` with its values, such as said("there is no user {user}", user=7)."""
    return Message(template, values)


def term(word: str) -> Message:
    """A word that is declared elsewhere ("lever", "sum of money"), to be said in another language too."""
    return word if isinstance(word, Message) else Message(word)


def lines(sentences: Iterable[str]) -> Message:
    """Several sentences as one message, each on its own line and once."""
    parts = {f"line{k}": sentence for k, sentence in enumerate(dict.fromkeys(sentences))}
    return Message("\n".join(f"{{{name}}}" for name in parts), parts)


LONGEST = 80
"""Letters of what somebody wrote that a message repeats."""


def brief(written: object) -> str:
    """What somebody wrote, as a message repeats it: in one line, and not longer than it takes to find it again."""
    line = " ".join(str(written).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."


def message_of(error: BaseException) -> str:
    """What an error says: its `Message`, where it was made of one."""
    return error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)


def all_of(words: Iterable[object]) -> Message:
    """Words as "one and another"."""
    return reduce(lambda before, word: said("{before} and {word}", before=before, word=word), map(_message, words))


def any_of(words: Iterable[object]) -> Message:
    """Words as "one or another"."""
    return reduce(lambda before, word: said("{before} or {word}", before=before, word=word), map(_message, words))


def foreign(*templates: str) -> tuple[str, ...]:
    """Templates of sentences that another library writes in English, for `recognised`."""
    return templates


def recognised(sentence: str, templates: Sequence[str]) -> str:
    """The sentence of another library as a message of the first of the `templates` that it fits, or else as it is.

    So are the parts of it that fit one of them.
    """
    for template in templates:
        parts = Formatter().parse(template)
        pattern = "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in parts)
        if match := re.fullmatch(pattern, sentence):
            return Message(template, {name: recognised(part, templates) for name, part in match.groupdict().items()})
    return sentence


SYSTEM = foreign(
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory", "File exists",
    "No space left on device", "Read-only file system", "File name too long", "Too many open files",
    "Connection refused", "Connection timed out", "timed out", "Name or service not known",
)
"""What the system says of files and connections."""


def system_says(error: OSError) -> str:
    """Why the system could not do it."""
    return recognised(error.strerror or str(error), SYSTEM)


def packed(value: Any) -> Any:
    """Plain data for JSON, in which every message is {"en": template, "values": ...}."""
    if isinstance(value, Message):
        return {"en": value.template, "values": packed(value.values)}
    if isinstance(value, Span):
        return {"low": value.low, "high": value.high}
    if isinstance(value, Mapping):
        return {key: packed(item) for key, item in value.items()}
    return [packed(item) for item in value] if isinstance(value, (list, tuple)) else value


def unpacked(value: Any) -> Any:
    """The data that were `packed`, messages among them."""
    if isinstance(value, dict):
        inside = {key: unpacked(item) for key, item in value.items()}
        if inside.keys() == {"en", "values"} and isinstance(inside["values"], dict):
            return Message(inside["en"], {name: _span(item) for name, item in inside["values"].items()})
        return inside
    return [unpacked(item) for item in value] if isinstance(value, list) else value


def _span(value: Any) -> Any:
    return Span(**value) if isinstance(value, dict) and value.keys() == {"low", "high"} else value


def _message(word: object) -> Message:
    return word if isinstance(word, Message) else said("{word}", word=word)


def _kept(value: object) -> Any:
    """What a message keeps of a value: something that can cross to another process, and be written to a file."""
    if value is None or isinstance(value, (str, bool, float, Span)):
        return value
    if isinstance(value, Real):  # of NumPy too
        return int(value) if isinstance(value, Integral) else float(value)
    return [_kept(item) for item in value] if isinstance(value, Iterable) else str(value)


def _filled(template: str, values: Mapping[str, Any], speaks: Speaks) -> str:
    return speaks(template).format(**{name: _put(value, speaks) for name, value in values.items()})


def _put(value: Any, speaks: Speaks) -> Any:
    """A value as it is put into a sentence."""
    if isinstance(value, Message):
        return value.spoken(speaks)
    if isinstance(value, Span):
        return replace(value, to=speaks(TO))
    if isinstance(value, list):
        between = CLAUSE if value and all(isinstance(item, Message) for item in value) else COMMA
        return speaks(between).join(str(_put(item, speaks)) for item in value)
    return value
