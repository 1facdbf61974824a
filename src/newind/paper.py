"""The clause map: what the paper asks, the command that answers, and how honestly it is answered.

The map itself is data (``paper.yaml``); this module only reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from newind.datafiles import shipped
from newind.errors import DataError, offenders, repeated, unknown

Coverage = Literal["full", "proxy", "needs your data", "not computable"]
Status = Literal["open", "done"]

COVERAGES: tuple[Coverage, ...] = ("full", "proxy", "needs your data", "not computable")
STATUSES: tuple[Status, ...] = ("open", "done")


@dataclass(frozen=True)
class Clause:
    """One clause of the paper as a question, with the command that answers it and what the answer is worth.

    Parameters
    ----------
    id : str
        Section and item of the paper, or section and key word: ``"3.3.i"``, ``"2.3.green"``.
    title, question, reason : dict of str
        Text by language (``en``, ``zh``); the reason says why the coverage is not better and what is still to come.
    command : str or None
        The command line that answers the question: a measurement, a simulation, or, where the user's own data are
        needed, what works on a file of them; in an open clause, the part of it that works today.
    indicators : tuple of str
        Ids of the indicators that the command measures; none where it simulates.
    coverage : {"full", "proxy", "needs your data", "not computable"}
        How closely figures can answer at all.
    status : {"open", "done"}
        Whether all that figures can answer works today.
    scenario : str or None
        A simulation that answers the "what if" of the question, where the command measures.
    levers : tuple of str
        Ids of the levers that the package simulated moves.
    depth : tuple of str
        Commands that answer parts of the question in depth.
    """

    id: str
    title: dict[str, str]
    question: dict[str, str]
    command: str | None
    indicators: tuple[str, ...]
    coverage: Coverage
    status: Status
    reason: dict[str, str]
    scenario: str | None = None
    levers: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()

    @property
    def commands(self) -> tuple[str, ...]:
        """Every command line that answers: what is measured, what is simulated, what goes into depth."""
        return tuple(c for c in (self.command, self.scenario, *self.depth) if c is not None)

    @property
    def simulation(self) -> str | None:
        """The command line that simulates, None where nothing is."""
        return next((c for c in self.commands if c.startswith("newind simulate ")), None)


@cache
def clauses() -> tuple[Clause, ...]:
    """Return all clauses in the order of the paper.

    Returns
    -------
    tuple of Clause
        Characteristics (2.2, 2.3), systems (3), policy families (4), the five pathways of the abstract (0).

    Examples
    --------
    >>> clauses()[0].id
    '2.2.i'
    """
    found = tuple(_clause(entry) for entry in shipped("newind", "paper.yaml"))
    if doubled := repeated([c.id for c in found]):
        raise DataError(f"paper.yaml: repeated ids: {offenders(doubled)}. Give each clause its own id.")
    return found


def clause(id: str) -> Clause:
    """Return one clause.

    Parameters
    ----------
    id : str
        As in :func:`clauses`; case does not matter.

    Raises
    ------
    UnknownNameError
        If there is no such clause; the message names the nearest one.

    Examples
    --------
    >>> clause("2.3.green").coverage
    'proxy'
    """
    by_id = {c.id.casefold(): c for c in clauses()}
    if id.strip().casefold() not in by_id:
        raise unknown("clause", id, [c.id for c in clauses()], "`newind paper` lists all clauses.")
    return by_id[id.strip().casefold()]


def _clause(entry: dict[str, Any]) -> Clause:
    """Build a clause from its entry in the file, checking the words that are fixed."""
    if entry["coverage"] not in COVERAGES or entry["status"] not in STATUSES:
        raise DataError(
            f"paper.yaml: clause {entry['id']}: coverage {entry['coverage']!r}, status {entry['status']!r}: "
            f"coverage must be one of {', '.join(COVERAGES)}; status one of {', '.join(STATUSES)}."
        )
    return Clause(**entry | {k: tuple(entry.get(k, ())) for k in ("indicators", "levers", "depth")})
