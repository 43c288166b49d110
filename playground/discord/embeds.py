"""Embeds in a message (`developers/resources/message.mdx`, Embed Limits; OpenAPI: RichEmbed)."""

from typing import Any

from playground.discord.forms import Flag, ListOf, Model, Path, Problems, Text, Time, Url, Whole
from playground.discord.users import Json

MOST_TEXT = 6000

LINK = Url()
PICTURE = Url(("http", "https", "attachment"))
IMAGE = Model({"url": PICTURE}, required=("url",))
SHOWN = ("title", "description", "timestamp", "footer", "author", "image", "thumbnail", "fields")


def content_rule(embed: Json, path: Path, problems: Problems) -> None:
    """An embed needs visible content. A color or a link alone makes an empty embed."""
    if not any(embed.get(name) for name in SHOWN):
        problems.required((*path, "description"))


EMBED_FORM = Model(
    {
        "title": Text(most=256),
        "description": Text(most=4096),
        "url": LINK,
        "color": Whole(0, 0xFFFFFF),
        "timestamp": Time(),
        "footer": Model({"text": Text(1, 2048), "icon_url": PICTURE}, required=("text",)),
        "author": Model({"name": Text(1, 256), "url": LINK, "icon_url": PICTURE}, required=("name",)),
        "image": IMAGE,
        "thumbnail": IMAGE,
        "fields": ListOf(
            Model(
                {"name": Text(1, 256), "value": Text(1, 1024), "inline": Flag()}, required=("name", "value")
            ),
            most=25,
        ),
    },
    rule=content_rule,
)
EMBEDS_FORM = ListOf(EMBED_FORM, most=10)


def check_embeds(value: object, path: Path, problems: Problems) -> list[Json]:
    """Validated embeds as Discord returns them."""
    embeds: list[Json] = EMBEDS_FORM.check(value, path, problems)
    if sum(_text_length(embed) for embed in embeds) > MOST_TEXT:
        problems.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_TEXT}")
    return [_completed(embed) for embed in embeds]


def _text_length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts.append((embed.get("footer") or {}).get("text"))
    texts.append((embed.get("author") or {}).get("name"))
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(len(text) for text in texts if text)


def _completed(embed: Json) -> Json:
    kept: dict[str, Any] = {name: value for name, value in embed.items() if value is not None}
    if "fields" in kept:
        kept["fields"] = [field | {"inline": bool(field.get("inline"))} for field in kept["fields"]]
    return {"type": "rich"} | kept
