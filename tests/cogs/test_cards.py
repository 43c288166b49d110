"""Cards keep within Discord's limits whatever is on them: 4,000 characters, 40 components."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.generation.model import Picture
from bot.generation.models import PictureFormat
from bot.generation.ports import Card, Outlook, Progress
from cogs.buttons import ButtonId
from cogs.imagine.cards import alt_text, note, picture_card, progress_card
from cogs.texts.formatting import units
from tests.cogs.fakes import card, generation, order, picture
from tests.cogs.reading import BUTTON, GALLERY, check_limits, find, texts

MEDIA = "attachment://easel-1.png"
HOSTILE = "**`_~|>#-[]()<@&1>:/ @everyone" * 150


prompts = st.one_of(
    st.text(alphabet="*_`~|<>@#[]()-:/\\ \n1.a", min_size=1, max_size=4_000),
    st.text(min_size=1, max_size=4_000),
    st.integers(1, 4_000).map(lambda length: "\N{ARTIST PALETTE}" * length),
).filter(lambda text: text.strip())


@settings(deadline=None)
@given(prompt=prompts, name=st.text(min_size=1, max_size=32), packed=st.booleans())
@example(prompt=HOSTILE[:4_000], name="*" * 32, packed=True)
def test_the_worst_prompt_fits(prompt, name, packed):
    """A prompt of 4,000 characters of markdown fits on every card, with everything else there is to say."""
    of = generation(order(prompt, number=2**64 - 1, user_name=name))
    small = Picture(b"x", 512, 512, PictureFormat.WEBP)
    shown = Card(small if packed else picture(), picture(), 10**9, 10**12, 3_599.0)
    check_limits(picture_card(of, shown, MEDIA, named=True))
    check_limits(progress_card(of, Progress(10**6, 2**41, 10**6, Outlook.UNAVAILABLE, 2**41)))
    check_limits(progress_card(of, Progress(0, 2**41, 10**6)))
    assert units(alt_text(of)) <= 1024


def test_a_long_prompt_is_cut_for_display_only():
    """The card says with an ellipsis that there is more; the order keeps all of it."""
    of = generation(order("word " * 799 + "end"))
    written = "\n".join(texts(picture_card(of, card(), MEDIA)))
    assert "…" in written
    assert of.order.request.prompt.endswith("end")


def test_the_card_says_all_there_is_to_know():
    """Prompt, real size, seed, cost, seconds and what is left stand under the picture."""
    (written,) = texts(picture_card(generation(), card(), MEDIA))
    for part in ("a quiet harbour", "1024 × 768", "seed 42", "63,000 tokens", "8.2 s", "437,000 tokens left"):
        assert part in written
    assert "Re-encoded" not in written
    assert "hazel" not in written


def test_an_unknown_balance_is_left_out():
    """Where the books could not be read, the card has one line less to say and comes all the same."""
    assert "left" not in texts(picture_card(generation(), card(left=None), MEDIA))[0]


def test_a_re_encoded_picture_says_so():
    """Size on disk, kind and measures before and after, where the file did not fit."""
    before = Picture(b"x" * 12 * 2**20, 2048, 2048, PictureFormat.PNG)
    after = Picture(b"x" * 9 * 2**20, 1600, 1600, PictureFormat.WEBP)
    (written,) = texts(picture_card(generation(), Card(after, before, 1, 1, 1.0), MEDIA))
    assert "2048 × 2048" in written
    assert "Re-encoded to fit Discord's limit: PNG, 12.0 MiB → WEBP, 9.0 MiB, 1600 × 1600" in written


def test_without_the_interaction_the_card_names_the_member():
    """A picture posted later says whose it is, without a mention."""
    of = generation(order(user_name="<@123> *hazel*"))
    (written,) = texts(picture_card(of, card(), MEDIA, named=True))
    assert written.startswith("-# For **\\<\\@123\\> \\*hazel\\***")


def test_a_spoiler_is_hidden():
    """Who asks for a spoiler gets one."""
    for spoiler in (True, False):
        (gallery,) = find(picture_card(generation(order(spoiler=spoiler)), card(), MEDIA), GALLERY)
        assert [item["spoiler"] for item in gallery["items"]] == [spoiler]
        assert gallery["items"][0]["media"]["url"] == MEDIA


def test_only_what_waits_can_be_cancelled():
    """The Cancel button stands on the card while the order waits, and not once it is being made."""
    of = generation()
    (button,) = find(progress_card(of, Progress(3, 0)), BUTTON)
    assert ButtonId.parse(button["custom_id"]) == ButtonId("imagine", "cancel", 1, of.id)
    assert not find(progress_card(of, Progress(0, 0)), BUTTON)


@pytest.mark.parametrize(
    ("progress", "parts"),
    [
        (Progress(1, 5_000), ["Queued", "next in line", "<t:5:R>"]),
        (Progress(3, 5_000), ["Queued", "3rd in line", "<t:5:R>"]),
        (Progress(1_001, 5_000), ["Queued", "more than 1,000 ahead"]),
        (Progress(3, 5_000, outlook=Outlook.BUSY), ["Queued", "3rd in line", "take longer"]),
        (Progress(3, 5_000, None, Outlook.UNAVAILABLE, 9_000), ["unavailable", "owner", "<t:9:R>"]),
        (Progress(0, 5_000), ["In progress", "<t:5:R>"]),
        (Progress(0, 5_000, 14), ["In progress", "usually takes 14 s"]),
        (Progress(0, 5_000, 14, Outlook.TOO_LONG), ["new message"]),
    ],
)
def test_progress_says_how_far_it_is(progress, parts):
    """Place in the queue while it waits, then since when and how long it usually takes, then a last word."""
    (written,) = texts(progress_card(generation(), progress))
    assert all(part in written for part in parts)
    assert "a quiet harbour" in written


def test_bad_news_is_a_card_too():
    """A message that has been a card can only be replaced by a card."""
    assert texts(note("You weren't charged.")) == ["You weren't charged."]
