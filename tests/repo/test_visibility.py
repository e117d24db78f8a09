"""Every table says who sees its rows, and whether its changes are written down."""

from __future__ import annotations

import pytest

from jineng.platform.postgres.policies import region_expression, table_of, visibility_of
from jineng.platform.postgres.protection import own_models
from jineng.platform.postgres.visibility import ByCounty, ByRegion, Open

MODELS = own_models()


@pytest.mark.parametrize("model", MODELS, ids=table_of)
def test_model_declares_its_visibility(model: type) -> None:
    visibility = visibility_of(model)

    assert region_expression(model, "row")
    if isinstance(visibility, Open):
        assert visibility.reason


@pytest.mark.parametrize("model", MODELS, ids=table_of)
def test_unaudited_model_says_why(model: type) -> None:
    assert getattr(model, "unaudited", "a word of reason")


@pytest.mark.parametrize("model", MODELS, ids=table_of)
def test_named_columns_exist(model: type) -> None:
    columns = {field.column for field in model._meta.concrete_fields}
    visibility = visibility_of(model)
    named = set(getattr(model, "unlogged_columns", ()))
    if isinstance(visibility, ByCounty):
        named |= {visibility.county, *filter(None, (visibility.township, visibility.person))}
    elif isinstance(visibility, ByRegion):
        named |= {visibility.column, *filter(None, (visibility.person,))}

    assert named <= columns
