"""Hold-out: what is predicted of weeks that no fit has seen, beside what happened and beside simpler rules."""
