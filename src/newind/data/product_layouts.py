"""A csv of trade by product to fill in, with a text beside it that says how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.accounts.store import write_whole
from newind.datafiles import read_yaml
from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from os import PathLike

KINDS = ("customs", "exports", "world")


def product_template(path: str | PathLike[str], kind: str = "customs") -> tuple[Path, Path]:
    """Write an empty csv of trade by product, and beside it how to fill it in (English and Chinese).

    Parameters
    ----------
    path : path
        ``.csv``; the text is named ``…-README.txt``.
    kind : {"customs", "exports", "world"}
        Customs file of one economy; exports of all economies to the world, which a customs file needs for the
        concentration of world exports; or trade of all with all.

    Returns
    -------
    (Path, Path)
        The csv and the text.

    Raises
    ------
    DataError
        For a name that does not end in .csv, or a folder that cannot be written.
    UnknownNameError
        For a kind that does not exist.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in product_template(f"{folder}/customs.csv")]
    ['customs.csv', 'customs-README.txt']
    """
    target = Path(path)
    if target.suffix != ".csv":
        raise DataError(f"{target}: a template of trade by product is a csv. Name it {target.stem}.csv.")
    if kind not in KINDS:
        raise unknown("kind of trade file", kind, KINDS, f"Kinds are {', '.join(KINDS)}.")
    words = read_yaml("newind.data", "product_template.yaml")
    titles = ",".join(words["columns"][kind]) + "\n"
    table = write_whole(target, lambda file: file.write_text(titles, encoding="utf-8-sig", newline=""))
    beside = target.with_name(f"{target.stem}-README.txt")
    return table, write_whole(beside, lambda file: file.write_text(_readme(words, kind), encoding="utf-8-sig"))


def _readme(words: dict[str, Any], kind: str) -> str:
    lines, optional = words["lines"][kind], words["optional"][kind]
    text: str = words["readme"].format(
        example=words["example"][kind],
        lines_en="\n".join(lines["en"]),
        lines_zh="\n".join(lines["zh"]),
        optional_en=optional["en"],
        optional_zh=optional["zh"],
    )
    return text
