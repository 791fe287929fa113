"""Notes of worlds that say the same but for their numbers, as one fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sim.base.message import Message, Span, said
from sim.replicate.record import Record

T = TypeVar("T")


def facts(records: Sequence[Record]) -> list[Message]:
    """What a reader has to know of a comparison, a fact once: for which arms, and in how many replicates."""
    notes = (((n, note.arm), note.text) for n, record in enumerate(records) for note in record.notes)
    return [_of_arms(fact, places, len(records)) for fact, places in merged(notes)]


def merged(notes: Iterable[tuple[T, str]]) -> list[tuple[Message, list[T]]]:
    """(fact, the labels of its notes) of labelled notes: numbers that differ between them become a `Span`."""
    alike: dict[Any, list[tuple[T, Message]]] = defaultdict(list)
    for label, note in notes:
        message = note if isinstance(note, Message) else said("{note}", note=note)
        words = tuple((name, repr(value)) for name, value in message.values.items() if not _is_number(value))
        alike[message.template, words].append((label, message))
    return [(_spanned([note for _, note in group]), [label for label, _ in group]) for group in alike.values()]


def _of_arms(fact: Message, places: Sequence[tuple[int, str]], replicates: int) -> Message:
    arms = list(dict.fromkeys(arm for _, arm in places))
    count = len({number for number, _ in places})
    if count == replicates:
        return said("{arms}: {fact}", arms=arms, fact=fact)
    return said("{arms}: {fact} ({count} of {replicates} replicates)", arms=arms, fact=fact, count=count,
                replicates=replicates)


def _spanned(notes: Sequence[Message]) -> Message:
    """One message for notes that differ in numbers alone."""
    numbers = {name: [note.values[name] for note in notes] for name, value in notes[0].values.items()
               if _is_number(value)}
    spans = {name: Span(min(several), max(several)) for name, several in numbers.items() if min(several) < max(several)}
    return Message(notes[0].template, notes[0].values | spans)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
