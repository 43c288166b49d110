"""Which requests by members are valid."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PromptMissing, PromptTooLong, SeedNotOffered, SizeAndPreset, SizeNotOffered
from bot.generation.models import FLUX_2_PRO, Preset, Size
from bot.generation.request import LARGEST_SEED, validated


def test_a_prompt_alone_gets_the_default_size_and_a_seed():
    request = validated("  a quiet harbour ", chance=random.Random(1))
    assert (request.prompt, request.size) == ("a quiet harbour", Size(1024, 768))
    assert 1 <= request.seed <= LARGEST_SEED


def test_two_requests_without_a_seed_differ():
    assert validated("a harbour").seed != validated("a harbour").seed


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "   ",
        "\n\t",
        "\u200b\u200c\u200d\ufeff\u2060",
        "\u3164\u115f\u1160\uffa0",
        "\u2800 \u00ad \ufe0f",
        "\u202e\u2069\u061c",
        "\U000e0067\U000e007f",
        "\u00a0\u3000\x00",
    ],
)
def test_a_prompt_of_nothing_is_refused(prompt: str):
    """Only blank and invisible characters describe nothing."""
    with pytest.raises(PromptMissing):
        validated(prompt)


@pytest.mark.parametrize("prompt", ["\u200bfox", "\u06dd", "\u0301", "🏴", ".", "\u0600", "\ue000"])
def test_a_prompt_of_anything_visible_is_taken(prompt: str):
    """One visible character is enough, even an odd one."""
    assert validated(prompt).prompt == prompt


def test_a_prompt_may_be_4000_characters_and_no_more():
    assert len(validated("x" * FLUX_2_PRO.prompt_limit).prompt) == 4_000
    with pytest.raises(PromptTooLong) as refused:
        validated("x" * (FLUX_2_PRO.prompt_limit + 1))
    assert (refused.value.length, refused.value.limit) == (4_001, 4_000)


def test_a_size_off_the_grid_is_refused_with_the_nearest_ones():
    with pytest.raises(SizeNotOffered) as refused:
        validated("a harbour", 1000, 768)
    assert refused.value.nearest == ((992, 768), (1024, 768))


def test_a_size_off_the_range_is_refused_with_the_edge():
    with pytest.raises(SizeNotOffered) as refused:
        validated("a harbour", 100, 9_999)
    assert refused.value.nearest == ((512, 2048),)


@given(st.integers(-10, 5_000), st.integers(-10, 5_000))
def test_the_nearest_sizes_are_offered_ones_and_a_valid_size_is_its_own_nearest(width: int, height: int):
    nearest = list(FLUX_2_PRO.nearest_sizes(Size(width, height)))
    assert nearest
    assert all(FLUX_2_PRO.accepts(size) for size in nearest)
    if FLUX_2_PRO.accepts(Size(width, height)):
        assert nearest == [Size(width, height)]


@given(st.integers(512, 2048), st.integers(512, 2048))
def test_no_offered_size_is_nearer_than_the_first_suggestion(width: int, height: int):
    best = next(FLUX_2_PRO.nearest_sizes(Size(width, height)))
    assert abs(best.width - width) == min(abs(side - width) for side in FLUX_2_PRO.sides)
    assert abs(best.height - height) == min(abs(side - height) for side in FLUX_2_PRO.sides)


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_is_a_size_of_its_own(preset: Preset):
    request = validated("a harbour", preset=preset)
    assert (request.preset, request.size) == (preset, FLUX_2_PRO.presets[preset])
    assert FLUX_2_PRO.accepts(request.size)
    with pytest.raises(SizeAndPreset):
        validated("a harbour", 512, preset=preset)


@pytest.mark.parametrize("seed", [0, -1, LARGEST_SEED + 1])
def test_a_seed_out_of_range_is_refused(seed: int):
    with pytest.raises(SeedNotOffered):
        validated("a harbour", seed=seed)


@pytest.mark.parametrize(("width", "height"), [(0, 768), (1024, 0)])
def test_a_side_of_zero_is_refused(width: int, height: int):
    """Zero isn't the same as no value."""
    with pytest.raises(SizeNotOffered):
        validated("a harbour", width, height)
