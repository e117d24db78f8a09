"""What an explanation shows of a person."""

from __future__ import annotations

from jineng.domain.settlements.explanation import mask_person

PERSON = "11010519491231002X"


def test_a_number_is_masked_wherever_a_step_holds_it() -> None:
    step = ["level_used", "once", [f"T{PERSON}", 3], None, PERSON]
    assert mask_person(step, PERSON) == ["level_used", "once", ["T110105********002X", 3], None, "110105********002X"]
    assert mask_person("三级", PERSON) == "三级"
