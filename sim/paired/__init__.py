"""Comparing worlds that differ in their strategies alone: arms, statistics, verdicts, break-even."""
