"""Results kept on record for the shipped accounts, since they take seconds: recalled where nothing has changed.

``results/`` has a file for each economy, and ``signs.json``. Every result stands there under a hash of the accounts, of
what was tried on them and of every parameter; where one of these is another, it is computed. A test computes some anew;
where the model has changed, ``builders/results.py`` writes them again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newind.accounts.store import write_whole
from newind.equilibrium.assumptions import PARAMETERS, Assumptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.policy.schema import Package

T = TypeVar("T")
Row = dict[str, Any]
FOLDER, SIGNS = "results", "signs"
DIGITS = 16
"""Digits of a hash that are kept."""
FIGURES = 10
"""Digits of a figure that are kept: those that do not depend on the machine."""


def identify(w: Accounts, packages: Iterable[Package], horizon: str) -> str:
    """Return the first digits of the SHA-256 of all that a result depends on."""
    tried = [[p.financing, [s.to_dict() for s in p.shocks]] for p in packages]
    said = json.dumps([w.hash, tried, _list_parameters(horizon)], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:DIGITS]


@cache
def _list_parameters(horizon: str) -> list[Any]:
    """Return the central value and the range of every parameter at a horizon."""
    assumed = Assumptions(horizon, {})
    return [assumed.to_dict(), {name: [str(end) for end in assumed.range(name)] for name in PARAMETERS}]


@cache
def read_record(name: str) -> dict[str, Any]:
    """Return what is on record of an economy by the name of a function, or signs by hash; nothing for others."""
    file = files("newind.policy").joinpath(FOLDER, f"{name}.json")
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


# ---- functions of accounts and a region
@dataclass(frozen=True)
class Recorded(Generic[T]):
    """A function of accounts and a region whose results are on record.

    Parameters
    ----------
    compute : callable
        From accounts and a region.
    tried : callable
        From accounts and a region to the packages that are tried on them.
    horizon : str
    pack : callable
        From a result to plain rows.
    unpack : callable
        From accounts, a region and plain rows to the result.
    """

    compute: Callable[[Accounts, str], T]
    tried: Callable[[Accounts, str], Iterable[Package]]
    horizon: str
    pack: Callable[[T], list[Row]]
    unpack: Callable[[Accounts, str, list[Row]], T]

    def identify(self, w: Accounts, region: str) -> str:
        """Return the hash of a result."""
        return identify(w, self.tried(w, region), self.horizon)


RECORDED: dict[str, Recorded[Any]] = {}
"""By name."""


def recorded(
    tried: Callable[[Accounts, str], Iterable[Package]],
    horizon: str,
    pack: Callable[[T], list[Row]],
    unpack: Callable[[Accounts, str, list[Row]], T],
) -> Callable[[Callable[[Accounts, str], T]], Callable[[Accounts, str], T]]:
    """Let results of a function be recalled from the record; parameters as of `Recorded`."""

    def decorate(compute: Callable[[Accounts, str], T]) -> Callable[[Accounts, str], T]:
        one = RECORDED[compute.__name__] = Recorded(compute, tried, horizon, pack, unpack)

        @wraps(compute)
        def recall_result(w: Accounts, region: str) -> T:
            known = read_record(region).get(compute.__name__)
            if known is None or known["accounts"] != w.hash[:DIGITS] or known["hash"] != one.identify(w, region):
                return compute(w, region)
            return unpack(w, region, known["rows"])

        return recall_result

    return decorate


# ---- written again
def write_results(w: Accounts, region: str) -> Path:
    """Compute everything anew that is on record of an economy, and write its file."""
    parts = {}
    for name, one in RECORDED.items():
        rows = ",\n".join(json.dumps(_shorten(row), ensure_ascii=False) for row in one.pack(one.compute(w, region)))
        head = json.dumps({"accounts": w.hash[:DIGITS], "hash": one.identify(w, region)})[1:-1]
        parts[name] = f'{{{head}, "rows": [\n{rows}\n]}}'
    return _write(region, parts)


def write_signs(found: Mapping[str, Iterable[str]]) -> Path:
    """Write what may be said of real income by region, by hash."""
    return _write(SIGNS, {key: json.dumps(list(signs)) for key, signs in sorted(found.items())})


def _write(name: str, parts: Mapping[str, str]) -> Path:
    path = Path(__file__).parent / FOLDER / f"{name}.json"
    text = ",\n".join(f"{json.dumps(key)}: {value}" for key, value in parts.items())
    return write_whole(path, lambda file: file.write_text(f"{{{text}}}\n", encoding="utf-8"))


def _shorten(value: Any) -> Any:
    """Return plain data with as many digits as are kept."""
    if isinstance(value, float):
        return float(f"{value:.{FIGURES}g}")
    if isinstance(value, dict):
        return {k: _shorten(v) for k, v in value.items()}
    return [_shorten(v) for v in value] if isinstance(value, (list, tuple)) else value
