"""A real Chromium with one open page of the playground, used like a reader would."""

import os
import shutil

import pytest
from playwright.async_api import Browser, Locator, Page, Playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The installed browser. Skips the test if there's none."""
    found = os.environ.get("EASEL_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium found, install Debian's `chromium` or set EASEL_CHROMIUM")
    return found


async def launch(playwright: Playwright) -> Browser:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, *(["--no-sandbox"] if is_root else [])]
    return await playwright.chromium.launch(executable_path=chromium(), args=flags)


class Reader:
    """Somebody at the page. `problems` has every error that the browser reported, and must stay empty.

    `sent` has everything that the page sent to the playground, as JSON.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self.sent: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._heard)
        page.on("websocket", lambda socket: socket.on("framesent", lambda data: self.sent.append(str(data))))

    def _heard(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.problems.append(getattr(message, "text", ""))

    @property
    def composer(self) -> Locator:
        return self.page.locator(".composer-text")

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    @property
    def last(self) -> Locator:
        return self.messages.last

    def chip(self, option: str) -> Locator:
        return self.page.locator(f".chip[data-option={option}] .chip-input")

    def suggestion(self, text: str) -> Locator:
        return self.page.locator(".suggestions [role=option]", has_text=text)

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await expect(self.page.locator(".channel").first).to_be_attached()

    async def speak_as(self, name: str) -> None:
        await self.page.get_by_role("radio", name=name).click()
        await expect(self.page.get_by_role("radio", name=name)).to_be_checked()

    async def type(self, text: str) -> None:
        await self.composer.click()
        await self.page.keyboard.type(text)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)
