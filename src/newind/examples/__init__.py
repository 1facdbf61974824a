"""Small files to try commands on: what each is, from what shipped data it is derived, and how it is written.

``examples.yaml`` is the registry; README, tutorials, the clause map and the tests take their files from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.accounts.store import write_whole
from newind.datafiles import read_yaml
from newind.errors import DataError, tell, unknown

if TYPE_CHECKING:
    from os import PathLike


@dataclass(frozen=True)
class Example:
    """A small file, derived from shipped data, that a command takes.

    Parameters
    ----------
    name : str
        Name for :func:`example`.
    file : str
        Name that the file has unless another is given.
    title, derived : dict of str
        What the file is, and from what it is derived and how, by language (``en``, ``zh``).
    writer : str
        Module of this package and its function that writes the file: ``tables.province``.
    options : dict
        What the function takes beside the path.
    """

    name: str
    file: str
    title: dict[str, str]
    derived: dict[str, str]
    writer: str
    options: dict[str, Any] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the file to a path."""
        module, _, function = self.writer.partition(".")
        getattr(import_module(f"{__name__}.{module}"), function)(path, **self.options)

    @property
    def about(self) -> str:
        """Description of the file and of what it is derived from, in both languages."""
        return "\n".join(f"{self.title[lang]}\n{self.derived[lang]}\n" for lang in ("en", "zh"))


@cache
def examples() -> tuple[Example, ...]:
    """Return all examples, in the order of the registry.

    Examples
    --------
    >>> examples()[0].name
    'guangdong'
    """
    return tuple(Example(**entry) for entry in read_yaml(__name__, "examples.yaml"))


def find(name: str) -> Example:
    """Return one example.

    Raises
    ------
    UnknownNameError
        If there is no such example; the message names the nearest one.
    """
    by_name = {e.name: e for e in examples()}
    if name not in by_name:
        raise unknown("example", name, by_name, "`newind data example` lists them.")
    return by_name[name]


def example(name: str, path: str | PathLike[str] | None = None) -> Path:
    """Write a small example file, and beside it a text that says what it is and from what it is derived.

    Parameters
    ----------
    name : str
        As in :func:`examples`.
    path : path, optional
        Where to; in the current folder, under the name that the documentation uses, if left out.

    Returns
    -------
    Path
        The file. The text beside it ends in ``-README.txt``.

    Raises
    ------
    UnknownNameError
        If there is no such example.
    DataError
        Where a file is there already, has another ending than the example, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     example("package", f"{folder}/steel.yaml").name
    'steel.yaml'
    """
    found = find(name)
    target = Path(path or found.file)
    beside = target.with_name(f"{target.stem}-README.txt")
    if target.suffix.lower() != Path(found.file).suffix:
        raise DataError(tell("example.ending", path=target, ending=Path(found.file).suffix))
    if there := [p for p in (target, beside) if p.exists()]:
        raise DataError(tell("example.exists", path=there[0]))
    write_whole(target, found.write)
    write_whole(beside, lambda to: to.write_text(f"{target.name}\n\n{found.about}", encoding="utf-8"))
    return target
