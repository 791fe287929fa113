"""`livesim workshop`: a class prepared the evening before, handed out, packed to be taken along, and two games."""

from __future__ import annotations

import secrets
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from sim.cli import options, output
from sim.cli.console import fits
from sim.cli.options import SPOKEN
from sim.cli.progress import progress, working
from sim.cli.words import helped, say
from sim.texts import text
from sim.texts.messages import translated

if TYPE_CHECKING:
    from sim.workshop.game import Played
    from sim.workshop.lineup import LineUp

HOME = Path("livesim_workshop")
"""Where notebooks are handed out when no folder is named."""
BLOCKS, DIGITS = "▁▂▃▄▅▆▇█", "12345678"
"""Signs of a line in the terminal, from lowest to highest; the second where a console lacks the first."""
SEED_BITS = 31

GameFolder = Annotated[Path, Argument(metavar="FOLDER", help=say("option.game_folder"))]


def check_laptop(lang: options.Language = SPOKEN, quiet: options.Quiet = False) -> None:
    """Look at everything that a class needs; ends with INCOMPLETE where something is missing."""
    from sim.workshop.checking import findings

    found = []
    with working("checking", lang, quiet):
        for one in findings():
            found.append(one)
            mark = "ok" if one.well else "--" if not one.needed else "!!"
            line = say("said.workshop_looked", lang, mark=mark, what=text(f"workshop.check.{one.name}", lang),
                       seen=translated(one.seen, lang))
            typer.secho(line, fg="green" if one.well else "yellow" if not one.needed else "red")
            if not one.well:
                typer.echo(f"      {translated(one.advice, lang)}")
    missing = [one for one in found if not one.well and one.needed]
    if missing:
        raise output.fail(say("said.workshop_not_ready", lang, count=len(missing)), output.INCOMPLETE)
    typer.secho(say("said.workshop_ready", lang), fg="green")


def start_class(
    number: Annotated[int | None, Argument(metavar="[1..7]", min=1, max=9, help=say("option.notebook"))] = None,
    folder: Annotated[Path, Option("--folder", help=say("option.class_folder"))] = HOME,
    no_open: Annotated[bool, Option("--no-open", help=say("option.no_open"))] = False,
    lang: options.Language = SPOKEN,
) -> None:
    """Copy the notebooks to a folder of one's own and open them."""
    from sim.workshop.material import chosen, hand_out, notebooks_folder

    source = notebooks_folder()
    chosen(source / lang, number)
    handed = hand_out(source, lang, folder)
    output.show(say("said.workshop_handed", lang, new=len(handed.new), kept=len(handed.kept), folder=folder))
    notebook = chosen(folder / lang, number)
    if find_spec("jupyterlab") is None:
        output.show(say("said.workshop_no_jupyter", lang, python=sys.executable, notebook=notebook))
    elif no_open:
        output.show(say("said.workshop_open", lang, python=sys.executable, notebook=notebook))
    else:
        output.show(say("said.workshop_opening", lang, notebook=notebook))
        code = subprocess.run([sys.executable, "-m", "jupyterlab", str(notebook)]).returncode
        if code:
            raise output.fail(say("said.workshop_jupyter_failed", lang, notebook=notebook))


def pack_folder(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=say("option.pack_folder"))],
    systems: Annotated[list[str] | None, Option("--system", help=say("option.systems"))] = None,
    pythons: Annotated[list[str] | None, Option("--python", help=say("option.pythons"))] = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Write the offline folder; ends with INCOMPLETE where a computer lacks something."""
    from sim.workshop.laptops import PYTHONS, SYSTEMS, laptops
    from sim.workshop.packing import pack

    with progress("computers", lang, quiet) as bar:
        packed = pack(folder, laptops(systems or list(SYSTEMS), pythons or list(PYTHONS)), bar)
    output.show(say("said.workshop_packed", lang, folder=folder, megabytes=f"{packed.megabytes:,.0f}"))
    if packed.missing:
        lines = [f"{title}: {', '.join(translated(one, lang) for one in what)}"
                 for title, what in packed.missing.items()]  # fmt: skip
        raise output.fail("\n".join(output.listing(say("said.workshop_lacking", lang), lines)), output.INCOMPLETE)


def noise_or_effect(
    rounds: Annotated[int, Option("--rounds", min=1, max=20, help=say("option.lineups"))] = 5,
    seed: options.Seed = None,
    users: Annotated[int, Option("--users", min=100, max=20_000, help=say("option.lineup_users"))] = 1000,
    page: Annotated[Path | None, Option("--page", metavar="FILE", help=say("option.lineup_page"))] = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Show line-ups and ask which world has the strategy, or write them as a page."""
    from sim.workshop.lineup import Size, by_guessing, line_up

    seed = secrets.randbits(SEED_BITS) if seed is None else seed
    size = Size(users)
    if page is not None:
        with progress("lineups", lang, quiet) as bar:
            found = []
            for number in range(rounds):
                bar(number, rounds)
                found.append(line_up(seed, number, size))
        from sim.reports.html import write_page
        from sim.workshop.lineup_page import lineup_page

        output.show(say("said.report", lang, path=write_page(lineup_page(found, lang, seed), page, lang)))
        return
    right = asked = 0
    output.show(text("workshop.lineup.terminal", lang))
    for number in range(rounds):
        with working("lineups", lang, quiet):
            one = line_up(seed, number, size)
        _show_line_up(one, number + 1, lang)
        if (answer := _asked(lang)) is None:
            break
        asked += 1
        right += answer == one.letter
        output.show(text(f"workshop.lineup.{'right' if answer == one.letter else 'wrong'}", lang, letter=one.letter,
                         strategy=text(f"levers.{one.lever}.name", lang)))
    chance = by_guessing(right, asked) if asked else 1.0
    output.show("", text("workshop.lineup.score", lang, right=right, asked=asked, guessed=f"{asked / 6:.1f}",
                         chance=f"{chance:.0%}"), text("workshop.lineup.seed", lang, seed=seed))


