"""Mesa habit 3: many models with Mesa's own batch_run. Run: python notebooks/mesa_habits/3_batch_run.py

Iteration 2 of a scenario is its replicate 2, so that iterations of two scenarios share their luck and can be paired.
`compare` does the same with intervals, and many times as fast. Mesa 4 has no batch_run any more.

Mesa 习惯三：用 Mesa 自带的 batch_run 运行许多模型。同一轮次的两个情景共享运气，可以成对比较；`compare` 做同样的事，并给出区间，而且快得多。
"""

import mesa
import pandas as pd

from sim import LiveCommerceModel


def paired() -> pd.Series:
    """Elder mode against the baseline: the difference of the last day's active users, iteration by iteration."""
    worlds = {"scenario": ["baseline", "elder_mode"], "users": 150, "days": 30, "seed": 1}
    rows = mesa.batch_run(LiveCommerceModel, worlds, iterations=2, max_steps=30, display_progress=False)
    table = pd.DataFrame(rows).pivot(index="iteration", columns="scenario", values="daily_active_users")
    return table["elder_mode"] - table["baseline"]


if __name__ == "__main__":
    print(paired())
