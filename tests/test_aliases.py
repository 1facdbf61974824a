"""Old names of one release: each leads to a name that exists, and says so."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import pytest

import newind
from newind import aliases
from newind.aliases import MOVED, alias, module_aliases


class Rows:
    names = ("a", "b")

    @classmethod
    def empty(cls):
        return cls

    old = alias("names")
    none = alias("empty")


def test_an_old_name_of_a_class_leads_to_the_new_one_and_warns():
    with pytest.deprecated_call(match=r"Rows\.old is now Rows\.names"):
        assert Rows().old == ("a", "b")
    with pytest.deprecated_call(match=r"Rows\.none is now Rows\.empty"):
        assert Rows.none() is Rows


def test_an_old_name_of_a_module_leads_to_the_new_one_and_warns():
    find = module_aliases("newind.errors", Problem="DataError")
    aliases.ALIASES.pop()
    with pytest.deprecated_call(match=r"newind\.errors\.Problem is now newind\.errors\.DataError"):
        assert find("Problem") is newind.DataError
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        find("Nothing")


def test_every_alias_leads_somewhere():
    for module in pkgutil.walk_packages(newind.__path__, "newind."):
        import_module(module.name)
    found = [one for one in aliases.ALIASES if one[0].startswith("newind.")]
    assert len(found) > 30
    for owner, old, new in found:
        module, _, name = owner.partition(":")
        at = getattr(import_module(module), name) if name else import_module(module)
        assert hasattr(at, new), f"{owner}.{old} leads to {new}, which is not there"
        assert old not in vars(at) or name


def test_modules_that_moved_are_found_at_their_old_places_and_warn():
    for old in MOVED:
        for known in [name for name in sys.modules if name == old or name.startswith(f"{old}.")]:
            del sys.modules[known]
    for old, new in MOVED.items():
        with pytest.deprecated_call(match=rf"{old} is now {new};"):
            place = import_module(old)
        names = [n for n, value in vars(import_module(new)).items() if callable(value) and not n.startswith("__")]
        assert all(getattr(place, name) is getattr(import_module(new), name) for name in names)
    with pytest.raises(ModuleNotFoundError):
        import_module("newind.systems.nothing")
