"""`livesim repeat`: simulate a results folder again from its manifest, and say whether the numbers are the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from sim.cli import options, output
from sim.cli.options import SPOKEN
from sim.cli.progress import progress
from sim.cli.words import say

if TYPE_CHECKING:
    import pandas as pd


def repeat_folder(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=say("option.results"))],
    out: options.Save = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Simulate the question of a results folder again and compare the numbers."""
    with progress("again", lang, quiet) as bar:
        from sim.paired.comparison import Comparison
        from sim.paired.repeating import repeat
        from sim.running.folder import ResultsFolder
        from sim.running.manifest import model_digest

        tables, manifest = ResultsFolder(folder).read()
        again = repeat(folder, progress=bar, out=out)
    new = {"replicates": again.replicates} if isinstance(again, Comparison) else {"metrics": again.metrics}
    differing = {name: rows_apart(tables[name], table) for name, table in new.items()}
    if not any(differing.values()):
        output.show(say("said.same_numbers", lang, rows=f"{sum(map(len, new.values())):,}"))
        return
    versions = {"old": manifest["versions"]["model"], "new": model_digest()}
    key = "said.other_model" if versions["old"] != versions["new"] else "said.other_numbers"
    raise output.fail(say(key, lang, rows=f"{sum(differing.values()):,}", **versions), output.INCOMPLETE)


def rows_apart(old: pd.DataFrame, new: pd.DataFrame) -> int:
    """Rows that are not the same to the bit, missing ones included."""
    columns = [column for column in old.columns if column in new.columns]
    length = min(len(old), len(new))
    one, other = (table[columns].iloc[:length].reset_index(drop=True) for table in (old, new))
    same = ((one == other) | (one.isna() & other.isna())).all(axis=1)
    return int((~same).sum()) + abs(len(old) - len(new))
