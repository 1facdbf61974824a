"""The API as a browser meets it: its start, a key press, fifty users, ten thousand requests, a brief as a PDF.

On this machine alone. No other program answers these questions; each row stands beside its goal. What else the machine
does counts: its load stands below the table. Key presses in a browser are measured where playwright and Chromium are
(`uv run --group browser`): from the key to the new numbers with their ranges on the screen, and the seconds of
processors that the server takes for them.

Run: python benchmarks/web.py [--threads N] [--repeats N] [--users N] [--seconds N] [--requests N]
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2 as httpx
import numpy as np

import newind as ni
from common import Row, Timing, arguments, blas_threads, report, timed
from newind.documents.decision.build import build_decision
from newind.documents.sheets.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START, PRESS, PRESS_P95, WHOLE, USER_P95, PDF = 3.0, 0.2, 0.4, 0.7, 0.5, 3.0
"""Goals in seconds."""
FLAT = 1.1
"""Memory after all requests over that after the first tenth, up to which it counts as flat."""
PRESSES = 100
IN_BROWSER = 15
"""Key presses in a browser: as many as the shortest slider has steps beyond its first setting."""
PAUSE = 4.0
"""How long after an answer the next key is pressed, in seconds: until the other horizons are there, too."""
LEVERS = {
    "Tariff": "tariff:1.3:scale:HOME:*:manufacturing",
    "Carbon price on production": "carbon_price:8:add:HOME:*:industry",
}
"""Sliders that are moved, with the setting that is the first."""
EVERY = 2.0
"""Seconds between two requests of a user."""
PORT = 8700
SERVER = """
import sys
from newind.web.settings import ServerLimits, Settings
from newind.web.app import create_app
import uvicorn
limits = ServerLimits(rate=1e6, burst=1e6)
if __name__ == "__main__":
    uvicorn.run(create_app(Settings(port=int(sys.argv[1]), limits=limits)), port=int(sys.argv[1]), log_level="warning")
"""
SEEN = (
    "/catalog", "/levers", "/packages", "/indicators", "/paper", "/actions", "/accounts/world?year=2011",
    "/measure?on=world&year=2011&ids=s4.dva_share&regions=CHN,USA",
)  # fmt: skip
"""Requests that are repeated."""


@contextmanager
def served(command: list[str], port: int) -> Iterator[tuple[httpx.Client, float, int]]:
    """Start a server in a process; yield a client, the seconds to its first answer, and its process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=120)
    try:
        while True:
            try:
                client.get("/catalog").raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.01)
        yield client, time.perf_counter() - began, process.pid
    finally:
        client.close()
        process.terminate()
        process.wait(30)


def command(port: int) -> list[str]:
    script = "import sys; from newind.cli import main; sys.argv[0] = 'newind'; sys.exit(main())"
    return [sys.executable, "-c", script, "serve", "--no-open", "--port", str(port)]


def trial(value: float) -> dict[str, Any]:
    """Return a package with one slider at a value."""
    shock = {"lever": "carbon_price", "value": value, "region": "CHN", "industry": "industry"}
    return {"on": "world", "year": 2011, "region": "CHN", "package": {"shocks": [shock]}}


def once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def presses(client: httpx.Client, values: Iterator[float]) -> list[float]:
    """Return the seconds of key presses, each with a value that was not asked before."""
    client.post("/simulate", json=trial(next(values))).raise_for_status()
    for _ in range(5):  # until every process is ready
        client.post("/simulate", json=trial(next(values))).raise_for_status()
    return [once(lambda: client.post("/simulate", json=trial(next(values))).raise_for_status()) for _ in range(PRESSES)]


WATCH = """() => {
    window.took = [];
    const whole = () => {
        const cards = document.querySelector(".cards4");
        return cards && !cards.matches(".dim") && !cards.querySelector(".pending") ? cards.innerText : null;
    };
    let began = 0, before = whole();
    document.addEventListener("keydown", (e) => { began = e.timeStamp; before = whole() ?? before; }, true);
    const look = (drawn) => {
        const shown = whole();
        if (began && shown !== null && shown !== before) {
            window.took.push((drawn - began) / 1000);
            began = 0;
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
"""Notes the seconds from each key to the frame with the new numbers."""
TRY = "/#/try?v=1&on=world&year=2022&region=CHN&A=x="
ANSWERED = ".cards4:not(.dim) .hc:not(.pending)"


def processors(pid: int) -> float:
    """Return the seconds that a process and those that it started have computed; Linux alone."""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK") + sum(processors(int(c)) for c in children)


def seen(address: str, pid: int, lever: str) -> tuple[list[float], list[float]]:
    """Return the seconds from keys on a slider to new numbers with ranges, and those of the server's processors."""
    from playwright.sync_api import sync_playwright

    computed: list[float] = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + TRY + LEVERS[lever])
        page.wait_for_selector(ANSWERED)
        page.wait_for_timeout(1000 * PAUSE)
        page.evaluate(WATCH)
        slider = page.get_by_role("slider", name=lever, exact=True)
        for k in range(IN_BROWSER):
            before = processors(pid)
            slider.press("ArrowRight")
            page.wait_for_function("(k) => window.took.length > k", arg=k)
            computed.append(processors(pid) - before)
            page.wait_for_timeout(1000 * PAUSE)
        found: list[float] = page.evaluate("window.took")
        chromium.close()
    return found, computed


