"""`python -m sim.cli` is `livesim`."""

from sim.cli import main

if __name__ == "__main__":
    main()
