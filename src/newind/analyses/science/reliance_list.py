"""Lines of the dependence list, and its table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from newind.analyses.science.reliance_labels import LABELS
from newind.analyses.science.screening import PartialCut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from newind.analyses.losses import Loss

NAN = float("nan")
INPUT, SUPPLIER, NOT_NAMED = "input", "supplier", "not_named"
"""Levels: an input with all its foreign suppliers, one named supplier of it, aggregates that cannot be named."""


class DependenceKey(NamedTuple):
    """Key of a loss: an input, and its supplier; empty for all foreign suppliers together."""

    input: str
    supplier: str = ""


@dataclass(frozen=True)
class Dependence:
    """One line of the list. Money in the unit of the accounts; shares in [0, 1], NaN where nothing can be shared out.

    Parameters
    ----------
    level : {"input", "supplier", "not_named"}
        All foreign suppliers of an input, one of them, or aggregates (rest of the world) that are never ranked.
    input : str
        The product bought.
    supplier : str
        Empty but for one supplier.
    bought, bought_inputs : float
        Value bought abroad of it, for all uses and as inputs.
    share, share_inputs, share_imports : float
        Part in all that is bought of the product (at home included), in what is bought as inputs, and in its imports.
    complete_import_share : float
        Foreign value added in a unit of the economy's own product of the class, along the whole chain.
    supplier_hhi : float
        Concentration of its named foreign suppliers, inputs alone.
    unnamed_share : float
        Part of aggregates in its imports.
    bottleneck : float
        Value added that depends on it, as a share of GDP; an upper end where nothing replaces the input.
    loss : Loss or None
        Loss of real income at each horizon as a range; None where it was not among those computed in full. Cases
        without an equilibrium (``loss.failed``) are as a rule the most severe ones: the range is open above then.
    """

    level: str
    input: str
    supplier: str
    bought: float
    bought_inputs: float
    share: float
    share_inputs: float
    share_imports: float
    complete_import_share: float
    supplier_hhi: float
    unnamed_share: float
    bottleneck: float
    loss: Loss | None = None

    @property
    def name(self) -> str:
        """The input, and whose it is where that is one supplier: ``c14 of JPN``."""
        return f"{self.input} of {self.supplier}" if self.supplier else self.input

    @property
    def left_out(self) -> tuple[str, ...]:
        """Users whom nobody else supplies and to whom the input is left; the loss is then a lower end."""
        cut = None if self.loss is None else self.loss.cut
        return cut.left_out if isinstance(cut, PartialCut) else ()

    @property
    def bottleneck_exceeds(self) -> str:
        """``above`` where the bottleneck figure exceeds the highest loss, ``below`` where it is under the lowest one.

        Empty where it lies within the range, where no loss is known, and where cases without an equilibrium leave open
        how high the range goes.
        """
        if self.loss is None:
            return ""
        if self.bottleneck > self.loss.high:
            return "" if self.loss.failed else "above"
        return "below" if self.bottleneck < self.loss.low else ""


@dataclass(frozen=True, eq=False)
class DependenceList:
    """Inputs that an economy or an industry depends on, those whose loss costs most first.

    Parameters
    ----------
    region, industry : str
        Who depends; the industry is empty for the economy as a whole.
    year : int
    unit : str
        Of money.
    status : {"observed", "estimated"}
        Of what is bought. Losses are modelled.
    threshold : float
        Least cost share of an input in output at which its lack is taken to hold a user up.
    horizons : tuple of str
    inputs, suppliers, unnamed : tuple of Dependence
        Inputs with all foreign suppliers; pairs of an input and a named supplier; what is not named of each input.
        Those with a range come first, by its middle; then the others, by the first guess.
    parameters : mapping
        What was put in place of shipped parameters.
    preselected : frozenset of DependenceKey
        Inputs and pairs whose middle was computed: those with the highest first guess (spending times rise of price).
        A range is given to those of them with the highest middles.
    """

    region: str
    industry: str
    year: int
    unit: str
    status: str
    threshold: float
    horizons: tuple[str, ...]
    inputs: tuple[Dependence, ...]
    suppliers: tuple[Dependence, ...]
    unnamed: tuple[Dependence, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    preselected: frozenset[DependenceKey] = frozenset()

    @property
    def failed(self) -> tuple[str, ...]:
        """Cases without an equilibrium, with the reason."""
        lines = (*self.inputs, *self.suppliers)
        return tuple(f"{line.name}: {why}" for line in lines if line.loss for why in line.loss.failed)

    def table(self, level: str | None = None) -> pd.DataFrame:
        """Return the list as a table, one line each; `level` keeps one of ``input``, ``supplier``, ``not_named``.

        What the columns are called in English and Chinese stands in
        :data:`newind.analyses.science.reliance_labels.LABELS`.
        """
        found = frame(self)
        return found if level is None else found[found["level"] == level].reset_index(drop=True)


SHARES = (
    "bought", "bought_inputs", "share", "share_inputs", "share_imports", "complete_import_share", "supplier_hhi",
    "unnamed_share", "bottleneck", "bottleneck_exceeds",
)  # fmt: skip
"""Columns that are fields of a line."""
COLUMNS = frozenset({
    "region", "industry", "year", "unit", "status", "level", "rank", "input", "supplier", *SHARES, "left_out",
    "cases_failed", "loss_status",
})  # fmt: skip
"""Columns of every list; those of losses depend on its horizons."""
ENDS = ("_low", "_middle", "_high")
"""Endings of the names of the columns of a range."""


def frame(found: DependenceList) -> pd.DataFrame:
    """Return a dependence list as a table: inputs, then suppliers, then what is not named, each in order."""
    import pandas as pd

    groups = (found.inputs, found.suppliers, found.unnamed)
    rows = [_row(found, line, rank) for lines in groups for rank, line in _rank_lines(lines)]
    table = pd.DataFrame(rows, columns=_columns(found.horizons))
    return table.astype({"rank": "Int64", "cases_failed": "Int64"})


def _columns(horizons: tuple[str, ...]) -> list[str]:
    """Return the columns of a list with these horizons, in the order of their labels."""
    return [c for c in LABELS if c in COLUMNS or (c.endswith(ENDS) and c.partition("_")[0] in ("loss", *horizons))]


def _rank_lines(lines: tuple[Dependence, ...]) -> Iterator[tuple[int | None, Dependence]]:
    """Yield the rank of each line, none where no middle loss is known."""
    for number, line in enumerate(lines, 1):
        yield (number if line.loss is not None and line.loss.middle == line.loss.middle else None), line


def _row(found: DependenceList, line: Dependence, rank: int | None) -> dict[str, Any]:
    said = {n: getattr(found, n) for n in ("region", "industry", "year", "unit", "status")}
    named = {"level": line.level, "rank": rank, "input": line.input, "supplier": line.supplier}
    named["left_out"] = ", ".join(line.left_out)
    return said | named | {n: getattr(line, n) for n in SHARES} | _losses(line.loss, found.horizons)


def _losses(loss: Loss | None, horizons: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns of a loss, NaN where there is none."""
    if loss is None:
        names = (f"{h}{end}" for h in ("loss", *horizons) for end in ENDS)
        return dict.fromkeys(names, NAN) | {"cases_failed": None, "loss_status": ""}
    spans = {"loss": loss, **loss.horizons}
    values = {f"{h}{end}": getattr(spans[h], end[1:]) for h in ("loss", *horizons) for end in ENDS}
    return values | {"cases_failed": len(loss.failed), "loss_status": "simulated"}
