"""Discord's markdown in messages, which can never become markup of the page."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader(place: Place, browser: Browser) -> AsyncIterator[Reader]:
    """One reader for all, since these tests only read."""
    context = await browser.new_context()
    reader = Reader(await context.new_page())
    await reader.open(place.playground.url)
    yield reader
    await context.close()
    assert reader.problems == []


async def say(reader: Reader, place: Place, text: str) -> Locator:
    """Posts the text as hazel, bypassing the composer. Returns what the page makes of it."""
    workshop = place.playground.discord.guild("The Workshop")
    message = await place.playground.discord.person("hazel", workshop).say(
        workshop.channel("studio").id, text
    )
    shown = reader.page.locator(f'[data-id="{message["id"]}"] .markdown')
    await expect(shown).to_be_visible()
    return shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("**bold** *slanted* _too_", "<p><strong>bold</strong> <em>slanted</em> <em>too</em></p>"),
        ("__under__ ~~gone~~", "<p><u>under</u> <s>gone</s></p>"),
        ("***both***", "<p><strong><em>both</em></strong></p>"),
        ("a_b_c 2*3*4 **", "<p>a_b_c 2<em>3</em>4 **</p>"),
        (r"\*not slanted\*", "<p>*not slanted*</p>"),
        ("`co*d*e` and ``a ` b``", "<p><code>co*d*e</code> and <code>a ` b</code></p>"),
        ("```py\nprint(1)\n```", "<pre><code>print(1)</code></pre>"),
        ("# One\n## Two\n### Three\n-# small", "<h3>One</h3><h4>Two</h4><h5>Three</h5><small>small</small>"),
        ("> quoted\n> twice\nnot", "<blockquote><p>quoted\ntwice</p></blockquote><p>not</p>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n1. b\n2. c", "<ul><li>a</li></ul><ol><li>b</li><li>c</li></ol>"),
        ("one\n\ntwo", "<p>one\n\ntwo</p>"),
        ("[here](https://example.com/x)", "<p><a>here</a></p>"),
        ("see https://example.com/x?y=1, ok", "<p>see <a>https://example.com/x?y=1</a>, ok</p>"),
        ("[no](javascript:alert(1))", "<p>[no](javascript:alert(1))</p>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('<img src=x onerror="alert(1)">', '<p>&lt;img src=x onerror="alert(1)"&gt;</p>'),
        ("<t:nonsense:R> <t:99999999999999:R>", "<p>&lt;t:nonsense:R&gt; &lt;t:99999999999999:R&gt;</p>"),
    ],
)  # fmt: skip
async def test_markdown(reader: Reader, place: Place, text: str, html: str) -> None:
    """Each piece of Discord's markdown becomes its element. All other text stays as it is."""
    shown = await say(reader, place, text)
    assert await shown.evaluate(STRUCTURE) == html


async def test_mentions_have_names(reader: Reader, place: Place) -> None:
    """Members, roles and channels are shown by name. Unknown ones say that they're unknown."""
    workshop = place.playground.discord.guild("The Workshop")
    ids = workshop.member("rowan").user.id, workshop.role("moderator").id, workshop.channel("gallery").id
    shown = await say(reader, place, "<@{}> <@&{}> <#{}> <@123456>".format(*ids))
    await expect(shown).to_have_text("@Rowan @moderator #gallery @unknown-user")


async def test_timestamps_are_live(open_page: OpenPage, place: Place) -> None:
    """`<t:…:R>` shows a relative time and keeps it current. Other styles show the date."""
    reader = await open_page()
    await reader.page.clock.install(time=1_800_000_000)
    await reader.page.reload()
    await expect(reader.page.locator(".channel").first).to_be_visible()
    shown = await say(reader, place, "<t:1800000120:R> <t:1800000000:D>")
    await expect(shown.locator("time").first).to_have_text("in 2 minutes")
    await expect(shown.locator("time").last).to_have_text("15 January 2027")
    await reader.page.clock.fast_forward(180_000)
    await expect(shown.locator("time").first).to_have_text("1 minute ago")


async def test_a_spoiler_in_text(reader: Reader, place: Place) -> None:
    """A spoiler's text can't be read until it's pressed."""
    shown = await say(reader, place, "it was ||the butler||")
    secret = shown.get_by_text("the butler")
    await expect(secret).to_be_hidden()
    await shown.locator(".spoiler").click()
    await expect(secret).to_be_visible()


STRUCTURE = """(node) => {
  const copy = node.cloneNode(true);
  for (const each of copy.querySelectorAll("*")) {
    for (const { name } of [...each.attributes]) each.removeAttribute(name);
  }
  return copy.innerHTML.replaceAll("<div>", "<p>").replaceAll("</div>", "</p>");
}"""
