"""The ports `Pictures`, `Charts` and `ContestPictures`, with Pillow in its own threads."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, Self, TypeVar

from bot.budgets.chart import Chart
from bot.contests.model import Podium, SheetItem
from bot.generation.model import Picture
from bot.pictures.chart import draw
from bot.pictures.contest_pictures import contact_sheet, entry_copy, podium
from bot.pictures.decoding import inspect
from bot.pictures.fitting import fit_into
from bot.pictures.inputs import prepare_input

P = ParamSpec("P")
R = TypeVar("R")


class PillowPictures:
    """Implements `Pictures`, `Charts` and `ContestPictures`.

    An async context manager. Exiting waits for work in progress.

    `threads` limits how many pictures are processed at once, and so their memory. At 2048 × 2048, inspecting
    one takes 17 MB, and making it fit takes 50 MB, or 200 MB if it's transparent. Pictures to edit can be
    larger, so only one is prepared at a time, with up to 300 MB. Pillow releases the GIL while it decodes and
    encodes, so the event loop isn't blocked.
    """

    def __init__(self, threads: int = 2) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pictures")
        self._inputs = asyncio.Semaphore(1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)

    async def inspect(self, data: bytes) -> Picture:
        """See `Pictures.inspect`. Raises `NotAPicture`."""
        return await self._run(inspect, data)

    async def fit(self, picture: Picture, limit: int) -> Picture:
        """See `Pictures.fit`. Raises `PictureTooLarge`, or `NotAPicture` for broken bytes."""
        if len(picture.data) <= limit:
            return picture
        return await self._run(fit_into, picture, limit)

    async def prepare_input(self, data: bytes) -> Picture:
        """See `Pictures.prepare_input`."""
        async with self._inputs:
            return await self._run(prepare_input, data)

    async def draw(self, chart: Chart) -> bytes:
        """See `Charts.draw`."""
        return await self._run(draw, chart)

    async def entry_copy(self, data: bytes) -> Picture:
        """See `ContestPictures.entry_copy`. Raises `NotAPicture`."""
        return await self._run(entry_copy, data)

    async def contact_sheet(self, items: Sequence[SheetItem]) -> bytes:
        """See `ContestPictures.contact_sheet`. Raises `NotAPicture`."""
        return await self._run(contact_sheet, items)

    async def podium(self, drawing: Podium) -> bytes:
        """See `ContestPictures.podium`. Raises `NotAPicture`."""
        return await self._run(podium, drawing)

    async def _run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))
