"""Our metrics beside those that Chinese teams use, as a page in Markdown, in the product's own words."""

from __future__ import annotations

from typing import NamedTuple

from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.definitions import definition
from sim.reports.format import capital, markdown_table
from sim.texts import text


class Topic(NamedTuple):
    """A word that is counted in several ways: the metrics that are ours, and those as others count."""

    name: str
    ours: tuple[str, ...]
    others: tuple[str, ...]


TOPICS = (
    Topic(
        "retention",
        ("base_retention", "retention_d7", "retention_d7_window", "retention_d30"),
        (
            "day_retention_d1",
            "day_retention_d7",
            "day_retention_d30",
            "day_retention_within_d7",
            "day_retention_within_d30",
        ),
    ),
    Topic(
        "repurchase",
        ("rebuy_rate", "repeat_buyers"),
        ("repurchase_rate", "repurchase_rate_category", "repurchase_rate_host", "buyers_twice",
         "repurchase_rate_month"),
    ),
    Topic(
        "sales",
        ("gmv_per_base_user", "orders_per_base_user", "order_value", "return_rate"),
        ("gpm", "uv_value"),
    ),
    Topic("visits", ("bounce_rate", "interaction_rate", "conversion", "click_through_rate"), ()),
)


def page(lang: str) -> str:
    """The page in `lang`: what to use when, then every metric with its definition."""
    parts = [f"# {_say('title', lang)}", _say("intro", lang)]
    for topic in TOPICS:
        parts += [f"## {_say(f'{topic.name}.title', lang)}", _say(f"{topic.name}.use", lang)]
        for side, names in (("ours", topic.ours), ("others", topic.others)):
            if names:
                table = markdown_table(_say("heads", lang).split(" | "), (_row(name, lang) for name in names))
                parts += [f"**{_say(side, lang)}**", table]
    return "\n\n".join([*parts, _say("missing", lang)])


def _row(name: str, lang: str) -> list[str]:
    """One metric as the cells of a table."""
    words = definition(name, lang)
    use = _say("judged" if METRICS[name].direction else "descriptive", lang)
    return [f"`{name}`", capital(words.name), use, words.definition]


def _say(key: str, lang: str) -> str:
    return text(f"report.side_by_side.{key}", lang)
