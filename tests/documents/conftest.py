"""Briefs that several files look at, each built and written once."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from deep import CODE, LANGS, PROVINCE
from newind.documents.build import build_brief
from newind.documents.tables import write_csv, write_xlsx

if TYPE_CHECKING:
    from newind.questions.model import Brief


@pytest.fixture(scope="session")
def both() -> dict[str, Brief]:
    """Return the brief of an economy with its systems in depth, in both languages."""
    world = ni.load("world").until(2011)
    return {lang: build_brief(world, CODE, lang, policies=False) for lang in LANGS}


@pytest.fixture(scope="session")
def regional() -> dict[str, Brief]:
    """Return the brief of a province with its systems in depth, in both languages."""
    provinces = ni.load("china-2017")
    return {lang: build_brief(provinces, PROVINCE, lang, policies=False) for lang in LANGS}


@pytest.fixture(scope="session")
def books(both: dict[str, Brief], tmp_path_factory: pytest.TempPathFactory) -> dict[str, CalamineWorkbook]:
    """Return the workbook of the economy in both languages, as it is read again."""
    folder = tmp_path_factory.mktemp("books")
    for lang, brief in both.items():
        write_xlsx(brief, folder / f"{lang}.xlsx")
    return {lang: CalamineWorkbook.from_path(str(folder / f"{lang}.xlsx")) for lang in both}


@pytest.fixture(scope="session")
def measures(both: dict[str, Brief], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Return the rows of the csv file of the economy, in English."""
    path = tmp_path_factory.mktemp("measures") / "a.csv"
    write_csv(both["en"], path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
