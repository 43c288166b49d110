// Classic embeds, from before components had layouts.
import { h } from "../dom.js";
import { gallery, localSource } from "../components/media.js";
import { link } from "../links.js";
import { markdown } from "../markdown/blocks.js";
import { inline } from "../markdown/inline.js";
import { cssColour } from "../names.js";
import { messageTime } from "../time.js";

export const embeds = (message, page) =>
  (message.embeds ?? []).map((embed) => embedNode(embed, message, page));

function embedNode(embed, message, page) {
  const thumbnail = embed.thumbnail && localSource(embed.thumbnail);
  return h(
    "article",
    { class: "embed", style: { "--accent": cssColour(embed.color) ?? "var(--edge-strong)" } },
    h(
      "div",
      { class: "embed-text" },
      embed.author?.name
        ? h("div", { class: "embed-author" }, link(embed.author.url, embed.author.name))
        : null,
      embed.title
        ? h("div", { class: "embed-title" }, link(embed.url, inline(embed.title, page.names)))
        : null,
      embed.description ? h("div", { class: "markdown" }, markdown(embed.description, page.names)) : null,
      embed.fields?.length
        ? h(
            "div",
            { class: "embed-fields" },
            embed.fields.map((field) => fieldNode(field, page)),
          )
        : null,
    ),
    thumbnail ? h("img", { class: "embed-thumbnail", src: thumbnail, alt: "" }) : null,
    embed.image ? gallery([{ media: embed.image }], message.id, page) : null,
    footer(embed),
  );
}

function fieldNode(field, page) {
  return h(
    "div",
    { class: field.inline ? "embed-field inline" : "embed-field" },
    h("div", { class: "embed-field-name" }, inline(field.name, page.names)),
    h("div", { class: "markdown" }, markdown(field.value, page.names)),
  );
}

function footer(embed) {
  if (!embed.footer?.text && !embed.timestamp) return null;
  const between = embed.footer?.text && embed.timestamp ? " • " : null;
  return h(
    "div",
    { class: "embed-footer" },
    embed.footer?.text,
    between,
    embed.timestamp ? messageTime(embed.timestamp) : null,
  );
}
