"""Write again what is on record of example policies, families of policy and shipped packages, on the last world table.

``python -m builders.results [CODE ...]``; some minutes on two cores. Run it where the model, a parameter, a shipped
package or the shipped accounts have changed: until then results are computed when they are asked for.
"""

from __future__ import annotations

import sys
from multiprocessing import get_context

from newind.data.reference import load
from newind.pathways.defaults import HORIZON
from newind.pathways.pathway import compute_verdicts
from newind.policy.packages import packages
from newind.policy.record import identify, read_record, write_results, write_signs
from newind.questions.policies.family_trials import AUTHOR, simulate_families

CORES = 2


def write(region: str) -> str:
    """Write the file of an economy."""
    return str(write_results(load("world").last, region))


def find_signs(region: str) -> dict[str, tuple[str, ...]]:
    """Return what may be said of the families in an economy; of all shipped packages in that which they are for."""
    w = load("world").last
    others = (p.select_shocks(w) for p in packages()) if region == AUTHOR else ()
    tried = {identify(w, [p], HORIZON): p for p in (simulate_families(w, region).package, *others)}
    return {key: compute_verdicts(w, p, HORIZON, {}) for key, p in tried.items()}


def main(codes: list[str]) -> None:
    """Write the files of some economies, or of all that are no aggregate."""
    w = load("world").last
    asked = codes or [code for code, named in zip(w.regions.codes, w.regions.named, strict=True) if named]
    signs = dict(read_record("signs")) if codes else {}
    with get_context("spawn").Pool(CORES, maxtasksperchild=1) as pool:
        for path in pool.imap(write, asked):
            sys.stdout.write(f"{path}\n")
        for found in pool.imap(find_signs, asked):
            signs |= found
    sys.stdout.write(f"{write_signs(signs)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
