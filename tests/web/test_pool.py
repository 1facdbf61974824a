"""Processes that die, servers that are killed: what is under way is answered, and nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import pytest

from newind.web import pool, settings
from newind.web.pool import Pool

IN_FLIGHT = 20


def fall(_: int) -> None:
    """End the process in which this is computed, each time."""
    os.kill(os.getpid(), signal.SIGKILL)


def rest(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def fall_once(mark: str) -> str:
    """End the process the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        fall(0)
    return "answered"


@pytest.fixture
def begun(monkeypatch):
    """Every crew of processes that a pool begins."""
    made = []

    class Counted(pool.ProcessPoolExecutor):
        def __init__(self, *given):
            made.append(self)
            super().__init__(*given)

    monkeypatch.setattr(pool, "ProcessPoolExecutor", Counted)
    return made


def in_pool(work):
    """Run something with a pool of two processes."""

    async def inside():
        crew = Pool(2, 4)
        try:
            return await work(crew)
        finally:
            crew.close()

    return asyncio.run(inside())


def test_a_process_that_dies_is_replaced_once_and_the_rest_is_answered(begun):
    async def work(crew):
        asked = [crew.run(fall, 0), *(crew.run(rest, 0.01) for _ in range(IN_FLIGHT - 1))]
        return await asyncio.gather(*asked, return_exceptions=True)

    fatal, *others = in_pool(work)
    assert isinstance(fatal, BrokenProcessPool)
    assert all(isinstance(found, int) for found in others)
    assert len(begun) <= 3  # the first, the one after it, and the one after what kills a process each time


def test_what_died_by_chance_is_done_again_unless_it_may_not_be(begun, tmp_path):
    async def work(crew):
        again = await crew.run(fall_once, str(tmp_path / "a"))
        with pytest.raises(BrokenProcessPool):
            await crew.once(fall_once, str(tmp_path / "b"))
        return again, await crew.once(fall_once, str(tmp_path / "b"))

    assert in_pool(work) == ("answered", "answered")
    assert len(begun) == 3


def test_a_closed_pool_ends_its_processes_in_the_middle_of_their_work_and_begins_none(begun):
    async def work(crew):
        own = await crew.run(rest, 0.0)
        asked = asyncio.ensure_future(crew.once(rest, 600.0))
        await asyncio.sleep(0.1)
        crew.close()
        with pytest.raises(BrokenProcessPool):
            await asked
        with pytest.raises(Exception, match="about to end"):
            await crew.run(rest, 0.0)
        return own

    assert gone(in_pool(work))
    assert len(begun) == 1


def gone(pid: int) -> bool:
    """Tell whether a process ends, within what a slow machine takes for it."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


# ---- servers that are ended

MAIN = "from newind.cli import main; main()"
PROGRAM = (sys.executable, "-c", MAIN, "serve", "--no-open", "--json", "--workers", "2", "--port", "0")


@contextmanager
def serving(folder):
    """A server of its own, with its temporary files in a folder; the address of its API."""
    environment = os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen(PROGRAM, stdout=subprocess.PIPE, text=True, env=environment) as program:
        try:
            said = ""
            while not said.endswith("}\n"):
                said += (line := program.stdout.readline())
                assert line, "it ended before it said where it is"
            yield program, json.loads(said)["api"]
        finally:
            program.kill()


def asked(address: str, posted: object = None) -> dict:
    data = None if posted is None else json.dumps(posted).encode()
    request = urllib.request.Request(address, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def descendants(pid: int) -> list[int]:
    found = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [d for c in found for d in descendants(c)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are counted in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_is_ended_in_the_middle_of_a_brief_leaves_no_process(tmp_path, how):
    with serving(tmp_path) as (program, api):
        job = asked(f"{api}/jobs", {"kind": "brief", "request": {"on": "world", "region": "CHN"}})
        while asked(f"{api}/jobs/{job['id']}")["state"] == "queued":
            time.sleep(0.05)
        left = descendants(program.pid)
        assert len(left) >= 2
        program.send_signal(how)
        assert program.wait(30) in (0, -how)
        assert all(map(gone, left))
    if how != signal.SIGKILL:
        assert not list(tmp_path.iterdir())
        return
    (orphan,) = tmp_path.glob(f"{settings.PREFIX}*")
    assert f"{settings.PREFIX}{program.pid}-" in orphan.name
    aged(orphan)
    with serving(tmp_path) as (_, api):
        assert asked(f"{api}/paper?clause=3.3.i")["clauses"]
        assert not orphan.exists()


def aged(folder: Path) -> None:
    long_ago = time.time() - 2 * settings.YOUNG
    os.utime(folder, (long_ago, long_ago))


def test_a_server_removes_folders_of_dead_servers_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = [tmp_path / "newind-mine", tmp_path / f"{settings.PREFIX}young", tmp_path / "other"]
    for folder in (*kept, dead := tmp_path / f"{settings.PREFIX}1-2-x"):
        folder.mkdir()
        (folder / "t-1.npz").touch()
    link = tmp_path / f"{settings.PREFIX}link"
    link.symlink_to(kept[0])
    aged(dead)
    with settings.own_folder() as living:
        assert not dead.exists()
        aged(living)
        settings.remove_orphans()
        assert living.is_dir()
    assert not living.exists()
    assert all((folder / "t-1.npz").exists() for folder in (*kept, link))
