"""Where a command that runs as a job says how far it is; named apart, for commands read it and need no desk."""

PROGRESS = "LIVESIM_PROGRESS"
"""The environment variable of a program that runs a command and asks how far it is: the file in which that is told."""
