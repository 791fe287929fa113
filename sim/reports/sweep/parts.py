"""The words and tables of a sweep's page: the question, what was varied, the answer, failures and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.explore.blank import blank_outcomes
from sim.explore.measures import direction_of
from sim.explore.plan import Factor
from sim.reports import format as fmt
from sim.reports.blocks import Block, Card, Listing, Words
from sim.reports.names import scenario_name
from sim.reports.sweep.view import SweepView
from sim.reports.sweep.words import difference, factor_title, level_name
from sim.texts import texts
from sim.texts.messages import translated

SURE, LIKELY = 0.8, 0.5
"""The best option is called safe, or probably best, where the interval of how often it is best lies above this."""
MOST_FAILED = 20
TOP = 8


def facts(view: SweepView) -> list[str]:
    """How large the sweep was, and in which worlds."""
    swept, manifest = view.swept, view.swept.manifest
    lost = int((swept.runs["status"] == "failed").sum())
    sentences = [view.say("facts.size", points=manifest["points"], replicates=manifest["replicates"],
                          done=f"{len(swept.runs) - lost:,}", failed=lost),
                 view.say("facts.world", users=fmt.format_people(manifest["users"], view.lang),
                          days=manifest["days"], seed=manifest["seed"]),
                 view.say("facts.luck", baseline=scenario_name(swept.sweep.baseline, view.lang))]  # fmt: skip
    return [*sentences, view.say("facts.fixed")] if swept.sweep.fixed else sentences


def question(view: SweepView) -> list[Block]:
    """What was asked, which plans, and what is judged."""
    sweep = view.swept.sweep
    sentence = sweep.question.get(view.lang) or next(iter(sweep.question.values()), view.say("question.unasked"))
    outcomes = view.listed([view.outcome(*outcome) for outcome in sweep.outcomes])
    scenarios = view.listed([scenario_name(name, view.lang) for name in sweep.scenarios])
    return [Card("question", [Words(sentence, "asked")]), view.words("question.scenarios", scenarios=scenarios),
            view.words("question.judged", outcomes=outcomes)]  # fmt: skip


def varied(view: SweepView) -> list[Block]:
    """Every factor with its role, values and fields."""
    sweep = view.swept.sweep
    rows = [
        (fmt.capital(factor_title(factor, view.lang)), view.say(f"varied.{factor.role}"), values_of(view, factor),
         view.listed(factor.fields))
        for factor in sweep.factors
    ]  # fmt: skip
    return [view.words("varied.lead"), view.words(f"varied.designs.{sweep.design.kind}"),
            view.table("varied", ("factor", "role", "values", "fields"), rows)]  # fmt: skip


def values_of(view: SweepView, factor: Factor) -> str:
    """The values that were run: all of them where they are few, else from the lowest to the highest."""
    place = view.swept.sweep.factors.index(factor)
    levels = dict.fromkeys(factor.shown(point.values[place]) for point in view.swept.sweep.points)
    values: list[Any] = [level for level in levels if level is not None]
    values = sorted(values) if factor.numeric else values
    names = [level_name(value, view.lang, factor) for value in values]
    if factor.numeric and len(names) > TOP:
        return view.say("varied.between", low=names[0], high=names[-1])
    return view.listed(names) or view.say("value.own")


def answer(view: SweepView) -> list[Block]:
    """Which option is best and how surely, the front, and what is worth knowing."""
    whys: list[Block] = [Words(translated(why, view.lang)) for why in blank_outcomes(view.swept).values()]
    options = view.labelled(view.swept.ranking) if len(view.swept.ranking) else view.swept.ranking
    if not len(options):
        return whys or [view.words("answer.nothing")]
    metric, best = view.main[0], options.iloc[0]
    sentences = [best_sentence(view, options), effect_sentence(view, best)]
    often = options.loc[options["probability_best"].idxmax()]
    if often["probability_best"] > best["probability_best"]:
        share = view.share(often["probability_best"])
        sentences.append(view.say("answer.often", option=often["label"], share=share))
    if direction_of(metric) * best["mean"] <= 0:
        sentences.append(view.say("answer.none"))
    elif best["low"] <= 0 <= best["high"]:
        sentences.append(view.say("answer.unclear"))
    more = [Words(sentence) for sentence in more_sentences(view)]
    rows = [
        (row["label"], difference(metric, row["mean"], view.lang), view.span(row["low"], row["high"], metric),
         view.span(row["likely_low"], row["likely_high"], metric), view.share(row["probability_best"]))
        for row in options.head(TOP).to_dict("records")
    ]  # fmt: skip
    columns = ("option", "value", "error", "likely", "share")
    return [Card("answer", [Words(fmt.paragraph(sentences, view.lang))]), *more, *whys,
            view.table("answer", columns, rows, (1, 2, 3, 4), caption="table")]  # fmt: skip


def best_sentence(view: SweepView, options: pd.DataFrame) -> str:
    """Which option is best and how sure that is: that with the best mean, called safe by how often it is best."""
    best, outcome = options.iloc[0], view.outcome(*view.main)
    if len(options) == 1:
        return view.say("answer.only", metric=outcome, option=best["label"])
    share = best["probability_best"]
    case = "sure" if best["best_low"] >= SURE else "likely" if best["best_low"] >= LIKELY else "undecided"
    ends = {end: view.share(best[f"best_{end}"]) for end in ("low", "high")}
    return view.say(f"answer.best.{case}", metric=outcome, option=best["label"], share=view.share(share), **ends)


def effect_sentence(view: SweepView, best: Mapping[str, Any]) -> str:
    """The best option's difference with both intervals."""
    metric = view.main[0]
    values = {"value": difference(metric, best["mean"], view.lang),
              "error": view.span(best["low"], best["high"], metric)}  # fmt: skip
    if pd.isna(best["likely_low"]):
        return view.say("answer.effect_fixed", **values)
    return view.say("answer.effect", **values, likely=view.span(best["likely_low"], best["likely_high"], metric))


def more_sentences(view: SweepView) -> list[str]:
    """How many options are on the front, and what it would pay to know."""
    sentences, front, worth = [], view.swept.front, view.swept.worth
    if len(front) > 1:
        sentences.append(view.say("answer.front", count=int(front["on_front"].sum()), all=len(front)))
    if worth is not None and len(worth):
        sure = worth[worth["sure"].astype(bool)].sort_values("value", ascending=False)
        if not len(sure):
            sentences.append(view.say("answer.not_worth"))
        else:
            value = difference(view.main[0], sure["value"].iloc[0], view.lang)
            sentences.append(view.say("answer.worth", factor=view.factor(sure["factor"].iloc[0]), value=value))
    return sentences


def failed(view: SweepView) -> list[Block]:
    """The runs that failed, and why."""
    runs = view.swept.runs
    lost = runs[runs["status"] == "failed"]
    if not len(lost):
        return [view.words("failed.none")]
    rows = [(str(r["point"]), str(r["replicate"]), str(r["error"])) for r in lost.head(MOST_FAILED).to_dict("records")]
    return [view.words("failed.lead", failed=len(lost), all=len(runs)),
            view.table("failed", ("point", "replicate", "error"), rows, (0, 1))]  # fmt: skip


def limits(view: SweepView) -> list[Block]:
    """What the numbers mean, what they cannot say, and how to get them again."""
    manifest = view.swept.manifest
    versions = view.listed([f"{name} {version}" for name, version in manifest["versions"].items()])
    return [Listing(texts("sweep.limits.items", view.lang)),
            view.words("limits.again", seed=manifest["seed"], versions=versions)]  # fmt: skip
