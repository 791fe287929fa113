"""Reported effects of strategies beside the same contrasts, in the same reach, of simulated worlds."""
