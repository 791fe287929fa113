"""The parts of the page about the parameters: what the fit knows, what is judged, what evidence was put in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from calibration import fitfile
from calibration.evidence import Evidence, fitting_rows
from calibration.page.overview import directions
from calibration.page.view import ValidationView
from sim.base.params import GRADES, PARAMETERS
from sim.cast.fit import file_of, fitted
from sim.cast.segments import known as segments
from sim.reports.blocks import Block, Gallery, Grid, Row, Section, Words
from sim.reports.format import format_parameter, format_part
from sim.reports.names import segment_name
from sim.reports.style import style
from sim.texts import text
from sim.texts.meanings import meaning

WAYS = ("fitted", "drawn", "stated")
"""How a value comes about."""
BASELINE = re.compile(r"B\d\d")


def fit(view: ValidationView) -> Section:
    """What the targets say of each fitted parameter; one sentence while the fit has not said it yet."""
    record = fitfile.read_record(file_of(view.own_fit))
    known = record.get("knowledge")
    blocks = knowledge(view, record["values"], known) if known else [Words(view.say("fit.absent"))]
    return view.section("fit", *blocks)


def knowledge(view: ValidationView, values: Mapping[str, float], known: Mapping[str, Any]) -> list[Block]:
    """Sentences, a table of the parameters and the picture of the directions."""
    unknown = [f"{meaning(name, view.lang).rstrip('.。')} ({name})" for name in known["unknown"]]
    rows = [
        Row([meaning(name, view.lang), name, value(values[name]),
             *(value(entry[column]) for column in ("error", "luck", "prior")),
             view.say(f"fit.{'prior_says' if name in known['unknown'] else 'targets_say'}")])
        for name, entry in known["parameters"].items()
    ]  # fmt: skip
    heads = [view.say(f"fit.heads.{column}")
             for column in ("meaning", "name", "value", "error", "luck", "prior", "known")]  # fmt: skip
    with style(view.lang):
        picture = directions(view, known)
    worst = [f"{name} ({share:+.2f})" for name, share in known["worst"].items()]
    listed = text("report.format.list", view.lang)
    return [
        Words(view.say("fit.lead")),
        Words(view.say("fit.directions", identified=known["identified"], all=len(known["singular"]),
                       singular=listed.join(f"{number:.3g}" for number in known["singular"]))),
        Words(view.say("fit.unknown", names=text("report.format.clause", view.lang).join(unknown)) if unknown
              else view.say("fit.all_known")),
        Grid(view.say("fit.parameters"), heads, rows, numbers=(2, 3, 4, 5)),
        Gallery([picture]),
        Words(view.say("fit.worst", names=listed.join(worst))),
    ]  # fmt: skip


def value(number: float) -> str:
    """A value without its unit, which the parameter's meaning gives in words."""
    return format_parameter(float(number), "")


def judged(view: ValidationView) -> Section:
    """How many parameters are fitted, drawn or stated, by the grade of their source."""
    counts = {(grade, way): 0 for grade in reversed(GRADES) for way in WAYS}
    for entry in PARAMETERS.values():
        counts[entry.grade, way_of(entry.name, view.own_fit)] += 1
    rows = []
    for grade in reversed(GRADES):
        numbers = [counts[grade, way] for way in WAYS]
        rows.append(Row([text(f"report.basis.grade.{grade}", view.lang), *map(str, numbers), str(sum(numbers)),
                         format_part(sum(numbers) / len(PARAMETERS), view.lang)]))  # fmt: skip
    sums = [sum(counts[grade, way] for grade in GRADES) for way in WAYS]
    rows.append(Row([view.say("judged.sum"), *map(str, sums), str(len(PARAMETERS)), format_part(1.0, view.lang)]))
    heads = [view.say(f"judged.heads.{column}") for column in ("grade", *WAYS, "all", "share")]
    guess = sum(counts["judged", way] for way in WAYS)
    lead = view.say("judged.lead", all=len(PARAMETERS), fitted=sums[0], drawn=sums[1], stated=sums[2], judged=guess,
                    share=format_part(guess / len(PARAMETERS), view.lang))  # fmt: skip
    return view.section("judged", Words(lead), Grid(view.say("judged.title"), heads, rows, numbers=range(1, 6)))


def way_of(name: str, own_fit: str = "") -> str:
    """One of WAYS."""
    if PARAMETERS[name].uncertain:
        return "drawn"
    return "fitted" if name in fitted(own_fit) else "stated"


def put_in(view: ValidationView) -> Section:
    """Parameters whose source is a row about the baseline, the value beside the number of that row."""
    rows = [Row([meaning(name, view.lang) if group == "all" else
                 text("report.validation.of", view.lang, name=meaning(name, view.lang).rstrip(".。"),
                      segment=segment_name(group, view.lang)),
                 name, value(number), evidence, value(latest(fitting_rows()[evidence])),
                 view.say(f"put_in.{how}")])
            for name, group, number, evidence, how in from_baseline(view.own_fit)]  # fmt: skip
    heads = [view.say(f"put_in.heads.{column}")
             for column in ("meaning", "name", "value", "evidence", "reported", "how")]  # fmt: skip
    grid = Grid(view.say("put_in.title"), heads, rows, numbers=(2, 4))
    return view.section("put_in", Words(view.say("put_in.lead")), grid)


def from_baseline(own_fit: str = "") -> list[tuple[str, str, float, str, str]]:
    """(parameter, segment, value, evidence, how) for sources that begin with a baseline row, what is set first.

    how: "set" to the number; "fitted", or chosen so that it comes out; "bounded": it rests on it, its size is judged.
    """
    declared = []
    for name, group, number, source, reported, free in sources(own_fit):
        match = BASELINE.match(source)
        if match and match[0] in fitting_rows():
            same = math.isclose(number, latest(fitting_rows()[match[0]]))
            how = "bounded" if not reported else "set" if same and not free else "fitted"
            declared.append((name, group, number, match[0], how))
    return sorted(declared, key=lambda entry: ("set", "fitted", "bounded").index(entry[4]))


def sources(own_fit: str) -> Iterator[tuple[str, str, float, str, bool, bool]]:
    """(parameter, segment, value, source, its grade is "reported", a fit moves it) of every declared value."""
    for name, entry in PARAMETERS.items():
        now = fitted(own_fit).get(name, entry.default)
        yield name, "all", now, entry.source, entry.grade == "reported", entry.fitted
    for group, segment in segments().items():
        for name, override in segment.parameters.items():
            yield name, group, override.value, override.source, override.grade == "reported", False


def latest(row: Evidence) -> float:
    """The number of a row about the baseline; of several years the last one."""
    after: tuple[float, ...] = getattr(row, "after", ())
    return after[-1]
