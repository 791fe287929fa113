"""Bootstrap errors over users: known answers, the same people drawn once, and the same luck from the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.patterns import PATTERNS
from calibration.targets.resampling import ByUser, Resamples, drawn, errors_of_metrics, errors_of_patterns
from tests.calibration.tables import events

USERS, DAYS = 400, 60


def coins(seed=1, share=0.3, users=USERS):
    """Users of whom each makes one visit; some order in it, and some are silver."""
    luck = np.random.default_rng(seed)
    days, ordered = luck.integers(0, DAYS, users), luck.random(users) < share
    visits = [(user, int(days[user]), 0, 2.0, "o" if ordered[user] else "") for user in range(users)]
    silver = luck.random(users) < 0.5
    return events(visits=visits, users=users, last=DAYS - 1, groups={"silver": silver})


def test_the_error_of_a_share_is_that_of_coins():
    """A visit a person: the bootstrap must find sqrt(p (1 - p) / n)."""
    seen, draws = coins(), Resamples(count=400)
    ordered = errors_of_metrics(seen, [("conversion", "all")], draws)["conversion", "all"]
    again = errors_of_patterns(seen, [("orders_per_engaged_visit", "all")], draws)["orders_per_engaged_visit", "all"]
    expected = np.sqrt(0.3 * 0.7 / USERS)
    assert ordered == pytest.approx(expected, rel=0.15) and again == pytest.approx(expected, rel=0.15)


def test_a_sample_of_the_users_gives_the_error_of_all():
    """Among 300 of 3,000 users the error is that of 3,000 after scaling."""
    seen, key = coins(users=3_000), ("orders_per_engaged_visit", "all")
    whole, some = (errors_of_patterns(seen, [key], Resamples(count=300, most=most))[key] for most in (3_000, 300))
    assert some == pytest.approx(whole, rel=0.2)


def test_segments_have_larger_errors_than_everybody():
    seen, keys = coins(), [("conversion", "all"), ("conversion", "silver")]
    everybody, silver = errors_of_metrics(seen, keys, Resamples(count=200)).values()
    assert silver > 1.2 * everybody


def test_the_same_seed_gives_the_same_errors_and_another_one_others():
    seen, key = coins(), [("orders_per_engaged_visit", "all")]
    one, again, other = (errors_of_patterns(seen, key, Resamples(20, seed=seed)) for seed in (1, 1, 2))
    assert one == again != other


def test_what_nobody_shows_has_no_error():
    seen = coins(share=0.0)
    assert np.isnan(errors_of_metrics(seen, [("checkout_dropout", "all")], Resamples(20))["checkout_dropout", "all"])


@pytest.mark.parametrize("name", [name for name, entry in PATTERNS.items() if not entry.thinned])
def test_everybody_drawn_once_shows_the_same(name):
    """Sorting by user and taking each once changes no pattern."""
    luck = np.random.default_rng(3)
    users = 60
    visits = [(int(luck.integers(users)), int(luck.integers(95)), int(luck.integers(5)), float(luck.exponential(3.0)),
               str(luck.choice(["", "b", "o", "is"]))) for _ in range(3_000)]  # fmt: skip
    orders = [(int(luck.integers(users)), int(luck.integers(95)), int(luck.integers(1, 3)), int(luck.integers(2)))
              for _ in range(900)]
    seen = events(visits=visits, orders=orders, users=users, last=94, joined=luck.integers(-300, 1, users))
    same = drawn(ByUser(seen), np.arange(users), seen.groups)
    assert PATTERNS[name].measure(same) == pytest.approx(PATTERNS[name].measure(seen), nan_ok=True)


def test_a_user_who_is_drawn_twice_is_two_people():
    seen = events(visits=[(0, 1, 0, 2.0, "o"), (1, 2, 0, 1.0, "")], users=2)
    twice = drawn(ByUser(seen), np.array([0, 0]), seen.groups)
    assert twice.visits["user"].tolist() == [0, 1] and twice.visits["minutes"].tolist() == [2.0, 2.0]
    assert twice.size == 2 and len(twice.users) == 2


def test_blanks_go_with_their_rows():
    seen = events(visits=[(1, 2, 0, 1.0, ""), (0, 1, 0, 2.0, "o"), (1, 3, 0, 3.0, "")], users=2)
    seen = replace(seen, blanks={"visits.seconds": np.array([True, False, False]),
                                 "users.contacts": np.array([False, True])})
    taken = drawn(ByUser(seen), np.array([1, 1]), seen.groups)
    assert taken.blanks["visits.seconds"].tolist() == [True, False, True, False]
    assert taken.blanks["users.contacts"].tolist() == [True, True]
