"""`livesim crisis` on a world small enough for a test."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import chinese

SMALL = "--users 200 --days 100 --replicates 2 --workers 1 --quiet --set message_rate=0.15"
"""A stated parameter, because so few users can drift by chance, and a baseline that does is refused."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A results folder that the tests of this module share: the first one fills it, the others resume."""
    return tmp_path_factory.mktemp("results") / "desk"


@pytest.fixture
def desk(livesim, folder):
    return lambda more="": livesim(f"crisis host_scandal --hours 4,72,never --money {SMALL} --out {folder} {more}")


def test_it_prints_the_answers_and_writes_the_page(desk, folder):
    said = desk()
    assert said.exit_code == 0 and said.stderr == ""
    for words in ("never", "4 h, money", "72 h", "Users lost", "Days until people are back", "nanswered"):
        assert words in said.stdout
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "The crisis desk" in page and (folder / "figures" / "recovery_trust.svg").exists()


def test_it_speaks_chinese_and_resumes(desk, folder):
    said = desk("--lang zh")
    assert said.exit_code == 0 and chinese(said.stdout) and "流失用户" in said.stdout
    assert "危机应对台" in (folder / "report.html").read_text(encoding="utf-8")


def test_json_holds_every_row(desk):
    rows = json.loads(desk("--format json").stdout)["rows"]
    assert {row["scenario"] for row in rows} == {"never", "4h", "72h", "4h_money", "72h_money"}
    assert {row["segment"] for row in rows} == {"all", "gen_z", "silver", "lower_tier"}


@pytest.mark.parametrize(("line", "why"), [
    ("crisis host_scandl", "did you mean 'host_scandal'?"),
    ("crisis coupons", "is a strategy and no crisis"),
    ("crisis host_scandal --hours 1,-4", "'-4' is out of bounds"),
    ("crisis server_crash --money", "servers that take over pay nobody"),
    ("crisis server_crash --minutes 5 --hours 1", "--hours and --minutes say the same"),
])
def test_a_slip_gets_one_message_in_both_languages(livesim, line, why):
    said = livesim(line)
    assert said.exit_code == 1 and why in said.stderr and len(said.stderr.splitlines()) == 1
    assert chinese(livesim(f"{line} --lang zh").stderr)
