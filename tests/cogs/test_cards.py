"""Cards respect Discord's limits whatever is on them: 4,000 characters, 40 components."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import PromptRefused
from bot.generation.model import Picture
from bot.generation.models import PictureFormat
from bot.generation.ports import Card, Outlook, Progress
from cogs.buttons import ButtonId, EaselButton
from cogs.imagine.cards import alt_text, failure_card, picture_card, progress_card
from cogs.texts.formatting import units
from tests.cogs.fakes import card, generation, order, picture
from tests.cogs.reading import BUTTON, GALLERY, check_limits, find, texts
from tests.texts.strict import strict_catalogue

MEDIA = "attachment://easel-1.png"
HOSTILE = "**`_~|>#-[]()<@&1>:/ @everyone" * 150
CATALOGUE = strict_catalogue()
ENGLISH = CATALOGUE.texts("en-US")
LOCALES = ("en-US", "de", "es-ES", "es-419")


prompts = st.one_of(
    st.text(alphabet="*_`~|<>@#[]()-:/\\ \n1.a", min_size=1, max_size=4_000),
    st.text(min_size=1, max_size=4_000),
    st.integers(1, 4_000).map(lambda length: "\N{ARTIST PALETTE}" * length),
    st.integers(1, 600).map(lambda length: "|" * length),
)


@settings(deadline=None)
@given(
    prompt=prompts,
    name=st.text(min_size=1, max_size=32),
    locale=st.sampled_from(LOCALES),
    odd=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
@example(prompt=HOSTILE[:4_000], name="*" * 32, locale="de", odd=(True, True, True))
def test_the_worst_prompt_fits(prompt, name, locale, odd):
    """A prompt of 4,000 characters of markdown fits every card, with everything else on it."""
    converted, spoiler, private = odd
    said = CATALOGUE.texts(locale)
    asked = order("x", number=2**64 - 1, user_name=name, spoiler=spoiler, private=private)
    of = generation(of_prompt(asked, prompt))
    small = Picture(b"x", 512, 512, PictureFormat.WEBP)
    shown = Card(small if converted else picture(), picture(), 10**9, 10**12, 3_599.0)
    buttons = [EaselButton.of(ButtonId("imagine", "x", 1, number), "x" * 80) for number in range(5)]
    check_limits(picture_card(of, shown, MEDIA, said, *buttons, named=True))
    check_limits(progress_card(of, Progress(10**6, 2**41, 10**6, Outlook.UNAVAILABLE, 2**41), said))
    check_limits(progress_card(of, Progress(0, 2**41, 10**6), said))
    check_limits(failure_card(of, PromptRefused("x" * 500), said, *buttons))
    assert units(alt_text(of, said)) <= 1024


def of_prompt(asked, prompt):
    return replace(asked, request=replace(asked.request, prompt=prompt))


def test_a_long_prompt_is_cut_for_display_only():
    """The card shows 300 characters and an ellipsis. The order keeps all of it."""
    of = generation(order("word " * 799 + "end"))
    (written,) = texts(picture_card(of, card(), MEDIA, ENGLISH))
    prompt, _ = written.split("\n")
    assert 290 <= len(prompt) <= 300
    assert prompt.endswith("…")
    assert of.order.request.prompt.endswith("end")


def test_the_public_card_says_nothing_about_money():
    """Everybody can read prompt, size, seed and time, but not the cost or the balance."""
    (written,) = texts(picture_card(generation(), card(), MEDIA, ENGLISH))
    assert written == "a quiet harbour\n-# 1024 × 768 · seed 42 · 8.2 s"


def test_the_private_card_says_what_it_cost_and_what_is_left():
    """Only the member sees a private card, so it has their balance."""
    of = generation(order(private=True))
    (written,) = texts(picture_card(of, card(), MEDIA, ENGLISH))
    assert written.endswith(
        "-# This picture cost 63,000 tokens. You have about 6 pictures (437,000 tokens) left."
    )
    (unknown,) = texts(picture_card(of, card(left=None), MEDIA, ENGLISH))
    assert unknown.endswith("-# This picture cost 63,000 tokens.")


def test_a_converted_picture_says_so():
    """The size is the file's, and the format is named if it's not the requested one."""
    before = Picture(b"x" * 12 * 2**20, 2048, 2048, PictureFormat.PNG)
    after = Picture(b"x" * 9 * 2**20, 1600, 1600, PictureFormat.WEBP)
    (written,) = texts(picture_card(generation(), Card(after, before, 1, 1, 1.0), MEDIA, ENGLISH))
    assert written.endswith("1600 × 1600 · seed 42 · 1 s · saved as WEBP to fit Discord's limit")


def test_a_seed_is_written_without_separators():
    """A seed is for copying, so no language adds separators."""
    asked = order()
    of = generation(replace(asked, request=replace(asked.request, seed=1_234_567)))
    for locale in LOCALES:
        assert "1234567" in texts(picture_card(of, card(), MEDIA, CATALOGUE.texts(locale)))[0]


def test_without_the_interaction_the_card_names_the_member():
    """A picture that's posted later names its member without a mention."""
    of = generation(order(user_name="<@123> *hazel*"))
    (written,) = texts(picture_card(of, card(), MEDIA, ENGLISH, named=True))
    assert written.startswith("-# For **\\<\\@123\\> \\*hazel\\***")


