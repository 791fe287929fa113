"""`livesim explain`: one screen and a page, in both languages, and one message for what is wrong."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import chinese

SMALL = "--users 250 --days 72 --replicates 2 --workers 1 --quiet"
PLAN = """
name: honest_hosts
extends: baseline
strategies: [{lever: authentic_host, when: {start: 14d}}]
outcomes: [{metric: base_retention, segment: all, worth: 1pp}]
"""


@pytest.fixture(autouse=True)
def plan(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "bare.yaml").write_text(PLAN.partition("outcomes")[0], encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_screen_and_a_page_in_both_languages_of_the_same_worlds(livesim, plan):
    line = f"explain plan.yaml --metric trust {SMALL} --out why"
    english = livesim(line)
    assert (english.exit_code, english.stderr) == (0, "")
    lines = english.stdout.splitlines()
    assert len(lines) <= 40 and max(map(len, lines)) <= 100
    assert "trust of all users" in lines[0] and "All of it comes from claims that hold" in english.stdout
    page = (plan / "why" / "why.html").read_text(encoding="utf-8")
    assert "By path" in page and "<svg" not in page and "data:image/svg+xml" in page and "A typical one" in page
    again = livesim(f"{line} --lang zh")
    assert again.exit_code == 0 and "言行一致的宣传" in again.stdout
    assert "按作用途径" in (plan / "why" / "why.html").read_text(encoding="utf-8")
    told = json.loads(livesim(f"{line} --format json").stdout)
    effects = {(row["part"], row["path"]): row["effect"] for row in told["rows"]}
    assert effects["shapley", "honesty"] == effects["total", ""] > 0
    assert told["contributions"] and told["told"] and told["arising"] == []  # of trust the end alone is kept


@pytest.mark.slow
def test_a_report_has_it_as_a_section_where_it_is_asked_for(livesim, plan):
    asked = livesim(f"compare plan.yaml --explain {SMALL} --out with")
    plain = livesim(f"compare plan.yaml {SMALL} --out without")
    assert (asked.exit_code, plain.exit_code) == (0, 0)
    pages = [(plan / name / "report.html").read_text(encoding="utf-8") for name in ("with", "without")]
    assert ['id="paths"' in page for page in pages] == [True, False]
    assert "--explain" in pages[0] and "--explain" not in pages[1]


WRONG = [
    ("explain elder_mod", "did you mean 'elder_mode'?"),
    ("explain nothing.yaml", "nothing.yaml"),
    ("explain elder_mode --metric base_retentoin", "did you mean 'base_retention'?"),
    ("explain elder_mode --metric net_benefit", "net_benefit"),
    ("explain elder_mode --segment silvr", "did you mean 'silver'?"),
    ("explain elder_mode --segment 'silver and'", "silver and"),
    ("explain elder_mode --segment 'silver and gen_z'", "silver and gen_z"),
    ("explain elder_mode --baseline basline", "did you mean 'baseline'?"),
    ("explain elder_mode --days 40", "40"),
    ("explain elder_mode --set frictoin=2", "did you mean 'friction'?"),
    ("explain elder_mode --set friction", "--set"),
    ("explain baseline --metric base_retention", "baseline"),
    ("explain baseline", "baseline"),
    ("explain bare.yaml", "--metric"),
    ("explain plan.yaml --baseline plan.yaml", "honest_hosts"),
    ("explain plan.yaml --out plan.yaml", "plan.yaml"),
]


@pytest.mark.parametrize(("line", "names"), WRONG)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_wrong_gets_one_message_with_what_was_found(livesim, line, names, lang):
    said = livesim(f"{line} --quiet --lang {lang}")
    assert said.exit_code == 1 and said.stdout == ""
    assert said.stderr.strip() and "Traceback" not in said.stderr
    nearest = names.removeprefix("did you mean ").rstrip("?").strip("'")
    assert (names if lang == "en" else nearest) in said.stderr
    assert chinese(said.stderr) == (lang == "zh")


@pytest.mark.parametrize(("line", "option"), [
    ("explain elder_mode --replicates 1", "--replicates"), ("explain elder_mode --users 0", "--users"),
    ("explain elder_mode --lang fr", "--lang"), ("explain", "SCENARIO"), ("explain elder_mode --luck shared", "--luck"),
])  # fmt: skip
def test_what_is_written_wrong_is_said_by_its_option(livesim, line, option):
    said = livesim(line)
    assert said.exit_code == 2 and option in said.stderr
