"""A row of the store as what the rules call it."""

from bot.generation.model import Generation, Order, ReplyTarget, State
from bot.generation.request import ImageRequest, PictureFormat, Preset, Size
from bot.storage.database import Row


def generation_of(row: Row) -> Generation:
    """A row of `generation`. A token that has been forgotten is the empty string."""
    order = Order(
        id=row["id"],
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        user_name=row["user_name"],
        request=_request_of(row),
        reply=_reply_of(row),
        price=row["price"],
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
    )


def _request_of(row: Row) -> ImageRequest:
    preset = row["preset"]
    return ImageRequest(
        prompt=row["prompt"],
        size=Size(row["width"], row["height"]),
        seed=row["seed"],
        format=PictureFormat(row["format"]),
        preset=None if preset is None else Preset(preset),
    )


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
