"""Shared luck knows more from as many worlds, and the demonstration shows it."""

from __future__ import annotations

import pytest

from sim.paired import luck
from sim.reports.luck import luck_figure, luck_lines
from sim.reports.style import style, svg_of


@pytest.fixture(scope="module")
def lucks():
    told = []
    found = luck.two_lucks(seed=1, progress=lambda done, wanted: told.append((done, wanted)))
    assert told[-1] == (2 * luck.REPLICATES, 2 * luck.REPLICATES) and told == sorted(told)
    return found


@pytest.mark.slow
def test_shared_luck_knows_the_same_question_better(lucks):
    assert lucks.shared.n == lucks.independent.n == luck.REPLICATES
    assert lucks.times > 1.5 and lucks.times_the_worlds == pytest.approx(lucks.times**2)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_picture_and_its_words(lucks, lang):
    lines = luck_lines(lucks, lang)
    assert f"{lucks.times:.1f}" in lines[-1] and len(lines) == 4
    with style(lang):
        assert b"</svg>" in svg_of(luck_figure(lucks, lang))


@pytest.mark.slow
def test_the_command_writes_the_picture(monkeypatch, tmp_path):
    from typer.testing import CliRunner

    from sim.cli import app

    monkeypatch.setattr(luck, "REPLICATES", 2)
    monkeypatch.setattr(luck, "USERS", 150)
    done = CliRunner().invoke(app, ["demo", "luck", "--out", str(tmp_path), "--quiet", "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "luck.png").read_bytes().startswith(b"\x89PNG") and (tmp_path / "luck.svg").exists()
    assert "共享运气" in done.output