def _show_line_up(one: LineUp, number: int, lang: str) -> None:
    """The six worlds as lines, on one scale."""
    from sim.workshop.lineup import LETTERS, drawn_line

    changes = one.changes
    most = float(abs(changes).max())
    signs = BLOCKS if fits(BLOCKS, sys.stdout.encoding or "ascii") else DIGITS
    lines = [f"  {letter}  {drawn_line(change, most, signs)}" for letter, change in zip(LETTERS, changes, strict=True)]
    output.show("", text("workshop.lineup.question", lang, number=number),
                text("workshop.lineup.scale", lang, low=signs[0], high=signs[-1], most=f"{most:.1%}"), *lines)


def _asked(lang: str) -> str | None:
    """The letter that is typed, asked for until it is one; None when nobody answers any more."""
    from sim.workshop.lineup import LETTERS

    while True:
        try:
            answer = str(typer.prompt(text("workshop.lineup.choose", lang), default="", show_default=False))
        except typer.Abort:
            return None
        answer = answer.strip().upper()
        if len(answer) == 1 and answer in LETTERS:
            return answer
        if answer == "Q":
            return None


def play_game(
    folder: GameFolder,
    number: Annotated[int | None, Option("--round", min=1, help=say("option.round"))] = None,
    check: Annotated[bool, Option("--check", help=say("option.game_check"))] = False,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Play the next round of a sandbox game and show the board."""
    from sim.workshop.game import looked_at, play

    if check:
        from sim.workshop.board import messages

        turn, turns = looked_at(folder, lang, number)
        told = list(messages(turns, lang))
        output.show(text("workshop.game.looked_at", lang, number=turn, teams=len(turns), wrong=sum(
            bool(one.message) for one in turns.values())), *told)
        return
    with progress("worlds", lang, quiet) as bar:
        played = play(folder, lang, number, bar)
    with working("report", lang, quiet):
        from sim.reports.html import write_page
        from sim.workshop.board import board_page

        board = write_page(board_page(played, lang), folder / "board.html", lang)
    _print_board(played, lang)
    output.show(say("said.report", lang, path=board))


def _print_board(played: Played, lang: str) -> None:
    """The board in the terminal: it serves where no browser can be shown."""
    from sim.workshop import board

    title = board.counted(text("workshop.game.round", lang, number=played.number, rounds=played.rules.rounds), lang)
    heads, rows = board.standing_rows(played, lang)
    output.show(output.plain_table(title, heads, rows, right=range(2, len(heads))), board.verdict(played, lang), "")
    heads, rows = board.turn_rows(played, lang)
    output.show(output.plain_table(text("workshop.game.turns", lang), heads, rows, right=(2,)),
                *board.news(played, lang), *board.messages(played.turns, lang))
    if played.parts:
        heads, rows = board.part_rows(played.parts, lang)
        parts = board.counted(text("workshop.game.parts", lang, team=played.table[0].team), lang)
        output.show("", output.plain_table(parts, heads, rows, right=range(1, len(heads))),
                    text("workshop.game.parts_note", lang))
    if played.over:
        output.show(text("workshop.game.seed", lang, seed=played.seed))


app = typer.Typer(help=say("workshop_about"), no_args_is_help=True, rich_markup_mode=None)
app.command("check", help=helped("workshop_check"))(check_laptop)
app.command("start", help=helped("workshop_start"))(start_class)
app.command("pack", help=helped("workshop_pack"))(pack_folder)
app.command("lineup", help=helped("workshop_lineup"))(noise_or_effect)
app.command("game", help=helped("workshop_game"))(play_game)
