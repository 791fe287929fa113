"""Why: the effect of a plan on one outcome, taken apart by path, by people, over time and in diaries of twins."""
