"""Colours of every figure, without the library that draws them."""

from __future__ import annotations

# Okabe and Ito (2008), "Color universal design", in the order in which arms take them
ARMS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
BASELINE = "#3b3f46"
INK, SOFT, GRID, WARNING = "#1d2127", "#5b6470", "#dfe3e8", "#a84300"
