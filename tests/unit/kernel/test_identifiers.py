"""Identity numbers and credit codes of nobody in particular."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.kernel.identifiers import credit_code_fault, identity_fault, mask_identity, mask_name

TODAY = date(2022, 7, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
GOOD_CODE = "91110000600037341L"


def numbered(body):
    """Seventeen digits with their check digit (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


numbers = st.builds(
    lambda region, born_on, sequence: numbered(f"{region}{born_on:%Y%m%d}{sequence:03d}"),
    st.integers(100_000, 999_999),
    st.dates(date(1880, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(numbers)
def test_a_right_number_has_no_fault_whatever_its_region(number):
    assert identity_fault(number, TODAY) is None


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_any_one_mistyped_digit_is_noticed(number, place, shift):
    if number[place] == "X":
        return
    mistyped = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert identity_fault(mistyped, TODAY) is not None


@given(numbers, st.integers(0, 16))
def test_two_neighbours_swapped_are_noticed(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert identity_fault(swapped, TODAY) is not None


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        ("1101051949123100", "应为 18 位，实为 16 位", "18 characters, this has 16"),
        ("", "实为 0 位", "this has 0"),
        ("11010519491231002x", "末位应为数字或 X", "a last digit or X"),
        ("0" + "11010519491231002X"[1:], "前 17 位应为数字", "17 digits"),
        ("１1010519491231002X", "前 17 位应为数字", "17 digits"),
        (numbered("11010519491331002"), "“19491331”不是日期", "(19491331) are no birth date"),
        (numbered("11010519000229002"), "不是日期", "no birth date"),
        (numbered("11010520220702002"), "出生日期 2022-07-02 不可能", "2022-07-02 cannot be"),
        (numbered("11010518791231002"), "1879-12-31 不可能", "1879-12-31 cannot be"),
        ("110105194912310021", "校验码不符", "the check digit does not fit"),
    ],
)
def test_a_wrong_number_is_said_in_both_languages(number, zh, en):
    fault = identity_fault(number, TODAY)
    assert zh in fault.zh
    assert en in fault.en


def test_somebody_born_on_the_day_itself_may_be():
    assert identity_fault(numbered("11010520220701002"), TODAY) is None


def test_a_right_credit_code_has_no_fault():
    assert credit_code_fault(GOOD_CODE) is None


@pytest.mark.parametrize("place", range(18))
def test_any_one_mistyped_character_of_a_credit_code_is_noticed(place):
    other = "2" if GOOD_CODE[place] != "2" else "3"
    fault = credit_code_fault(GOOD_CODE[:place] + other + GOOD_CODE[place + 1 :])
    assert fault is not None
    assert "GB 32100" in fault.zh
    assert "GB 32100" in fault.en


@pytest.mark.parametrize("code", ["", GOOD_CODE[:-1], GOOD_CODE + "0"])
def test_a_credit_code_has_eighteen_characters(code):
    assert f"实为 {len(code)} 位" in credit_code_fault(code).zh


@given(numbers)
def test_a_masked_number_shows_neither_birth_date_nor_sequence(number):
    masked = mask_identity(number)
    assert masked == number[:6] + "*" * 8 + number[-4:]
    assert len(masked) == 18


@pytest.mark.parametrize(
    ("name", "masked"), [("王小明", "王**"), ("李雷", "李*"), ("丁", "丁*"), ("欧阳修文", "欧***")]
)
def test_a_masked_name_shows_its_first_character_only(name, masked):
    assert mask_name(name) == masked
