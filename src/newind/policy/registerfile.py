"""Registers as YAML files: one to start from, read with the place of every mistake, written to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from newind.messages import message_group, say
from newind.policy.fields import ActionFields, RegisterFields, keys_of_action, keys_of_register
from newind.policy.register import Action, Register
from newind.policy.registerlayout import SHEETS, help_of, vocabularies
from newind.policy.yaml_file import (
    FileKind,
    NodePath,
    PlacedData,
    format_yaml,
    parse_node,
    places,
    text_of,
    validate_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from newind.messages import Text
    from newind.policy.registerlayout import SheetColumn


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
        action._places.update(_places(node.data["actions"][number], ("actions", number), node, source))
    return register


def parse_action(text: str | PlacedData, source: str) -> Action:
    """Return the action that a text describes, as a file of an action that comes with newind.

    Raises
    ------
    PolicyError
        Naming source, line and column of the first three mistakes.
    """
    node, fields = validate_text(text, source, ACTION)
    action = Action(**{k: getattr(fields, k) for k in ActionFields.model_fields})
    action._places.update(_places(node.data, (), node, source))
    return action


def register_text(register: Register) -> str:
    """Return a register as YAML, a line a shock."""
    return format_yaml(register.to_dict())


def _places(action: Any, path: NodePath, node: PlacedData, source: str) -> dict[str, str]:
    """Return where an action and its fields stand; the empty name is the action itself."""
    own = {"": path} if path else {}
    paths = own | {str(k): (*path, str(k)) for k in action}
    for number, shock in enumerate(action.get("shocks") or ()):
        at_shock = (*path, "shocks", number)
        paths |= {f"shocks.{number}": at_shock} | {f"shocks.{number}.{k}": (*at_shock, str(k)) for k in shock}
    return places(paths, node, source)


ABOUT = message_group("policy.registertemplate.about")
HEADS: dict[str, Text] = message_group("policy.registertemplate.heads")
SHOWN = ("lever",)
"""Lists of words that a command of their own shows."""
EXPLAINED = ("systems", "evidence")
"""Lists whose words say nothing by themselves."""
WIDTH = 110
INDENTED: dict[str, Any] = {"initial_indent": "  ", "subsequent_indent": "    ", "break_on_hyphens": False}


def example() -> Register:
    """Return a register of two invented actions.

    Examples
    --------
    >>> example().ids
    ('research-grant', 'purchase-subsidy')
    """
    name = "registerexample.yaml"
    return parse_register(files("newind.policy").joinpath(name).read_text(encoding="utf-8"), name, "my-register")


def write_template(path: str | PathLike[str], lang: str = "en") -> Path:
    """Write a register to start from, whole or not at all, and return its path.

    Parameters
    ----------
    path : path
        ``.yaml`` or ``.xlsx``.
    lang : {"en", "zh"}
        Language of the comments of a YAML file; which one stands first in the help of a workbook.

    Raises
    ------
    PolicyError
        For another kind of file.
    DataError
        When the folder does not exist or cannot be written.
    """
    from newind.accounts.store import write_whole
    from newind.policy.register import kind_of

    target = Path(path)
    if kind_of(target) == "workbook":
        from newind.policy.registerbook import write_book

        return write_book(example(), target, lang)
    text = template_text(target.name, lang)
    return write_whole(target, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def template_text(name: str, lang: str = "en") -> str:
    """Return the template as YAML, with comments that say what every field means."""
    lines = [f"# {line}".rstrip() for line in _comments(name, lang)]
    return "\n".join([*lines, "", example().to_yaml()])


def _comments(name: str, lang: str) -> Iterator[str]:
    yield from (line.format(name=name) for line in ABOUT[lang])
    for sheet, head in HEADS.items():
        yield ""
        yield head[lang]
        for column in SHEETS[sheet]:
            if column.path != ("action",):
                yield from wrap(_describe_column(sheet, column, lang), WIDTH, **INDENTED)


def _describe_column(sheet: str, column: SheetColumn, lang: str) -> str:
    """Return the name of a field, what it means and what it takes, in a line."""
    words = {} if column.values in SHOWN else vocabularies().get(column.values, {})
    allowed = ", ".join(f"{w} {m[lang]}" if column.values in EXPLAINED else w for w, m in words.items())
    said = {"path": ".".join(column.path), "said": help_of(sheet, column)[1]}
    noted = say("policy.registertemplate.allowed", lang, words=allowed) if allowed else ""
    return say("policy.registertemplate.field", lang, allowed=noted, **said)
