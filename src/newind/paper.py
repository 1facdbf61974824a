"""The clause map: what the paper asks, the command that answers, and how much of it is answered by what.

The map itself is data (``paper.yaml``); what follows from it, and from the shipped sets, is computed here.
"""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.datafiles import read_csv_rows, read_yaml
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.messages import complete_text

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

Answered = Literal["well", "thin", "not"]
By = Literal["data", "estimated", "assumed", "no"]

DECIDES: tuple[By, ...] = ("data", "estimated", "assumed")
"""Kinds of evidence that can decide an answer, the firmest first."""
UNANSWERED: By = "no"
COVERAGES = {"well": "full", "thin": "proxy", "not": "not computable"}
"""How much is answered → the word that `Clause.coverage` had for it."""


@dataclass(frozen=True)
class ClauseQuestion:
    """A sub-question of a clause.

    Parameters
    ----------
    by : {"data", "estimated", "assumed", "no"}
        What decides the answer: data, a parameter estimated from data, a parameter that is assumed; ``no`` where there
        is no answer.
    question : dict of str
        Text by language (``en``, ``zh``).
    """

    by: By
    question: dict[str, str]

    @property
    def answered(self) -> bool:
        """Whether a command answers it."""
        return self.by != UNANSWERED


@dataclass(frozen=True)
class Clause:
    """One clause of the paper as a question, with the command that answers it and what the answer is worth.

    Parameters
    ----------
    id : str
        Section and item of the paper, or section and key word: ``"3.3.i"``, ``"2.3.green"``.
    title, question, reason : dict of str
        Text by language (``en``, ``zh``); the reason says what is answered and what is not.
    command : str
        The command line that answers the question: a measurement, a simulation, or what works on a file.
    indicators : tuple of str
        Ids of the indicators that the command measures; none where it simulates.
    parts : tuple of ClauseQuestion
        The sub-questions.
    first : str or None
        A command that writes the file that `command` reads, where it reads one.
    scenario : str or None
        A simulation that answers the "what if" of the question, where the command measures.
    levers : tuple of str
        Ids of the levers that the package simulated moves.
    depth : tuple of str
        Commands that answer parts of the question in depth.
    sets : tuple of str
        Shipped data beside accounts that commands in depth show.
    """

    id: str
    title: dict[str, str]
    question: dict[str, str]
    command: str
    indicators: tuple[str, ...]
    reason: dict[str, str]
    parts: tuple[ClauseQuestion, ...]
    first: str | None = None
    scenario: str | None = None
    levers: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    @property
    def commands(self) -> tuple[str, ...]:
        """Every command line that answers, in order: what writes a file, measures, simulates, goes into depth."""
        return tuple(c for c in (self.first, self.command, self.scenario, *self.depth) if c is not None)

    @property
    def simulation(self) -> str | None:
        """The command line that simulates, None where nothing is."""
        return next((c for c in self.commands if c.startswith("newind simulate ")), None)

    @property
    def count(self) -> tuple[int, int]:
        """How many sub-questions are answered, and how many there are."""
        return sum(p.answered for p in self.parts), len(self.parts)

    @property
    def answered(self) -> Answered:
        """``well`` where every sub-question is answered, ``thin`` where some are, ``not`` where none is."""
        some, every = self.count
        return "well" if some == every else "thin" if some else "not"

    @property
    def decided_by(self) -> By:
        """The least firm of what decides its answers: data, an estimated or an assumed parameter; else ``no``."""
        found = [p.by for p in self.parts if p.answered]
        return max(found, key=DECIDES.index) if found else UNANSWERED

    @property
    def last_years(self) -> tuple[int, ...]:
        """The last years of the shipped data that its commands show, in order; none where the data are the user's."""
        return _last_years(self) if self.first is None else ()

    @property
    def seconds(self) -> float | None:
        """CPU seconds that its command took when last measured (``tools/cputime.py``), or None."""
        return _seconds().get(self.command)

    @property
    def coverage(self) -> str:
        """The word of former versions: full, proxy, needs your data, not computable. See `answered`."""
        return "needs your data" if self.first else COVERAGES[self.answered]

    @property
    def status(self) -> str:
        """The word of former versions: ``done``, as every clause has a command. See `answered`."""
        return "done"

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data, with what follows from it."""
        made = ("answered", "decided_by", "last_years", "seconds", "coverage", "status")
        parts = [{"by": p.by, "answered": p.answered, "question": p.question} for p in self.parts]
        some, every = self.count
        return {**asdict(self), "parts": parts, "answers": some, "asked": every} | {k: getattr(self, k) for k in made}


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
    found = tuple(_clause(entry) for entry in read_yaml("newind", "paper.yaml"))
    if doubled := find_duplicates([c.id for c in found]):
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
    >>> clause("2.3.green").answered, clause("2.3.green").count
    ('thin', (2, 4))
    """
    by_id = {c.id.casefold(): c for c in clauses()}
    if id.strip().casefold() not in by_id:
        raise unknown("clause", id, [c.id for c in clauses()], "`newind paper` lists all clauses.")
    return by_id[id.strip().casefold()]


