"""What the groups that stand in the lines of a block say of age and tier."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa

from calibration.importing.groups import AGE, TIER, GroupWords

_BETWEEN = re.compile("[\x1f,;|，；、\\[\\]\"]+")
"""What stands between the groups of one cell: a list of JSON, or words with commas, semicolons or bars."""


def words_of(cells: Iterable[str], groups: GroupWords) -> pa.Table:
    """One row for each cell of groups: word, age, tier, stray (a group that is not mapped), two (said in two ways)."""
    rows = [(cell, *_said(cell, groups)) for cell in cells]
    columns = list(zip(*rows, strict=True)) or [()] * 5
    kinds = {"word": pa.string(), "age": pa.uint8(), "tier": pa.uint8(), "stray": pa.string(), "two": pa.string()}
    return pa.table({name: pa.array(list(column), kind)
                     for (name, kind), column in zip(kinds.items(), columns, strict=True)})


def _said(cell: str, groups: GroupWords) -> tuple[int | None, int | None, str | None, str | None]:
    """(age, tier, a group that is not mapped, what two groups tell in two ways) of a cell; None for nothing."""
    names = [cell] if cell in groups.of else [name for part in _BETWEEN.split(cell) if (name := part.strip())]
    stray = next((name for name in names if name not in groups.of), None)
    says = [groups.of[name] for name in names if name in groups.of]
    ages, tiers = ({pair[k] for pair in says if pair[k]} for k in (0, 1))
    two = AGE if len(ages) > 1 else TIER if len(tiers) > 1 else None
    return min(ages, default=None), min(tiers, default=None), stray, two
