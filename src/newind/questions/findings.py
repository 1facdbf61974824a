"""Findings: what works in an economy and what holds it back, each with its number, its kind and its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newind.aliases import alias
from newind.errors import join_items, tell, unknown
from newind.kernels.threads import enough_for
from newind.language.leftout import Omission, OmissionLog
from newind.language.phrases import join_phrases
from newind.measures import shared
from newind.measures.context import Context
from newind.measures.measure import COLUMNS
from newind.messages import list_languages, message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.charts.proofs import Proof
    from newind.messages import Text

SYSTEMS: dict[str, Text] = message_group("common.findings.systems")
KINDS: dict[str, Text] = message_group("common.findings.kinds")
VERDICTS = ("problem", "strength", "constraint")
"""Kinds that say good or bad: none without a direction of the indicator."""
DIRECTED = ("higher", "lower", "target")
MARKS = {"problem": "●", "constraint": "■", "risk": "◆", "strength": "▲", "context": "○"}
"""Shape of each kind, seen before its colour."""
NESTED = ("sentence", "detail", "proof", "rows", "indicators", "turned")
"""Fields of a finding that are no column of a table as they are; what has turned says so in its sentence."""
MODULES = (
    "newind.questions.science.findings",
    "newind.questions.science.findings_risks",
    "newind.questions.science.findings",
    "newind.questions.manufacturing.findings",
    "newind.questions.manufacturing.findings_depth",
    "newind.questions.manufacturing.findings",
    "newind.questions.manufacturing.findings_chains",
    "newind.questions.manufacturing.findings_regional",
    "newind.questions.green.findings",
    "newind.questions.green.findings_depth",
    "newind.questions.green.findings_transition",
    "newind.questions.green.findings",
    "newind.questions.circulation.findings",
    "newind.questions.circulation.findings_risks",
    "newind.questions.circulation.findings_places",
    "newind.questions.circulation.findings_places",
)


@dataclass(frozen=True, eq=False)
class Finding:
    """One result, said in a sentence and proved by a chart.

    Parameters
    ----------
    id : str
        ``s1.…`` to ``s4.…``; the same id stands for the same question in every economy.
    system, clause : str
        System of the paper, and its clause.
    kind : {"problem", "constraint", "risk", "strength", "context"}
        By the rule of :func:`newind.questions.judging.judge`.
    sentence, detail : dict
        In ``en`` and ``zh``: the result with its number, and the short line beside the number.
    value : float
        The number, in `unit`.
    unit : str
        Unit of the value and its range; ``1`` is a share.
    range : tuple of float or None
        Lowest and highest value over defensible definitions.
    year : int
        Year of the value.
    status : str
        ``observed``, ``estimated`` or ``proxy``.
    indicators : tuple of str
        Ids of the indicators used, the main one first.
    proof : Proof
        Data of the chart.
    rows : tuple of tuple
        Rows of the measure table that the sentence is based on, as plain data.
    size : float
        How far from peers and how much changed, in robust standard deviations of the peers; for ranking.
    turned : bool
        Whether a newer shipped table shows the opposite change; such findings come after those that hold.
    """

    id: str
    system: str
    clause: str
    kind: str
    sentence: Text
    detail: Text
    value: float
    unit: str
    range: tuple[float, float] | None
    year: int
    status: str
    indicators: tuple[str, ...]
    proof: Proof
    rows: tuple[tuple[object, ...], ...]
    size: float
    turned: bool = False

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """Rows of the measure table that the sentence is based on, made when they are asked for."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(COLUMNS))

    def __repr__(self) -> str:
        """Say it in English."""
        return f"Finding({self.id}, {self.kind}: {self.sentence['en']})"


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Everything found about an economy, the largest findings of each system first; what could not be is left out."""

    region: str
    year: int
    findings: tuple[Finding, ...]
    left_out: tuple[Omission, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings."""
        return iter(self.findings)

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self.findings)

    def select_system(self, system: str) -> tuple[Finding, ...]:
        """Return the findings of a system, the largest first.

        Raises
        ------
        UnknownNameError
            For a system that does not exist.
        """
        _check_system(system)
        return tuple(f for f in self.findings if f.system == system)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a finding."""
        import pandas as pd

        plain = [f.name for f in fields(Finding) if f.name not in NESTED]
        rows = [
            {name: getattr(f, name) for name in plain}
            | {f"{what}_{lang}": getattr(f, what)[lang] for what in ("sentence", "detail") for lang in list_languages()}
            | {"indicators": ", ".join(f.indicators)}
            for f in self.findings
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        """List the findings in English."""
        lines = [f"Diagnosis({self.region}, {self.year}, {len(self)} findings)"]
        lines += [f"  {f.system} {f.kind:<10} {f.sentence['en']}" for f in self.findings]
        return "\n".join([*lines, *(f"  {part.say('en')}" for part in self.left_out)])

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{f.system.upper()}</td><td>{KINDS[f.kind]['en']}</td><td>{escape(f.sentence['en'])}</td>"
            f"<td>{f.year}</td><td>{f.status}</td></tr>"
            for f in self.findings
        )
        head = "".join(f"<th>{h}</th>" for h in ("System", "Kind", "Finding", "Year", "Status"))
        caption = f"{escape(self.region)}, {self.year}: {len(self)} findings"
        lost = "".join(f"<p>{escape(part.say('en'))}</p>" for part in self.left_out)
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{lost}"

    of = alias("select_system")


def resolve_kind(kind: str, better: str) -> str:
    """Return the kind of a finding on an indicator: ``context`` in place of a verdict where no direction is declared.

    Examples
    --------
    >>> resolve_kind("strength", "none"), resolve_kind("strength", "higher"), resolve_kind("risk", "none")
    ('context', 'strength', 'risk')
    """
    return kind if kind not in VERDICTS or better in DIRECTED else "context"


def discriminates(judgements: Iterable[object]) -> bool:
    """Return whether a judgement distinguishes between what it judges: one that is the same for all is no finding.

    Examples
    --------
    >>> discriminates(["own innovation"] * 26), discriminates(["own innovation", "none"])
    (False, True)
    """
    return len(set(judgements)) > 1


Finder = Callable[[Context], Iterable[Finding]]
_finders: dict[str, list[Finder]] = {s: [] for s in SYSTEMS}


def finding(*, system: str) -> Callable[[Finder], Finder]:
    """Register a function that looks for findings of a system in a context.

    Raises
    ------
    UnknownNameError
        For a system that does not exist.
    """
    _check_system(system)

    def register(finder: Finder) -> Finder:
        _finders[system].append(finder)
        return finder

    return register


@cache
def finders(system: str) -> tuple[Finder, ...]:
    """Return the functions that look for findings of a system."""
    for module in MODULES:
        import_module(module)
    return tuple(_finders[system])


def diagnose(
    w: Accounts | Panel,
    region: str,
    system: str | None = None,
    peers: Sequence[str] | str | None = None,
    reference: Accounts | None = None,
    *,
    model: bool = True,
) -> Diagnosis:
    """Return what works in an economy and what holds it back.

    Parameters
    ----------
    w : Accounts or Panel
        A panel also shows changes; the last year is diagnosed, or the last one that an indicator has.
    region : str
        Code of the economy.
    system : {"s1", "s2", "s3", "s4"}, optional
        All systems by default.
    peers : sequence of str, optional
        Economies to compare with; large manufacturing economies, or the largest provinces, by default.
    reference : Accounts, optional
        A table of the same year with the peers that the accounts lack; for the table of one province of China the
        shipped estimate of all provinces, where there is one of its year.
    model : bool
        Whether the equilibrium model computes the cost of losing suppliers, inputs and markets; this takes most of the
        time.

    Returns
    -------
    Diagnosis
        Findings by system, the largest first; what the accounts cannot say is left out, and a finding that fails on
        them stands in ``left_out`` with its reason.

    Raises
    ------
    UnknownNameError
        For an economy or system that does not exist, with the nearest name.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = diagnose(load("world", year=2011), "CHN", "s3")
    >>> sorted({f.system for f in found}), found.year
    (['s3'], 2011)
    """
    if system is not None:
        _check_system(system)
    named = None if peers is None else tuple([peers] if isinstance(peers, str) else peers)
    context = Context.from_accounts(w, region, named, reference, model=model)
    chosen = SYSTEMS if system is None else (system,)
    log = OmissionLog()
    with enough_for(context.w.n):
        found = [
            f
            for s in chosen
            for f in by_size(f for look in finders(s) for f in _collect_findings(s, look, context, log))
        ]
    return Diagnosis(region, context.year, tuple(found), tuple(log))


def _collect_findings(system: str, look: Finder, context: Context, log: OmissionLog) -> list[Finding]:
    """Return what a function finds, up to where it fails."""
    found: list[Finding] = []
    with log.around(f"{system}.{look.__name__}"):
        for one in look(context):
            found.append(_add_notes(one, context))  # noqa: PERF401 - what was found before a failure is kept
    return found


def _add_notes(f: Finding, context: Context) -> Finding:
    """Return a finding that names why values of its own, and of its rows, lie outside their bounds."""
    rows: list[dict[str, Any]] = [dict(zip(COLUMNS, row, strict=True)) for row in f.rows]
    notes = [context.note(r["indicator"], r["value"], r["year"], r["region"], r["industry"]) for r in rows]
    if not any(n["en"] for n in notes):
        return f
    own = {n["en"]: n for n, r in zip(notes, rows, strict=True) if r["region"] == context.region}
    noted = ((*row[:-1], shared.notes(str(row[-1]), n["en"])) for row, n in zip(f.rows, notes, strict=True))
    return replace(f, detail=join_phrases(f.detail, *own.values()), rows=tuple(noted))


def by_size(found: Iterable[Finding]) -> list[Finding]:
    """Return findings, the largest first; those that newer tables contradict after all others."""
    return sorted(found, key=lambda f: (f.turned, -f.size, f.id))


def _check_system(system: str) -> None:
    if system not in SYSTEMS:
        raise unknown("system", system, SYSTEMS, tell("finding.systems", known=join_items(SYSTEMS)))
