"""Registers as YAML files: read with the place of every mistake, and written to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newind.policy.actionfields import ActionFields, RegisterFields, keys_of_action, keys_of_register
from newind.policy.register import Action, Register
from newind.policy.yaml_file import FileKind, format_yaml, parse_node, places, text_of, validate_text

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = FileKind(
    "a register", "It has keys name, label and actions; newind register template writes one to start from.",
    RegisterFields, keys_of_register, needed=("actions",),
)  # fmt: skip
ACTION = FileKind("an action", "It has keys such as id, label, instrument and sources.", ActionFields, keys_of_action)


def read_register(path: Path) -> Register:
    """Read a register from a file; :meth:`Register.read` says how."""
    return parse_register(text_of(path, "a register"), str(path), path.stem)


def holds_register(path: Path) -> bool:
    """Tell whether a file holds a register rather than a package: a workbook, or actions that are written out.

    Raises
    ------
    PolicyError
        For a file that cannot be read.
    """
    if path.suffix.lower() == ".xlsx":
        return True
    node = parse_node(text_of(path, "a package"), str(path))
    listed = node.get("actions") if isinstance(node, Mapping) else None
    return isinstance(listed, list) and any(isinstance(entry, Mapping) for entry in listed)


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
    node, fields = validate_text(text, source, REGISTER, {"name": name})
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
    node, fields = validate_text(text, source, ACTION)
    action = Action(**{k: getattr(fields, k) for k in ActionFields.model_fields})
    action._places.update(_places(node, (), node, source))
    return action


def register_text(register: Register) -> str:
    """Return a register as YAML, a line a shock."""
    return format_yaml(register.to_dict())


def _places(action: Any, path: tuple[str | int, ...], node: Any, source: str) -> dict[str, str]:
    """Return where an action and its fields stand; the empty name is the action itself."""
    own = {"": path} if path else {}
    paths = own | {str(k): (*path, str(k)) for k in action}
    for number, shock in enumerate(action.get("shocks") or ()):
        at_shock = (*path, "shocks", number)
        paths |= {f"shocks.{number}": at_shock} | {f"shocks.{number}.{k}": (*at_shock, str(k)) for k in shock}
    return places(paths, node, source)
