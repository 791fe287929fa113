"""What cannot be: odd lines are refused by their number, or left out and counted where the reader asked for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.base.errors import LivesimError
from sim.base.message import Message, lines, said

LINE = "line"
"""The column of a frame that holds each row's line in its file, as an editor counts."""
MOST_SAID = 8
"""Sentences of one refusal; more would not be read."""


class LogError(LivesimError):
    """Logs that cannot be read."""


@dataclass
class Doubts:
    """What was found odd in the tables of a folder.

    Attributes:
        drop: leave odd lines out in place of refusing them.
        refused: sentences about odd lines. left_out: table -> sentences about lines that are not used.
        notes: table -> what a reader should know before he believes the numbers.
    """

    drop: bool = False
    refused: list[Message] = field(default_factory=list)
    left_out: dict[str, list[Message]] = field(default_factory=dict)
    notes: dict[str, list[Message]] = field(default_factory=dict)

    def odd(self, table: str, frame: pd.DataFrame, wrong: np.ndarray, why: Callable[[int], Message]) -> pd.DataFrame:
        """The frame without the rows where `wrong` [row] is true; `why` tells of one row, by its place."""
        if not wrong.any():
            return frame
        count, first = int(wrong.sum()), int(np.argmax(wrong))
        sentence = why(first)
        if count > 1:
            sentence = said("{sentence} ({count} lines in all)", sentence=sentence, count=count)
        if self.drop:
            self.leave_out(table, said("odd lines: {count}; the first: {sentence}", count=count, sentence=why(first)))
        else:
            self.refused.append(sentence)
        return frame[~wrong].reset_index(drop=True)

    def leave_out(self, table: str, sentence: Message) -> None:
        """Remember lines that are left out in any case."""
        self.left_out.setdefault(table, []).append(sentence)

    def note(self, table: str, sentence: Message) -> None:
        """Remember something that a reader should know."""
        self.notes.setdefault(table, []).append(sentence)

    def settle(self) -> None:
        """Raise LogError when something was refused."""
        if self.refused:
            more = len(self.refused) - MOST_SAID
            rest = [said("and {more} more kinds of odd lines", more=more)] if more > 0 else []
            way = said("write them right, or leave such lines out with --drop-odd")
            raise LogError(lines([*self.refused[:MOST_SAID], *rest, way]))
