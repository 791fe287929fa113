"""`livesim diary`: one user's days in both worlds, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from sim.base.errors import ScenarioError
from sim.base.message import said
from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import progress
from sim.cli.words import say

if TYPE_CHECKING:
    from sim.diary import Diary

COLUMNS = ("day", "date", "baseline", "treated", "why")


def tell_diary(
    scenario: options.Scenario,
    user: Annotated[int | None, Option("--user", help=say("option.user"))] = None,
    users: Annotated[int, Option("--users", min=1, help=say("option.diary_users"))] = 2000,
    days: options.Days = None,
    first: Annotated[int | None, Option("--from", metavar="DAY", help=say("option.first"))] = None,
    last: Annotated[int | None, Option("--to", metavar="DAY", help=say("option.last"))] = None,
    seed: options.Seed = None,
    set_: options.Set = None,
    plugins: options.PlugIns = None,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Tell the days of one user in both worlds."""
    with progress("days", lang, quiet) as bar:
        from sim.diary import write_diary
        from sim.scenario import load_scenario

        settings = options.settings(set_)
        plan = load_scenario(scenario, settings, plugins=plugins, users=users, days=days, seed=seed, judged=False)
        diary = write_diary(plan, user, bar)
    _check_range(diary, first, last)
    _print(diary, first, last, shown, lang)


def _check_range(diary: Diary, first: int | None, last: int | None) -> None:
    """Raise ScenarioError for days that the diary does not have."""
    start, end = diary.first_day, diary.baseline[-1].day
    low, high = (start if first is None else first), (end if last is None else last)
    if not start <= low <= high <= end:
        raise ScenarioError(said("--from {low} --to {high}: allowed are days from {start} to {end}, the first one "
                                 "not after the last",
                                 low=low, high=high, start=start, end=end))


def _print(diary: Diary, first: int | None, last: int | None, shown: Format, lang: str) -> None:
    """The page, or its days for a machine."""
    from sim.diary import page
    from sim.diary.words import say as words

    places, left_out = page.places_told(diary, first, last)
    rows = page.rows(diary, places, lang)
    if shown is not Format.table:
        import pandas as pd

        output.show_frame(pd.DataFrame(rows, columns=list(COLUMNS)), shown, about=page.heading(diary, lang))
        return
    worlds = page.worlds(diary, lang)
    title = words("title", lang, user=diary.user, **worlds)
    heads = [words("day", lang), *worlds.values(), words("why", lang)]
    sums = [words("total.title", lang), *worlds.values()]
    same = words("same", lang)
    cells = [(f"{day}\n{date}", old, same if new == old else new, why) for day, date, old, new, why in rows]
    output.show(
        *page.heading(diary, lang), "",
        output.plain_table(title, heads, cells) if cells else words("nothing", lang),
        *([words("more", lang, count=left_out), ""] if left_out else []),
        output.plain_table(None, sums, page.totals(diary, lang), right=(1, 2)),
    )  # fmt: skip
