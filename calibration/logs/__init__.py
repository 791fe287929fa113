"""Logs of a platform: four tables in a folder become the events that a simulation gives too.

`users`, `opens`, `visits` and `orders` (docs/logs.md has the columns). A number is doubted before it is used: what
cannot be is refused with its line, or left out where the reader says so, and a `DataCheck` tells all of it.
"""

from __future__ import annotations

from calibration.logs.check import DataCheck, TableCheck
from calibration.logs.odd import LogError
from calibration.logs.reading import Logs, check_of, read_logs
from calibration.logs.writing import write_logs

__all__ = ["DataCheck", "LogError", "Logs", "TableCheck", "check_of", "read_logs", "write_logs"]
