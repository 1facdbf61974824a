"""``newind diagnose`` as a user waits for it, and its phases: start-up, load, figures, model, at two sizes.

No other program makes such findings. A process runs from compiled modules, as an installed package does: they are
compiled to a folder of this benchmark on a first run that is not counted.

Run: python benchmarks/diagnosis.py [--threads N] [--repeats N]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import newind as ni
from brief import GOAL, GOAL_HELP, fresh
from common import Row, arguments, blas_threads, cold, report, timed
from measures import full_size
from newind.analyses.losses import HORIZONS, Cut, loss_ranges
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.measures.context import Context
from newind.measures.readings import read
from newind.policy.simulate import simulate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from newind.accounts.accounts import Accounts

COMMANDS = {
    "--help": GOAL_HELP,
    "diagnose CHN --system s1": 6.0,
    "diagnose CHN --system s2": None,
    "diagnose CHN --system s3": 3.0,
    "diagnose CHN --system s4": 2.0,
    "brief CHN": GOAL,
}
"""Commands and what they may take, s."""
GOAL_CASE, SMALL = 0.01, 1000
"""Goal of one case, s, and the size up to which it holds."""
CORNERS = 5
"""Cases of a horizon: the central elasticities and every parameter combination."""
FIGURES = ("s4.fva_share", "s4.gvc_participation", "s4.domestic_circulation", "s4.foreign_value_in_home_use")
"""Indicators that need an inverse in every year."""
CUT = Cut("CHN", ("USA", "JPN"), ("c14",))


def process(folder: Path, threads: int, *words: str) -> Callable[[], object]:
    """Return a run of newind in a process of its own, its files written to a folder that is thrown away."""
    number = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(threads))
    environment = os.environ | number | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    script = "import sys; from newind.cli import main; sys.argv[0] = 'newind'; sys.exit(main())"
    command = [sys.executable, "-c", script, *words]
    return lambda: subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)


def processes(folder: Path, options: Namespace) -> list[Row]:
    """Return whole commands."""
    run = partial(process, folder, options.threads)
    return [
        Row(f"newind {words}, process", timed(run(*words.split()), options.repeats), goal=goal)
        for words, goal in COMMANDS.items()
    ]


def figures() -> list[object]:
    """Return readings of indicators over all years, nothing remembered."""
    context = Context.from_accounts(fresh(), "CHN")
    return [read(context, id) for id in FIGURES]


def model(w: Accounts, options: Namespace) -> list[Row]:
    """Return the phases of the model at a size: made ready, one loss, a loss with its range."""
    size, cases = f"model, {w.R} × {w.S}", CORNERS * len(HORIZONS)

    def ready(horizon: str) -> object:
        return laboratory(w._replace(), Assumptions(horizon))

    made = [Row(f"{size}: made ready, {h} horizon", cold(partial(ready, h), options.repeats)) for h in HORIZONS]
    one = timed(lambda: simulate(w, CUT.package).welfare, options.repeats)
    goal = GOAL_CASE if w.R * w.S <= SMALL else None
    ranged = timed(lambda: loss_ranges(w, [CUT]), options.repeats)
    return [*made, Row(f"{size}: a loss in one case", one, goal=goal), Row(f"{size}: its range, {cases} cases", ranged)]


def main() -> None:
    options = arguments(__doc__.partition("\n")[0]).parse_args()
    full = full_size()[1]._replace(satellites={}, facts={})
    with blas_threads(options.threads) as machine, tempfile.TemporaryDirectory() as folder:
        rows = [
            *processes(Path(folder), options),
            Row("copy of all years of the world", timed(fresh, options.repeats)),
            Row(f"figures: {len(FIGURES)} indicators × all years, nothing remembered", cold(figures, options.repeats)),
            *model(ni.load("world", year=2008), options),
            *model(full, options),
        ]
    report("Diagnosis", machine, rows)


if __name__ == "__main__":
    main()
