from __future__ import annotations

import sys

import pytest

from sim.desk.workspace import Workspace
from sim.paired.comparing import compare
from tests.desk.answered import put
from tests.reports import builder

SMALL = {"users": 300, "days": 70, "replicates": 2, "workers": 1, "fixed": True, "cache": False,
         "metrics": ["base_retention", "trust"], "segments": ["all", "silver"]}  # fmt: skip


@pytest.fixture(autouse=True)
def own_main():
    """AppTest leaves its script behind as `__main__`, and a process that a later test spawns would run that."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def made_up():
    """A comparison with everything in it but a crisis; break-even is found from arms."""
    return builder.comparison()


@pytest.fixture(scope="session")
def bare():
    """A comparison of scenarios that say little; break-even is read from draws, where there are any."""
    return builder.comparison(represents=None, replicates=20, strengths=False)


@pytest.fixture(scope="session")
def struck():
    """Two small worlds with a crisis, one of them with an answer, that were lived."""
    crisis = {"lever": "host_scandal", "when": {"start": "14d"}}
    plans = {"alone": [crisis], "answered": [crisis, {"lever": "golden_24h", "when": {"start": "14d"}}]}
    return compare("baseline", [{"name": name, "extends": "baseline", "strategies": pulled}
                                for name, pulled in plans.items()], **SMALL)  # fmt: skip


@pytest.fixture(scope="session")
def kept(tmp_path_factory, made_up, bare, struck):
    """A workspace with these answers, which no test changes."""
    workspace = Workspace.at(tmp_path_factory.mktemp("desk"))
    for name, comparison in (("made_up", made_up), ("bare", bare), ("struck", struck), ("unfinished", None)):
        put(workspace, name, comparison)
    return workspace


@pytest.fixture
def workspace(tmp_path):
    """An empty workspace of a test's own."""
    return Workspace.at(tmp_path / "desk")
