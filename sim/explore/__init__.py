"""Sweeps and sensitivity: many settings of one plan, run on processes or a cluster, kept as they end."""