def _clause(entry: dict[str, Any]) -> Clause:
    """Build a clause from its entry in the file, checking the words that are fixed."""
    wrong = [p["by"] for p in entry["parts"] if p["by"] not in (*DECIDES, UNANSWERED)]
    if wrong or not entry["parts"]:
        raise DataError(
            f"paper.yaml: clause {entry['id']}: {offenders(wrong)}: "
            f"by must be one of {', '.join((*DECIDES, UNANSWERED))}."
        )
    parts = tuple(ClauseQuestion(p["by"], complete_text(p, p["en"])) for p in entry["parts"])
    from newind.questions.question import questions

    lists = {k: tuple(entry.get(k, ())) for k in ("levers", "depth", "sets")}
    lists["indicators"] = _list_measured(entry["command"])
    asked = {q.id: q.lines_of(entry["id"]) for q in questions()}
    ways = [(way, line) for id, lines in asked.items() if id not in lists["depth"] for way, line in enumerate(lines)]
    first = [line for _, line in sorted(ways, key=lambda one: one[0])]
    lists["depth"] = (*first, *(line for one in lists["depth"] for line in asked.get(one, (one,))))
    return Clause(**entry | lists | {"parts": parts})


def _list_measured(command: str) -> tuple[str, ...]:
    """Return the indicators that a command measures.

    Examples
    --------
    >>> _list_measured("newind measure CHN --ids s4.dva_share,s4.fva_share")
    ('s4.dva_share', 's4.fva_share')
    """
    words = shlex.split(command)
    return tuple(words[words.index("--ids") + 1].split(",")) if "--ids" in words else ()


@cache
def _seconds() -> dict[str, float]:
    return {row["command"]: float(row["seconds"]) for row in read_csv_rows("newind", "papertimes.csv")}


# ---- the last year of data


def _last_years(c: Clause) -> tuple[int, ...]:
    """Return the last years of the accounts of its commands, as far as their indicators go, and of its further sets."""
    from newind.data.reference import catalog, innovation, power
    from newind.measures.registry import indicators

    further = {d.name: d.years[-1] for d in (*catalog(), innovation.describe_data_set(), power.describe_data_set())}
    found = {_last_year(_accounts(c.command), _region(c.command), indicators()[i].needs) for i in c.indicators}
    others = {further[name] for name in (*c.sets, *({_accounts(c.command)} if not c.indicators else ()))}
    return tuple(sorted(found | others))


def _accounts(command: str) -> str:
    """Return the shipped accounts that a command works on."""
    words = shlex.split(command)
    return words[words.index("--on") + 1] if "--on" in words else "china-2017" if "CN-GD" in words else "world"


def _region(command: str) -> str:
    return shlex.split(command)[2]


@cache
def _last_year(name: str, region: str, needs: tuple[str, ...]) -> int:
    """Return the last year of shipped accounts in which a region has the satellites and facts that are needed."""
    from newind.data.reference import catalog, load

    years = next(d.years for d in catalog() if d.name == name)
    return next(y for y in reversed(years) if all(_has(load(name, y), region, need) for need in needs))


def _has(w: Accounts, region: str, need: str) -> bool:
    """Tell whether a region has what an indicator needs: a satellite or a fact; other needs are no matter of years."""
    kind, _, name = need.partition(":")
    if kind not in ("satellite", "fact"):
        return True
    held: Any = w.satellites if kind == "satellite" else w.facts
    known = name in held and np.isfinite(held[name].values.reshape(w.R, -1)[w.regions.index(region)]).any()
    return bool(known)
