"""Registers as YAML files: read with the place of every mistake, and written to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from newind.errors import PolicyError
from newind.policy.actionfields import ActionFields, RegisterFields, keys_of_action, keys_of_register
from newind.policy.mistakes import Mistake, mistakes, refuse
from newind.policy.register import Action, Register
from newind.policy.yaml_file import at, parsed_node, place, plain, text_of, written

if TYPE_CHECKING:
    from pathlib import Path

LAYOUT = "It has keys name, label and actions; newind register template writes one to start from."


def read_register(path: Path) -> Register:
    """Read a register from a file; :meth:`Register.read` says how."""
    return parse_register(text_of(path, "a register"), str(path), path.stem)


def parse_register(text: str, source: str, name: str) -> Register:
    """Return the register that a text describes.

    Parameters
    ----------
    text : str
        YAML.
    source, name : str
        What messages call the text, and the register where the text does not name it.

    Raises
    ------
    PolicyError
        Naming source, line and column of the first three mistakes.
    """
    node = parsed_node(text, source)
    if not isinstance(node, Mapping) or "actions" not in node:
        raise PolicyError(f"{source}:1:1: not a register. {LAYOUT}")
    given = {"name": name} | plain(node)
    try:
        fields = RegisterFields.model_validate(given)
    except ValidationError as error:
        found = sorted(mistakes(error, keys_of_register), key=lambda m: at(node, m))
        raise refuse(found, lambda m: f"{source}:{place(node, m)}", source) from None
    register = Register(**{k: getattr(fields, k) for k in RegisterFields.model_fields})
    for number, action in enumerate(register):
        action._places.update(_places(node["actions"][number], ("actions", number), node, source))
    return register


def parse_action(text: str, source: str) -> Action:
    """Return the action that a text describes, as a file of an action that comes with newind.

    Raises
    ------
    PolicyError
        Naming source, line and column of the first three mistakes.
    """
    node = parsed_node(text, source)
    if not isinstance(node, Mapping):
        raise PolicyError(f"{source}:1:1: not an action. It has keys such as id, label, instrument and sources.")
    try:
        fields = ActionFields.model_validate(plain(node))
    except ValidationError as error:
        found = sorted(mistakes(error, keys_of_action), key=lambda m: at(node, m))
        raise refuse(found, lambda m: f"{source}:{place(node, m)}", source) from None
    action = Action(**{k: getattr(fields, k) for k in ActionFields.model_fields})
    action._places.update(_places(node, (), node, source))
    return action


def register_text(register: Register) -> str:
    """Return a register as YAML, a line a shock."""
    return written(register.to_dict())


def _places(action: Any, path: tuple[str | int, ...], node: Any, source: str) -> dict[str, str]:
    """Return where an action and its fields stand; the empty name is the action itself."""
    own = {"": path} if path else {}
    paths = own | {str(k): (*path, str(k)) for k in action}
    for number, shock in enumerate(action.get("shocks") or ()):
        at_shock = (*path, "shocks", number)
        paths |= {f"shocks.{number}": at_shock} | {f"shocks.{number}.{k}": (*at_shock, str(k)) for k in shock}
    return {k: f"{source}:{place(node, Mistake(p, ''))}" for k, p in paths.items()}
