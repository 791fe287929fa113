"""`livesim cache`: what is kept of earlier runs so that the next one need not live it again."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

from typer import Option

from sim.cli import options, output
from sim.cli.options import SPOKEN
from sim.cli.words import say

KINDS = ("world", "outcome", "rows")
"""Of files in the cache, by the second word of their names (`sim.running.memory`)."""


def show_cache(
    clear: Annotated[bool, Option("--clear", help=say("option.clear"))] = False, lang: options.Language = SPOKEN
) -> None:
    """List what the cache holds, or empty it."""
    from sim.base.keeping import kept_files

    kept = kept_files()
    if kept is None:
        output.show(say("said.cache_off", lang))
        return
    files = kept.listed()
    if clear:
        kept.clear()
        output.show(say("said.cache_cleared", lang, path=kept.folder, files=len(files) - len(kept.listed())))
        return
    by_kind: dict[str, list[int]] = defaultdict(list)
    for file in files:
        by_kind["".join(file.path.stem.split("-")[1:2])].append(file.size)
    rows = [(say(f"cache.{kind}", lang), f"{len(by_kind[kind]):,}", _megabytes(sum(by_kind[kind]))) for kind in KINDS]
    output.show(
        output.plain_table(None, [say(f"column.{key}", lang) for key in ("kept", "files", "megabytes")], rows,
                           right=(1, 2)),
        say("said.cache", lang, path=kept.folder, files=f"{len(files):,}", size=_megabytes(sum(f.size for f in files)),
            cap=_megabytes(kept.cap)),
    )  # fmt: skip


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"
