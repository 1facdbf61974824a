"""Figures of an economy's own statistical offices, newer than those of sources that cover the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.data.reference.now import labour_shares
from newind.datafiles import read_yaml
from newind.frozen import Frozen
from newind.language.scales import mark
from newind.messages import NOTHING, complete_text, fill, list_languages

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class National(Frozen):
    """A figure of a national office.

    Parameters
    ----------
    name : str
    label : mapping
        In ``en`` and ``zh``.
    unit : str
        Key of ``units`` in ``national.yaml``.
    digits : int
        Decimals.
    values : mapping of int to float
        By year.
    short, date : str
        What the source is called, and when it was published.
    source : mapping
        Its title in ``en`` and ``zh``.
    note : mapping
        What the figure counts, in ``en`` and ``zh``; empty where the label says it.
    """

    name: str
    label: Mapping[str, str]
    unit: str
    digits: int
    values: Mapping[int, float]
    short: str
    source: Mapping[str, str]
    date: str
    note: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    @property
    def year(self) -> int:
        """Last year."""
        return max(self.values)

    @property
    def value(self) -> float:
        """Value in that year."""
        return self.values[self.year]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "id": self.name, "label": dict(self.label), "unit": self.unit, "unit_label": dict(units()[self.unit]),
            "digits": self.digits, "value": self.value, "year": self.year,
            "series": {str(y): v for y, v in sorted(self.values.items())},
            "short": self.short, "source": dict(self.source), "date": self.date,
            "note": dict(self.note),
        }  # fmt: skip


def national(economy: str, day: datetime.date) -> tuple[National, ...]:
    """Return the shipped figures of an economy's own offices, of years before a day; empty where there are none.

    Examples
    --------
    >>> import datetime
    >>> found = {f.name: f for f in national("CHN", datetime.date(2026, 11, 28))}
    >>> found["manufacturing"].value, found["manufacturing"].year
    (24.8, 2025)
    """
    made = [_figure(name, of, day, economy) for name, of in _data().get(economy, {}).items()]
    return tuple(f for f in (*made, *_labour(economy, day)) if f.values)


def notes(figures: Iterable[National], lang: str) -> str:
    """Return what figures count, each said once."""
    said = dict.fromkeys(f.note[lang] for f in figures if f.note[lang])
    return mark("gap", lang).join(said)


def units() -> dict[str, dict[str, str]]:
    """Return what units are called: name → ``en``, ``zh``."""
    found: dict[str, dict[str, str]] = _data()["units"]
    return found


@cache
def _data() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml("newind.questions.now", "national.yaml")
    return content


def _figure(name: str, of: Mapping[str, Any], day: datetime.date, economy: str) -> National:
    from newind.pathways.targets import targets_of

    values: Mapping[int, float]
    if "target" in of:
        found = next(t for t in targets_of(economy).targets if t.id == of["target"])
        values = {found.baseline.year: found.baseline.value, **(found.observed or {})}
        last = found.sources[-1]
        short, source, date = of["short"], dict.fromkeys(list_languages(), last.title), str(last.date or "")
    else:
        said = _data()["sources"][of["source"]]
        values, short, date = of["values"], said["short"], str(said["date"])
        source = complete_text(said, said["en"])
    seen = {int(y): float(v) for y, v in values.items() if y < day.year}
    note = _data()["notes"][of["note"]] if "note" in of else NOTHING
    return National(name, complete_text(of, of["en"]), of["unit"], of["digits"], seen, short, source, date, note)


def _labour(economy: str, day: datetime.date) -> tuple[National, ...]:
    """Return the labour share of an economy's own tables, and that of its manufacturing; empty where there is none."""
    found, said = labour_shares().get(economy), _data()["labour"]
    if found is None:
        return ()
    note = fill(said["note"], concept=found.concept)
    shares = {"labour_share": found.total, "labour_share_manufacturing": found.manufacturing}
    seen = {name: {y: round(100 * v, 1) for y, v in values.items() if y < day.year} for name, values in shares.items()}
    return tuple(
        National(name, said[name], "%", 1, values, found.short, found.source, found.date, note)
        for name, values in seen.items()
    )
