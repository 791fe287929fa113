"""An export of a platform becomes a folder of logs: `livesim import` (docs/import.md).

`mapping` says which fields and events say what; `reading` makes typed rows of hashed users, block by block; `building`
makes the four tables of them. What is finished is kept in a working folder, and no id is ever written.
"""

from __future__ import annotations

from calibration.importing.guessing import guess
from calibration.importing.importing import Imported, Order, import_export
from calibration.importing.salt import Salt, read_salt

__all__ = ["Imported", "Order", "Salt", "guess", "import_export", "read_salt"]
