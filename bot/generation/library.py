"""What members do with finished pictures: find them again, show them in the gallery, delete them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.budgets.policy import Act
from bot.generation.model import Generation, Picture
from bot.generation.models import PictureFormat
from bot.generation.request import Style

MOST_TOGETHER = 4  # pictures per interaction


@dataclass(frozen=True, slots=True)
class Draft:
    """A refused request, so that a button can try again. Sides are in pixels.

    `parent_id` is the picture it starts from. An edit has the `addresses` of its attachments, or in
    `inputs_of` the picture whose `input_count` inputs are reused, or else it edits `parent_id` itself. Until
    its member has chosen one of the addresses, `images` has the width and height of each (0 if unknown) and
    the ID of the bot's own picture there (0 if it isn't one). None of it is validated.
    """

    prompt: str
    width: int | None = None
    height: int | None = None
    preset: str | None = None
    seed: int | None = None
    format: PictureFormat = PictureFormat.PNG
    spoiler: bool = False
    private: bool = False
    count: int = 1
    kind: str = "imagine"
    parent_id: int | None = None
    inputs_of: int | None = None
    input_count: int = 0
    addresses: tuple[str, ...] = ()
    style: Style | None = None
    images: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GalleryPost:
    """A picture in a server's gallery. `message_id` is None until it's posted."""

    generation_id: int
    guild_id: int
    promoted_by: int
    channel_id: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Whose pictures, and which. All `words` have to be in the prompt, in any case."""

    user_id: int
    guild_id: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Newest first. `older` is where the next page starts, or None on the last page."""

    pictures: tuple[Generation, ...]
    older: int | None


class Library(Protocol):
    """Every method can raise `StorageUnavailable`. Then nothing was written."""

    async def picture(self, generation_id: int) -> Generation | None: ...

    async def of_message(self, message_id: int) -> list[Generation]:
        """The pictures in a message, in order. A gallery post has one."""
        ...

    async def together(self, generation: Generation) -> list[Generation]:
        """The picture and all others that were ordered with it, in order."""
        ...

    async def inputs(self, generation_id: int) -> tuple[bytes, ...]:
        """The pictures that an edit started from. Empty after seven days."""
        ...

    async def private_picture(self, generation_id: int) -> Picture | None:
        """The copy of a private picture. None after seven days, or after it was shown or deleted."""
        ...

    async def has_private_picture(self, generation_id: int) -> bool:
        """Whether there's a copy."""
        ...

    async def publish(self, generation_id: int, user_id: int, *, spoiler: bool) -> bool:
        """Makes a member's private picture public. False if it's no longer private, or not theirs."""
        ...

    async def published(self, generation_id: int, channel_id: int, message_id: int) -> None:
        """Saves where it's shown now. Its copy is deleted."""
        ...

    async def unpublish(self, generation_id: int) -> None:
        """It couldn't be posted, so it stays private."""
        ...

    async def open_of(self, guild_id: int, user_id: int) -> list[Generation]:
        """A member's queued pictures and those in progress, oldest first."""
        ...

    async def prompts(self, user_id: int, typed: str, limit: int) -> list[Generation]:
        """The newest pictures whose prompts contain `typed`, each prompt once."""
        ...

    async def history(self, only: HistoryFilter, before: int | None, limit: int) -> HistoryPage:
        """Delivered pictures that their member hasn't deleted from the history."""
        ...

    async def hide(self, generation_id: int, user_id: int, now_ms: int) -> bool:
        """Deletes it from its member's history. False if it isn't there, or isn't theirs."""
        ...

    async def removed(self, generation_ids: Sequence[int], now_ms: int) -> bool:
        """Their member deletes them. False if all of them were already deleted."""
        ...

    async def remove(self, guild_id: int, generation_ids: Sequence[int], act: Act) -> bool:
        """A moderator deletes them. False if all of them were already deleted. Added to the audit log."""
        ...

    async def promote(self, picture: Generation, channel_id: int, act: Act) -> bool:
        """Reserves its place in the gallery. False if it's already there. Added to the audit log."""
        ...

    async def posted(self, generation_id: int, message_id: int) -> None:
        """Saves its message in the gallery."""
        ...

    async def gallery_post(self, generation_id: int) -> GalleryPost | None: ...

    async def take_down(self, guild_id: int, generation_id: int, act: Act) -> GalleryPost | None:
        """Removes it from the gallery. None if it isn't there. Added to the audit log."""
        ...

    async def save_draft(
        self, interaction_id: int, guild_id: int, user_id: int, draft: Draft, now_ms: int
    ) -> None:
        """Keeps a request for a day, or until the member has fifty newer ones."""
        ...

    async def draft(self, interaction_id: int, user_id: int) -> Draft | None:
        """The request, if it's theirs and still stored."""
        ...
