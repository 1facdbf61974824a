"""Classifications (csv: code, names) and concordances between them (csv: source, target), checked when read."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from newind.datafiles import read_yaml
from newind.errors import BilingualMessage, DataError, find_duplicates, join_items, offenders, tell, unknown
from newind.messages import SOURCE, list_languages, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.typing import Array

INDUSTRIES = (
    "wiod35",
    "wiod26",
    "china18",
    "nbs42-2017",
    "nbs42-2012",
    "nbs42-2002",
    "nbs153-2018",
    "nbs149-2017",
    "nbs139-2012",
    "nbs135-2007",
    "nbs122-2002",
    "wiod56",
    "icio45",
    "icio50",
    "icio11",
)
"""Industry classifications, in the order in which a code is looked up."""
OTHER = "other"
"""Role of a demand category that is not known."""
SEEN = 10_000
"""Labels whose plain letters are remembered: most are empty or occur on every line."""


@dataclass(frozen=True)
class Concordance:
    """A map from the codes of one classification to those of another.

    Parameters
    ----------
    name : str
        Name of the concordance.
    targets_of : mapping of str to tuple of str
        Source code → its target; several targets where a source has to be shared among them.
    targets : tuple of str
        All target codes, in order.
    """

    name: str
    targets_of: Mapping[str, tuple[str, ...]]
    targets: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Source codes, in order."""
        return tuple(self.targets_of)

    @cached_property
    def sources_of(self) -> dict[str, tuple[str, ...]]:
        """Target code → the sources that go into it."""
        return {t: tuple(s for s, to in self.targets_of.items() if t in to) for t in self.targets}

    def target(self, source: str) -> str:
        """Return the one target of a source.

        Raises
        ------
        UnknownNameError
            For a source that is not in the concordance.
        DataError
            For a source that is shared among targets.

        Examples
        --------
        >>> concordance("wiod35_to_wiod26").target("c20")
        'c19t21'
        """
        if source not in self.targets_of:
            raise unknown("source code", source, self.sources, f"{self.name}.csv lists them.")
        if len(self.targets_of[source]) > 1:
            shared = ", ".join(self.targets_of[source])
            raise DataError(f"{self.name}: {source!r} is shared among {shared}. Use matrix(weights).")
        return self.targets_of[source][0]

    def matrix(self, weights: Mapping[str, float] | None = None) -> Array:
        """Return the matrix that turns figures by source into figures by target.

        Parameters
        ----------
        weights : mapping, optional
            Weight of each target among which a source is shared (its output, say); equal parts where all are zero.

        Returns
        -------
        (targets, sources) array
            Columns sum to 1, so that totals are kept.

        Raises
        ------
        DataError
            When a source is shared and no weights are given.
        """
        shared = [s for s, to in self.targets_of.items() if len(to) > 1]
        if shared and weights is None:
            raise DataError(f"{self.name}: sources shared among targets need weights: {offenders(shared)}.")
        matrix = np.zeros((len(self.targets), len(self.sources)))
        for column, to in enumerate(self.targets_of.values()):
            parts = np.array([(weights or {}).get(t, 0.0) if len(to) > 1 else 1.0 for t in to])
            parts = parts / parts.sum() if parts.sum() > 0 else np.full(len(to), 1 / len(to))
            matrix[[self.targets.index(t) for t in to], column] = parts
        return matrix


def check(name: str, rows: Sequence[tuple[str, str]], sources: Sequence[str], targets: Sequence[str]) -> Concordance:
    """Return a concordance after checking that it is complete and does not overlap.

    Parameters
    ----------
    name : str
        Name used in messages.
    rows : sequence of (source, target)
        A target may hold several codes, divided by spaces: the source is then shared among them.
    sources, targets : sequence of str
        All codes of both classifications.

    Raises
    ------
    DataError
        Naming codes that stand twice, are unknown, or are left without a partner.

    Examples
    --------
    >>> check("demo", [("a", "x"), ("b", "x")], ["a", "b"], ["x"]).sources_of
    {'x': ('a', 'b')}
    """
    given = [s for s, _ in rows]
    targets_of = {s: tuple(t.split()) for s, t in rows}
    reached = {t for to in targets_of.values() for t in to}
    problems = {
        "sources that stand twice": find_duplicates(given),
        "unknown sources": [s for s in targets_of if s not in sources],
        "sources without a target": [s for s in sources if not targets_of.get(s)],
        "unknown targets": sorted(reached - set(targets)),
        "targets without a source": [t for t in targets if t not in reached],
    }
    wrong = [f"{what} ({offenders(codes)})" for what, codes in problems.items() if codes]
    if wrong:
        raise DataError(f"concordance {name}: {'; '.join(wrong)}. Every source needs one row, every target a source.")
    return Concordance(name, targets_of, tuple(targets))


def load(name: str) -> dict[str, dict[str, str]]:
    """Return a classification: code → its columns.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> load("wiod35")["c14"]["en"]
    'Electrical and optical equipment'
    >>> len(load("wiod26"))
    26
    """
    return dict(_entries(name))


@cache
def concordance(name: str) -> Concordance:
    """Return a shipped concordance, named ``SOURCE_to_TARGET``.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    DataError
        When the file is not complete or overlaps.

    Examples
    --------
    >>> concordance("wiod35_to_wiod26").sources_of["c19t21"]
    ('c19', 'c20', 'c21')
    """
    rows = [(row["source"], row["target"]) for row in _rows(name, "concordance")]
    source, _, target = name.partition("_to_")
    targets = [c for _, t in rows for c in t.split()]
    return check(name, rows, _codes(source, [s for s, _ in rows]), _codes(target, targets))


