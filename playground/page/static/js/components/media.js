// Pictures and files. All of them come from this playground, and none from the internet.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { spoilerCover } from "../spoiler.js";

const LOCAL = /^\/(?:ephemeral-)?attachments\//;

/** The path of a file that this playground stores, or undefined for one on the internet. */
export function localSource(media) {
  const url = new URL(media.url, location.origin);
  return LOCAL.test(url.pathname) ? url.pathname + url.search : undefined;
}

/** One picture or several tiled ones. A click opens them large. */
export function gallery(items, messageId, page) {
  const shown = items.map((item) => ({ ...item, source: localSource(item.media) }));
  const tiles = shown.map((item) => tile(item, shown, messageId, page));
  return h("div", { class: `gallery tiles-${Math.min(tiles.length, 5)}` }, tiles);
}

// Pictures that were shown before appear at once when their message is redrawn.
const seen = new Set();

function tile(item, shown, messageId, page) {
  if (!item.source) return h("div", { class: "elsewhere" }, icon("external", 16), item.media.url);
  const { width, height } = item.media;
  const image = h("img", {
    src: item.source,
    alt: item.description ?? "",
    width,
    height,
    loading: "lazy",
    decoding: seen.has(item.source) ? "sync" : "async",
  });
  const open = h(
    "button",
    {
      type: "button",
      class: seen.has(item.source) ? "plain tile loaded" : "plain tile",
      "aria-label": `Open picture${item.description ? `: ${item.description}` : ""}`,
      onclick: () =>
        page.openImages(
          shown.filter((each) => each.source),
          shown.indexOf(item),
        ),
    },
    image,
  );
  image.addEventListener("load", () => {
    seen.add(item.source);
    open.classList.add("loaded");
  });
  image.addEventListener("error", () => open.classList.add("broken"));
  const node = item.spoiler ? spoilerCover(open, `${messageId}:${item.source.split("?")[0]}`) : open;
  if (width && height) {
    node.style.setProperty("--ratio", `${width} / ${height}`);
    node.style.setProperty("--natural", `${width}px`);
    node.style.setProperty("--aspect", width / height);
  }
  return node;
}

export function thumbnail(component, message, page) {
  const source = localSource(component.media);
  if (!source) return h("div", { class: "elsewhere" }, component.media.url);
  const item = { ...component, source };
  const node = h(
    "button",
    {
      type: "button",
      class: "plain thumbnail",
      "aria-label": component.description ?? "Open picture",
      onclick: () => page.openImages([item], 0),
    },
    h("img", { src: source, alt: component.description ?? "" }),
  );
  return component.spoiler ? spoilerCover(node, `${message.id}:component:${component.id}`) : node;
}

export function fileComponent(component, message) {
  const name = component.name ?? new URL(component.file.url, location.origin).pathname.split("/").at(-1);
  const node = fileCard({ ...component.file, filename: decodeURIComponent(name), size: component.size });
  return component.spoiler ? spoilerCover(node, `${message.id}:component:${component.id}`) : node;
}

/** A file as a card with a link to download it. `file.size` is in bytes. */
export function fileCard(file) {
  return h(
    "div",
    { class: "file" },
    icon("file", 28),
    h(
      "div",
      { class: "file-text" },
      h("a", { href: localSource(file), download: file.filename }, file.filename),
      file.size === undefined ? null : h("small", {}, bytes(file.size)),
    ),
  );
}

function bytes(count) {
  if (count < 1024) return `${count} bytes`;
  if (count < 1024 ** 2) return `${(count / 1024).toFixed(1)} KB`;
  return `${(count / 1024 ** 2).toFixed(2)} MB`;
}
