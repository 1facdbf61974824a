"""How strongly users and producers respond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Elasticities:
    """The responses of a model.

    Parameters
    ----------
    theta : (S,) array
        Trade elasticity of each good: landed price to ratio of expenditures over origins.
    sigma : float
        Substitution among the goods that an industry uses.
    sigma_v : float
        Substitution between value added and the bundle of inputs.
    sigma_f : float
        Substitution among the goods of final demand.
    psi : (S,) array
        Scale elasticity: how far unit costs of value added fall with its volume; below 1 / theta.
    mobile : bool
        Whether capital moves between the industries of a region (False at the short horizon).
    """

    theta: Array
    sigma: float
    sigma_v: float
    sigma_f: float
    psi: Array
    mobile: bool
