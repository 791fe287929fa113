"""The board of a sandbox game: where the teams stand, what struck, whose file was wrong, what the winner did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.reports import format as fmt
from sim.reports.blocks import Block, Gallery, Grid, Listing, Page, Picture, Row, Section, Words
from sim.reports.palette import BASELINE
from sim.reports.style import WIDTH, arm_colours, arm_dashes, style, svg_of
from sim.texts import text
from sim.texts.messages import translated
from sim.workshop.game import Played, Turn
from sim.workshop.playing import Standing, gap

REFRESH = 5
"""Seconds after which a browser reads the page again."""
MONEY = {"en": (1e6, 2), "zh": (1e4, 0)}
"""Language -> what tables count money in [yuan], and the decimals of it that are shown."""


def board_page(played: Played, lang: str) -> Page:
    """The board after a round, which a browser reads again by itself."""
    heads, rows = standing_rows(played, lang)
    title = counted(text("workshop.game.standing", lang), lang)
    blocks: list[Block] = [Words(verdict(played, lang), "first"),
                           Grid(title, heads, [Row(row) for row in rows], numbers=range(2, len(heads)), names=1),
                           _what_was_played(played, lang)]
    sections = [Section("standing", title, blocks)]
    if played.over:
        sections.append(Section("winner", text("workshop.game.winner", lang), _explained(played, lang)))
    with style(lang):
        picture = Picture("course", svg_of(course_figure(played, lang)), _course_alt(played, lang))
    sections += [Section("course", text("workshop.game.course", lang), [Gallery([picture])]),
                 Section("news", text("workshop.game.news", lang), [Listing(list(news(played, lang)))])]
    if told := list(messages(played.turns, lang)):
        sections.append(Section("files", text("workshop.game.files", lang), [Listing(told)]))
    heading = text("workshop.game.round", lang, number=played.number, rounds=played.rules.rounds)
    kept = text("report.format.yuan", lang, number=fmt.significant(played.rules.kept_user or 0.0))
    facts = [text("workshop.game.judged", lang, worlds=len(played.table[0].worlds), kept=kept)]
    if played.over:
        facts.append(text("workshop.game.seed", lang, seed=played.seed))
    return Page(heading, text("workshop.sort", lang), heading, sections, facts=facts, refresh=REFRESH)


def standing_rows(played: Played, lang: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the table of teams, the best first."""
    heads = _heads(("rank", "team", "score", "range", "round", "net", "kept", "purse"), lang)
    before = played.history[-2] if len(played.history) > 1 else {}
    rows = []
    for rank, one in enumerate(played.table, 1):
        rows.append([str(rank), one.team, amount(one.score, lang), _span(one, lang),
                     amount(one.score - before.get(one.team, 0.0), lang), amount(one.net, lang),
                     fmt.format_people(one.kept, lang, signed=True), amount(played.purse[one.team], lang, sign="")])
    return heads, rows


