"""Finds, reads and checks sweep files, and makes studies of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from sim.base.errors import LivesimError, ScenarioError, unknown
from sim.base.forms import Problems, checked
from sim.base.message import lines, message_of, said
from sim.base.places import no_file, no_name
from sim.base.yamlfile import Keys, Node, read
from sim.cast.segments import in_folder
from sim.explore.design import points_of
from sim.explore.factors import PlacedFactor, read_factors
from sim.explore.form import DesignForm, SweepForm
from sim.explore.plan import SAMPLED, Design, Point, Sweep
from sim.explore.study import Study
from sim.outcomes.metrics import METRICS
from sim.paired.precision import widths
from sim.plugins import PlugIns, beside, joined, named, use
from sim.scenario.load import Document, read_document
from sim.scenario.plan import Scenario

MOST_POINTS = 1_000_000
SETTINGS = ("population", "horizon", "seed")
ALWAYS = ("base_retention", "rebuy_rate")
"""Metrics that every sweep keeps: the Pareto front is about them."""


def load_sweep(source: str | Path, plugins: str | os.PathLike[str] | None = None) -> Study:
    """The checked study of a sweep file, or of a ready sweep's name.

    `plugins` is a folder beside those that its files have; that of LIVESIM_PLUGINS unless stated.
    Raises ScenarioError with one line for each thing that is wrong.
    """
    path, label = _find(str(source))
    root = read(path, label)
    problems = Problems(root)
    own = Document(root, in_folder(path.parent / "segments", "segments")).joined(beside(path.parent))
    more = named(plugins)
    own = own.joined(more)
    use(*own.plugins)
    form = checked(SweepForm, root, {"segments": own.segments})
    documents = _documents(form, path, own.plugins, problems)
    problems.stop()
    settings = _settings(root, form)
    base = tuple(document.checked(settings) for document in documents)
    factors = read_factors(form, base[1:], problems)
    if not form.factors:
        problems.at(("factors",), said("a sweep needs at least one factor"))
    problems.stop()
    sweep = _sweep(form, path, base, factors, problems)
    problems.stop()
    study = Study(sweep, documents, settings, factors, base, str(path), more[0].folder if more else None)
    _check_values(study)
    return study


def ready_sweeps() -> tuple[str, ...]:
    """The names of the sweeps that come with livesim, sorted."""
    return tuple(sorted(path.stem for path in ready_folder().glob("*.yaml")))


def ready_folder() -> Path:
    """The folder of the sweeps that come with livesim."""
    return Path(str(files("sweeps"))).resolve()


def _find(name: str) -> tuple[Path, str]:
    """Where a sweep's file lies, and what messages call it."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        if not path.is_file():
            raise ScenarioError(no_file(path, said("there is no sweep file '{name}'", name=name)))
        return path.resolve(), name
    if name not in ready_sweeps():
        raise ScenarioError(no_name(path, unknown("sweep", name, ready_sweeps())))
    return ready_folder() / f"{name}.yaml", f"sweeps/{name}.yaml"


def _documents(form: SweepForm, path: Path, plugins: tuple[PlugIns, ...], problems: Problems) -> tuple[Document, ...]:
    """The documents of the baseline and the scenarios, all with these `plugins` and those of all of them.

    A problem is noted where the sweep names them.
    """
    documents = []
    if not form.scenarios:
        problems.at(("scenarios",), said("name at least one scenario"))
    for keys, name in [(("baseline",), form.baseline), *((("scenarios", i), n) for i, n in enumerate(form.scenarios))]:
        try:
            documents.append(read_document(str(name), path).joined(plugins))
        except LivesimError as error:
            problems.at(keys, message_of(error))
    every = joined(*(document.plugins for document in documents))
    return tuple(replace(document, plugins=every) for document in documents)


def _settings(root: Node, form: SweepForm) -> tuple[tuple[Keys, Node], ...]:
    """What the sweep states for all scenarios; outcomes of its own replace theirs."""
    settings: list[tuple[Keys, Node]] = []
    for name in SETTINGS:
        node = root.value.get(name)
        if node is not None and isinstance(node.value, dict):
            settings += [((name, key), inner) for key, inner in node.value.items()]
        elif node is not None:
            settings.append(((name,), node))
    if form.outcomes:
        settings.append((("outcomes",), Node([], root.find(("outcomes",))[0])))
    return tuple(settings)


