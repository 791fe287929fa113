"""Commands run in this process, in an empty folder."""

from __future__ import annotations

from tests.cli.conftest import livesim

__all__ = ["livesim"]
