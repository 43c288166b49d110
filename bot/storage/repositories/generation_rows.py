"""The columns of a generation, listed once, and its rows as domain objects."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.generation.model import ENDED_STATES, OPEN_STATES, Generation, Kind, Order, ReplyTarget, State
from bot.generation.models import PictureFormat, Preset, Size
from bot.generation.request import ImageRequest, Safety, Style
from bot.storage.database import Row, Value
from bot.storage.repositories.repository import sql_list

OPEN = sql_list(OPEN_STATES)
ENDED = sql_list(ENDED_STATES)

# The parts of an order, written by the hold.
ORDER_COLUMNS: Mapping[str, Callable[[Order], Value]] = MappingProxyType(
    {
        "id": lambda order: order.id,
        "guild_id": lambda order: order.guild_id,
        "user_id": lambda order: order.user_id,
        "user_name": lambda order: order.user_name,
        "provider": lambda order: order.provider,
        "model": lambda order: order.request.model,
        "locale": lambda order: order.locale,
        "prompt": lambda order: order.request.prompt,
        "width": lambda order: order.request.size.width,
        "height": lambda order: order.request.size.height,
        "seed": lambda order: order.request.seed,
        "format": lambda order: order.request.format.value,
        "preset": lambda order: order.request.preset.value if order.request.preset else None,
        "application_id": lambda order: order.reply.application_id,
        "channel_id": lambda order: order.reply.channel_id,
        "reply_token": lambda order: order.reply.token,
        "reply_expires_at_ms": lambda order: order.reply.expires_at_ms,
        "upload_limit": lambda order: order.reply.upload_limit,
        "private": lambda order: int(order.reply.private),
        "spoiler": lambda order: int(order.reply.spoiler),
        "style_name": lambda order: order.request.style.name if order.request.style else None,
        "style_before": lambda order: order.request.style.before if order.request.style else None,
        "style_after": lambda order: order.request.style.after if order.request.style else None,
        "safety_tolerance": lambda order: order.request.safety.tolerance,
        "safety_checker": lambda order: int(order.request.safety.checker),
        "price": lambda order: order.price,
        "kind": lambda order: order.kind.value,
        "parent_id": lambda order: order.parent_id,
        "batch_id": lambda order: order.batch_id,
        "input_count": lambda order: order.input_count,
        "guild_locale": lambda order: order.guild_locale,
    }
)

# The events of its life.
LIFE_COLUMNS = (
    "state",
    "held_at_ms",
    "requested_at_ms",
    "generated_at_ms",
    "ended_at_ms",
    "told_at_ms",
    "attempts",
    "cost",
    "inference_id",
    "message_id",
    "reason",
    "refunded_at_ms",
    "removed_at_ms",
    "hidden_at_ms",
)

# What processes tell each other, if there are several.
SHARED_COLUMNS = (
    "queued_at_ms",
    "server_turn",
    "member_turn",
    "failures",
    "not_before_ms",
    "claimed_by",
    "lease_until_ms",
    "slot",
)

# A transition is only for the process that works on the generation. One process alone has all of them.
OURS = "(:owner IS NULL OR claimed_by = :owner)"

# Discord's interaction tokens aren't personal data, and anyone with one can speak as the bot. The others are
# Discord's own, or the id of the asking user.
_NOT_EXPORTED = {"user_id", "application_id", "reply_token", "reply_expires_at_ms", "upload_limit"}

EXPORTED_COLUMNS = tuple(column for column in (*ORDER_COLUMNS, *LIFE_COLUMNS) if column not in _NOT_EXPORTED)


def generation_of(row: Row) -> Generation:
    """A row of `generation`. A deleted token is the empty string."""
    order = Order(
        id=row["id"],
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        user_name=row["user_name"],
        request=_request_of(row),
        reply=_reply_of(row),
        price=row["price"],
        provider=row["provider"],
        locale=row["locale"],
        kind=Kind(row["kind"]),
        parent_id=row["parent_id"],
        batch_id=row["batch_id"],
        input_count=row["input_count"],
        guild_locale=row["guild_locale"],
    )
    return Generation(
        order=order,
        state=State(row["state"]),
        held_at_ms=row["held_at_ms"],
        requested_at_ms=row["requested_at_ms"],
        generated_at_ms=row["generated_at_ms"],
        attempts=row["attempts"],
        cost=row["cost"],
        inference_id=row["inference_id"],
        message_id=row["message_id"],
        reason=row["reason"],
        removed_at_ms=row["removed_at_ms"],
        refunded_at_ms=row["refunded_at_ms"],
    )


def _request_of(row: Row) -> ImageRequest:
    preset = row["preset"]
    return ImageRequest(
        prompt=row["prompt"],
        size=Size(row["width"], row["height"]),
        seed=row["seed"],
        format=PictureFormat(row["format"]),
        preset=None if preset is None else Preset(preset),
        model=row["model"],
        style=_style_of(row),
        safety=Safety(row["safety_tolerance"], bool(row["safety_checker"])),
    )


def _style_of(row: Row) -> Style | None:
    if row["style_name"] is None:
        return None
    return Style(row["style_name"], row["style_before"], row["style_after"])


def _reply_of(row: Row) -> ReplyTarget:
    return ReplyTarget(
        application_id=row["application_id"],
        channel_id=row["channel_id"],
        token=row["reply_token"] or "",
        expires_at_ms=row["reply_expires_at_ms"],
        upload_limit=row["upload_limit"],
        private=bool(row["private"]),
        spoiler=bool(row["spoiler"]),
    )
