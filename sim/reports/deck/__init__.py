"""A deck of slides on python-pptx, an extra: what fits on a slide, words, tables, charts, a file of the same bytes."""