async def crowd(address: str, users: int, seconds: float, values: Iterator[float]) -> tuple[list[float], int]:
    """Return the seconds of the answers to many users, half of them new packages, and how many failed."""
    took: list[float] = []
    failed = 0

    async def user(k: int, client: httpx.AsyncClient) -> None:
        nonlocal failed
        await asyncio.sleep(EVERY * k / users)
        end, turn = time.perf_counter() + seconds, k
        while time.perf_counter() < end:
            began, turn = time.perf_counter(), turn + 1
            try:
                new = turn % 2 == 0
                seen = SEEN[turn // 2 % len(SEEN)]
                found = await (client.post("/simulate", json=trial(next(values))) if new else client.get(seen))
                failed += found.status_code != 200
            except httpx.HTTPError:
                failed += 1
            took.append(time.perf_counter() - began)
            await asyncio.sleep(max(0.0, EVERY - took[-1]))

    limits = httpx.Limits(max_connections=users)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(*(user(k, client) for k in range(users)))
    return took, failed


def memory(pid: int) -> float:
    """Return the resident memory of a process and those that it started, in MB; Linux alone."""
    own = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return float(own.split()[1]) / 1024 + sum(memory(int(c)) for c in children)


def many(client: httpx.Client, pid: int, requests: int) -> tuple[float, float, float]:
    """Return memory after a tenth of many requests and after all, and the seconds that they took."""
    trials = [json.dumps(trial(1.0 + k)) for k in range(40)]
    headers = {"content-type": "application/json"}
    first, began = 0.0, time.perf_counter()
    for k in range(requests):
        if k % 5 == 0:
            client.post("/simulate", content=trials[k // 5 % len(trials)], headers=headers).raise_for_status()
        else:
            client.get(SEEN[k % len(SEEN)]).raise_for_status()
        if k + 1 == requests // 10:
            first = memory(pid)
    return first, memory(pid), time.perf_counter() - began


def summed(took: list[float]) -> tuple[Timing, Timing]:
    """Return the least and the median, and the 95th percentile."""
    high = float(np.percentile(took, 95))
    return Timing(min(took), float(np.median(took))), Timing(high, high)


def main() -> None:
    parser = arguments(__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long users ask")
    parser.add_argument("--requests", type=int, default=10_000, help="requests of the test of memory")
    options = parser.parse_args()
    values = (5 + 0.001 * k for k in count())
    rows: list[Row] = []
    with blas_threads(options.threads) as machine:
        starts = []
        for k in range(min(options.repeats, 3)):
            with served(command(PORT + k), PORT + k) as (_, took, _pid):
                starts.append(took)
        rows.append(Row("start to the first answer of /catalog", summed(starts)[0], goal=START))
        port = PORT + 10
        with served([sys.executable, "-c", SERVER, str(port)], port) as (client, _, pid):
            median, high = summed(presses(client, values))
            rows.append(Row("key press to new central result", median, goal=PRESS))
            rows.append(Row("  its 95th percentile", high, goal=PRESS_P95))
            if importlib.util.find_spec("playwright"):
                for lever in LEVERS:
                    found, computed = seen(f"http://127.0.0.1:{port}", pid, lever)
                    said = f"{np.median(computed):.2f} s of processors"
                    rows.append(
                        Row(f"key press to number with range, {lever}", summed(found)[0], goal=WHOLE, note=said)
                    )
            took, failed = asyncio.run(crowd(str(client.base_url), options.users, options.seconds, values))
            median, high = summed(took)
            asked = f"{len(took)} requests, {failed} failed"
            rows.append(Row(f"{options.users} users, one request each {EVERY:.0f} s", median, note=asked))
            rows.append(Row("  its 95th percentile", high, goal=USER_P95))
            first, last, seconds = many(client, pid, options.requests)
            each = Timing(seconds / options.requests, seconds / options.requests)
            said = f"{first:.0f} → {last:.0f} MB, {'flat' if last <= FLAT * first else 'grows'}"
            rows.append(Row(f"{options.requests:,} mixed requests, each", each, note=said))
        brief = build_decision(ni.load("world"), "CHN")
        took_pdf = timed(lambda: typeset(brief), options.repeats)
        rows.append(Row("the brief as a PDF, beyond the brief", took_pdf, goal=PDF))
    report("The API", f"{machine}; load {os.getloadavg()[0]:.1f}", rows)


if __name__ == "__main__":
    main()
