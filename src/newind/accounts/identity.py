"""Compare accounts by their labels and their arrays, and compute a hash of both."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array


def to_json(data: object) -> str:
    """Return plain data as JSON, the same text on every machine."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def labels(w: Accounts) -> dict[str, object]:
    """Return everything of accounts that is not an array, as plain data."""
    return {
        "regions": [[r.code, r.en, r.zh, r.kind, r.country] for r in w.regions.rows],
        "industries": list(w.industries),
        "demand": list(w.demand),
        "year": w.year,
        "unit": w.unit,
        "boundary": list(w.boundary),
        "satellites": {k: [s.unit, s.status, s.follows, s.source] for k, s in sorted(w.satellites.items())},
        "facts": {k: [f.unit, f.status, f.combine, f.source, f.follows] for k, f in sorted(w.facts.items())},
        "scenario": w.scenario,
        "status": w.status,
        "source": w.source,
    }


def arrays(w: Accounts) -> dict[str, Array]:
    """Return every array of accounts by a stable name."""
    named = {"Z": w.Z, "Y": w.Y}
    for k, s in sorted(w.satellites.items()):
        named[f"satellite.{k}"] = s.values
        if s.final is not None:
            named[f"final.{k}"] = s.final
    return named | {f"fact.{k}": f.values for k, f in sorted(w.facts.items())}


def digest(w: Accounts) -> str:
    """Return the SHA-256 of labels and array bytes, in hexadecimal."""
    found = hashlib.sha256(to_json(labels(w)).encode())
    for name, array in arrays(w).items():
        found.update(f"{name}{array.shape}".encode())
        found.update(np.ascontiguousarray(canonical(array)).data)
    return found.hexdigest()


def canonical(array: Array) -> Array:
    """Return an array in which equal figures have equal bytes: one zero, one NaN, little-endian.

    Examples
    --------
    >>> canonical(np.array([-0.0, -np.nan])).tobytes() == np.array([0.0, np.nan]).tobytes()
    True
    """
    made = np.asarray(array + 0.0)
    if (unknown := np.isnan(made)).any():
        made[unknown] = np.nan
    return made.astype("<f8", copy=False)
