"""A target file from what logs show, to be read and edited: its order and headings are those of the industry."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from calibration.logs import Logs
from calibration.patterns import PATTERNS
from calibration.targets import FOLDER, number, unit_of
from calibration.targets.forms import FileForm, TargetForm
from calibration.targets.from_logs import (
    FLOOR,
    NOT_FITTED,
    STEADY,
    SURE,
    TENURE,
    WIDER,
    Measured,
    OfLogs,
    shown_by,
)
from calibration.targets.resampling import Resamples
from sim.base.forms import Problems, checked
from sim.base.message import Message, said
from sim.base.units import NUMBER, POINTS, SHARE
from sim.base.yamlfile import read
from sim.texts.messages import translated

INDUSTRY = FOLDER / "industry.yaml"
AFTER_TENURE = ("population_share", "lower_tier")
"""The target of the industry that the target of tenure stands behind."""


@dataclass(frozen=True)
class Origin:
    """Where the numbers come from: words for `source`, and the days of the opens as the logs write them."""

    source: str
    first: str
    last: str


def targets_of(logs: Logs, source: str, fit_users: int, draws: Resamples) -> str:
    """The target file of logs.

    Args:
        source: where they come from, in words. fit_users: users of a simulation of the fit [people].

    Raises LogError when days or users are too few.
    """
    entries, opens = wanted(), logs.check.tables[1]
    return file_text(entries, shown_by(logs.events, entries, fit_users, draws), Origin(source, opens.first, opens.last))


def wanted() -> list[TargetForm]:
    """The targets of the industry, in their order, and that of tenure; those of another thin log are left out."""
    root = read(INDUSTRY, INDUSTRY.name)
    found = []
    for entry in checked(FileForm, root).targets:
        if entry.metric in PATTERNS and PATTERNS[entry.metric].thinned:
            continue
        found.append(entry)
        if (entry.metric, entry.segment) == AFTER_TENURE:
            found.append(TENURE)
    return found


def file_text(entries: list[TargetForm], shown: OfLogs, place: Origin) -> str:
    """The target file, of the `wanted` entries."""
    heads = headings()
    entries = [entry for entry in entries if entry is not TENURE or _own(entry, shown)]
    own = sum(1 for entry in entries if _own(entry, shown))
    lines = [
        f"# Made by `livesim targets` of {place.source}: {shown.users:,} users with an open, {place.first} to "
        f"{place.last}.",
        f"# {own} of {len(entries)} targets are measured (`source`); what the logs cannot show is the industry's "
        f"(`evidence`), its",
        f"# tolerance times {WIDER:g}: platforms differ. A measured tolerance holds the error of the logs (bootstrap "
        "over users), the",
        f"# luck of a simulation of the fit, and {FLOOR:.0%} of the number. Edit what you know better; docs/logs.md.",
        "name: ours", "question: What do our users do when nothing is changed?", "targets:"]
    for entry in entries:
        lines += [f"  # {head}" for head in heads.get((entry.metric, entry.segment, entry.above or ""), ())]
        lines.append(_line(_stated(entry, shown, place)))
    return "\n".join(lines) + "\n"


def headings() -> dict[tuple[str, str, str], list[str]]:
    """(metric, segment, above) -> the comments that stand above it in the industry's file."""
    entries = checked(FileForm, read(INDUSTRY, INDUSTRY.name)).targets
    heads: dict[tuple[str, str, str], list[str]] = {}
    above: list[str] = []
    count = 0
    for line in INDUSTRY.read_text(encoding="utf-8").splitlines():
        if line.startswith("  # "):
            above.append(line.removeprefix("  # "))
        elif line.startswith("  - {"):
            entry = entries[count]
            heads[entry.metric, entry.segment, entry.above or ""] = above
            above, count = [], count + 1
    return heads


def _own(entry: TargetForm, shown: OfLogs) -> bool:
    if not entry.above:
        return (entry.metric, entry.segment) in shown.own
    one, two = (shown.own.get((entry.metric, segment)) for segment in (entry.segment, entry.above))
    return bool(one and two and abs(_gap(one, two)[0]) >= SURE * _gap(one, two)[1])


def _gap(one: Measured, two: Measured) -> tuple[float, float]:
    """The difference of two groups that share nobody, and its standard error."""
    return one.row.value - two.row.value, math.hypot(one.error, two.error)


