"""Whether two results folders hold the same numbers to the bit: `python -m benchmarks.same_numbers OLD NEW`.

Every Parquet file below both folders is compared: rows in order, each column that both have. Replicates are compared
by their number, whatever the name of their folder. Columns and files that only one of the two has are named.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Name -> table of every Parquet file below `folder`; names of hashed folders are left out."""
    files = sorted(folder.rglob("*.parquet"))
    kept = [[part for part in path.relative_to(folder).parts if not is_hash(part)] for path in files]
    return {"/".join(parts): pd.read_parquet(path) for parts, path in zip(kept, files, strict=True)}


def is_hash(name: str) -> bool:
    """Whether a folder is named by a hash."""
    return len(name) >= 16 and set(name) <= set("0123456789abcdef")


def same(one: pd.Series, other: pd.Series) -> bool:
    """Whether two columns hold the same values to the bit; blanks are equal."""
    if len(one) != len(other):
        return False
    if one.dtype.kind == other.dtype.kind == "f":
        equal = one.to_numpy().view(np.int64) == other.to_numpy().view(np.int64)
        return bool((equal | (one.isna() & other.isna())).all())
    return one.astype(str).tolist() == other.astype(str).tolist()


def differences(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """What differs between two tables, a phrase each."""
    gone, more = set(old.columns) - set(new.columns), set(new.columns) - set(old.columns)
    phrases = [f"{len(old)} rows, now {len(new)}"] if len(old) != len(new) else []
    phrases += [f"without {', '.join(sorted(gone))}"] if gone else []
    phrases += [f"new {', '.join(sorted(more))}"] if more else []
    both = [name for name in old.columns if name in new.columns]
    return phrases + [f"{name} DIFFERS" for name in both if not same(old[name], new[name])]


def main(old: str, new: str) -> int:
    """Print a line for each table that differs, and the totals; gives 1 when a number differs."""
    before, after = tables(Path(old)), tables(Path(new))
    by_table = {name: differences(before[name], after[name]) for name in sorted(before.keys() & after.keys())}
    for name in sorted(before.keys() ^ after.keys()):
        print(f"{name}: only in {'the old' if name in before else 'the new'} folder")
    for name, phrases in by_table.items():
        if phrases:
            print(f"{name}: {'; '.join(phrases)}")
    cells = sum(before[name].size for name in by_table)
    wrong = [name for name, phrases in by_table.items() if any("DIFFERS" in p or "rows" in p for p in phrases)]
    print(f"{len(by_table)} tables, {cells:,} cells, tables with another number: {len(wrong)}")
    return 1 if wrong or not by_table else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
