"""Names of files and folders."""

import pytest

from sim.base.places import letters_of, on_disk


@pytest.mark.parametrize("name", ["team", "红队", "équipe 3"])
def test_a_name_on_the_disk_has_its_letters_whatever_the_system_reads(name):
    ascii_reads = name.encode().decode("ascii", "surrogateescape")  # as on a system that reads names as ASCII
    assert letters_of(ascii_reads) == letters_of(on_disk(name)) == name
