"""`livesim day`: the steps of a day in order, what each reads and what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.texts import text


def print_day(shown: options.Shown = Format.table, lang: options.Language = SPOKEN) -> None:
    """List the steps of a day."""
    from sim.reports.day import PARTS, plan

    steps = [step for part in PARTS for step in plan(part)]
    if shown is not Format.table:
        import pandas as pd

        rows = [asdict(step) | {"sentence": step.words(lang)} for step in steps]
        lists = ("asks", "reads", "parameters", "writes")
        output.show_frame(pd.DataFrame([row | {name: " ".join(row[name]) for name in lists} for row in rows]), shown)
        return
    output.show(text("day.about", lang), *_lines(lang))


def _lines(lang: str) -> Iterator[str]:
    """The plan as it is printed: a heading a part, a line a step, and what it touches below it."""
    from sim.reports.day import PARTS, plan

    for part in PARTS:
        yield f"\n{text(f'day.title.{part}', lang)}"
        for step in plan(part):
            margin = "  " * (step.depth + 1)
            yield f"{margin}{step.name}: {step.words(lang)}"
            for kind in ("asks", "reads", "parameters", "writes"):
                if names := getattr(step, kind):
                    yield f"{margin}    {text(f'day.column.{kind}', lang)}: {', '.join(names)}"
