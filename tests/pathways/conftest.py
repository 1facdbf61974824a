"""A Dask scheduler and two workers, as programs of their own, for as long as a file needs them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from distributed import Client

IDLE = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
"""Workers that have nothing to do take little: they do not look a hundred times a second at what they do."""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """Start a Dask scheduler and two workers as programs, as on a cluster; return the address.

    They take a sixth of a core while they wait, and end with the tests of the file.
    """
    folder = tmp_path_factory.mktemp("dask")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    here = (
        os.environ
        | {"PYTHONPATH": str(Path(__file__).parent), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        | IDLE
    )
    dask = [sys.executable, "-m", "dask"]
    programs = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]]
    programs += [[*dask, "worker", address, "--nthreads", "1", "--no-dashboard"]] * 2
    with (folder / "log").open("w") as log:
        running = [subprocess.Popen(p, cwd=folder, env=here, stdout=log, stderr=log) for p in programs]
        try:
            ready(address)
            yield address
        finally:
            for program in reversed(running):  # workers first: they take leave of the scheduler, or wait for it
                program.terminate()
                ended(program)


def ready(address):
    """Wait until the scheduler answers and has both workers."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            break
    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


def ended(program):
    """Wait for a program that was asked to end, and end it where it does not."""
    try:
        program.wait(30)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
