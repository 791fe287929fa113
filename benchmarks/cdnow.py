"""CDNOW, 39 weeks predicted from 39: livesim beside three bars (`python -m benchmarks.cdnow [FOLDER]`).

Nothing of the later weeks is read by a fit. A run takes some ten minutes on one core, and goes on where it was stopped
in FOLDER. The table goes into docs/cdnow.md and docs/zh/cdnow.md, and with what was fitted into benchmarks/cdnow.json.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np

from calibration.holdout.bars import BARS
from calibration.holdout.buyers import Buyers, fit_buyers, livesim_of
from calibration.holdout.buyers.shown import MANY
from tests.calibration.holdout.cdnow import END, TRAINING_ENDS, cdnow

KEPT = Path(__file__).with_suffix(".json")
PAGES = tuple(Path(__file__).resolve().parents[1] / "docs" / page for page in ("cdnow.md", "zh/cdnow.md"))
NAMES = {"actual": "actual", "livesim": "livesim", "bg_nbd": "BG/NBD", "mbg_cnbd": "MBG/CNBD-k", "hiatus": "hiatus"}
DAYS = END - TRAINING_ENDS
Row = dict[str, float | list[float]]


def rows_of(buyers: Buyers) -> dict[str, Row]:
    """What was bought in the hold-out part, and what each forecast says of it."""
    purchases = cdnow()
    customers = purchases.customers(TRAINING_ENDS)
    bought = purchases.bought(customers.user, TRAINING_ENDS, END).astype(float)
    said = {"livesim": livesim_of(buyers, purchases, TRAINING_ENDS, DAYS)}
    said |= {name: bar(purchases, TRAINING_ENDS, DAYS) for name, bar in BARS.items()}
    expected = {"actual": bought} | {name: forecast.expected for name, forecast in said.items()}
    return {name: row_of(numbers, bought, customers.repeats) for name, numbers in expected.items()}


def row_of(expected: np.ndarray, bought: np.ndarray, repeats: np.ndarray) -> Row:
    """Purchases in all and a customer by repeat purchases so far, and how far they miss.

    `mae` and `rmse` are of the eight classes, each counted once; `by_people` is the mean miss with each class counted
    by its customers; `customer_mae` and `customer_rmse` are of single customers.
    """
    classes = np.minimum(repeats, MANY)
    count = np.bincount(classes, minlength=MANY + 1)
    mean, actual = (np.bincount(classes, numbers, minlength=MANY + 1) / count for numbers in (expected, bought))
    miss, own = mean - actual, expected - bought
    return {
        "total": float(expected.sum()), "off": float(expected.sum() / bought.sum() - 1), "by_class": mean.tolist(),
        "mae": float(np.abs(miss).mean()), "rmse": float(np.sqrt((miss**2).mean())),
        "by_people": float(count @ np.abs(miss) / count.sum()),
        "customer_mae": float(np.abs(own).mean()), "customer_rmse": float(np.sqrt((own**2).mean())),
    }  # fmt: skip


def table_of(rows: dict[str, Row]) -> str:
    """The table as Markdown: a column for each forecast."""

    def line(head: str, cells: list[str]) -> str:
        return f"| {' | '.join([head, *cells])} |".replace("|  |", "| |")

    columns = list(rows)
    lines = [line("", [NAMES[name] for name in columns]), line("---", ["---:"] * len(columns)).replace(" ", "")]
    for k in range(MANY + 1):
        head = f"{k}+" if k == MANY else str(k)
        lines.append(line(head, [f"{rows[name]['by_class'][k]:.2f}" for name in columns]))
    lines.append(line("total", [f"{rows[name]['total']:,.0f} ({rows[name]['off']:+.1%})" for name in columns]))
    for measure in ("mae", "rmse", "by_people", "customer_mae", "customer_rmse"):
        lines.append(line(measure, [f"{rows[name][measure]:.3f}" for name in columns]))
    return "\n".join(lines)


def write_table(page: Path, table: str) -> None:
    """Put the table where the page's last one stands."""
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"(?m)^\| \| actual.*(\n\|.*)*", lambda _: table, text), encoding="utf-8")


def main(folder: Path) -> None:
    """Fit, predict, and write down what came of it."""
    buyers = fit_buyers(cdnow(), TRAINING_ENDS, work=folder, tell=lambda line: print(line, flush=True))
    rows = rows_of(buyers)
    KEPT.write_text(json.dumps({"parameters": buyers.parameters, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    print(table_of(rows))
    for page in PAGES:
        write_table(page, table_of(rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()))
