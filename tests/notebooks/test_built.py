"""Both folders of notebooks are fresh, have the same code, and words for all of it in both languages."""

from __future__ import annotations

import ast
import json
import re

import jupytext
import pytest

from notebooks import build, class_data

SOURCES = build.sources()
IDS = [path.stem for path in SOURCES]
by_source = pytest.mark.parametrize("path", SOURCES, ids=IDS)
by_language = pytest.mark.parametrize("lang", build.LANGUAGES)


def cells(path, lang, kind):
    """The text of all cells of a kind in the notebook of a language."""
    whole = json.loads((build.HERE / lang / f"{path.stem}.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in whole["cells"] if cell["cell_type"] == kind]


def said(path):
    """The words that a source says in figures: the first argument of every `say`, None where it is no literal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"]
    return [call.args[0].value if isinstance(call.args[0], ast.Constant) else None for call in calls]


def test_there_are_seven():
    assert [path.name[0] for path in SOURCES] == list("1234567")


def test_what_is_built_is_fresh_and_nothing_else_lies_there():
    built = build.built()
    stale = [path.name for path, body in built.items() if not path.is_file() or path.read_bytes() != body]
    assert stale == [], "run `python notebooks/build.py`"
    kept = {path for lang in build.LANGUAGES for path in (build.HERE / lang).rglob("*")
            if path.suffix in (".py", ".ipynb", ".json", ".csv") and "my_work" not in path.parts
            and ".ipynb_checkpoints" not in path.parts}  # fmt: skip
    assert kept == set(built)


@by_source
def test_both_languages_have_the_same_code(path):
    english, chinese = (cells(path, lang, "code") for lang in build.LANGUAGES)
    assert english == chinese and len(english) >= 5


@by_source
def test_both_languages_have_as_many_words_in_the_same_places(path):
    kinds = [[cell["cell_type"] for cell in json.loads(notebook)["cells"]] for notebook in
             (build.notebook(build.shown(build.cells_of(path), lang)) for lang in build.LANGUAGES)]  # fmt: skip
    assert kinds[0] == kinds[1]


@by_language
@by_source
def test_no_outputs_are_kept_and_the_percent_file_says_the_same(path, lang):
    whole = json.loads((build.HERE / lang / f"{path.stem}.ipynb").read_text(encoding="utf-8"))
    assert all(cell["outputs"] == [] for cell in whole["cells"] if cell["cell_type"] == "code")
    paired = jupytext.read(build.HERE / lang / path.name)
    assert [(cell.cell_type, cell.source) for cell in paired.cells] == [
        (cell["cell_type"], "".join(cell["source"])) for cell in whole["cells"]]  # fmt: skip


@by_source
def test_a_notebook_begins_with_its_question_and_minutes(path):
    for lang, question, minutes in (("en", "**Question.**", r"\*\*Time\.\*\* \d+ minutes"),
                                    ("zh", "**问题：**", r"\*\*时间：\*\* \d+ 分钟")):
        first = cells(path, lang, "markdown")[0]
        assert first.startswith(f"# {path.name[0]}. ") and question in first and re.search(minutes, first)
    times = [re.search(r"(\d+) (?:minutes|分钟)", cells(path, lang, "markdown")[0])[1] for lang in build.LANGUAGES]
    assert times[0] == times[1]


@by_source
def test_people_predict_first_and_exercises_have_folded_solutions(path):
    kinds = [cell.kind for cell in build.cells_of(path)]
    assert kinds.count("exercise") == kinds.count("solution") == kinds.count("check") >= 2
    for lang, predict in (("en", "redict"), ("zh", "预测")):
        words = cells(path, lang, "markdown")
        assert any(predict in text for text in words)
        assert sum("<details>" in text and "assert" in text for text in words) == kinds.count("check")


def test_every_word_of_a_figure_has_its_chinese_and_no_chinese_is_left_over():
    used = [words for path in SOURCES for words in said(path)]
    assert None not in used, "say() takes words as they stand, so that they can be found"
    assert set(used) == set(build.words())
    for english, chinese in build.words().items():
        assert set(re.findall(r"\{\w+", english)) == set(re.findall(r"\{\w+", chinese)), english


@by_source
def test_english_words_are_english_and_chinese_words_chinese(path):
    chinese_letter = re.compile(r"[\u4e00-\u9fff]")
    for text in cells(path, "zh", "markdown"):
        assert chinese_letter.search(text), text
    for text in cells(path, "en", "markdown"):
        outside = re.sub(r"```.*?```", "", text, flags=re.S)
        assert len(chinese_letter.findall(outside)) <= 5, text  # the words that join groups, shown once


def test_tables_of_the_class_rest_on_the_fits_that_ship():
    assert not class_data.is_stale(), "run `python notebooks/class_data.py && python notebooks/build.py`"


def test_a_changed_fit_asks_for_new_tables(monkeypatch, tmp_path):
    changed = tmp_path / "stamp.txt"
    changed.write_text("0123456789abcdef\n", encoding="utf-8")
    monkeypatch.setattr(class_data, "STAMP", changed)
    assert class_data.is_stale()


def test_a_cell_of_an_unknown_kind_is_refused(tmp_path):
    wrong = tmp_path / "1_wrong.py"
    wrong.write_text("# %% solutoin\nmine = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="solutoin"):
        build.cells_of(wrong)
