"""What is printed can be shown by every console, and nothing that is wrong with it ends in a traceback."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

import sim.cli
from sim.base.errors import StoreError
from sim.cli import console

ENCODINGS = ("utf-8", "cp936", "cp1252", "ascii", "latin-1", "cp437")
COMMANDS = ("levers", "levers elder_mode", "scenarios list", "params message_rate", "day", "scenarios show elder_mode",
            "levers --format json", "levers nonsense", "compare --help", "compare")  # fmt: skip


@pytest.mark.parametrize(
    ("written", "encoding", "shown"),
    [
        ("−0.3 · 5–7 ≥ 2", "ascii", "-0.3 . 5-7 >= 2"),
        ("−0.3 · 5–7 ≥ 2", "cp1252", "-0.3 · 5–7 >= 2"),
        ("−0.3，留存", "cp936", "-0.3，留存"),
        ("−0.3，留存", "utf-8", "−0.3，留存"),
        ("café ┏━┓ ░", "ascii", "cafe +-+ ."),
        ("留（存）", "ascii", r"\u7559 (\u5b58) "),
        ("😀 ok", "cp936", "? ok"),
        ("\udc80.yaml", "utf-8", r"\udc80.yaml"),
        ("𠮷", "cp936", r"\ud842\udfb7"),
    ],
)
def test_what_a_console_lacks_is_spelled(written, encoding, shown):
    assert console.spelled(written, encoding) == shown


def test_escaped_letters_are_those_of_json():
    assert json.loads(console.spelled('"留𠮷"', "ascii")) == "留𠮷"


@pytest.fixture
def typed(monkeypatch):
    """Runs a command line as if typed at a console of an encoding; gives (code, standard output, standard error)."""

    def run(line, encoding):
        kept = io.BytesIO(), io.BytesIO()
        for name, buffer in zip(("stdout", "stderr"), kept, strict=True):
            monkeypatch.setattr(sys, name, console.ReadableStream(io.BufferedWriter(buffer), encoding))  # type: ignore[arg-type]
        monkeypatch.setattr(console.Lost, "encoding", "")
        monkeypatch.setattr(sim.cli, "make_readable", lambda: None)
        monkeypatch.setattr(sys, "argv", ["livesim", *line.split()])
        with pytest.raises(SystemExit) as ended:
            sim.cli.main()
        sys.stderr.flush()
        return ended.value.code, *(buffer.getvalue().decode(encoding) for buffer in kept)

    return run


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_commands_print_in_every_encoding(typed, command, encoding):
    code, out, err = typed(command, encoding)
    assert code == {"levers nonsense": 1, "compare": 2}.get(command, 0)
    assert (out if code == 0 else err).strip()
    assert "Traceback" not in err


@pytest.mark.parametrize(("encoding", "hints"), [("ascii", 1), ("cp1252", 1), ("cp936", 0), ("utf-8", 0)])
def test_one_line_says_how_to_see_chinese(typed, encoding, hints):
    _, out, err = typed("levers --lang zh", encoding)
    assert err.count("PYTHONUTF8=1") == hints
    assert ("策略" in out) == (not hints)


def test_a_reader_who_left_is_no_fault():
    reader, writer = os.pipe()
    os.close(reader)
    drain = console.Drain(writer)
    assert [drain.write(b"many"), drain.write(b"words")] == [4, 5]
    os.close(writer)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without /dev/full")
def test_a_full_disk_is_said_once():
    with open("/dev/full", "wb") as full:
        drain = console.Drain(full.fileno())
        assert drain.write(b"an error has nobody left to tell") == 32
        drain = console.Drain(full.fileno())
        drain.told = True
        with pytest.raises(StoreError, match="standard output cannot be written to: No space left on device"):
            drain.write(b"numbers")
        assert drain.write(b"numbers") == 7
