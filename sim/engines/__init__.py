"""The two engines: compiled rows, and Mesa agents; they live the same days to the bit."""
