"""Wherever a form can stand in a file of any kind, a wrong and a missing field are told: where, and what is right."""

from __future__ import annotations

import json
from importlib import import_module
from types import NoneType
from typing import get_args, get_origin

import pytest

from sim.base.errors import ScenarioError
from sim.base.forms import Form, checked
from sim.base.message import message_of
from sim.base.yamlfile import read
from sim.texts.messages import translated
from tests.project import sources
from tests.texts.english import english_in

for name, path in sources.modules("sim", "calibration"):
    if "(Form)" in path.read_text("utf-8"):
        import_module(name)

ENTRY = "entry"
"""The name of an entry of a mapping; another test takes names that are fields too."""


def places(annotation, keys=()):
    """(form, keys) of every place where a form can stand below an annotation; an entry of a mapping is called ENTRY."""
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation, keys
        for field, info in annotation.model_fields.items():
            yield from places(info.annotation, (*keys, field))
    elif get_origin(annotation) is list:
        yield from places(get_args(annotation)[0], (*keys, 0))
    elif get_origin(annotation) is dict:
        yield from places(get_args(annotation)[1], (*keys, ENTRY))
    else:
        for one in get_args(annotation):
            if one is not NoneType:
                yield from places(one, keys)


EVERY = [(root, form, keys) for root in Form.__subclasses__() for form, keys in places(root)]
OF_FILES = {"ScenarioForm", "SweepForm", "FileForm", "SegmentForm", "GameForm", "RoundForm", "MappingForm",
            "GroupsForm"}
CASES = [pytest.param(*case, id=f"{case[0].__name__}-{'.'.join(map(str, case[2]))}")
         for case in EVERY if case[0].__name__ in OF_FILES]  # fmt: skip


def told(tmp_path, root, keys, content):
    """What is said of a file with that content at `keys`, and its lines."""
    for key in reversed(keys):
        content = [content] if key == 0 else {key: content}
    path = tmp_path / "x.yaml"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        checked(root, read(path, "x.yaml"))
    assert english_in(translated(message_of(error.value), "zh")) == []
    return str(error.value).splitlines(), path.read_text("utf-8").splitlines()


def dotted(keys):
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


def test_every_kind_of_file_is_here():
    """The forms that stand in no other one are those of files."""
    inner = {form for root, form, _ in EVERY if form is not root}
    assert {root.__name__ for root, _, _ in EVERY if root not in inner} == OF_FILES and len(CASES) >= 25


@pytest.mark.parametrize(("root", "form", "keys"), CASES)
def test_a_wrong_field_is_told(tmp_path, root, form, keys):
    allowed = ", ".join(sorted(form.model_fields))
    for field in form.model_fields:
        wrong = f"{field}{field[-1]}{field[-1]}"
        for above in {keys, tuple(field if key == ENTRY else key for key in keys)}:
            sentences, lines = told(tmp_path, root, above, {wrong: 1})
            line = next(number for number, text in enumerate(lines, 1) if f'"{wrong}"' in text)
            sentence = (f"{dotted((*above, wrong))}: unknown field '{wrong}'; did you mean '{field}'? "
                        f"(allowed: {allowed})")  # fmt: skip
            assert [s.partition(": ")[2] for s in sentences if s.startswith(f"x.yaml:{line}:")] == [sentence]


NEEDED = [case for case in CASES if any(info.is_required() for info in case.values[1].model_fields.values())]


@pytest.mark.parametrize(("root", "form", "keys"), NEEDED)
def test_a_missing_field_is_told(tmp_path, root, form, keys):
    sentences, _ = told(tmp_path, root, keys, {})
    for field, info in form.model_fields.items():
        ends = f"{dotted((*keys, field))}: is missing"
        assert len([s for s in sentences if s.endswith(f": {ends}")]) == info.is_required()
        assert all(s.startswith("x.yaml:") for s in sentences)
