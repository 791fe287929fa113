"""The values a factor can take: a list, a range or a distribution, written as a scenario file writes them.

A value keeps its unit as text ("5 yuan"), so that the scenario's own fields read and check it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sim.base.chinese import in_digits, plain
from sim.base.message import all_of, said
from sim.base.numeric import own
from sim.base.params import Prior
from sim.base.units import QUANTITY, SCALES, TO, QuantityError, found

Value = str | int | float | bool
SHAPES = ("uniform", "normal", "triangular", "lognormal")
TERMS = {"uniform": ("low", "high"), "normal": ("mean", "sd"), "triangular": ("low", "mode", "high"),
         "lognormal": ("median", "factor")}
"""What each distribution is stated by; the `factor` of a lognormal is one geometric standard deviation."""


@dataclass(frozen=True)
class Spread:
    """Where values come from: `values` (a list), or a `shape` with its `terms` in `unit`.

    `unit` is None for a list of words. `whole` rounds to whole numbers. The shapes "linear" and "log" are ranges
    from terms[0] to terms[1]; "prior" is what a parameter's declaration says.
    """

    shape: str
    terms: tuple[float, ...] = ()
    values: tuple[Value, ...] = ()
    unit: str | None = ""
    whole: bool = False
    prior: Prior | None = field(default=None)

    def at(self, u: float) -> Value:
        """The value below which a share `u` (0 < u < 1) of the spread lies, as a scenario file writes it."""
        if self.shape == "values":
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        return self._written(self._quantile(u))

    def levels(self, steps: int) -> tuple[Value, ...]:
        """Values for a grid: the list itself, a range in equal steps, a distribution in equally likely ones."""
        if self.shape == "values":
            return self.values
        if self.shape in ("linear", "log"):
            places = [i / (steps - 1) for i in range(steps)] if steps > 1 else [0.5]
        else:
            places = [(i + 0.5) / steps for i in range(steps)]
        return tuple(dict.fromkeys(self._written(self._quantile(u)) for u in places))

    def _quantile(self, u: float) -> float:
        if self.prior is not None:
            return self.prior.quantile(u)
        first, *others = self.terms
        if self.shape in ("linear", "uniform"):
            return first + u * (others[0] - first)
        if self.shape == "log":
            return first * (others[0] / first) ** u
        from statistics import NormalDist

        if self.shape == "normal":
            return NormalDist(first, others[0]).inv_cdf(u)
        if self.shape == "lognormal":
            return first * math.exp(math.log(others[0]) * NormalDist().inv_cdf(u))
        mode, high = others
        below = (mode - first) / (high - first)
        if u < below:
            return first + math.sqrt(u * (high - first) * (mode - first))
        return high - math.sqrt((1 - u) * (high - first) * (high - mode))

    def _written(self, number: float) -> Value:
        number = float(round(number)) if self.whole else float(f"{number:.10g}")
        plain: Value = int(number) if number == int(number) else number
        return plain if not self.unit else f"{Decimal(repr(plain)):f}{'' if self.unit == '%' else ' '}{self.unit}"


def number_of(value: object) -> tuple[float, str]:
    """(number, unit as written) of a quantity such as "5 yuan". Raises QuantityError when it is none."""
    match = QUANTITY.fullmatch(in_digits(plain(str(value)))) if not isinstance(value, bool) else None
    if match is None:
        raise QuantityError(said("{value} is not a quantity", value=found(value)))
    number = Decimal(match["number"].replace(",", "")) * Decimal(SCALES.get(match["scale"] or "", "1"))
    return float(number), match["unit"].strip()


def numbers_of(values: Sequence[object]) -> tuple[list[float], str]:
    """(numbers, their common unit). Raises QuantityError when units differ."""
    read = [number_of(value) for value in values]
    units = list(dict.fromkeys(unit for _, unit in read))
    if len(units) > 1:
        spelt = [f"'{unit}'" if unit else said("none") for unit in units]
        raise QuantityError(said("one unit for all is needed, found {spelt}", spelt=all_of(spelt)))
    return [number for number, _ in read], units[0]


def listed(values: Sequence[Value]) -> Spread:
    """The spread of a list; its unit is None when the values are words, or quantities in several units."""
    values = [own(value) for value in values]
    try:
        return Spread("values", values=tuple(values), unit=numbers_of(values)[1])
    except QuantityError:
        return Spread("values", values=tuple(values), unit=None)


def ranged(written: object, scale: str, whole: bool) -> Spread:
    """The spread of a range such as "5 yuan..20 yuan". Raises QuantityError when it is none."""
    parts = TO.split(plain(str(written)))
    if len(parts) != 2:
        raise QuantityError(said("{written} is not a range; write it as 5 yuan..20 yuan", written=found(written)))
    if not number_of(parts[0])[1]:  # 5..20 yuan
        parts[0] += " " + number_of(parts[1])[1]
    (low, high), unit = numbers_of(parts)
    if low == high:
        raise QuantityError(said("'{written}' is a single value; write two different ends, or values: [{value}]",
                                 written=written, value=parts[1].strip()))
    if low > high:
        raise QuantityError(said("'{written}' runs backwards; write {low}..{high}",
                                 written=written, low=parts[1].strip(), high=parts[0].strip()))
    if scale == "log" and low <= 0:
        raise QuantityError(said("'{written}' with scale log must begin above 0", written=written))
    return Spread(scale, (low, high), unit=unit, whole=whole)


def distributed(shape: str, stated: Mapping[str, object], whole: bool) -> Spread:
    """The spread of a distribution. Raises QuantityError when its terms make no sense."""
    missing = [term for term in TERMS[shape] if term not in stated]
    extra = [term for term in stated if term not in TERMS[shape]]
    if missing or extra:
        wrong = (said("'{term}' is missing", term=missing[0]) if missing else
                 said("'{term}' is not one of them", term=extra[0]))
        raise QuantityError(said("{shape} is stated by {terms}; {wrong}", shape=shape, terms=TERMS[shape], wrong=wrong))
    if shape == "lognormal":
        median, unit = number_of(stated["median"])
        terms: tuple[float, ...] = (median, number_of(stated["factor"])[0])
        ok = median > 0 and terms[1] > 1
    else:
        numbers, unit = numbers_of([stated[term] for term in TERMS[shape]])
        terms = tuple(numbers)
        ok = terms[1] > 0 if shape == "normal" else list(terms) == sorted(terms) and terms[0] < terms[-1]
    if not ok:
        rules = {"normal": said("sd above 0"), "lognormal": said("a median above 0 and a factor above 1")}
        ordered = said("{order}, not all equal", order=" <= ".join(TERMS[shape]))
        raise QuantityError(said("{shape} needs {rule}", shape=shape, rule=rules.get(shape, ordered)))
    return Spread(shape, terms, unit=unit, whole=whole)
