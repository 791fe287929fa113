"""The desk is served to this machine alone, behind a secret, and tells nobody anything."""

from __future__ import annotations

import socket

import pytest

from sim.base.errors import ParameterError
from sim.desk import serving
from sim.desk.serving import HOME, door, options
from sim.desk.workspace import Workspace


def test_the_door_is_at_home_and_its_token_is_new_each_time():
    one, two = door(), door()
    assert one.host == HOME and one.token != two.token and len(one.token) >= 24
    assert one.address == f"http://127.0.0.1:{one.port}/{one.token}/"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.org", "::"])
def test_others_are_let_in_with_a_token_of_ones_own_alone(host):
    with pytest.raises(ParameterError, match="choose who may enter with --token"):
        door(host)


@pytest.mark.parametrize("token", ["", "short", "a" * 15, "with blank 0123456789", "a/../../../../../etc", "中" * 20])
def test_a_token_that_could_be_guessed_or_misread_is_refused(token):
    with pytest.raises(ParameterError, match="--token is 16 to 64 letters"):
        door(token=token)


def test_a_port_that_is_taken_is_said_and_another_is_found():
    with socket.socket() as taken:
        taken.bind((HOME, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ParameterError, match=f"port {port} at 127.0.0.1 cannot be used"):
            door(port=port)
    assert door().port >= 1024


def test_streamlit_knows_every_setting_and_is_told_to_keep_quiet():
    from streamlit import config

    told = options(door(token="a" * 20))
    known = config.get_config_options()
    assert [name for name in told if name not in known] == []
    assert told["browser.gatherUsageStats"] is False and told["server.enableXsrfProtection"] is True
    assert told["server.baseUrlPath"] == "a" * 20 and told["client.showErrorDetails"] == "none"


def test_where_streamlit_is_missing_one_sentence_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    said = []
    with pytest.raises(ParameterError, match=r"pip install 'livesim\[app\]'"):
        serving.serve(Workspace.at(tmp_path), door(), "en", ready=lambda: said.append("open"))
    assert said == []
