"""The report of a sweep: words, parts, figures, rankings, the terminal."""
