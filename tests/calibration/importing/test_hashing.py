"""Ids are keyed hashes, and nothing that is written holds one."""

from __future__ import annotations

import hashlib
import hmac
import os

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.importing import read_salt
from calibration.importing.duck import Duck
from calibration.importing.salt import Salt, hashed
from calibration.importing.typed_rows import pads_of
from calibration.logs import LogError
from tests.calibration.importing import export
from tests.calibration.importing.export import ANNA, BEN, LINES, imported, line, written

SECRETS = (ANNA, BEN, "room-777001", "room-777002", "O-9001", "guest-55555")


def in_duckdb(salt, ids):
    duck = Duck()
    try:
        duck.run("CREATE TEMP TABLE ids AS SELECT unnest($ids) AS cell", {"ids": ids})
        duck.run(
            f"CREATE TEMP TABLE hashes AS SELECT cell, {hashed('user', 'cell')} AS h FROM ids", pads_of(salt)
        )
        return dict(duck.rows("SELECT cell, h FROM hashes"))
    finally:
        duck.close()


@settings(max_examples=25, deadline=None)
@given(
    st.binary(min_size=1, max_size=150),
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")),
        min_size=1,
        max_size=5,
    ),
)
def test_the_hash_is_hmac_of_the_standard_library(key, ids):
    found = in_duckdb(Salt(key), ids)
    for cell, number in found.items():
        assert number == int(hmac.new(key, f"u{cell}".encode(), hashlib.sha256).hexdigest()[:16], 16)
        assert number == Salt(key).number("user", cell)


def test_users_hosts_and_salts_are_told_apart():
    salt = Salt(b"1234567890abcdef")
    assert (
        salt.number("user", "7") != salt.number("host", "7") != Salt(b"1234567890abcdeg").number("host", "7")
    )
    assert b"1234567890abcdef".decode() not in repr(salt) + salt.mark


def everything_below(folder):
    """The bytes of every file and the name of every file below a folder, the export left out."""
    for path in folder.rglob("*"):
        if path.is_file() and "export" not in path.relative_to(folder).parts:
            yield path.name, path.read_bytes()
            if ".parquet" in path.name:  # compressed pages hide an id from the bytes
                yield path.name, str(pq.read_table(path).to_pydict()).encode()


def test_no_id_is_in_any_byte_that_is_written(tmp_path, monkeypatch, capfd, caplog):
    """Also of what is there for a moment only: nothing is removed while the import runs."""
    for module in ("shutil.rmtree", "os.unlink", "pathlib.Path.unlink"):
        monkeypatch.setattr(module, lambda *path, **how: None)
    moved = os.replace

    def kept(source, target):
        with open(source, "rb") as file, open(f"{target}.copy{len(os.listdir(tmp_path))}", "wb") as copy:
            copy.write(file.read())
        moved(source, target)

    monkeypatch.setattr("os.replace", lambda s, t: kept(s, t) if os.path.isfile(s) else moved(s, t))
    lines = [
        *LINES,
        line("guest-55555", 5, "secret_event", anchor="room-777001"),
        '{"distinct_id": "13800000001", "ti',
    ]
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    written(tmp_path, lines)
    with pytest.raises(LogError) as error:
        imported(tmp_path)
    imported(tmp_path, drop_odd=True)
    monkeypatch.undo()
    bodies = [*everything_below(tmp_path), ("message", str(error.value).encode())]
    bodies += [("output", part.encode()) for part in (*capfd.readouterr(), caplog.text)]
    assert sum(name.endswith(".parquet") for name, _ in bodies) >= 8, (
        "parts, shares and tables are there to look at"
    )
    for secret in (*SECRETS, export.SALT.key.decode()):
        assert [name for name, body in bodies if secret.encode() in body] == []


@pytest.mark.parametrize(("written_salt", "said"), [
    (None, "no salt: ids are written as hashes with a salt of your own"), ("", "no salt"), ("   ", "no salt"),
    ("brief", "the salt is too short: 16 letters are needed"), ("aaaaaaaaaaaaaaaaaaaaaaaa", "8 of them different"),
])  # fmt: skip
def test_weak_salts_are_refused_and_not_repeated(written_salt, said):
    with pytest.raises(LogError, match=said) as error:
        read_salt(written_salt, None)
    assert not (written_salt or "").strip() or written_salt not in str(error.value)


def test_a_salt_comes_from_one_place(tmp_path):
    path = tmp_path / "salt.txt"
    path.write_text("0123456789abcdef\n", encoding="utf-8")
    assert read_salt(None, path).key == b"0123456789abcdef" == read_salt("0123456789abcdef", None).key
    with pytest.raises(LogError, match="two salts"):
        read_salt("0123456789abcdef", path)
    with pytest.raises(LogError, match="there is no salt file"):
        read_salt(None, tmp_path / "nowhere")
    path.write_bytes(b"\xff\xfe\xfa\x00")
    with pytest.raises(LogError, match="it is no text"):
        read_salt(None, path)
