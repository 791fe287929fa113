"""LC1, a reduced model that several tools live alike, and its measurement: `python -m benchmarks.peers` (README.md)."""
