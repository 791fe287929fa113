"""Ways in which a YAML file goes wrong: what hands, editors, mail programs and pranks make of a file that was right."""

from __future__ import annotations

import re

from hypothesis import strategies as st

BOMB = "".join(f"{one}: &{one} [{', '.join([f'*{before}' if before else 'x'] * 9)}]\n"
               for before, one in zip(["", *"abcdef"], "abcdefg", strict=True))  # fmt: skip
"""Seven lines that stand for five million values."""
SIGNS = ("：，、；。【】［］｛｝（）“”‘’「」—–−－＃＊•％　\xa0"
         "\t\x00\x07\x7f\x85\u2028\ufeff\ud7ff😀喆é{}[]:#&*!|>%@`\"'\\?-,~=<\n\r")
ODD = ["", "~", "null", "true", "no", "是", "[]", "{}", "[[]]", "[1, [2]]", "{a: {b: c}}", "{3: 4}", "{[a]: b}", "''",
       "0", "-1", "1e999", "-1e999", "1e-400", ".nan", ".inf", "9" * 5000, "1000000", "999999999999", "0x1F",
       "0o17", "1_000", "007", "1:30", "2025-02-30", "2025-01-01", "2025-01-01T10:00:00Z", "2月30日", "100%",
       "-5%", "−5%", "1 %", "14d", "7d..7d", "9..1", "1pp", "5 yuan", "两周", "一半", "&x [*x]", "*nowhere",
       "!!set {a}", "!!binary aGk=",
       "!own x", "!!python/object:os.system {}", "|", ">-", "@x", "`x`", "%x", "<<", "? x", "=", "'", '"', "[", "{",
       "- x",
       "name: x", "all", "silver and silver", "silver and not", "银发", "base_retention", "elder_mode", "baseline",
       "prior", "../x", "/", "x.yaml", ".", "x" * 3000, "[" * 300 + "]" * 300, "{a: " * 200 + "}" * 200,
       "[" * 2000 + "]" * 2000, "bounce_rate above its last 28 days", "idle above 7d", "not a signal below 10% for 7d",
       "[*g, *g]"]  # fmt: skip
"""What may stand where something else belongs."""
KEYS = ["name", "lever", "metric", "segment", "values", "range", "distribution", "field", "extends", "when",
       "who", "3",
        "~", "<<", "策略", "人群", "[a]", "? a", "*x", "!!str a", "''", "名称：", "true"]  # fmt: skip
ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5", "latin-1"]
FIELD = re.compile(r"([A-Za-z_]\w*)(:[ \n])")
VALUE = re.compile(r"(?<=: )[^\s{\[#][^,}\]\n]*")


def _at(pattern, text, place):
    """One of the matches of a pattern in a text; None without any."""
    found = list(pattern.finditer(text))
    return found[int(place * len(found))] if found else None


def _lines(change):
    """A mutation that changes the list of lines at one of them."""

    def mutated(text, place, _):
        lines = text.splitlines(keepends=True) or [""]
        change(lines, int(place * len(lines)))
        return "".join(lines)

    return mutated


def _put(pattern, text, place, new):
    """The text with `new` in place of one match; `{}` in it stands for what was there."""
    match = _at(pattern, text, place)
    if match is None:
        return text
    return f"{text[: match.start()]}{new.replace('{}', match[0]) if new != '{}' else new}{text[match.end():]}"


def _renamed(text, place, what):
    """A field with a letter too much, twice its name, or another name."""
    match = _at(FIELD, text, place)
    if match is None:
        return text
    new = [f"{match[1]}{match[1][-1]}", match[1][:-1], *KEYS][what % (len(KEYS) + 2)]
    return f"{text[: match.start()]}{new}{match[2]}{text[match.end():]}"


def _inserted(text, place, what):
    spot = int(place * (len(text) + 1))
    return text[:spot] + SIGNS[what % len(SIGNS)] + text[spot:]


MUTATIONS = {
    "drop a line": _lines(lambda lines, i: lines.pop(i)),
    "double a line": _lines(lambda lines, i: lines.insert(i, lines[i])),
    "move a line": _lines(lambda lines, i: lines.insert(0, lines.pop(i))),
    "indent a line": _lines(lambda lines, i: lines.__setitem__(i, f"  {lines[i]}")),
    "dedent a line": _lines(lambda lines, i: lines.__setitem__(i, lines[i].lstrip())),
    "rename a field": _renamed,
    "another value": lambda text, place, what: _put(VALUE, text, place, ODD[what % len(ODD)]),
    "a value as a list": lambda text, place, _: _put(VALUE, text, place, "[{}]"),
    "insert a sign": _inserted,
    "cut off": lambda text, place, _: text[: int(place * len(text))],
    "cut the beginning": lambda text, place, _: text[int(place * len(text)):],
    "another document": lambda text, place, _: f"{text}\n---\n{text}",
    "a bomb before it": lambda text, place, what: f"{BOMB if what % 2 else BOMB[: what % len(BOMB)]}{text}",
    "an anchor and an alias": lambda text, place, what: _put(VALUE, _put(VALUE, text, place, "&x {}"), what % 9 / 9,
                                                             "*x"),
    "merge a mapping": lambda text, place, _: f"base: &base {{name: x, seed: 3}}\n<<: *base\n{text}",
    "a directive": lambda text, place, what: f"%YAML 1.{what % 3}\n---\n{text}",
    "Chinese signs": lambda text, _, what: text.replace(":,-[]{}"[what % 7], "：，－［］｛｝"[what % 7], 1 + what % 3),
}  # fmt: skip
"""What happened -> (text, place 0..1, a number) -> the text afterwards."""


@st.composite
def bodies(draw, texts):
    """Bytes of a file that was one of the `texts` and went wrong in up to four ways."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        change = MUTATIONS[draw(st.sampled_from(sorted(MUTATIONS)))]
        text = change(text, draw(st.floats(0, 1, exclude_max=True)), draw(st.integers(0, 2**16)))
    encoding = draw(st.sampled_from(["utf-8"] * 20 + ENCODINGS))
    body = text.encode(encoding, errors="replace")
    return body if draw(st.integers(0, 30)) else body[: len(body) // 2]
