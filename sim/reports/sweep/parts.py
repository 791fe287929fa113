"""The words and tables of a sweep's page: the question, what was varied, the answer, failures and limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.figure import Figure

from sim.explore.measures import direction_of, per_of, unit_of
from sim.explore.plan import Factor
from sim.reports import format as shown
from sim.reports.names import scenario_name
from sim.reports.style import save, uri_of
from sim.reports.sweep.words import difference, factor_title, level_name, option_words, outcome_name
from sim.texts import text, texts

if TYPE_CHECKING:
    from sim.explore.result import Swept

SURE, LIKELY = 0.8, 0.5
"""The best option is called safe, or probably best, where the interval of how often it is best lies above this."""
MOST_FAILED = 20
TOP = 8
Block = dict[str, Any]


@dataclass(frozen=True)
class View:
    """A sweep, the folder for its figures, and the language in which it is told."""

    swept: Swept
    figures: Path
    lang: str

    def say(self, key: str, **values: object) -> str:
        """A text of the area `sweep`."""
        return text(f"sweep.{key}", self.lang, **values)

    @property
    def main(self) -> tuple[str, str]:
        """The (metric, segment) that is judged first."""
        return self.swept.sweep.outcomes[0]

    def outcome(self, metric: str, segment: str) -> str:
        """What an outcome is called."""
        return outcome_name(metric, self.lang, segment)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts one after the other."""
        return text("report.format.list", self.lang).join(parts)

    def factor(self, name: object) -> str:
        """What the factor of that name is called; a dash for none."""
        factor = next((one for one in self.swept.sweep.factors if one.name == name), None)
        return factor_title(factor, self.lang) if factor else text("report.format.none", self.lang)

    def labelled(self, options: pd.DataFrame) -> pd.DataFrame:
        """Options with the column `label`: the plan and its choices with their titles and units."""
        labels = option_words(options, self.swept.sweep.factors, self.lang)
        return options.assign(label=labels).rename(columns={"difference": "mean"})

    def option(self, name: str) -> str:
        """What the option of that name is called."""
        known = self.labelled(self.swept.ranking)
        return next(iter(known.loc[known["option"] == name, "label"]), scenario_name(name, self.lang))

    def span(self, low: float, high: float, metric: str) -> str:
        """A signed interval of a metric."""
        return shown.format_range(low, high, unit_of(metric), per_of(metric), self.lang)

    def share(self, value: float) -> str:
        """A share in per cent, or a dash."""
        return shown.format_part(value, self.lang) if value == value else text("report.format.none", self.lang)


def words(said: str) -> Block:
    """A paragraph."""
    return {"kind": "words", "text": said}


def picture(view: View, name: str, figure: Figure, alt: str, caption: str = "") -> Block:
    """A figure, also written to the figures' folder."""
    return {"uri": uri_of(save(figure, view.figures, name)), "name": name, "alt": alt, "caption": caption}


def gallery(pictures: Sequence[Block], folded: str = "") -> Block:
    """Figures beside each other; `folded` are the words that open them."""
    return {"kind": "gallery", "pictures": pictures, "folded": folded}


def grid(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = ()) -> Block:
    """A table; the columns `numbers` stand to the right."""
    return {"kind": "grid", "caption": caption, "heads": heads, "rows": rows, "numbers": numbers}


def table(view: View, area: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = (),
          caption: str = "title") -> Block:  # fmt: skip
    """A table whose heads are the texts of an area."""
    heads = [view.say(f"{area}.{column}") for column in columns]
    return grid(view.say(f"{area}.{caption}"), heads, rows, numbers)


def facts(view: View) -> list[str]:
    """How large the sweep was, and in which worlds."""
    swept, told = view.swept, view.swept.manifest
    lost = int((swept.runs["status"] == "failed").sum())
    said = [view.say("facts.size", points=told["points"], replicates=told["replicates"],
                     done=f"{len(swept.runs) - lost:,}", failed=lost),
            view.say("facts.world", users=shown.format_people(told["users"], view.lang), days=told["days"],
                     seed=told["seed"]),
            view.say("facts.luck", baseline=scenario_name(swept.sweep.baseline, view.lang))]  # fmt: skip
    return [*said, view.say("facts.fixed")] if swept.sweep.fixed else said


def question(view: View) -> list[Block]:
    """What was asked, which plans, and what is judged."""
    sweep = view.swept.sweep
    asked = sweep.question.get(view.lang) or next(iter(sweep.question.values()), view.say("question.unasked"))
    outcomes = view.listed([view.outcome(*outcome) for outcome in sweep.outcomes])
    scenarios = view.listed([scenario_name(name, view.lang) for name in sweep.scenarios])
    return [{"kind": "asked", "text": asked}, words(view.say("question.scenarios", scenarios=scenarios)),
            words(view.say("question.judged", outcomes=outcomes))]  # fmt: skip


