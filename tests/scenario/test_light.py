"""Checking and listing scenarios stays quick to start."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from sim.scenario import load_scenario
from sim.scenario.wizard import new_scenario
load_scenario("elder_mode")
print(sorted(name for name in sys.modules if name in ("mesa", "pandas", "matplotlib", "sim.engines.kernel")))
"""


def test_a_check_imports_no_engine_and_no_mesa():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
