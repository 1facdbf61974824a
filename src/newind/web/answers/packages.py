"""A package from a file: checked, in the form of the cockpit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NotRequired

from pydantic import Field

from newind.policy.fields import Financing
from newind.policy.packages import packages
from newind.policy.targets import resolve
from newind.questions.options import Horizon
from newind.web.answers.catalogue import ShockBody, list_shocks
from newind.web.economies import economy
from newind.web.requests import ScenarioFileRequest
from newind.web.responses import Body, Text, body
from newind.web.written import parse_command_options, parse_package_file

if TYPE_CHECKING:
    from pathlib import Path

    from newind.policy.schema import Package


class ReadPackage(Body):
    """A package from a file, as far as it is meant for the accounts."""

    name: str
    label: Text | None
    financing: Financing
    shocks: Sequence[ShockBody]
    left_out: Annotated[int, Field(description="Shocks that are meant for other accounts.")]
    shipped: Annotated[bool, Field(description="Whether it comes with newind under its name.")]
    horizon: NotRequired[Annotated[Horizon, Field(description="How it was tried, where the file says so.")]]
    parameters: NotRequired[Mapping[str, float | str]]


def read(asked: ScenarioFileRequest, folder: Path | None = None) -> ReadPackage:
    """Return the shocks of a package that are meant for accounts, whether it comes with newind, and how it was tried.

    Raises
    ------
    PolicyError
        For mistakes in it and for what the accounts lack, with line and column.
    UnknownNameError, DataError
        For accounts that there are not.
    """
    w = economy(asked.on, asked.year, folder)
    given = parse_package_file(asked.yaml, asked.file)
    meant = given.select_shocks(w)
    resolve(meant, w)
    return body(
        ReadPackage,
        name=given.name,
        label=given.label or None,
        financing=given.financing,
        shocks=[{"mode": s.mode, **made} for s, made in zip(meant.shocks, list_shocks(meant), strict=True)],
        left_out=len(given.shocks) - len(meant.shocks),
        shipped=any(_same(meant, p.select_shocks(w)) for p in packages() if p.name == given.name),
        **parse_command_options(asked.yaml),
    )


def _same(one: Package, other: Package) -> bool:
    return (one.shocks, one.financing) == (other.shocks, other.financing)
