"""A year without strategies, three seeds: nothing saturates or spirals (`python -m benchmarks.steady_state`)."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

from calibration.steadiness import LEVELS_SHOWN, MONTH, levels, moves, slow_noise

FIGURE = Path(__file__).resolve().parent.parent / "docs" / "img" / "steady_state.svg"
SEEDS = (11, 12, 13)


def main() -> None:
    """Draw each level against its mean of the first month, and print how far each has moved after a year."""
    figure, axes = plt.subplots(2, 4, figsize=(12, 5), sharex=True, sharey=True, layout="constrained")
    for seed in SEEDS:
        table = levels(seed)
        smooth = (table / table.iloc[:MONTH].mean()).rolling(7, min_periods=1).mean()
        for axis, name in zip(axes.flat, LEVELS_SHOWN, strict=True):
            axis.plot(smooth[name].to_numpy(), linewidth=1, label=f"seed {seed}")
            axis.set_title(name.replace("_", " "), fontsize=10)
        for name, move, noise in zip(LEVELS_SHOWN, moves(table), slow_noise(table), strict=True):
            print(f"seed {seed}  {name:20s} {move:+.3f} (chance alone: {noise:.3f})", flush=True)
    for axis in axes.flat:
        axis.axhline(1.0, color="0.5", linewidth=0.8, linestyle=":")
        axis.set_ylim(0.8, 1.2)
    axes.flat[0].legend(fontsize=8)
    figure.supxlabel("day without strategies", fontsize=9)
    figure.supylabel("level over its mean of the first 30 days (7-day mean)", fontsize=9)
    figure.savefig(FIGURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
