"""Compare a register with another, field by field, and with the labels of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.accounts.groups import resolve as positions
from newind.accounts.regions import read_regions
from newind.errors import DataError, PolicyError, UnknownNameError
from newind.policy.mistakes import MOST
from newind.policy.targets import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

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


COLUMNS = ("id", "what", "field", "before", "after")
"""Columns of a difference as a table."""


@dataclass(frozen=True)
class FieldChange:
    """A field of an action that changed; None where it said nothing before or says nothing after."""

    id: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RegisterDifference:
    """Changes from one register to another; true where there are any.

    Parameters
    ----------
    added, removed : tuple of str
        Ids of actions, in the order of their register.
    changed : tuple of FieldChange
        Fields of actions that both have, named as in the file: ``budget.amount``, ``shocks.2.value``.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.added or self.removed or self.changed)

    def to_frame(self) -> pd.DataFrame:
        """Return a table with one row a change, columns `COLUMNS`; ``what`` is added, removed or changed."""
        import pandas as pd

        rows = [(id, what, "", None, None) for what in ("added", "removed") for id in getattr(self, what)]
        rows += [(c.id, "changed", c.field, c.before, c.after) for c in self.changed]
        return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def difference(before: Register, after: Register) -> RegisterDifference:
    """Return what changed; :meth:`Register.diff` says how."""
    kept = [id for id in before.ids if id in after]
    return RegisterDifference(
        tuple(id for id in after.ids if id not in before),
        tuple(id for id in before.ids if id not in after),
        tuple(c for id in kept for c in _changes(before[id], after[id])),
    )


def _changes(before: Action, after: Action) -> Iterator[FieldChange]:
    if before == after:
        return
    old, new = (dict(_flat(_dump_action(a), "")) for a in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield FieldChange(before.id, name, old.get(name), new.get(name))


def _dump_action(action: Action) -> dict[str, Any]:
    """Return everything that an action says, defaults too; shocks without what their lever means anyway."""
    return action.model_dump() | {"shocks": action.to_dict().get("shocks", [])}


def _flat(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields below a value, with dotted names; items of a list of mappings are numbered from 1."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}".lstrip("."))
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{name}.{number}")
    else:
        yield name, list(value) or None if isinstance(value, list | tuple) else value