def names() -> tuple[str, ...]:
    """Return the names of all shipped classifications and concordances."""
    return tuple(sorted(p.name[:-4] for p in resources.files(__package__).iterdir() if p.name.endswith(".csv")))


def industry_name(code: str, lang: str = "en") -> str:
    """Return the name of an industry in ``en`` or ``zh``; a code that is not known is its own name.

    Examples
    --------
    >>> industry_name("c14", "zh"), industry_name("c23t26"), industry_name("widgets")
    ('电气和光学设备', 'Transport', 'widgets')
    """
    return _column("industry", code, lang)


def name_label(label: str, *codes: str) -> str:
    """Return a label with the names of its industries beside it, in quotation marks; alone where none is known.

    Examples
    --------
    >>> name_label("CHN.c2 → CHN.c9", "c2", "c9"), name_label("CHN c2", "c2"), name_label("CHN widgets", "widgets")
    ("'CHN.c2 → CHN.c9' (Mining → Chemicals)", "'CHN c2' (Mining)", 'CHN widgets')
    """
    if all(industry_name(code) == code for code in codes):
        return label
    en, zh = (" → ".join(industry_name(code, lang) for code in codes) for lang in ("en", "zh"))
    return tell("part.named", label=label, names=BilingualMessage(en, zh))


def demand_name(code: str, lang: str = "en") -> str:
    """Return the name of a demand category in ``en`` or ``zh``; a code that is not known is its own name.

    Examples
    --------
    >>> demand_name("c41")
    'Gross fixed capital formation'
    """
    return _column("demand", code, lang)


def demand_role(code: str) -> str:
    """Return what a demand category is, by its code or name, as publishers write them in English or Chinese.

    Parameters
    ----------
    code : str
        Such as ``INVNT``, ``P.52``, ``FU202``, ``Changes in inventories`` or ``存货变动``; a code may stand before or
        after a name.

    Returns
    -------
    str
        consumption_households, npish, government, investment, inventories, valuables, exports, consumption (undivided),
        discrepancy; or other, where it is not known.

    Examples
    --------
    >>> demand_role("c42"), demand_role("P.52"), demand_role("FU202 存货变动"), demand_role("widgets")
    ('inventories', 'inventories', 'inventories', 'other')
    """
    return _role(str(code))


def demand_roles(codes: Sequence[str]) -> dict[str, list[str]]:
    """Return the categories of each role that occurs, in order.

    Examples
    --------
    >>> demand_roles(["households", "P.52", "mine"])
    {'consumption_households': ['households'], 'inventories': ['P.52'], 'other': ['mine']}
    """
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(demand_role(code), []).append(code)
    return found


def find_role(name: str) -> str:
    """Return what a demand category is whose whole name is known; other for codes, and for parts of longer names.

    Where industries and final users stand in one column, a code or a word within a name may be that of an industry.

    Examples
    --------
    >>> find_role("居民消费"), find_role("household appliances"), find_role("S14")
    ('consumption_households', 'other', 'other')
    """
    code = name.isascii() and (name.isupper() or _is_code(name))
    return OTHER if code else _aliases().get(plain(name), OTHER)


@cache
def _role(code: str) -> str:
    known, text = _aliases(), plain(code)
    pieces = [plain(p) for p in re.split(r"[\s()（）:：|,，;；]+", code)]
    for key in [text, *(p for p in (pieces[0], pieces[-1], next((p for p in pieces[::-1] if p), "")) if _is_code(p))]:
        if key in known:
            return known[key]
    words: list[tuple[str, list[str]]] = read_yaml(__package__, "demand_roles.yaml")["words"]
    return next((role for role, parts in words if any(part in text for part in parts)), OTHER)


def _is_code(piece: str) -> bool:
    """Tell whether a piece of a name is a code: one with a digit, not a word of a language."""
    return any(c.isdigit() for c in piece)


@cache
def _aliases() -> dict[str, str]:
    """Return what categories are called, in plain letters → role."""
    given = read_yaml(__package__, "demand_roles.yaml")["aliases"]
    known = {plain(name): role for role, names in given.items() for name in names}
    for code, row in _entries("demand").items():
        known |= {plain(name): row["role"] for name in (code, row["en"], row["zh"])}
    return known


@lru_cache(SEEN, typed=True)
def plain(cell: object) -> str:
    r"""Return a label without blanks, brackets and signs, in half-width letters, small.

    Examples
    --------
    >>> plain(" 最终消费\n支出（合计） "), plain("Total value-added")
    ('最终消费支出合计', 'totalvalueadded')
    """
    text = unicodedata.normalize("NFKC", str(cell))
    return re.sub(r"[\s()\[\]{}<>,.、，。:：;/\\\-_·“”\"']+", "", text).casefold()


def _column(kind: str, code: str, lang: str) -> str:
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), f"Names are in {join_items(list_languages())}.")
    for name in INDUSTRIES if kind == "industry" else ("demand",):
        if code in (entries := _entries(name)):
            return translate(lang, kind, code) or entries[code].get(lang, entries[code][SOURCE])
    return code


def _codes(name: str, given: list[str]) -> list[str]:
    """Return the codes of a shipped classification, else those that the concordance itself lists."""
    return list(load(name)) if name in names() else list(dict.fromkeys(given))


@cache
def _entries(name: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in _rows(name, "classification")}


@cache
def _rows(name: str, what: str) -> list[dict[str, str]]:
    if name not in names():
        raise unknown(what, name, names(), "")
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
