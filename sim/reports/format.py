"""How every number is shown: shares in %, their effects in points, yuan in millions or 万, durations.

A value arrives in its metric's own unit (`share` is 0..1); `per` scales a count for showing ("per
1,000 users"). With the `error` of a number, half of its interval in the same unit, nothing is shown that is finer
than the first digit of that error. The words around the digits live in the catalogue under `report.format`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from sim.texts import text

MINUS = "\u2212"

# (from this size on, shown = value * factor, name of the shown unit), largest first
Scale = tuple[float, float, str]
STEPS = {"en": (1e9, 1e6), "zh": (1e8, 1e4)}
"""What large money and large crowds are counted in: billions and millions, 亿 and 万."""

MINUTES: tuple[Scale, ...] = ((120.0, 1 / 60, "hours"), (1.0, 1.0, "minutes"), (0.0, 60.0, "seconds"))

DECIMALS = ((0, 1000.0), (1, 10.0), (2, 0.1))
"""(decimals, from this size on); smaller numbers get three, shares two."""


def format_value(value: float, unit: str, per: float = 1.0, lang: str = "en", *, error: float = math.nan) -> str:
    """A level, such as "12.3%", "8.20 min", "1,234 per 1,000" or "123 万元"."""
    return _shown((value,), unit, per, lang, error=error)


def format_difference(value: float, unit: str, per: float = 1.0, lang: str = "en", *, error: float = math.nan) -> str:
    """A signed effect: a share's in points ("+1.20 pp"), everything else in its unit."""
    return _shown((value,), unit, per, lang, signed=True, points=True, error=error)


def format_effect_size(value: float, unit: str, per: float = 1.0, lang: str = "en") -> str:
    """An unsigned effect, such as the smallest one worth having: "1.00 pp"."""
    return _shown((value,), unit, per, lang, points=True)


def format_worth(value: float, unit: str, per: float = 1.0, lang: str = "en") -> str:
    """An effect that somebody chose, without needless zeros: "1 pp"."""
    if unit != "share" or not math.isfinite(value):
        return format_effect_size(value, unit, per, lang)
    return text("report.format.points", lang, number=significant(value * 100))


def format_range(
    low: float, high: float, unit: str, per: float = 1.0, lang: str = "en", *, error: float = math.nan
) -> str:
    """A signed interval of an effect, its unit said once: "−0.40 to +1.20 pp"."""
    return _shown((low, high), unit, per, lang, signed=True, points=True, error=error)


def format_levels(low: float, high: float, unit: str, per: float = 1.0, lang: str = "en") -> str:
    """An interval of a level, its unit said once: "−57.1 to 349.0 million yuan"."""
    return _shown((low, high), unit, per, lang)


def format_relative(value: float, lang: str = "en", *, error: float = math.nan) -> str:
    """A relative change (0.05 is five percent more): "+5.00%"."""
    if not math.isfinite(value):
        return text("report.format.none", lang)
    number = _digits(value * 100, signed=True, most=2, fixed=_decimals(error * 100, "share"))
    return text("report.format.percent", lang, number=number)


def format_people(people: float, lang: str = "en", *, signed: bool = False) -> str:
    """A head count at the planner's scale, three digits that mean something: "1.23 million"."""
    if not math.isfinite(people):
        return text("report.format.none", lang)
    factor, name = _scale(people, _steps("people", lang))
    number = significant(people * factor, signed=signed, whole=factor == 1.0)
    return text(f"report.format.{name}", lang, number=number)


def format_part(share: float, lang: str = "en") -> str:
    """A part that somebody chose, without needless zeros: "50%"."""
    return text("report.format.percent", lang, number=significant(share * 100))


def format_part_range(low: float, high: float, lang: str = "en") -> str:
    """An interval of a share in whole percent, the unit said once: "41–85%"."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return text("report.format.none", lang)
    return text("report.format.percent", lang, number=f"{100 * low:.0f}–{100 * high:.0f}")


def format_odds(count: float, draws: int, lang: str = "en", *, equal: float = 0.0) -> str:
    """"17 of 20" draws in which something was so; draws that are `equal`, half in `count`, are named apart."""
    if not math.isfinite(count):
        return text("report.format.none", lang)
    key = "odds_equal" if equal else "odds"
    return text(f"report.format.{key}", lang, count=f"{count - equal / 2:g}", draws=draws, equal=f"{equal:g}")


def paragraph(sentences: Iterable[str], lang: str = "en") -> str:
    """Sentences one after the other: Chinese puts no space between them."""
    return ("" if lang == "zh" else " ").join(sentences)


def capital(sentence: str) -> str:
    """The sentence with its first letter large; names of metrics begin small."""
    return sentence[:1].upper() + sentence[1:]


def format_parameter(value: float, unit: str) -> str:
    """A model parameter with its own unit, four digits: "0.0123 per day"."""
    return f"{MINUS if value < 0 else ''}{abs(value):.4g} {unit}".rstrip()


def plain_number(
    value: float, unit: str, per: float = 1.0, lang: str = "en", *, signed: bool = False, error: float = math.nan
) -> str:
    """The digits alone, where a heading has the unit (`unit_word`)."""
    if not math.isfinite(value):
        return text("report.format.none", lang)
    factor = per * (100 if unit == "share" else 1)
    return _digits(value * factor, signed=signed, most=_most(unit), fixed=_decimals(error * factor, unit))


def plain_range(
    low: float, high: float, unit: str, per: float = 1.0, lang: str = "en", *, error: float = math.nan
) -> str:
    """The digits of a signed interval alone."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return text("report.format.none", lang)
    ends = (plain_number(end, unit, per, lang, signed=True, error=error) for end in (low, high))
    return text("report.format.range", lang, **dict(zip(("low", "high"), ends, strict=True)))


