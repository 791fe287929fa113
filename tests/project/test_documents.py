"""What README, CONTRIBUTING and the pages on plans tell people to type exists and runs, in English and in Chinese."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner

from tests.project.sources import ROOT

READMES = ("README.md", "README.zh.md")
PLANS = ("docs/plans.md", "docs/zh/plans.md")
CHINESE = ("README.zh.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/zh").glob("*.md")))
PAGES = tuple(dict.fromkeys([*READMES, "CONTRIBUTING.md", *PLANS, *CHINESE]))
TEXT = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OWN_NAMES = {"我的计划": "my_plan", "上半年": "H1", "下半年": "H2", "年轻用户": "young"}
"""What the example of the Chinese page names itself, and the example of the English one."""


def english_of(page):
    """The English page that a Chinese one says again."""
    return "README.md" if page == "README.zh.md" else page.replace("docs/zh/", "docs/")


def blocks(document, language):
    """The fenced blocks of a Markdown document in one language ("" for commands)."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", document, re.M | re.S)
    return [block for named, block in fenced if named == language]


def commands(document, word):
    """What stands behind `word` in the command blocks and in the running text."""
    shown = "\n".join([*blocks(document, ""), *re.findall(r"`([^`\n]+)`", document)])
    found = re.findall(rf"^(?:\.venv/bin/)?{word} (.+?)(?: +#.*)?$", shown, re.M)
    return sorted(set(found))


def command_names(group, prefix=()):
    """Every command of a typer application as a tuple of words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from command_names(command, (*prefix, name))
        else:
            yield (*prefix, name)


@pytest.mark.parametrize("call", commands("\n".join(TEXT.values()), "make"))
def test_make_targets_exist(call):
    assert re.search(rf"^{call.split()[0]}:", MAKEFILE, re.M)


@pytest.mark.parametrize("call", commands("\n".join(TEXT.values()), "livesim"))
def test_livesim_commands_exist(call):
    from sim.cli import app

    known = set(command_names(typer.main.get_command(app)))
    words = tuple(call.split())
    assert words[:1] in known or words[:2] in known or words[0] == "sweep"  # a sweep's first word may be a file


@pytest.mark.parametrize("page", READMES)
def test_the_demo_of_make_is_the_demo_of_the_readme(page):
    in_make = re.search(r"livesim compare (.*?)\$\(OUT\)", MAKEFILE.replace("\\\n", " "), re.S)
    in_readme = re.search(r"bin/livesim compare (.*?)results/first", TEXT[page])
    assert in_make is not None and in_readme is not None
    assert in_make[1].split() == in_readme[1].split()


@pytest.mark.slow
@pytest.mark.parametrize("block", [block for page in READMES for block in blocks(TEXT[page], "python")])
def test_python_examples_import_what_exists(block):
    """What simulates is tested elsewhere; recipes are followed by their own test."""
    code = "\n".join(line for line in block.splitlines() if line.startswith(("from ", "import ")))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [*READMES, *PLANS])
def test_the_scenario_of_a_page_is_right(page, tmp_path):
    from sim.cli import app

    (block,) = blocks(TEXT[page], "yaml")
    path = tmp_path / "scenario.yaml"
    path.write_text(block, encoding="utf-8")
    said = CliRunner().invoke(app, ["scenarios", "check", str(path)])
    assert said.exit_code == 0, said.stderr


@pytest.mark.parametrize("page", PLANS)
def test_what_a_page_on_plans_shows_in_its_sentences_is_read(page):
    from sim.scenario.conditions import read_state, read_trigger
    from sim.scenario.names import resolve

    prose = re.sub(r"^```.*?^```$", "", TEXT[page], flags=re.M | re.S)
    shown = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]
    triggers = [span for span in shown if re.search(r"持续\d+天$| for \d+d$", span)]
    groups = [span for span in shown if re.search(r".[且或] | (and|or) ", span)]
    states = [one for span in shown for one in re.findall(r"state: \[(.*)\]", span)]
    days = re.findall(r"`([^`]+)`", re.findall(r"^\| `on` \|(.*)$", TEXT[page], re.M)[0])
    assert len(triggers) >= 3 and len(groups) >= 4 and len(states) == 1 and len(days) == 12
    for span in triggers:
        read_trigger(span)
    for span in groups:
        resolve("segment", span)
    for span in states[0].split(", "):
        read_state(span)
    for span in days:
        resolve("calendar", span)


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_somewhere(page):
    folder = (ROOT / page).parent
    assert [to for to in re.findall(r"\]\(([^)#:]+)\)", TEXT[page]) if not (folder / to).exists()] == []


@pytest.mark.parametrize("page", ["README.zh.md", "docs/zh/plans.md"])
def test_a_chinese_page_asks_what_the_english_one_asks(page, tmp_path):
    """Only the names that the planner gives differ, and the words of the question."""
    from sim import load_scenario

    path, asked = tmp_path / "scenario.yaml", []
    for text in (TEXT[page], TEXT[english_of(page)]):
        (block,) = blocks(text, "yaml")
        for chinese, english in OWN_NAMES.items():
            block = block.replace(chinese, english)
        path.write_text(block, encoding="utf-8")
        asked.append(replace(load_scenario(path), name="", question={}, digest=""))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", ["README.zh.md", "docs/zh/plans.md"])
def test_a_chinese_page_has_the_sections_and_rows_of_the_english_one(page):
    chinese, english = TEXT[page], TEXT[english_of(page)]
    assert len(re.findall(r"^## ", chinese, re.M)) == len(re.findall(r"^## ", english, re.M))
    rows = [re.findall(r"`(\w+)`", "".join(re.findall(r"^(\| `[^|]*)\|", text, re.M))) for text in (chinese, english)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("page", CHINESE)
def test_a_chinese_page_is_written_in_the_words_and_signs_of_the_house(page):
    assert (ROOT / english_of(page)).exists()
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", TEXT[page], flags=re.M | re.S)
    assert "方案" not in prose, "a scenario is 情景"
    assert re.findall(r"[\u4e00-\u9fff][,;:?!(]|[,;?!)][\u4e00-\u9fff]", re.sub(r"\]\([^)]*\)", "]", prose)) == []
