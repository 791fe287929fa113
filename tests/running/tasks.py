"""Tasks for the pool that worker processes can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def square(number):
    return number * number


def fails_on_three(number):
    if number == 3:
        raise ValueError("three")
    return number


def dies_on_two(number):
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def dies_once(task):
    """A task (number, folder): each one kills its worker the first time."""
    number, folder = task
    been = Path(folder) / str(number)
    if not been.exists():
        been.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def threads(_):
    return os.environ["NUMBA_NUM_THREADS"], signal.getsignal(signal.SIGINT) == signal.SIG_IGN


def sleeps(seconds):
    time.sleep(seconds)
    return seconds