def varied(view: View) -> list[Block]:
    """Every factor with its role, values and fields."""
    sweep = view.swept.sweep
    rows = [
        (shown.capital(factor_title(factor, view.lang)), view.say(f"varied.{factor.role}"), values_of(view, factor),
         view.listed(factor.fields))
        for factor in sweep.factors
    ]  # fmt: skip
    return [words(view.say("varied.lead")), words(view.say(f"varied.designs.{sweep.design.kind}")),
            table(view, "varied", ("factor", "role", "values", "fields"), rows)]  # fmt: skip


def values_of(view: View, factor: Factor) -> str:
    """The values that were run: all of them where they are few, else from the lowest to the highest."""
    place = view.swept.sweep.factors.index(factor)
    found = {factor.shown(point.values[place]): None for point in view.swept.sweep.points}
    values: list[Any] = [value for value in found if value is not None]
    values = sorted(values) if factor.numeric else values
    said = [level_name(value, view.lang, factor) for value in values]
    if factor.numeric and len(said) > TOP:
        return view.say("varied.between", low=said[0], high=said[-1])
    return view.listed(said) or view.say("value.own")


def answer(view: View) -> list[Block]:
    """Which option is best and how surely, the front, and what is worth knowing."""
    options = view.labelled(view.swept.ranking) if len(view.swept.ranking) else view.swept.ranking
    if not len(options):
        return [words(view.say("answer.nothing"))]
    metric, best = view.main[0], options.iloc[0]
    said = [best_sentence(view, options), effect_sentence(view, best)]
    often = options.loc[options["probability_best"].idxmax()]
    if often["probability_best"] > best["probability_best"]:
        share = view.share(often["probability_best"])
        said.append(view.say("answer.often", option=often["label"], share=share))
    if direction_of(metric) * best["mean"] <= 0:
        said.append(view.say("answer.none"))
    elif best["low"] <= 0 <= best["high"]:
        said.append(view.say("answer.unclear"))
    blocks = [{"kind": "answer", "text": shown.paragraph(said, view.lang)}, *map(words, more_sentences(view))]
    rows = [
        (row["label"], difference(metric, row["mean"], view.lang), view.span(row["low"], row["high"], metric),
         view.span(row["likely_low"], row["likely_high"], metric), view.share(row["probability_best"]))
        for row in options.head(TOP).to_dict("records")
    ]  # fmt: skip
    columns = ("option", "value", "error", "likely", "share")
    return [*blocks, table(view, "answer", columns, rows, (1, 2, 3, 4), caption="table")]


def best_sentence(view: View, options: pd.DataFrame) -> str:
    """Which option is best and how sure that is: that with the best mean, called safe by how often it is best."""
    best, outcome = options.iloc[0], view.outcome(*view.main)
    if len(options) == 1:
        return view.say("answer.only", metric=outcome, option=best["label"])
    share = best["probability_best"]
    case = "sure" if best["best_low"] >= SURE else "likely" if best["best_low"] >= LIKELY else "undecided"
    ends = {end: view.share(best[f"best_{end}"]) for end in ("low", "high")}
    return view.say(f"answer.best.{case}", metric=outcome, option=best["label"], share=view.share(share), **ends)


def effect_sentence(view: View, best: Mapping[str, Any]) -> str:
    """The best option's difference with both intervals."""
    metric = view.main[0]
    values = {"value": difference(metric, best["mean"], view.lang),
              "error": view.span(best["low"], best["high"], metric)}  # fmt: skip
    if pd.isna(best["likely_low"]):
        return view.say("answer.effect_fixed", **values)
    return view.say("answer.effect", **values, likely=view.span(best["likely_low"], best["likely_high"], metric))


def more_sentences(view: View) -> list[str]:
    """How many options are on the front, and what it would pay to know."""
    said, front, worth = [], view.swept.front, view.swept.worth
    if len(front) > 1:
        said.append(view.say("answer.front", count=int(front["on_front"].sum()), all=len(front)))
    if worth is not None and len(worth):
        sure = worth[worth["sure"].astype(bool)].sort_values("value", ascending=False)
        if not len(sure):
            said.append(view.say("answer.not_worth"))
        else:
            value = difference(view.main[0], sure["value"].iloc[0], view.lang)
            said.append(view.say("answer.worth", factor=view.factor(sure["factor"].iloc[0]), value=value))
    return said


def failed(view: View) -> list[Block]:
    """The runs that failed, and why."""
    runs = view.swept.runs
    lost = runs[runs["status"] == "failed"]
    if not len(lost):
        return [words(view.say("failed.none"))]
    rows = [(str(r["point"]), str(r["replicate"]), str(r["error"])) for r in lost.head(MOST_FAILED).to_dict("records")]
    return [words(view.say("failed.lead", failed=len(lost), all=len(runs))),
            table(view, "failed", ("point", "replicate", "error"), rows, (0, 1))]  # fmt: skip


def limits(view: View) -> list[Block]:
    """What the numbers mean, what they cannot say, and how to get them again."""
    told = view.swept.manifest
    versions = view.listed([f"{name} {version}" for name, version in told["versions"].items()])
    return [{"kind": "listing", "lines": texts("sweep.limits.items", view.lang)},
            words(view.say("limits.again", seed=told["seed"], versions=versions))]  # fmt: skip