def _stated(entry: TargetForm, shown: OfLogs, place: Origin) -> dict[str, object]:
    """Field -> what is written of a target."""
    key = entry.metric, entry.segment
    if entry.above:
        return _order(entry, shown, place)
    if key not in shown.own:
        return _of_the_industry(entry, shown)
    own, share = shown.own[key], unit_of(entry.metric) == "share"
    row = own.row
    reason = said("{people} people, {first} to {last}: error {error}, luck of a simulation {luck}, floor {floor}",
                  people=f"{row.people:,}", first=place.first, last=place.last, error=_width(own.error, share),
                  luck=_width(own.luck, share), floor=_width(own.floor, share))
    fit, apart = True, NOT_FITTED.get(key)
    if entry is TENURE and not STEADY[0] <= shown.steady <= STEADY[1]:
        fit, apart = False, said("newcomers of 90 days over those of the 90 before: {ratio:.2f}; the model is steady",
                                 ratio=shown.steady)
    if apart:
        fit, reason = False, said("{reason}; not fitted: {why}", reason=reason, why=apart)
    value = SHARE.write(rounded(row.value, own.tolerance)) if share else f"{rounded(row.value, own.tolerance):.12g}"
    return _fields(entry, value=value, tolerance=_width(own.tolerance, share), source=place.source,
                   reason=_both(reason), **({} if fit else {"fit": False}))


def _of_the_industry(entry: TargetForm, shown: OfLogs) -> dict[str, object]:
    why = shown.why[entry.metric, entry.segment]
    kind = POINTS if unit_of(entry.metric) == "share" else NUMBER
    wide = number(entry.tolerance, kind, Problems(read(INDUSTRY, INDUSTRY.name)), ())
    reason = _both(said("of the industry, tolerance times {times:g}, for the logs do not show it: {why}", times=WIDER,
                        why=why))
    return _fields(entry, **{name: getattr(entry, name) for name in ("value", "interval") if getattr(entry, name)
                             is not None}, tolerance=_width(WIDER * wide, kind is POINTS), evidence=entry.evidence,
                   reason=reason, **({} if entry.fit else {"fit": False}))


def _order(entry: TargetForm, shown: OfLogs, place: Origin) -> dict[str, object]:
    """Which of two segments is above the other: as the logs say where they do, else as the evidence has it."""
    one, two = (shown.own.get((entry.metric, segment)) for segment in (entry.segment, entry.above or ""))
    if one is None or two is None:
        why = next(shown.why[entry.metric, s] for s in (entry.segment, entry.above or "")
                   if (entry.metric, s) in shown.why)
        return _fields(entry, above=entry.above, evidence=entry.evidence,
                       reason=_both(said("of the industry, for the logs do not show it: {why}", why=why)))
    share = unit_of(entry.metric) == "share"
    gap, error = _gap(one, two)
    values = {"gap": _width(abs(gap), share), "error": _width(error, share)}
    if abs(gap) < SURE * error:
        return _fields(entry, above=entry.above, evidence=entry.evidence, reason=_both(said(
            "of the industry, for the logs do not tell: the difference is {gap}, its error {error}", **values)))
    reason = _both(said("the difference is {gap}, its error {error}", **values))
    if gap > 0:
        return _fields(entry, above=entry.above, source=place.source, reason=reason)
    return _fields(entry, segment=entry.above, above=entry.segment, source=place.source, reason=reason)


def _fields(entry: TargetForm, **fields: object) -> dict[str, object]:
    """The fields of a target in the order in which they are written."""
    segment = fields.pop("segment", entry.segment)
    return {"metric": entry.metric, **({} if segment == "all" else {"segment": segment}), **fields}


def rounded(value: float, tolerance: float) -> float:
    """A number to a hundredth of its tolerance: what lies below is luck."""
    return round(value, 2 - math.floor(math.log10(tolerance)))


def _width(value: float, share: bool) -> str:
    """An error as it is written: two digits, in points for a share."""
    short = float(f"{value:.2g}")
    return POINTS.write(short) if share else f"{short:g}"


def _both(reason: Message) -> dict[str, str]:
    return {"en": str(reason), "zh": translated(reason, "zh")}


def _line(fields: Mapping[str, object]) -> str:
    """A target as a flow mapping of YAML, its reason on a line of its own."""
    first = ", ".join(f"{name}: {_scalar(value)}" for name, value in fields.items() if name != "reason")
    reason = ", ".join(f"{lang}: {json.dumps(words, ensure_ascii=False)}"
                       for lang, words in fields["reason"].items())  # type: ignore[attr-defined]
    return f"  - {{{first},\n     reason: {{{reason}}}}}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    plain = str(value)
    return plain if plain.replace("_", "").replace(".", "").replace("%", "").isalnum() else json.dumps(
        plain, ensure_ascii=False)
