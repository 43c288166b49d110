"""What stands in the channel: the card that waits and the card with the picture (Components V2)."""

import discord

from bot.generation.model import Generation
from bot.generation.ports import FURTHEST_PLACE, Card, Outlook, Progress
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.imagine import words
from cogs.wording.amounts import mebibytes, ordinal, pixels, relative, seconds, tokens
from cogs.wording.harmless import cut, harmless, one_line

# A card says no more than the longest message a member could write. (Discord's limit for a card is 4,000.)
PROMPT_SHOWN = 2_000
PROMPT_REMINDED = 200
ALT_TEXT = 1_024  # Discord's limit for an attachment's description
NAME_SHOWN = 100

COLOUR = discord.Colour(0xC2613F)  # burnt sienna


def cancel_id(generation_id: int) -> ButtonId:
    return ButtonId("imagine", "cancel", 1, generation_id)


def alt_text(generation: Generation) -> str:
    """The prompt as plain text: what the picture shows, for those who can't see it."""
    return cut(one_line(generation.order.request.prompt), ALT_TEXT)


def picture_card(
    generation: Generation, card: Card, media: str, *, named: bool = False
) -> discord.ui.LayoutView:
    """`media` is the `attachment://` URL. `named` says whose picture it is: where Discord doesn't show it."""
    order = generation.order
    gallery = discord.ui.MediaGallery[discord.ui.LayoutView](
        discord.MediaGalleryItem(media, description=alt_text(generation), spoiler=order.reply.spoiler)
    )
    lines = [harmless(order.request.prompt, PROMPT_SHOWN), f"-# {_facts(generation, card)}"]
    if card.picture != card.original:
        lines.append(f"-# {_packed(card)}")
    if named:
        lines.insert(0, f"-# For **{harmless(order.user_name, NAME_SHOWN)}**")
    return _layout(gallery, discord.ui.TextDisplay("\n".join(lines)))


def progress_card(generation: Generation, progress: Progress) -> discord.ui.LayoutView:
    """How far it is. Times count by themselves in Discord, so the card is right until something happens."""
    prompt = harmless(generation.order.request.prompt, PROMPT_REMINDED)
    text = discord.ui.TextDisplay[discord.ui.LayoutView](f"{_stage(progress)}\n-# {prompt}")
    if progress.position == 0:
        return _layout(text)
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    row.add_item(EaselButton.of(cancel_id(generation.id), words.CANCEL))
    return _layout(text, row)


def note(text: str) -> discord.ui.LayoutView:
    """A card of words alone: for a message that has been a card, and so can't hold plain text any more."""
    return ReportedLayout(timeout=None).add_item(discord.ui.TextDisplay(text))


def _layout(*items: discord.ui.Item[discord.ui.LayoutView]) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items, accent_colour=COLOUR))


def _facts(generation: Generation, card: Card) -> str:
    facts = [
        pixels(card.original.width, card.original.height),
        f"seed {generation.order.request.seed}",
        tokens(card.cost),
        seconds(card.seconds),
    ]
    if card.left is not None:
        facts.append(f"{tokens(card.left)} left")
    return " · ".join(facts)


def _packed(card: Card) -> str:
    before, after = card.original, card.picture
    text = (
        f"Re-encoded to fit Discord's limit: {before.format.upper()}, {mebibytes(len(before.data))} → "
        f"{after.format.upper()}, {mebibytes(len(after.data))}"
    )
    if (before.width, before.height) != (after.width, after.height):
        text += f", {pixels(after.width, after.height)}"
    return text


def _stage(progress: Progress) -> str:
    since = relative(progress.since_ms)
    if progress.outlook is Outlook.TOO_LONG:
        return "This is taking a while. I'll post the picture as a new message."
    if progress.position == 0:
        usually = (
            "" if progress.estimate_seconds is None else f" · usually takes {progress.estimate_seconds} s"
        )
        return f"**In progress** · started {since}{usually}"
    if progress.outlook is Outlook.UNAVAILABLE:
        again = (
            "" if progress.next_probe_ms is None else f" I'll check again {relative(progress.next_probe_ms)}."
        )
        return f"**Queued** · image generation is unavailable until the bot's owner fixes it.{again}"
    if progress.position > FURTHEST_PLACE:
        place = f"more than {FURTHEST_PLACE:,} ahead"
    else:
        place = "next in line" if progress.position == 1 else f"{ordinal(progress.position)} in line"
    if progress.outlook is Outlook.BUSY:
        return f"**Queued** · {place} · the image service is limiting requests, so this may take longer"
    return f"**Queued** · {place} · since {since}"
