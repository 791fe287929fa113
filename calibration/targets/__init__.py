"""What the baseline must show, checked against the evidence: files of targets, one target an entry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.evidence import Finding, fitting_rows, is_held_out
from calibration.patterns import PATTERNS
from calibration.responses import RESPONSES
from calibration.targets.forms import FileForm, TargetForm
from sim.base.errors import ScenarioError, unknown
from sim.base.forms import Problems, checked
from sim.base.message import all_of, message_of, said
from sim.base.places import no_name
from sim.base.units import NUMBER, POINTS, SHARE, Kind, QuantityError, parse
from sim.base.yamlfile import read
from sim.cast.segments import known
from sim.outcomes.metrics import METRICS

FOLDER = Path(__file__).parent
LIKE = {"prob": "share", "share": "share", "s": "s", "days": "days", "min": "minutes", "users": "contacts"}
"""Unit of the evidence -> unit of what is simulated; what is not here fits a ratio of any kind."""


@dataclass(frozen=True)
class Target:
    """A value, an accepted interval or an order of two segments, and the unit of its loss.

    Attributes:
        metric: a metric of `sim.outcomes.metrics`, a pattern of `calibration.patterns` or a response of
            `calibration.responses`. segment: in whom.
        low, high: the accepted interval, the same number twice for a value.
        above: a segment whose value must be smaller (a sign test), else empty.
        tolerance: what counts as a miss of 1. evidence: id, or the words of the file's own source.
        reason: language -> why the tolerance is as it is, or why the order is expected.
        fitted: a fit may use it; else it is shown and judged alone.
    """

    metric: str
    segment: str
    low: float
    high: float
    above: str
    tolerance: float
    evidence: str
    reason: Mapping[str, str]
    fitted: bool

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """(metric, segment) of every number that it needs."""
        return ((self.metric, self.segment), *(((self.metric, self.above),) if self.above else ()))

    @property
    def name(self) -> str:
        """`metric`, or `metric of segment`, or `metric: segment above other`."""
        if self.above:
            return f"{self.metric}: {self.segment} above {self.above}"
        return self.metric if self.segment == "all" else f"{self.metric} of {self.segment}"

    @property
    def grade(self) -> str:
        """How good its number is."""
        rows = fitting_rows()
        return rows[self.evidence].grade if self.evidence in rows else "measured"

    def of(self, values: Mapping[tuple[str, str], float]) -> float:
        """The number that it is about, from those by key; for a sign test the difference of the two segments."""
        numbers = [values[key] for key in self.keys]
        return numbers[0] - numbers[1] if self.above else numbers[0]

    def miss(self, simulated: float) -> float:
        """How far [tolerances] a simulated value lies outside; 0 inside an accepted interval.

        For a sign test `simulated` is the difference of the two segments. Nothing simulated (NaN) is a miss of 10.
        """
        if math.isnan(simulated):
            return 10.0
        return (simulated - min(self.high, max(self.low, simulated))) / self.tolerance


def unit_of(metric: str) -> str:
    """The unit of a metric, pattern or response."""
    if metric in METRICS:
        return METRICS[metric].unit
    return RESPONSES[metric].unit if metric in RESPONSES else PATTERNS[metric].unit


def file_of(name: str) -> Path:
    """The target file of a name in this folder, or the file at the path `name`."""
    return Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"


def load_targets(name: str = "industry") -> list[Target]:
    """The targets of `<name>.yaml` of this folder, or of the YAML file at the path `name`.

    Raises ScenarioError with the file, line and field of everything that is wrong.
    """
    path = file_of(name)
    if not path.is_file():
        missing = unknown("target file", name, sorted(p.stem for p in FOLDER.glob("*.yaml")))
        raise ScenarioError(no_name(Path(name), missing))
    root = read(path, path.name)
    form = checked(FileForm, root)
    problems = Problems(root)
    if not form.targets:
        problems.at(("targets",), said("at least one target is needed"))
    targets = [target_of(entry, problems, k) for k, entry in enumerate(form.targets)]
    note_doubles(form, problems)
    problems.stop()
    return [target for target in targets if target is not None]


def note_doubles(form: FileForm, problems: Problems) -> None:
    """Note targets that say the same thing twice, which would double its weight."""
    firsts: dict[tuple[object, ...], int] = {}
    for k, entry in enumerate(form.targets):
        key = (entry.metric, entry.segment, entry.above)
        if key in firsts:
            problems.at(("targets", k, "metric"), said("'{metric}' of '{segment}' is a target already "
                                                       "(targets[{first}]); each counts once",
                                                       metric=entry.metric, segment=entry.segment, first=firsts[key]))
        firsts.setdefault(key, k)


def target_of(entry: TargetForm, problems: Problems, k: int) -> Target | None:
    """One target; None with a note of everything that is wrong with it."""
    before = len(problems.sentences)
    where = ("targets", k)
    names = [*METRICS, *PATTERNS, *RESPONSES]
    if entry.metric not in names:
        problems.at((*where, "metric"), unknown("metric, pattern or response", entry.metric, names))
        return None
    check_segments(entry, problems, where)
    check_evidence(entry, problems, where)
    low, high, tolerance = numbers(entry, problems, where)
    if len(problems.sentences) > before:
        return None
    return Target(metric=entry.metric, segment=entry.segment, low=low, high=high, above=entry.above or "",
                  tolerance=tolerance, evidence=entry.evidence or str(entry.source), reason=entry.reason,
                  fitted=entry.fit and entry.above is None)


def check_segments(entry: TargetForm, problems: Problems, where: tuple[str | int, ...]) -> None:
    """Note segments that are unknown; and any of a response, which is told of everybody."""
    for field, everybody in (("segment", "all"), ("above", None)):
        name = getattr(entry, field)
        if name is not None and name not in known():
            problems.at((*where, field), unknown("segment", name, list(known())))
        elif entry.metric in RESPONSES and name != everybody:
            problems.at((*where, field), said("'{metric}' is a response, and told of everybody; leave out '{field}'",
                                              metric=entry.metric, field=field))


def check_evidence(entry: TargetForm, problems: Problems, where: tuple[str | int, ...]) -> None:
    """Note evidence that is unknown, held out, or measured in another unit."""
    if (entry.evidence is None) == (entry.source is None):
        problems.at(where, said("needs either evidence (the id of a row) or source (where an own number comes from)"))
        return
    if entry.evidence is None:
        return
    rows = fitting_rows()
    if is_held_out(entry.evidence):
        problems.at((*where, "evidence"), said("'{evidence}' is kept to test predictions; no target may rest on "
                                               "it", evidence=entry.evidence))
    elif entry.evidence not in rows:
        problems.at((*where, "evidence"), unknown("evidence", entry.evidence, list(rows)))
    else:
        row, unit = rows[entry.evidence], unit_of(entry.metric)
        measured = LIKE.get(row.unit) if isinstance(row, Finding) else None
        if measured and unit not in (measured, "ratio", "logit", "log"):
            problems.at((*where, "evidence"), said("'{evidence}' is measured in {measured}, '{metric}' in {unit}",
                                                   evidence=entry.evidence, measured=measured, metric=entry.metric,
                                                   unit=unit))


def numbers(entry: TargetForm, problems: Problems, where: tuple[str | int, ...]) -> tuple[float, float, float]:
    """(low, high, tolerance) of an entry, in the metric's unit; notes what cannot be read."""
    given = [field for field in ("value", "interval", "above") if getattr(entry, field) is not None]
    if len(given) != 1:
        problems.at(where, said("needs exactly one of value, interval and above, found {given}",
                                given=all_of(given) if given else said("none")))
        return 0.0, 0.0, 1.0
    share = unit_of(entry.metric) == "share"
    tolerance = 1.0
    if entry.above is None and entry.tolerance is None:
        problems.at((*where, "tolerance"), said("is missing: how far off may the simulation be before it counts?"))
    elif entry.tolerance is not None:
        tolerance = number(entry.tolerance, POINTS if share else NUMBER, problems, (*where, "tolerance"))
        if tolerance <= 0:
            problems.at((*where, "tolerance"), said("must be above 0, found {tolerance}", tolerance=entry.tolerance))
    if entry.above is not None:
        return 1e-12, math.inf, 1.0
    if entry.interval is None:
        value = number(entry.value, SHARE if share else NUMBER, problems, (*where, "value"))
        return value, value, tolerance
    if not isinstance(entry.interval, list) or len(entry.interval) != 2:
        problems.at((*where, "interval"), said("a list of two numbers is needed, such as [45%, 65%]"))
        return 0.0, 0.0, 1.0
    low, high = (number(v, SHARE if share else NUMBER, problems, (*where, "interval", i))
                 for i, v in enumerate(entry.interval))
    if low > high:
        problems.at((*where, "interval"), said("runs backwards; write [{low}, {high}]",
                                               low=entry.interval[1], high=entry.interval[0]))
    return low, high, tolerance


def number(value: object, kind: Kind, problems: Problems, where: tuple[str | int, ...]) -> float:
    """The quantity that `value` stands for; NaN with a note when it is none; a share outside 0..100 % is noted too."""
    try:
        quantity = parse(value, kind)
    except QuantityError as error:
        problems.at(where, message_of(error))
        return math.nan
    if kind is SHARE and not 0.0 <= quantity <= 1.0:
        problems.at(where, said("{value} is out of bounds; allowed: 0% to 100%", value=value))
    return quantity



