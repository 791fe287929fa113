"""Blocks are found wherever they stand, and their names mean one thing in the whole project."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import get_args

import sim
from sim.reports.blocks import Block, Row, pictures
from tests.reports import made_up

HOME = Path(sim.__file__).parents[1]


def test_figures_are_found_inside_other_blocks():
    assert [picture.name for picture in pictures(made_up.page().sections)] == ["first", "second"]


def test_the_made_up_page_has_every_block():
    def kinds(blocks):
        return {kind for block in blocks for kind in (type(block), *kinds(getattr(block, "blocks", ())))}

    assert kinds([block for section in made_up.page().sections for block in section.blocks]) == set(get_args(Block))


def test_headings_and_notes_go_across_a_table():
    assert Row(["a"], ["head"]).across and Row(["a"], ["note"]).across
    assert not Row(["a", "b"]).across and not Row(["a", "b"], ["missed"]).across


def test_no_two_classes_have_one_name():
    names = Counter(
        node.name
        for room in ("sim", "calibration")
        for path in (HOME / room).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []
