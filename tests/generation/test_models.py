"""What each model accepts, and its estimated cost."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.generation.models import FLUX_2_PRO, MODELS, ModelSpec, Size

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.id)
def test_a_model_accepts_its_own_default_and_presets(model: ModelSpec) -> None:
    """Everything that a model suggests is accepted."""
    assert MODELS[model.id] is model
    assert model.accepts(model.default_size)
    assert all(model.accepts(size) for size in model.presets.values())
    assert model.can_edit is (model.max_inputs > 0)


@given(st.integers(-5, 5_000), st.integers(-5, 5_000))
def test_the_nearest_sizes_are_accepted(width: int, height: int) -> None:
    """A suggestion never leads to a second refusal, and an accepted size is its own nearest."""
    nearest = list(FLUX_2_PRO.nearest_sizes(Size(width, height)))
    assert nearest
    assert all(FLUX_2_PRO.accepts(size) for size in nearest)
    assert not FLUX_2_PRO.accepts(Size(width, height)) or nearest == [Size(width, height)]


@pytest.mark.parametrize(
    ("output", "inputs", "tokens"),
    [
        (Size(1472, 512), (), 63_000),  # the provider's own example
        (Size(1024, 1024), (), 63_000),
        (Size(1024, 1056), (), 94_500),
        (Size(2048, 2048), (), 157_500),
        (Size(1024, 1024), (Size(1024, 1024),), 94_500),
        (Size(512, 512), (Size(16, 16),), 94_500),
        (Size(1024, 768), (Size(1024, 1024),) * 3, 157_500),
    ],
)
def test_every_megapixel_started_is_priced(output: Size, inputs: tuple[Size, ...], tokens: int) -> None:
    """Each input is rounded up separately, so a small one costs as much as a whole megapixel."""
    assert FLUX_2_PRO.estimate(output, inputs) == tokens


@given(*[st.sampled_from(FLUX_2_PRO.sides)] * 3)
def test_a_larger_picture_never_costs_less(width: int, height: int, other: int) -> None:
    """Making a side longer never lowers the price."""
    smaller, larger = Size(width, height), Size(max(width, other), height)
    assert FLUX_2_PRO.estimate(larger) >= FLUX_2_PRO.estimate(smaller)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the provider's published schemas are not at hand")
@pytest.mark.parametrize("name", ["flux-2-pro", "flux-2-pro-edit"])
def test_the_limits_are_the_published_ones(name: str) -> None:
    """Ids, prompt length, sides, presets, formats and inputs match the provider's schema."""
    document = json.loads((REFERENCE / f"{name}.openapi.json").read_text())
    body = document["paths"]["/v1/images/generations"]["post"]["requestBody"]
    fields = body["content"]["application/json"]["schema"]["properties"]
    size, presets = fields["image_size"]["anyOf"]
    assert fields["model"]["enum"] == [FLUX_2_PRO.edit_id if "image_urls" in fields else FLUX_2_PRO.id]
    assert fields["prompt"]["maxLength"] == FLUX_2_PRO.prompt_limit
    for side in size["properties"].values():
        assert (side["minimum"], side["maximum"]) == (FLUX_2_PRO.smallest_side, FLUX_2_PRO.largest_side)
    assert set(presets["enum"]) == set(FLUX_2_PRO.presets)
    assert set(fields["output_format"]["enum"]) == set(FLUX_2_PRO.formats)
    assert fields.get("image_urls", {}).get("maxItems", FLUX_2_PRO.max_inputs) == FLUX_2_PRO.max_inputs
