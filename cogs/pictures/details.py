"""The private card with everything about a picture."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.budgets.budget import Budget
from bot.generation.model import Generation
from bot.generation.models import MODELS
from cogs.buttons import EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.imagine.buttons import picture_id
from cogs.imagine.cards import made_from
from cogs.pictures.forms import picture_options
from cogs.texts import Texts
from cogs.texts.formatting import (
    date_time,
    duration,
    escape,
    message_link,
    pixels,
    tokens,
    units,
    user,
    worth,
)

PROMPT_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class View:
    """What the reader can see and do. `parent_link` is None if they can't see the parent.

    `has_copy` means that it's private and has a stored copy. `shown_with` are all pictures in its message.
    """

    is_maker: bool
    can_remove: bool
    can_promote: bool
    has_copy: bool
    can_show: bool
    shown_with: Sequence[Generation]
    parent_link: str | None
    budget: Budget | None

    @property
    def knows_cost(self) -> bool:
        return self.is_maker or self.can_remove


def details_card(picture: Generation, view: View, texts: Texts) -> discord.ui.LayoutView:
    order = picture.order
    lines = [f"**{texts('details-heading')}**"]
    prompt = order.request.prompt
    if units(prompt) <= PROMPT_SHOWN:
        lines.append(f"> {escape(prompt, 2 * PROMPT_SHOWN)}")
    else:
        lines.append(texts("details-prompt-attached"))
    lines += _facts(picture, view, texts)
    card = discord.ui.Container[Any](discord.ui.TextDisplay("\n".join(lines)))
    if units(prompt) > PROMPT_SHOWN:
        card.add_item(discord.ui.File(f"attachment://{prompt_name(picture)}"))
    for row in _rows(picture, view, texts):
        card.add_item(row)
    return ReportedLayout(timeout=None).add_item(card)


def prompt_name(picture: Generation) -> str:
    return f"easel-{picture.id}-prompt.txt"


def prompt_files(picture: Generation) -> list[discord.File]:
    """The prompt as a file, if it's too long for the card."""
    prompt = picture.order.request.prompt
    if units(prompt) <= PROMPT_SHOWN:
        return []
    return [discord.File(io.BytesIO(prompt.encode("utf-8", "replace")), prompt_name(picture))]


def _facts(picture: Generation, view: View, texts: Texts) -> list[str]:
    order = picture.order
    request = order.request
    model = MODELS.get(request.model)
    facts = [
        texts("details-maker", member=user(texts, order.user_id), at=date_time(picture.held_at_ms)),
        texts(
            "details-request",
            size=pixels(request.size.width, request.size.height),
            seed=str(request.seed),
            model=request.model if model is None else model.name,
            inputs=order.input_count,
        ),
    ]
    if picture.requested_at_ms is not None and picture.generated_at_ms is not None:
        seconds = (picture.generated_at_ms - picture.requested_at_ms) / 1000
        facts.append(texts("details-took", time=duration(texts, seconds)))
    if order.parent_id is not None:
        facts.append(made_from(order.kind, view.parent_link, texts))
    facts.append(texts("details-by-ai"))
    if picture.message_id is not None and not order.reply.private and picture.removed_at_ms is None:
        facts.append(
            texts(
                "details-message",
                link=message_link(order.guild_id, order.reply.channel_id, picture.message_id),
            )
        )
    if view.knows_cost:
        facts += _costs(picture, view, texts)
    return [f"- {fact}" for fact in facts]


def _costs(picture: Generation, view: View, texts: Texts) -> list[str]:
    facts = []
    if picture.cost is not None:
        facts.append(
            texts(
                "details-cost",
                cost=tokens(texts, picture.cost),
                refunded=picture.refunded_at_ms is not None,
            )
        )
    if view.budget is not None:
        facts.append(texts("details-left", maker=view.is_maker, left=worth(texts, view.budget.left)))
    facts.append(
        texts(
            "details-provider-id",
            has_id=picture.inference_id is not None,
            id=escape(picture.inference_id or "", 100),
            request=picture.request_id,
        )
    )
    return facts


def _rows(picture: Generation, view: View, texts: Texts) -> list[discord.ui.ActionRow[Any]]:
    number = picture.id
    private = picture.order.reply.private
    buttons = [EaselButton.of(picture_id("remix", number), texts("picture-remix-label"))]
    if view.has_copy or not (private or picture.removed_at_ms is not None):
        buttons.append(EaselButton.of(picture_id("edit", number), texts("picture-edit-label")))
    if view.can_show:
        buttons.append(EaselButton.of(picture_id("show", number), texts("picture-show-label")))
    if not private and picture.removed_at_ms is None:
        if view.can_promote:
            buttons.append(EaselButton.of(picture_id("promote", number), texts("picture-promote-label")))
        if view.can_remove:
            buttons.append(
                EaselButton.of(
                    picture_id("remove", number), texts("picture-remove-label"), discord.ButtonStyle.danger
                )
            )
    if view.is_maker:
        buttons.append(EaselButton.of(picture_id("hide", number), texts("picture-hide-label")))
    row = discord.ui.ActionRow[Any]()
    for button in buttons:
        row.add_item(button)
    if len(view.shown_with) == 1:
        return [row]
    menu: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=str(picture_id("which", number)),
        options=picture_options(texts, view.shown_with, [picture]),
    )
    return [discord.ui.ActionRow(EaselButton.menu(menu)), row]  # pyright: ignore[reportArgumentType]