@pytest.mark.parametrize("spoiler", [True, False])
def test_a_spoiler_hides_the_prompt_as_well(spoiler):
    """Neither the text nor the picture's description reveals what the spoiler hides."""
    of = generation(order("the ship || sinks", spoiler=spoiler))
    made = picture_card(of, card(), MEDIA, ENGLISH)
    (gallery,) = find(made, GALLERY)
    (item,) = gallery["items"]
    assert item["spoiler"] == spoiler
    assert item["media"]["url"] == MEDIA
    assert ("sinks" in item["description"]) != spoiler
    (written,) = texts(made)
    assert written.startswith("||the ship \\|\\| sinks||\n") == spoiler
    (waiting,) = texts(progress_card(of, Progress(0, 0), ENGLISH))
    assert waiting.endswith("||the ship \\|\\| sinks||") == spoiler


def test_only_what_is_queued_can_be_cancelled():
    """The Cancel button is on the card while the order is queued, but not once it's in progress."""
    of = generation()
    (button,) = find(progress_card(of, Progress(3, 0), ENGLISH), BUTTON)
    assert ButtonId.parse(button["custom_id"]) == ButtonId("imagine", "cancel", 1, of.id)
    assert not find(progress_card(of, Progress(0, 0), ENGLISH), BUTTON)


@pytest.mark.parametrize(
    ("progress", "written"),
    [
        (Progress(1, 5_000), "**Queued** · next in line · requested <t:5:R>"),
        (Progress(3, 5_000), "**Queued** · number 3 in line · requested <t:5:R>"),
        (Progress(1_001, 5_000), "**Queued** · more than 1,000 ahead · requested <t:5:R>"),
        (
            Progress(3, 5_000, outlook=Outlook.BUSY),
            "**Queued** · number 3 in line · the image service is limiting requests, so this may take longer",
        ),
        (
            Progress(3, 5_000, None, Outlook.UNAVAILABLE, 9_000),
            (
                "**Queued** · image generation is unavailable until the bot's owner fixes it. "
                "I'll check again <t:9:R>."
            ),
        ),
        (Progress(0, 5_000), "**In progress** · started <t:5:R>"),
        (Progress(0, 5_000, 14), "**In progress** · started <t:5:R> · usually takes about 14 s"),
        (
            Progress(0, 5_000, 14, Outlook.TOO_LONG),
            "This is taking a while. I'll post the picture as a new message.",
        ),
    ],
)
def test_progress_says_how_far_it_is(progress, written):
    """The place while it's queued, then since when it's in progress, then a last message."""
    assert texts(progress_card(generation(), progress, ENGLISH)) == [f"{written}\n-# a quiet harbour"]


def test_a_failure_names_its_command_and_the_prompt():
    """Wherever it's shown, it says what it's about."""
    (written,) = texts(failure_card(generation(), PromptRefused("no"), ENGLISH))
    assert "You weren't charged." in written
    assert written.endswith("\n-# `/imagine` · a quiet harbour")


def test_buttons_share_a_row():
    """Every card accepts up to five buttons below its text."""
    buttons = [EaselButton.of(ButtonId("imagine", "again", 1, number), "Again") for number in range(3)]
    for made in (
        picture_card(generation(), card(), MEDIA, ENGLISH, *buttons),
        failure_card(generation(), PromptRefused("no"), ENGLISH, *buttons),
    ):
        assert [button["label"] for button in find(made, BUTTON)] == ["Again"] * 3