def format_tick(value: float, unit: str, per: float = 1.0, *, signed: bool = False) -> str:
    """A number for an axis: shares times 100, no unit, no needless zeros."""
    number = value * per * (100 if unit == "share" else 1)
    sign = "" if number == 0 else (MINUS if number < 0 else "+" if signed else "")
    return f"{sign}{abs(number):,.6g}"


def unit_word(unit: str, per: float = 1.0, lang: str = "en") -> str:
    """The unit of an effect alone, for column heads and axes: "pp", "minutes", "per 1,000"."""
    if per != 1.0:
        return text("report.format.unit.per", lang, per=_digits(per, whole=True))
    return text(f"report.format.unit.{unit}", lang)


def _shown(
    values: tuple[float, ...], unit: str, per: float, lang: str, *, signed: bool = False, points: bool = False,
    error: float = math.nan,
) -> str:
    if not all(math.isfinite(value) for value in values):
        return text("report.format.none", lang)
    size = max(abs(value) for value in values) * per
    factor, name = _scale(size, _scales(unit, lang, points))
    fixed = _decimals(error * per * factor, unit)
    numbers = [_digits(value * per * factor, signed=signed, most=_most(unit), fixed=fixed) for value in values]
    number = numbers[0]
    if len(numbers) == 2:
        number = text("report.format.range", lang, low=numbers[0], high=numbers[1])
    if per != 1.0:
        return text("report.format.per", lang, number=number, per=_digits(per, whole=True))
    return text(f"report.format.{name}", lang, number=number)


def _scales(unit: str, lang: str, points: bool) -> tuple[Scale, ...]:
    if unit == "share":
        return ((0.0, 100.0, "points" if points else "percent"),)
    if unit == "yuan":
        return _steps(unit, lang)
    return MINUTES if unit == "minutes" else ((0.0, 1.0, unit),)


def _steps(unit: str, lang: str) -> tuple[Scale, ...]:
    huge, large = STEPS[lang]
    return (huge, 1 / huge, f"huge_{unit}"), (large, 1 / large, f"large_{unit}"), (0.0, 1.0, unit)


def _scale(size: float, scales: tuple[Scale, ...]) -> tuple[float, str]:
    return next((factor, name) for start, factor, name in scales if abs(size) >= start)


def _most(unit: str) -> int:
    """The most decimals that a unit is shown with: a cent of a yuan, a hundredth of a point."""
    return 2 if unit in ("share", "yuan") else 3


def _decimals(error: float, unit: str) -> int | None:
    """Decimals of the first digit of an error, None when it is not known or nothing."""
    if not (math.isfinite(error) and error > 0):
        return None
    return min(max(0, -math.floor(math.log10(error))), _most(unit))


def _digits(
    number: float, *, signed: bool = False, whole: bool = False, most: int = 3, fixed: int | None = None
) -> str:
    """Fewer decimals the larger the number, `most` at the most, none if `whole`, or as `fixed`; a real minus sign."""
    size = abs(number)
    decimals = 0 if whole or size == 0 else next((n for n, start in DECIMALS if size >= start), most)
    body = f"{size:,.{min(decimals, most) if fixed is None else fixed}f}"
    if not any(digit in body for digit in "123456789"):
        return body
    return (MINUS if number < 0 else "+" if signed else "") + body


def markdown_table(heads: Iterable[str], rows: Iterable[Iterable[str]], numbers: Collection[int] = ()) -> str:
    """A Markdown table; the columns `numbers` stand to the right. A cell is one line, with its bars escaped."""
    first, *others = ([" ".join(cell.replace("|", "\\|").split()) for cell in row] for row in (heads, *rows))
    rules = ["---:" if place in numbers else "---" for place in range(len(first))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (first, rules, *others))


def significant(number: float, *, signed: bool = False, whole: bool = False) -> str:
    """Three significant digits with thousands separators, no zeros at the end of a fraction."""
    if number == 0 or (whole and abs(number) < 0.5):
        return "0"
    decimals = min(2 - math.floor(math.log10(abs(number))), 0 if whole else 9)
    body = f"{round(abs(number), decimals):,.{max(decimals, 0)}f}"
    body = body.rstrip("0").rstrip(".") if "." in body else body
    return (MINUS if number < 0 else "+" if signed else "") + body
