"""What a parcel leaves behind: harm and pleasure, bounded, monotone, and off where their weight is zero."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from sim.chance.draws import day_key
from sim.users.parcels import live_through, receive_parcels
from tests.users.parameters import changed, harms, person, share, table, tables

HOST = 3
LIVING = tables("trust_negativity", "satisfaction_kept", "satisfaction_problem", "tie_parcel", "tie_problem")
OPENING = tables("problem_intercept", "answered", "answered_fast", "late_answer_harm", "fast_answer_harm",
                 "return_badly", "return_harm", "return_intercept", "return_problem", "tie_parcel", "tie_problem",
                 "trust_negativity", "satisfaction_problem", "satisfaction_kept")
KEYS = st.builds(day_key, st.integers(0, 2**64 - 1), st.integers(0, 1000), st.integers(0, 10**6))
buyers = st.builds(person, satisfaction=share, good=harms, bad=harms, grievance=harms, favourite=st.just(HOST),
                   attachment=share, received=st.integers(0, 9))
FEELINGS = ("good", "bad", "satisfaction", "grievance", "attachment", "second_tie")


def feelings(user):
    return {name: getattr(user, name) for name in FEELINGS}


def after(user, p, harm, pleased=False):
    """The same person after a parcel of HOST that left this `harm`."""
    then = changed(user)
    live_through(then, p, HOST, harm, pleased)
    return then


def opened(user, p, key, count=1, gap=0.0):
    """(the same person, the record) after a day on which `count` parcels of HOST came."""
    then = changed(user, mail=0)
    done = SimpleNamespace(problems=0, troubled=0, returned=0, parcels=0)
    parcel = SimpleNamespace(host=HOST, gap=gap, interacted=0, certainty=0.0, days=3.0)
    today = SimpleNamespace(mail=[SimpleNamespace(parcel_from=0, parcel_to=count)], parcels=[parcel] * count)
    receive_parcels(then, p, today, key, done)
    return then, done


@given(buyers, st.tuples(share, share).map(sorted), LIVING)
def test_more_harm_is_worse_in_everything(user, pair, p):
    less, more = (after(user, p, harm) for harm in pair)
    assert more.bad >= less.bad >= user.bad
    assert more.grievance >= less.grievance >= user.grievance
    assert more.satisfaction <= less.satisfaction <= user.satisfaction
    assert more.attachment <= less.attachment <= user.attachment
    assert more.good == less.good == user.good


@given(buyers, LIVING)
def test_a_parcel_as_promised_does_good_and_no_harm(user, p):
    then = after(user, p, 0.0, pleased=True)
    assert then.good == user.good + 1.0
    assert (then.bad, then.grievance) == (user.bad, user.grievance)
    assert user.satisfaction <= then.satisfaction <= 1.0
    assert user.attachment <= then.attachment <= 1.0


@given(buyers, LIVING)
def test_a_parcel_without_harm_that_did_not_please_leaves_nothing(user, p):
    assert feelings(after(user, p, 0.0)) == feelings(user)


@given(buyers, share, LIVING)
def test_only_ties_to_its_host_feel_a_parcel(user, harm, p):
    stranger = changed(user, favourite=HOST + 1, second=HOST + 2, second_tie=0.0)
    assert after(stranger, p, harm).attachment == user.attachment
    second = changed(user, favourite=HOST + 1, second=HOST, second_tie=user.attachment / 2)
    then = after(second, p, harm)
    assert then.attachment == user.attachment
    assert 0.0 <= then.second_tie <= second.second_tie


@given(buyers, KEYS, OPENING)
def test_a_parcel_that_goes_back_pleases_nobody(user, key, p):
    then, done = opened(user, p, key)
    assert then.received == user.received + 1
    assert then.sent_back - user.sent_back == done.returned == (done.returned & 1)
    if done.returned:
        assert then.good == user.good
        assert then.satisfaction <= user.satisfaction
        assert then.attachment <= user.attachment
    assert (done.troubled == 1) == (done.problems == 1)
    if done.problems:
        assert then.grievance >= user.grievance + 1.0 - 1e-9


@given(buyers, KEYS, st.integers(1, 70), OPENING)
def test_whatever_parcels_bring_states_stay_in_their_bounds(user, key, count, p):
    then, done = opened(user, p, key, count)
    assert 0.0 <= then.satisfaction <= 1.0
    assert 0.0 <= then.attachment <= 1.0
    assert done.parcels == then.received - user.received == count
    assert then.sent_back - user.sent_back >= done.returned.bit_count()
    assert done.problems >= done.troubled.bit_count()


@given(buyers, KEYS, OPENING)
def test_badly_handled_returns_without_harm_are_as_if_handled_well(user, key, p):
    well, _ = opened(user, changed(p, return_badly=0.0), key)
    badly, _ = opened(user, changed(p, return_badly=1.0, return_harm=0.0), key)
    assert feelings(well) == feelings(badly)


@given(buyers, KEYS, OPENING)
def test_an_answer_that_leaves_no_harm_leaves_nothing(user, key, p):
    answers = changed(p, answered=1.0, late_answer_harm=0.0, fast_answer_harm=0.0, return_badly=0.0)
    then, done = opened(user, answers, key, gap=-20.0)  # so far below the promise that there is a problem
    assert done.problems == 0
    assert feelings(then) == feelings(user)


@given(buyers, KEYS)
def test_a_slow_answer_is_worse_than_a_fast_one_and_none_is_worst(user, key):
    p = table(problem_intercept=4.0, return_badly=0.0)
    kinds = ({"answered": 1.0, "answered_fast": 1.0}, {"answered": 1.0, "answered_fast": 0.0}, {"answered": 0.0})
    fast, late, none = (opened(user, changed(p, **kind), key, gap=-20.0)[0] for kind in kinds)
    assert fast.grievance <= late.grievance <= none.grievance
    assert fast.bad < late.bad < none.bad
    assert fast.attachment >= late.attachment >= none.attachment