def _sweep(form: SweepForm, path: Path, base: Sequence[Scenario], factors: Sequence[PlacedFactor],
           problems: Problems) -> Sweep:
    plans = tuple(factor.plan for factor in factors)
    outcomes = _outcomes(form, base, problems)
    wanted = _widths(form, problems)
    judged = [metric for metric, _ in outcomes]
    design = _design(form.design, plans, problems)
    _check_names(base, problems)
    problems.stop()
    return Sweep(
        name=form.name or path.stem,
        baseline=base[0].name,
        scenarios=tuple(scenario.name for scenario in base[1:]),
        factors=plans,
        design=design,
        points=points_of(plans, design),
        replicates=form.replicates,
        metrics=tuple(dict.fromkeys([*judged, *wanted, *(form.metrics or ALWAYS), *_money_metrics(base, factors)])),
        segments=tuple(dict.fromkeys([*(s for _, s in outcomes), *(form.segments or ()), "all"])),
        outcomes=outcomes,
        fixed=form.fixed,
        precision=wanted,
        question=form.question.stated(),
    )


def _design(form: DesignForm, factors: Sequence[Any], problems: Problems) -> Design:
    """The design; sampled ones need a number of points, the others have that of the factors' levels."""
    if form.kind in SAMPLED and form.points is None:
        problems.at(("design",), said("{kind} needs 'points', the number of settings to try, such as points: 64",
                                      kind=form.kind))
    if form.kind not in SAMPLED and form.points is not None:
        problems.at(("design", "points"), said("a {kind} has as many points as the factors' values make; leave "
                                               "it out, or choose one of {sampled}", kind=form.kind, sampled=SAMPLED))
    count = 1
    for factor in factors if form.kind == "grid" else ():
        count *= len(factor.levels)
    if count > MOST_POINTS:
        problems.at(("design",), said("this grid has {count:,} points (allowed: {most:,}); use fewer "
                                      "values, or one of {sampled} with points",
                                      count=count, most=MOST_POINTS, sampled=SAMPLED))
    return Design(form.kind, form.points, form.seed)


def _outcomes(form: SweepForm, base: Sequence[Scenario], problems: Problems) -> tuple[tuple[str, str], ...]:
    """What is judged: the sweep's own outcomes, else those of its scenarios, else base retention of all."""
    for i, outcome in enumerate(form.outcomes):
        if METRICS[outcome.metric].direction == 0:
            problems.at(("outcomes", i), said("more '{metric}' is neither good nor bad, so it cannot be judged",
                                              metric=outcome.metric))
    own = [(outcome.metric, outcome.segment) for outcome in form.outcomes]
    theirs = [(outcome.metric, outcome.segment) for scenario in base[1:] for outcome in scenario.outcomes]
    return tuple(dict.fromkeys(own or theirs)) or (("base_retention", "all"),)


def _widths(form: SweepForm, problems: Problems) -> dict[str, float]:
    try:
        return widths(form.precision or None)
    except LivesimError as error:
        problems.at(("precision",), message_of(error))
        return {}


def _money_metrics(base: Iterable[Scenario], factors: Iterable[PlacedFactor]) -> list[str]:
    """What net benefit is counted from, where a scenario or a factor states margins."""
    varied = any(field.first == "money" for factor in factors for field in factor.fields)
    return ["margin_per_base_user"] if varied or any(scenario.money.stated for scenario in base) else []


def _check_names(base: Sequence[Scenario], problems: Problems) -> None:
    names = [scenario.name for scenario in base]
    for place, name in enumerate(names):
        if name in names[:place]:
            problems.at(("scenarios", place - 1), said("'{name}' stands twice among baseline and scenarios",
                                                       name=name))


def _check_values(study: Study) -> None:
    """Raise ScenarioError for values that a scenario does not allow, each alone: the ends and the middle of many."""
    sentences: list[str] = []
    for place, factor in enumerate(study.factors):
        values = list(dict.fromkeys(p.values[place] for p in study.sweep.points if p.values[place] is not None))
        if factor.plan.numeric:
            values.sort(key=factor.plan.shown)  # type: ignore[arg-type]
        if len(values) > 50:
            values = [values[0], values[len(values) // 2], values[-1]]
        for value in values:
            alone: list[Any] = [None] * len(study.factors)
            alone[place] = value
            try:
                study.arms(Point(0, tuple(alone)))
            except ScenarioError as error:
                sentences.append(message_of(error))
    if sentences:
        raise ScenarioError(lines(sentences))
