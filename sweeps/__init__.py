"""Ready sweeps, as files (`sim.explore.load`)."""
