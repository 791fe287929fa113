"""A Dask cluster by its address, behind the same interface as local processes.

A task whose worker dies is given to another one by the scheduler; after several deaths it is given up.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sim.base.errors import LivesimError
from sim.base.message import message_of, said, system_says
from sim.running.manifest import model_digest
from sim.running.pool import MakeExecutor, WorkerError

R = TypeVar("R")
PATIENCE = 10
"""Seconds to wait for a scheduler to answer."""


class ClusterError(LivesimError):
    """A cluster that cannot be reached, or whose workers cannot be used."""


def on_cluster(address: str) -> tuple[MakeExecutor, int]:
    """(what makes the executor of the cluster at `address`, number of its workers).

    Raises ClusterError when there is none, or its workers have several threads or another version of the model.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(said("a cluster needs dask.distributed; install it with: "
                                "pip install 'livesim[cluster]'")) from None
    _knock(address)
    client = Client(address, timeout=PATIENCE, set_as_default=False)
    try:
        workers = _checked(client, address)
    except BaseException:
        client.close()
        raise
    return lambda _: ClusterExecutor(client), workers


class ClusterExecutor(Executor):
    """The executor of a Dask client; its failures are explained in livesim's words."""

    def __init__(self, client: Any) -> None:
        self.client, self.inner = client, client.get_executor(pure=False)

    def submit(self, function: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """The future of a call on some worker."""
        future: Future[R] = Future()
        future.set_running_or_notify_cancel()
        given = self.inner.submit(function, *args, **kwargs)
        given.add_done_callback(lambda done: _tell(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel the tasks that wait and leave the cluster, which keeps running."""
        self.inner.shutdown(wait=wait and not cancel_futures)
        self.client.close()


def _knock(address: str) -> None:
    """Raise ClusterError when no scheduler answers: a client that cannot connect would wait for a long time."""
    place = urlsplit(address)
    try:
        if not (place.hostname and place.port):
            raise ValueError
        socket.create_connection((place.hostname, place.port), PATIENCE).close()
    except ValueError:
        raise ClusterError(said("'{address}' is not the address of a cluster; write it as tcp://host:8786",
                                address=address)) from None
    except OSError as error:
        why = system_says(error)
        raise ClusterError(said("no scheduler answers at '{address}' ({why}); start one with: dask scheduler",
                                address=address, why=why)) from None


def _tell(done: Future[R], future: Future[R]) -> None:
    """Hand over a result, or the error in livesim's words."""
    try:
        future.set_result(done.result())
    except CancelledError:
        future.set_exception(ClusterError(
            said("the cluster's scheduler is gone; what was finished is kept, the same command goes on from it")
        ))
    except Exception as error:
        died = type(error).__name__ == "KilledWorker"
        future.set_exception(WorkerError(said("its workers died again and again: {why}",
                                              why=message_of(error))) if died else error)


def _checked(client: Any, address: str) -> int:
    """The number of workers, all of which can do the work."""
    threads = client.nthreads()
    if not threads:
        raise ClusterError(said("the cluster at '{address}' has no workers; start some with: dask worker "
                                "{address} --nworkers 2 --nthreads 1", address=address))
    several = [worker for worker, count in threads.items() if count != 1]
    if several:
        raise ClusterError(said("worker {worker} has {threads} threads; a world is lived by one thread: start "
                                "workers with --nthreads 1", worker=several[0], threads=threads[several[0]]))
    try:
        digests = client.run(model_digest)
    except Exception as error:
        raise ClusterError(said("livesim cannot be used on the workers of '{address}': {why}; install the same "
                                "version there", address=address, why=message_of(error))) from None
    other = [worker for worker, digest in digests.items() if digest != model_digest()]
    if other:
        raise ClusterError(said("worker {worker} has another version of the model ({there}, here "
                                "{here}); install the same version everywhere",
                                worker=other[0], there=digests[other[0]], here=model_digest()))
    return len(threads)
