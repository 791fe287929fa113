"""Commands run in this process, in an empty folder."""

from __future__ import annotations

import shlex

import pytest
from typer.testing import CliRunner

from sim.cli import app


@pytest.fixture
def livesim(monkeypatch, tmp_path):
    """Runs a command line and gives its result, with exit_code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def command(line, **more):
        return CliRunner().invoke(app, shlex.split(line), catch_exceptions=False, **more)

    return command


def chinese(text):
    """Whether there is a Chinese character in the text."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
