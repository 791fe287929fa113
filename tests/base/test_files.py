"""Files are whole or not there, and one that is not what was written is never taken for it."""

from __future__ import annotations

import errno
import json
import os
import random

import pytest

from sim.base import files
from sim.base.errors import DamageWarning, StoreError, TornError
from sim.base.files import (
    MARK,
    ZEROS,
    is_whole,
    read_json,
    read_whole,
    sealed,
    warn_of_torn,
    write_json,
    write_whole,
)
from sim.base.message import said

CONTENT = {"question": "长辈模式", "why": said("there is no user {user}", user=7), "numbers": [0.1 + 0.2, None, True]}


def test_json_comes_back_as_it_was_and_says_so_to_other_programs(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, CONTENT)
    assert read_json(path) == CONTENT and read_json(path)["why"].template == "there is no user {user}"
    assert json.loads(path.read_text("utf-8"))["question"] == "长辈模式"
    assert read_json(tmp_path / "b.json") is None
    with pytest.raises(ValueError):
        write_json(tmp_path / "b.json", {"value": float("nan")})
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_every_bit_of_a_sealed_file_counts(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"point": 3, "error": "MemoryError"})
    body = path.read_bytes()
    assert is_whole(body)
    for place in range(len(body)):
        flipped = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert not is_whole(flipped) and not is_whole(body[:place])
    assert not is_whole(body + b" ")


def test_what_was_never_sealed_is_not_whole():
    for body in (b"", b"{}", MARK, MARK + ZEROS, b"a" + MARK + b"0" * 20):
        assert not is_whole(body)
    assert is_whole(sealed(b"a" + MARK + ZEROS + b"b"))
    with pytest.raises(ValueError):
        sealed(b"no place for it")


def test_a_seal_may_stand_before_and_behind_what_looks_like_one():
    inner = sealed(b"inner " + MARK + ZEROS)
    body = sealed(inner + b" outer " + MARK + ZEROS + b" end")
    assert is_whole(body) and len(body) == len(inner) + 7 + len(MARK + ZEROS) + 4
    assert not is_whole(body.replace(b"inner", b"innes"))


def test_damaged_files_and_folders_in_their_place_are_told(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{half")
    with pytest.raises(TornError, match=r"a\.json is damaged .* run the command that made it again"):
        read_json(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="a folder where a file of livesim belongs; move it away"):
        read_whole(path)
    with pytest.raises(StoreError, match="a folder of that name is in the way; move it away"):
        write_whole(path, b"")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "it is read-only"), (errno.EACCES, "may not")]
)
@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failed_write_is_one_sentence_and_leaves_what_was_there(tmp_path, monkeypatch, step, code, said):
    path = tmp_path / "a"
    write_whole(path, b"before")

    def fail(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(StoreError, match=f"cannot write .*a: .*{said}.*What was finished is kept"):
        write_whole(path, b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["a"] and path.read_bytes() == b"before"


def test_a_file_has_its_name_only_when_it_is_on_the_disk(tmp_path, monkeypatch):
    done = []
    replace, fsync = os.replace, os.fsync
    monkeypatch.setattr(files.os, "fsync", lambda handle: (done.append("fsync"), fsync(handle)))
    monkeypatch.setattr(files.os, "replace", lambda *paths: (done.append("replace"), replace(*paths)))
    write_whole(tmp_path / "new" / "a", b"body")
    assert done == ["fsync", "replace", "fsync"] and (tmp_path / "new" / "a").read_bytes() == b"body"


def test_one_line_names_the_damaged_files(tmp_path):
    with pytest.warns(DamageWarning) as caught:
        warn_of_torn([tmp_path / f"{n}.json" for n in random.Random(1).sample(range(5), 5)])
    assert len(caught) == 1
    told = str(caught[0].message)
    assert f"{tmp_path}/0.json, {tmp_path}/1.json, {tmp_path}/2.json and 2 more" in told and "\n" not in told
    with pytest.warns(DamageWarning, match=r"9\.json$"):
        warn_of_torn([tmp_path / "9.json"])


def test_a_path_that_the_locale_cannot_read_comes_back_as_it_is(tmp_path):
    """Bytes of a file name that are no letters in the locale stand in a text as halves of letters."""
    name = "扫描.yaml".encode().decode("ascii", "surrogateescape")
    write_json(tmp_path / "question.json", {"source": name, "title": "扫描"})
    assert read_json(tmp_path / "question.json") == {"source": name, "title": "扫描"}
