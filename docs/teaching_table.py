"""The table of what a class may expect, in the instructor guides: made of docs/teaching_numbers.json."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

from sim.reports.format import markdown_table

DOCS = Path(__file__).resolve().parent
PAGES = {"en": DOCS / "teaching.md", "zh": DOCS / "zh" / "teaching.md"}
HEADS = {"en": ("lesson", "what", "expect"), "zh": ("课", "看什么", "预计")}
BETWEEN = re.compile(r"(<!-- numbers -->\n).*?(<!-- /numbers -->)", re.S)
PERCENT, POINTS, TIMES = ("{:.0f}", " %", "%"), ("{:+.1f}", " points", " 个百分点"), ("{:.1f}", " times", " 倍")
SIZE, ORDERS = ("{:.1f}", " points", " 个百分点"), ("{:+.1f}", " orders", " 单")
ROWS: tuple[tuple[str, int, tuple[str, str, str], str, str], ...] = (
    ("habit_opens", 1, PERCENT, "opens in 3 days when habit is taken away, of those with it",
     "拿走习惯后 3 天内的打开次数，占原来的"),
    ("retention_silver", 2, PERCENT, "base retention of silver users", "银发用户的基准留存率"),
    ("retention_gen_z", 2, PERCENT, "base retention of Gen Z", "Z 世代用户的基准留存率"),
    ("rebuy_all", 2, PERCENT, "rebuy rate, all users", "全体用户的老客再购率"),
    ("elder_effect", 3, POINTS, "elder mode on base retention of silver users", "长辈模式对银发用户基准留存率的影响"),
    ("elder_half_width", 3, SIZE, "half of its 95 % interval, shared luck, 8 pairs",
     "共享运气、8 对世界时 95% 区间的一半"),
    ("independent_times", 3, TIMES, "width of the interval under independent luck, against the shared one",
     "运气各自独立时的区间宽度，与共享时相比"),
    ("nothing_effect", 3, ("{:g}", " points", " 个百分点"), "exercise 1: largest effect of a strategy of strength 0",
     "练习 1：力度为 0 的策略的最大影响"),
    ("orders_little_weight", 6, ORDERS, "shorter streams, orders per 100 users, little weight of selling time",
     "缩短直播，每百名用户的订单，讲解时间权重小"),
    ("orders_much_weight", 6, ORDERS, "the same in the world with much weight", "同上，权重大的世界"),
)  # fmt: skip
"""Key in the file of numbers, lesson, (how it is written, unit in English, in Chinese), what it is in both."""


def numbers() -> dict[str, Any]:
    """The file of numbers."""
    read: dict[str, Any] = json.loads((DOCS / "teaching_numbers.json").read_text(encoding="utf-8"))
    return read


def table(lang: str) -> str:
    """The table in a language: the lowest and the highest number over the seeds."""
    ranges, place = numbers()["ranges"], ("en", "zh").index(lang)
    rows = []
    for key, lesson, (written, *units), *what in ROWS:
        low, high = (written.format(one).replace("-", "−") for one in ranges[key])
        to = " to " if lang == "en" else " 至 "
        rows.append([str(lesson), what[place], (low if low == high else f"{low}{to}{high}") + units[place]])
    return markdown_table(HEADS[lang], rows)


def pages() -> dict[Path, str]:
    """Both guides with the table in its place."""
    found = {}
    for lang, path in PAGES.items():
        made = table(lang)
        found[path] = BETWEEN.sub(lambda ends, made=made: f"{ends[1]}{made}\n{ends[2]}", path.read_text("utf-8"))
    return found


def is_stale() -> bool:
    """True when the numbers were made by another script or from other fits."""
    made: bool = numbers()["stamp"] == runpy.run_path(str(DOCS / "teaching_numbers.py"))["stamp"]()
    return not made