def turn_rows(played: Played, lang: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of what every team played in this round, and what it set aside for it."""
    heads, rows = _heads(("team", "played", "aside"), lang), []
    for team in (one.team for one in played.table):
        turn = played.turns[team]
        levers = [text(f"levers.{strategy.lever}.name", lang) for strategy in turn.plan.strategies]
        words = text("workshop.game.join", lang).join(levers) or text("workshop.game.idle", lang)
        rows.append([team, text("workshop.game.once_more", lang, levers=words) if turn.again else words,
                     amount(turn.plan.set_aside, lang, sign="")])
    return heads, rows


def part_rows(parts: Sequence[Standing], lang: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of what each of the winner's levers brought."""
    heads = _heads(("lever", "score", "range", "net", "kept"), lang)
    rows = [[text(f"levers.{one.team}.name", lang), amount(one.score, lang), _span(one, lang), amount(one.net, lang),
             fmt.format_people(one.kept, lang, signed=True)] for one in parts]  # fmt: skip
    return heads, rows


def counted(title: str, lang: str) -> str:
    """The title of a table, with what money is counted in."""
    return text("workshop.game.counted", lang, title=title)


def _heads(names: Sequence[str], lang: str) -> list[str]:
    return [text(f"workshop.game.head.{name}", lang) for name in names]


def verdict(played: Played, lang: str) -> str:
    """Who is ahead, and whether luck could have done that: the first against the second in every world."""
    first, *others = played.table
    if idle(first):
        idlers = text("workshop.game.join", lang).join(one.team for one in played.table if idle(one))
        return text("workshop.game.nobody", lang, teams=idlers)
    if first.score < 0:
        return text("workshop.game.worse", lang, first=first.team, by=_money(amount(-first.score, lang, sign=""), lang))
    second = others[0] if others else None
    if second is None or idle(second):  # what is not ahead of doing nothing is no more than that
        name, score, low, high = text("workshop.game.nothing", lang), 0.0, first.low, first.high
    else:
        name, score, (low, high) = second.team, second.score, gap(first, second)
    key = "ahead" if low > 0 else "same" if low == high == 0 else "close"
    return text(f"workshop.game.{key}", lang, first=first.team, second=name,
                by=_money(amount(first.score - score, lang, sign=""), lang),
                span=_money(text("report.format.range", lang, low=amount(low, lang), high=amount(high, lang)), lang))


def idle(one: Standing) -> bool:
    """Whether a team changed nothing in any world."""
    return not any(one.worlds)


def news(played: Played, lang: str) -> Iterator[str]:
    """What struck, round by round."""
    for number, event in enumerate(played.events, 1):
        yield text("workshop.game.in_round", lang, number=number, what=text(f"workshop.game.event.{event}", lang))


def messages(turns: Mapping[str, Turn], lang: str) -> Iterator[str]:
    """What was wrong with the files of the round, and what counts in their place."""
    for team, turn in turns.items():
        if turn.message:
            counts = "again" if turn.again else "nothing"
            yield from translated(turn.message, lang).splitlines()
            yield text(f"workshop.game.counts.{counts}", lang, team=team)


def course_figure(played: Played, lang: str) -> Figure:
    """The score of every team after each round."""
    figure = Figure(figsize=(1.6 * WIDTH, 3.6), layout="constrained")
    axes = figure.subplots()
    teams = sorted(one.team for one in played.table)  # a team keeps its colour, wherever it stands
    colours, dashes = arm_colours(teams), arm_dashes(teams)
    rounds = range(len(played.history) + 1)
    for team in (one.team for one in played.table):
        scores = [0.0, *(round_.get(team, 0.0) for round_ in played.history)]
        axes.plot(rounds, scores, color=colours[team], linestyle=dashes[team], marker="o", markersize=4, label=team)
    axes.axhline(0, color=BASELINE, linewidth=1.0)
    axes.set_xticks(list(range(played.rules.rounds + 1)))
    axes.set_xlabel(text("workshop.game.axis.round", lang))
    axes.set_ylabel(text("workshop.game.axis.score", lang))
    size, _ = MONEY[lang]
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.format_tick(value / size, "yuan", signed=True)))
    figure.legend(loc="outside right upper")
    return figure


def _course_alt(played: Played, lang: str) -> str:
    scores = ", ".join(f"{one.team} {amount(one.score, lang)}" for one in played.table)
    return text("workshop.game.alt", lang, scores=scores)


def _what_was_played(played: Played, lang: str) -> Grid:
    heads, rows = turn_rows(played, lang)
    return Grid(text("workshop.game.turns", lang), heads, [Row(row) for row in rows], numbers=(2,), captioned=True)


def _explained(played: Played, lang: str) -> list[Block]:
    """What the winner's levers brought, each by leaving it out of the same worlds."""
    if not played.parts:
        return [Words(text("workshop.game.did_nothing", lang, team=played.table[0].team))]
    heads, rows = part_rows(played.parts, lang)
    caption = counted(text("workshop.game.parts", lang, team=played.table[0].team), lang)
    return [Grid(caption, heads, [Row(row) for row in rows], numbers=range(1, len(heads)), captioned=True),
            Words(text("workshop.game.parts_note", lang), "quiet")]


def _span(one: Standing, lang: str) -> str:
    """The digits of the interval of a score, in what money is counted in; none for who changed nothing."""
    if idle(one):
        return text("report.format.none", lang)
    return text("report.format.range", lang, low=amount(one.low, lang), high=amount(one.high, lang))


def amount(value: float, lang: str, sign: str = "+") -> str:
    """The digits of money [yuan] in a table whose title says what it is counted in."""
    size, decimals = MONEY[lang]
    number = round(value / size, decimals)
    return f"{number or 0.0:{sign if number else ''},.{decimals}f}".replace("-", fmt.MINUS)


def _money(written: str, lang: str) -> str:
    """Digits with what they are counted in."""
    return text("workshop.game.money", lang, number=written)
