"""Every message in the code is a literal template that Chinese has too, and no sentence is said past `said`."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from sim.base.message import CLAUSE, COMMA, TO, lines, said
from sim.base.params import SCOPES
from sim.levers import LEVERS
from sim.scenario.names import KEYS
from sim.texts.messages import translated, translations
from tests.project import sources

DECLARED = {"said": 1, "unknown": 1, "choice": 1, "named": 1, "Registry": 1, "Kind": 1, "_known": 1, "foreign": None}
"""Functions whose first argument (None: all of them) is a template, or a word that messages name."""

ELSEWHERE = {*SCOPES, *KEYS, *(lever.reach for lever in LEVERS.values()), "run", COMMA, CLAUSE, TO}
"""Words that messages take from declarations, and what stands between words."""

NO_SENTENCE = {"sim.base.message", "sim"}
"""Where templates are made of parts, and where livesim says that it is not installed as it should be."""

MODULES = [(name, path) for name, path in sources.modules("sim", "calibration") if name not in NO_SENTENCE]


def calls(path):
    """(called name, call) of every call in a module."""
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Call):
            yield called(node), node


def called(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def templates(path):
    """The literal templates and words of a module."""
    for name, call in calls(path):
        if name in DECLARED:
            yield from filter(None, map(literal, call.args[: DECLARED[name]]))
        for keyword in call.keywords:
            if name == "Kind" and keyword.arg == "traps":
                yield from map(literal, keyword.value.values)


def sentences(call, name):
    """The argument of a call that is the sentence of an error, of a note, or of how far a task is."""
    holder = getattr(getattr(call.func, "value", None), "id", "")
    if name.endswith("Error") and name != "AttributeError":
        return call.args[:1]
    if (holder, name) == ("problems", "at") or (holder, name) == ("root", "say"):
        return call.args[1:2]
    spoken = (holder, name) == ("place", "say") or name == "tell" or ast.unparse(call.func) == "world.notes.append"
    return call.args[:1] if spoken else []


def unsaid(node):
    """True when a sentence is put together in place, and not by a call."""
    if isinstance(node, (ast.JoinedStr, ast.BinOp)) or literal(node) is not None:
        return True
    return isinstance(node, ast.IfExp) and (unsaid(node.body) or unsaid(node.orelse))


def has_words(template):
    return any(re.search("[A-Za-z]", text) for text, *_ in Formatter().parse(template)) or template in ELSEWHERE


def placeholders(template):
    return sorted((name, spec, turned) for _, name, spec, turned in Formatter().parse(template) if name is not None)


USED = {template for _, path in sources.modules("sim", "calibration") for template in templates(path)}
SPOKEN = {template for template in USED | ELSEWHERE if has_words(template)}
CHINESE = translations("zh")


def test_there_are_messages_to_look_at():
    assert len(USED) > 300 and {"is missing", "sum of money", "segment", "Missing command."} <= USED


@pytest.mark.parametrize(("module", "path"), MODULES, ids=lambda x: str(x).rpartition("/")[2])
def test_what_is_said_is_a_literal(module, path):
    wrong = [f"line {call.lineno}" for name, call in calls(path) if name == "said" and literal(call.args[0]) is None]
    assert wrong == [], "said(...) begins with a literal template"


@pytest.mark.parametrize(("module", "path"), MODULES, ids=lambda x: str(x).rpartition("/")[2])
def test_no_sentence_is_said_past_it(module, path):
    wrong = [f"line {call.lineno}: {ast.unparse(part)}" for name, call in calls(path)
             for part in sentences(call, name) if unsaid(part)]
    assert wrong == [], "write said(\"... {value}\", value=value) in place of an f-string or plain text"


@pytest.mark.parametrize("written", [
    "raise ScenarioError(f'no {name}')", "raise ResultError('none')", "problems.at(keys, 'is ' + what)",
    "problems.at(keys, unknown('x', n, a) if n else f'{n}')", "place.say('x')", "world.notes.append(f'{x}')",
])  # fmt: skip
def test_a_sentence_past_it_is_seen(written):
    call = next(node for node in ast.walk(ast.parse(written)) if isinstance(node, ast.Call))
    assert any(map(unsaid, sentences(call, called(call))))


def test_every_message_is_said_in_chinese_too():
    assert sorted(SPOKEN - CHINESE.keys()) == [], "add them to sim/texts/zh/messages.yaml"


def test_no_translation_is_left_over():
    assert sorted(CHINESE.keys() - USED - ELSEWHERE) == [], "no code says so"


@pytest.mark.parametrize("template", sorted(SPOKEN & CHINESE.keys()))
def test_placeholders_are_the_same(template):
    assert placeholders(CHINESE[template]) == placeholders(template)


def test_a_message_and_the_messages_in_it_are_translated():
    inner = said("{before} or {word}", before="a", word=said("nothing"))
    message = said("{value} is out of bounds; allowed: {wanted}", value="5%", wanted=inner)
    assert message == "5% is out of bounds; allowed: a or nothing"
    assert translated(message, "en") == message
    assert translated(message, "zh") == "5% 超出范围；取值：a 或 空值"
    assert translated(lines([message, "as it is"]), "zh") == "5% 超出范围；取值：a 或 空值\nas it is"


def test_what_is_no_message_stays_as_it_is():
    assert translated("no {message} at all", "zh") == "no {message} at all"
