"""The responses of the baseline: what people do when one thing is changed, told from two worlds with the same luck.

Importing this package declares all of them.
"""

from __future__ import annotations

from calibration.responses import changes
from calibration.responses.base import RESPONSES, Response
from calibration.responses.worlds import answers

__all__ = ["RESPONSES", "Response", "answers", "changes"]
