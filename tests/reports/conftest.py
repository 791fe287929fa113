from __future__ import annotations

import pytest

from sim.reports.report import write_report
from tests.reports import builder


@pytest.fixture(scope="session")
def comparison():
    """A comparison with everything in it."""
    return builder.comparison()


@pytest.fixture(scope="session")
def bare():
    """A comparison of a scenario file that says little, under --fixed and without strength arms."""
    return builder.comparison(represents=None, replicates=3, fixed=True, strengths=False)


@pytest.fixture(scope="session", params=["en", "zh"])
def report(request, comparison, tmp_path_factory):
    """(language, the report's HTML, its folder)."""
    folder = tmp_path_factory.mktemp(request.param)
    page = write_report(comparison, folder, request.param)
    return request.param, page.read_text("utf-8"), folder


@pytest.fixture(scope="session", params=["en", "zh"])
def bare_report(request, bare, tmp_path_factory):
    """(language, the bare comparison's HTML)."""
    page = write_report(bare, tmp_path_factory.mktemp(request.param), request.param)
    return request.param, page.read_text("utf-8")
