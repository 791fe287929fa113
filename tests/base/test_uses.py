"""A made-up source with wrong names: each is told with its line and the nearest right one."""

from __future__ import annotations

import ast

import pytest

from sim.base.params import Parameter
from sim.base.uses import EVERYWHERE, Misuse, problems, unread


def made(name, scope="user"):
    return Parameter(name, 1.0, "unit", 0.0, 2.0, "made up", "judged", scope, "Made up.")


DECLARED = {entry.name: entry for entry in (
    made("open_habit"), made("open_trust"), made("need_social", "population"), made("pace_shift", "room"),
    made("return_window", "platform"), made("calm_size", "lever"),
)}  # fmt: skip
HEAD = "from typing import Any\n"


def told(source, holders=EVERYWHERE):
    return [(problem.line, problem.sentence) for problem in problems(source, holders, DECLARED)]


@pytest.mark.parametrize(("line", "nearest"), [
    ("def rule(user, p): return p.open_habbit", "open_habit"),
    ("def rule(user: Any, p: Any) -> float: return user.habit * p.open_habits", "open_habit"),
    ("first = p['open_trusts'][rows]", "open_trust"),
    ("window = world.constants.values['return_windows']", "return_window"),
    ("shift = room_values['pace_shifts']", "pace_shift"),
    ("def pull(edit, strength, options, sizes): edit.add('open_trust', sizes['calm_sizes'])", "calm_size"),
    ("def pull(edit, strength, options, sizes): edit.factor('open_trusty', 2.0)", "open_trust"),
    ("@lever('calm', reach='users', writes=('open_trust', 'open_habita'))\ndef calm(edit): pass", "open_habit"),
])  # fmt: skip
def test_a_name_that_nobody_declared_is_told_with_its_line_and_the_nearest(line, nearest):
    [(at, sentence)] = told(HEAD + line)
    assert at == 2
    assert sentence.startswith("unknown parameter 'open_" if nearest.startswith("open") else "unknown parameter '")
    assert f"did you mean '{nearest}'?" in sentence


@pytest.mark.parametrize("line", [
    "def rule(user, p): return p.open_habit * p.open_trust",
    "weights = [values[f'need_{need}'] for need in NEEDS]",
    "tallest = max(rows, key=lambda p: p.height)",
    "def size(p: Path): return p.stem",
    "def rule(p): return p.own\nparameter('own', 0.1, 'unit', (0, 1), 'judged', text='Own.')",
    "@lever('calm', reach='rooms', writes=('pace_shift',))\n"
    "def calm(edit, strength, options, sizes): edit.add('pace_shift', options['size'] * sizes['calm_size'])",
])  # fmt: skip
def test_right_names_and_other_words_are_left_alone(line):
    assert told(line) == []


@pytest.mark.parametrize(("line", "sentence"), [
    ("def rule(p): return p.return_window", "parameter 'return_window' is of scope platform; here are those of user"),
    ("x = room_values['open_trust']", "parameter 'open_trust' is of scope user; here are those of room"),
    ("@lever('calm', reach='rooms', writes=('open_trust',))\ndef calm(edit): edit.add('open_trust', 1.0)",
     "parameter 'open_trust' is of scope user; here are those of room"),
    ("@lever('calm', reach='users', writes=('open_trust',))\ndef calm(edit): edit.add('open_habit', 1.0)",
     "a strategy writes 'open_habit' without declaring it under `writes`"),
    ("x = values[f'want_{need}']", "unknown parameter 'want_*'"),
    ("def rule(p) return 1", "this is no Python"),
])  # fmt: skip
def test_what_else_is_wrong_is_told_too(line, sentence):
    assert told(line)[0][1].startswith(sentence)


def test_a_file_of_an_analyst_is_named(tmp_path):
    path = tmp_path / "weather.py"
    path.write_text("\n\ndef rain(p):\n    return p.open_habi\n", encoding="utf-8")
    [problem] = problems(path, declared=DECLARED)
    assert isinstance(problem, Misuse)
    assert str(problem).startswith(f"{path}:4: unknown parameter 'open_habi'; did you mean 'open_habit'?")


def test_words_of_an_analyst_that_mean_something_else_are_no_holders():
    assert problems("x = values['silver']", declared=DECLARED) == []


def test_what_is_written_and_never_read_is_unread():
    source = "def rule(p): return p.open_habit + values['return_window'] + values[f'need_{need}']"
    tree = ast.parse(f"{source}\nedit.add('pace_shift', 1)")
    assert unread([tree], DECLARED) == ["open_trust", "pace_shift", "calm_size"]
