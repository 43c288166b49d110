"""The cards of a picture: in progress, done, and failed (Components V2)."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.errors import EaselError
from bot.generation.model import Generation, Kind
from bot.generation.ports import FURTHEST_PLACE, Card, Outlook, Progress
from cogs.buttons import EaselButton
from cogs.errors.descriptions import describe
from cogs.errors.error_hooks import ReportedLayout
from cogs.imagine.buttons import cancel_id
from cogs.texts import Texts
from cogs.texts.formatting import duration, escape, one_line, pixels, relative, tokens, truncate, worth

PROMPT_SHOWN = 300  # UTF-16 units
PROMPT_REMINDED = 200
ALT_TEXT = 1_024  # Discord's limit for an attachment's description
NAME_SHOWN = 100
BUTTONS_IN_ROW = 5  # Discord's limit

COLOUR = discord.Colour(0xC2613F)  # burnt sienna

Text = discord.ui.TextDisplay[discord.ui.LayoutView]
Item = discord.ui.Item[discord.ui.LayoutView]


def alt_text(generation: Generation, texts: Texts) -> str:
    """The prompt as plain text, for people who can't see the picture. A spoiler doesn't give it away."""
    if generation.order.reply.spoiler:
        return texts("imagine-hidden")
    return truncate(one_line(generation.order.request.prompt), ALT_TEXT)


def picture_card(
    generation: Generation,
    card: Card,
    media: str,
    texts: Texts,
    *buttons: EaselButton,
    named: bool = False,
    others: Sequence[tuple[Generation, str]] = (),
    parent_link: str | None = None,
) -> discord.ui.LayoutView:
    """The picture with its prompt, size, seed and time. Only private cards show what it cost.

    `media` is the `attachment://` URL. `named` adds the member's name, for messages that don't show it.
    `others` are pictures that were ordered together with this one and share its message.
    """
    order = generation.order
    shown = sorted([(generation, media), *others], key=lambda each: each[0].id)
    gallery = discord.ui.MediaGallery[discord.ui.LayoutView](
        *(
            discord.MediaGalleryItem(url, description=alt_text(each, texts), spoiler=order.reply.spoiler)
            for each, url in shown
        )
    )
    seeds = texts.listed(str(each.order.request.seed) for each, _ in shown)
    prompt = escape(order.request.prompt, PROMPT_SHOWN)
    lines = [f"||{prompt}||" if order.reply.spoiler else prompt, f"-# {_facts(card, seeds, texts)}"]
    if order.parent_id is not None:
        lines.append(f"-# {made_from(order.kind, parent_link, texts)}")
    if named:
        lines.insert(0, f"-# {texts('imagine-for-member', name=escape(order.user_name, NAME_SHOWN))}")
    if order.reply.private:
        cost = card.cost + sum(each.cost or 0 for each, _ in others)
        lines.append(f"-# {_cost(card, cost, texts)}")
    return _layout(gallery, Text("\n".join(lines)), *_rows(buttons))


def shown_card(
    generation: Generation, media: str, texts: Texts, *buttons: EaselButton
) -> discord.ui.LayoutView:
    """A picture in another place, such as the gallery, or shown by its member. It names the member."""
    order = generation.order
    gallery = discord.ui.MediaGallery[discord.ui.LayoutView](
        discord.MediaGalleryItem(media, description=alt_text(generation, texts), spoiler=order.reply.spoiler)
    )
    prompt = escape(order.request.prompt, PROMPT_SHOWN)
    if order.reply.spoiler:
        prompt = f"||{prompt}||"
    name = f"-# {texts('imagine-for-member', name=escape(order.user_name, NAME_SHOWN))}"
    return _layout(gallery, Text(f"{name}\n{prompt}"), *_rows(buttons))


def progress_card(generation: Generation, progress: Progress, texts: Texts) -> discord.ui.LayoutView:
    """The progress. Discord updates the times, so the card stays correct until something happens."""
    prompt = escape(generation.order.request.prompt, PROMPT_REMINDED)
    if generation.order.reply.spoiler:
        prompt = f"||{prompt}||"
    text = Text(f"{_stage(progress, texts)}\n-# {prompt}")
    if progress.position == 0:
        return _layout(text)
    cancel = EaselButton.of(cancel_id(generation.id), texts("imagine-cancel-label"))
    return _layout(text, *_rows((cancel,)))


def failure_card(
    generation: Generation, error: EaselError, texts: Texts, *buttons: EaselButton
) -> discord.ui.LayoutView:
    """Why there's no picture, and what the member asked for."""
    prompt = escape(generation.order.request.prompt, PROMPT_REMINDED)
    text = Text(f"{describe(error, texts)}\n-# {texts('imagine-request', prompt=prompt)}")
    return _layout(text, *_rows(buttons))


def _layout(*items: Item) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items, accent_colour=COLOUR))


def _rows(buttons: tuple[EaselButton, ...]) -> list[Item]:
    """Rows of up to five buttons."""
    return [
        discord.ui.ActionRow[Any](*buttons[first : first + BUTTONS_IN_ROW])
        for first in range(0, len(buttons), BUTTONS_IN_ROW)
    ]


def made_from(kind: Kind, link: str | None, texts: Texts) -> str:
    """Says what the picture was made from. `link` is None if that's gone or private."""
    return texts("picture-made-from", kind=kind.value, has_link=link is not None, link=link or "")


def _facts(card: Card, seeds: str, texts: Texts) -> str:
    """The size is that of the file in the message, which is smaller if the original didn't fit."""
    facts = texts(
        "imagine-facts",
        size=pixels(card.picture.width, card.picture.height),
        seed=seeds,
        time=duration(texts, card.seconds),
    )
    if card.picture.format is card.original.format:
        return facts
    return f"{facts} · {texts('imagine-converted', format=card.picture.format.upper())}"


def _cost(card: Card, cost: int, texts: Texts) -> str:
    left = "" if card.left is None else worth(texts, card.left)
    return texts("imagine-cost", cost=tokens(texts, cost), has_left=card.left is not None, left=left)


def _stage(progress: Progress, texts: Texts) -> str:
    since, place = relative(progress.since_ms), progress.position
    if progress.outlook is Outlook.TOO_LONG:
        return texts("imagine-takes-long")
    if place == 0:
        usual = progress.estimate_seconds
        return texts("imagine-in-progress", since=since, has_usual=usual is not None, usual=usual or 0)
    if progress.outlook is Outlook.UNAVAILABLE:
        probe = progress.next_probe_ms
        shown = "" if probe is None else relative(probe)
        return texts("imagine-queued-unavailable", has_probe=probe is not None, probe=shown)
    if place > FURTHEST_PLACE:
        return texts("imagine-queued-far", place=FURTHEST_PLACE, since=since)
    if progress.outlook is Outlook.BUSY:
        return texts("imagine-queued-busy", is_next=place == 1, place=place)
    return texts("imagine-queued", is_next=place == 1, place=place, since=since)
