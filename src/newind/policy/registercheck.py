"""Whether accounts have all labels that a register names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.groups import resolve as positions
from newind.accounts.regions import read_regions
from newind.errors import DataError, PolicyError, UnknownNameError
from newind.policy.mistakes import MOST
from newind.policy.targets import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.policy.register import Action, Register


def check_labels(register: Register, accounts: Accounts) -> None:
    """Raise unless accounts have the regions and industries of all actions and of their shocks.

    Each action is looked at by itself: two that set the same lever are alternatives, no mistake.

    Raises
    ------
    PolicyError
        Naming the first three places, and how many more there are.
    """
    wrong = [line for action in register for line in _wrong(action, accounts)]
    if wrong:
        rest = f"\n… and {len(wrong) - MOST} more." if len(wrong) > MOST else ""
        raise PolicyError("\n".join(wrong[:MOST]) + rest)


def _wrong(action: Action, w: Accounts) -> Iterator[str]:
    """Yield what the accounts lack of an action, with its place.

    Its own regions and industries say where it is in force; that these are finer than the accounts is no mistake.
    """
    codes: dict[str, Sequence[str]] = {"regions": w.regions.codes, "industries": w.industries}
    for field, here in codes.items():
        chosen = getattr(action, field)
        for name in (chosen,) if isinstance(chosen, str) else chosen:
            try:
                positions(name, here)
            except UnknownNameError as error:
                if not (name in read_regions() if field == "regions" else industry_name(name) != name):
                    yield f"{action.where(field) or action.id}: {error}"
            except DataError:  # a group without members here
                continue
    try:
        resolve(action.package, w)
    except PolicyError as error:
        yield from str(error).splitlines()
