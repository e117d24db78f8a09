"""Names in full, their keys, and what a telephone of letters finds."""

from __future__ import annotations

import doctest

import pytest

from jineng.domain.registry import names
from jineng.domain.registry.names import NameFaultError, key_prefixes, name_initials, name_key, normalised_name


def test_examples_hold() -> None:
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize("dot", list("•‧・･．∙⋅●⸱﹒。.｡"))
def test_every_look_alike_of_the_separator_becomes_it(dot: str) -> None:
    assert normalised_name(f"古丽{dot}买买提") == "古丽·买买提"


@pytest.mark.parametrize(
    "name", ["𠮷田", "䶮某", "\U00031350某", "李〇", "阿" * 100, "Anne-Marie O'Neil", "龘\U000e0100"]
)
def test_names_of_every_kind_stay_as_they_are(name: str) -> None:
    assert normalised_name(name) == name


@pytest.mark.parametrize("name", ["", " 　", "王\ue000", "王\U000f0000", "王□", "⿰氵某", "王1", "王\x00", "阿" * 101])
def test_what_no_name_holds_is_refused_without_repeating_the_name(name: str) -> None:
    with pytest.raises(NameFaultError) as refusal:
        normalised_name(name)

    assert "王" not in str(refusal.value)


def test_sorting_goes_by_syllables_not_by_letters() -> None:
    told = ["张伟", "詹红", "赵六", "阿宝", "李四", "尉迟恭", "曾强"]

    assert sorted(told, key=name_key) == ["阿宝", "李四", "尉迟恭", "曾强", "詹红", "张伟", "赵六"]
    assert name_initials("欧阳娜娜") == "oynn"


@pytest.mark.parametrize("name", ["单小明", "𠮷田", "阿卜杜·买买提", "王伟"])
def test_a_name_is_found_by_every_beginning_of_itself(name: str) -> None:
    for length in range(1, len(name) + 1):
        beginning = name[:length].rstrip("·")
        assert any(name_key(name).startswith(prefix) for prefix in key_prefixes(beginning)), beginning
