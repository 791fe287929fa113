"""Writes docs/reference/*.md and both JSON Schemas from what the code declares: `python docs/generate.py [--check]`.

With `--check` nothing is written; a file that is not up to date is named and the exit code is 1. That holds for
docs/validation.md and docs/teaching_numbers.json too, which rest on simulations: their stamps are compared,
`livesim validate` and docs/teaching_numbers.py write them.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import runpy
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from ruamel.yaml import YAML

from calibration.page.stale import COMMAND, is_stale
from sim.base.params import PARAMETERS, SCOPES, Parameter
from sim.cast.fit import fitted
from sim.explore import schema as sweep_schema
from sim.levers.base import LEVERS, Lever
from sim.outcomes.metrics.base import METRICS, Metric
from sim.outcomes.metrics.definitions import definition, room_definition
from sim.outcomes.metrics.rooms import ROOM_METRICS, RoomMetric
from sim.reports.day import PARTS, Step, plan
from sim.reports.format import markdown_table
from sim.reports.side_by_side import page as side_by_side
from sim.scenario import schema as scenario_schema
from sim.texts import has, text

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
DECLARING = ("sim.users.rules", "sim.cast", "sim.levers", "sim.outcomes.metrics")
"""Packages whose modules declare parameters, levers and metrics when they are imported."""
SCOPE_TEXTS = {
    "user": "How a user behaves; one value for each kind of user and the strategies that reach him.",
    "room": "What a live stream is like; one value for each kind of room.",
    "platform": "One value for the whole world.",
    "population": "How people are drawn before day 0.",
    "lever": "What a strategy moves at strength 1.",
}


def declare_everything() -> None:
    """Fill the registries by importing every module that declares something."""
    for package in DECLARING:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(module.name)


def parameter_row(entry: Parameter) -> list[str]:
    """One parameter as the cells of a table."""
    fit = fitted()
    prior = f"{entry.prior.shape} {entry.prior.low:g} to {entry.prior.high:g}" if entry.prior else ""
    how = "drawn" if entry.uncertain else "fitted" if entry.name in fit else "stated"
    value, bounds = f"{fit.get(entry.name, entry.default):g}", f"{entry.low:g} to {entry.high:g}"
    return [f"`{entry.name}`", entry.text, value, entry.unit, bounds, how, prior, entry.source, entry.grade]


def parameters() -> str:
    """The page of all parameters, by scope."""
    head = ("name", "what it says", "value", "unit", "allowed", "how known", "prior", "source", "grade")
    parts = [
        "# Parameters",
        f"{len(PARAMETERS)} numbers, each declared beside its rule. *How known*: `fitted` to the baseline "
        "targets; `drawn` from its prior in every replicate, because the baseline cannot see it; `stated` "
        "otherwise. Sources are rows of [the evidence](../../calibration/evidence/README.md). A scenario sets "
        "a parameter under `parameters:`, a command with `--set name=value`.",
    ]
    for scope in SCOPES:
        entries = [entry for entry in PARAMETERS.values() if entry.scope == scope]
        if entries:
            parts += [f"## {scope}", SCOPE_TEXTS[scope], markdown_table(head, map(parameter_row, entries))]
    return "\n\n".join(parts)


def lever_words(lever: Lever, part: str, title: str = "") -> list[str]:
    """A paragraph about a strategy, nothing where the catalogue has none."""
    key = f"levers.{lever.name}.{part}"
    return [f"{title}{text(key)}"] if has(key) else []


def lever_sizes(lever: Lever) -> list[list[str]]:
    """What strength 1 moves: the sizes that are named after a strategy, as the cells of a table."""
    fit, prefix = fitted(), f"{lever.name}_"
    own = [entry for entry in PARAMETERS.values() if entry.scope == "lever" and entry.name.startswith(prefix)]
    return [[f"`{size.name}`", f"{fit.get(size.name, size.default):g}", size.unit, size.source, size.grade]
            for size in own]


def lever_section(lever: Lever) -> str:
    """One strategy: names, what it does, what it writes, its sizes, options, cost, evidence and limits."""
    english, chinese = (text(f"levers.{lever.name}.name", lang) for lang in ("en", "zh"))
    parts = [
        f"## {lever.name}\n\n{english} ({chinese})",
        *lever_words(lever, "line"),
        *lever_words(lever, "why"),
        f"A {lever.kind}. Changes {lever.reach}; evidence {', '.join(lever.evidence) or 'none'}, grade {lever.grade}. "
        f"Writes {', '.join(f'`{name}`' for name in lever.writes)}.",
    ]
    if sizes := lever_sizes(lever):
        parts.append(markdown_table(("size at strength 1", "value", "unit", "source", "grade"), sizes))
    if lever.options:
        rows = ([f"`{o.name}`", f"{o.default:g}", o.unit, f"{o.low:g} to {o.high:g}"] for o in lever.options)
        parts.append(markdown_table(("option", "default", "unit", "allowed"), rows))
    return "\n\n".join([*parts, *lever_words(lever, "cost", "*Cost*: "), *lever_words(lever, "limits", "*Limits*: ")])


def levers() -> str:
    """The page of all strategies."""
    intro = (
        "What a planner can choose, the crises that may strike, and what answers them. Every lever "
        "changes how people or rooms work, never an outcome; strength 1 is what was reported, strength 0 is the "
        "baseline to the bit."
    )
    return "\n\n".join(["# Levers", intro, *map(lever_section, LEVERS.values())])


def metric_row(metric: Metric | RoomMetric) -> list[str]:
    """One metric as the cells of a table."""
    words = room_definition if isinstance(metric, RoomMetric) else definition
    english, chinese = (words(metric.name, lang) for lang in ("en", "zh"))
    good = {1: "more", -1: "less", 0: ""}[metric.direction]
    unit = f"{metric.unit} per {metric.per:,.0f}" if metric.per != 1 else metric.unit
    return [f"`{metric.name}`", english.name, chinese.name, unit, good, english.definition]


def metrics() -> str:
    """The page of all metrics."""
    head = ("name", "English", "中文", "unit", "good", "definition")
    people = "Every metric is a ratio of sums over people, so it can be taken in any segment, with its counts."
    rooms = "Ratios of sums over the visits to a group of rooms."
    parts = ["# Metrics", people, markdown_table(head, map(metric_row, METRICS.values()))]
    return "\n\n".join([*parts, "## Of rooms", rooms, markdown_table(head, map(metric_row, ROOM_METRICS.values()))])


def scenario_row(path: Path) -> list[str]:
    """One shipped scenario as the cells of a table."""
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    question = content.get("question") or {}
    used = ", ".join(f"`{strategy['lever']}`" for strategy in content.get("strategies") or [])
    return [f"`{content['name']}`", question.get("en", ""), question.get("zh", ""), used]


def scenarios() -> str:
    """The page of the scenarios that come with livesim."""
    paths = sorted(Path(str(files("scenarios"))).glob("*.yaml"))
    head = ("name", "question", "问题", "levers")
    intro = "The scenarios that come with livesim. `livesim scenarios new` writes another one."
    return "\n\n".join(["# Scenarios", intro, markdown_table(head, map(scenario_row, paths))])


def step_row(step: Step) -> list[str]:
    """One step of a day as the cells of a table; a step within a step is indented."""
    lists = (step.asks, step.reads, step.parameters, step.writes)
    cells = [" ".join(f"`{name}`" for name in names) for names in lists]
    return [f"{'· ' * step.depth}`{step.name}`", step.words("en"), step.words("zh"), *cells]


def day() -> str:
    """The page of a day: its steps in order, read off the code."""
    columns = [text(f"day.column.{kind}") for kind in ("asks", "reads", "parameters", "writes")]
    head = ["step", "what it does", "做什么", *columns]
    parts = ["# A day", text("day.about"), "`livesim day` prints the same."]
    for part in PARTS:
        parts += [f"## {text(f'day.title.{part}')}", markdown_table(head, map(step_row, plan(part)))]
    return "\n\n".join(parts)


def schemas() -> dict[Path, str]:
    """The JSON Schemas by which an editor checks scenario and sweep files."""
    return {ROOT / "scenarios" / scenario_schema.FILE: scenario_schema.schema_text(),
            ROOT / "sweeps" / sweep_schema.FILE: sweep_schema.schema_text()}


def definitions() -> dict[Path, str]:
    """Our metrics beside those of others, in both languages."""
    return {ROOT / "docs" / "definitions.md": NOTE + side_by_side("en") + "\n",
            ROOT / "docs" / "zh" / "definitions.md": NOTE + side_by_side("zh") + "\n"}


NOTE = "<!-- Written by docs/generate.py: change the code that declares it, then run `make docs`. -->\n\n"
WRITERS: dict[str, Callable[[], str]] = {
    "parameters": parameters,
    "levers": levers,
    "metrics": metrics,
    "scenarios": scenarios,
    "day": day,
}


def main() -> int:
    """Write the pages, or only compare them. 1 when a page is not up to date under `--check`."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    check = arguments.parse_args().check
    declare_everything()
    pages = {PAGES / f"{name}.md": NOTE + write() + "\n" for name, write in WRITERS.items()}
    teaching = runpy.run_path(str(ROOT / "docs" / "teaching_table.py"))
    pages |= schemas() | definitions() | teaching["pages"]()
    stale = [path for path, page in pages.items() if not path.exists() or path.read_text("utf-8") != page]
    if check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not up to date: run `make docs`")
        old = is_stale(PAGES.parent)
        if old:
            print(f"docs/validation.md is not up to date: run `{COMMAND}` (some minutes)")
        old_class = teaching["is_stale"]()
        if old_class:
            print("docs/teaching_numbers.json is not up to date: run `python docs/teaching_numbers.py && make docs`")
        return int(bool(stale) or old or old_class)
    PAGES.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(pages[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
