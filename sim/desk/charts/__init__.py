"""Interactive figures of a comparison, one function a figure; their numbers are those of its tables."""
