"""What livesim shows can be typed: every Chinese and English title, in every argument and field of its kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.cli import options
from sim.explore.fields import Field
from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.paired.options import Options
from sim.paired.precision import widths
from sim.running.question import measured
from sim.scenario import load_scenario
from sim.scenario.build import worth_kind
from sim.scenario.load import file_of
from sim.scenario.names import ALLOWED, others, resolve, spellings
from sim.scenario.strategies import option_spellings

KINDS = [*ALLOWED, "segment"]


def names(kind):
    """(own name, every way to write it) of a kind."""
    return [(own, word) for own, titles in spellings(kind).items()
            for word in (own, *titles.values(), *others(kind, own))]


@pytest.fixture(scope="module")
def elder():
    return load_scenario("elder_mode")


@pytest.mark.parametrize("kind", KINDS)
def test_every_title_is_a_name(kind):
    assert [(own, word) for own, word in names(kind) if resolve(kind, word) != own] == []


def test_no_title_means_two_things():
    for kind in KINDS:
        meant = {}
        for own, word in names(kind):
            assert meant.setdefault(word.casefold(), own) == own, (kind, word)


@pytest.mark.parametrize(("own", "word"), names("scenario"))
def test_scenarios(own, word):
    assert load_scenario(word).name == own
    assert file_of(word).stem == own  # the folder of results has the own name


@pytest.mark.parametrize(("own", "word"), names("lever"))
def test_levers_in_the_fields_of_a_sweep(own, word, elder):
    arm = replace(elder, strategies=(replace(elder.strategies[0], lever=own, name=own),))
    assert Field(f"{word}.strength", [arm]).keys(arm) == [("strategies", 0, "strength")]


def test_segments_of_commands(elder):
    for own, word in names("segment"):
        assert own in (measured([elder], options.segments([word])) or ())


def test_metrics_of_commands():
    for own, word in names("metric"):
        assert Options(metrics=[word]).named_metrics == (own,)
        assert set(widths(f"{word}={worth_kind(METRICS[own]).write(1)}")) == {own}


@pytest.mark.parametrize("lever", LEVERS)
def test_options(lever, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for option in LEVERS[lever].options:
        for word in option_spellings(LEVERS[lever], option):
            assert any(not word.isascii() for word in option_spellings(LEVERS[lever], option)), option
            low = f'"{option.low:g} {option.unit}"' if option.unit != "share" else f"{option.low:.0%}"
            low = f"{option.low:g}" if option.unit == "1/year" else low  # how often: a number
            (tmp_path / "x.yaml").write_text(f"name: x\nstrategies: [{{lever: {lever}, options: {{{word}: {low}}}}}]\n",
                                             encoding="utf-8")
            assert load_scenario("x.yaml").strategies[0].options[option.name] == option.low


def test_several_in_one_word():
    assert set(widths("复购率=1pp，留存=0.5pp")) == {"rebuy_rate", "base_retention"}
    assert options.segments(["银发用户、Z世代用户"]) == ["all", "银发用户", "Z世代用户"]
