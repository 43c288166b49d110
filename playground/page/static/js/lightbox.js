// A large picture on top of everything. Arrows lead through the others of its message.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `items`: {source, description?}. Shows the one at `index` first. */
export function openImages(items, index) {
  const image = h("img", { class: "lightbox-image" });
  const caption = h("figcaption", {});
  const original = h(
    "a",
    { class: "lightbox-link", target: "_blank", rel: "noopener noreferrer" },
    "Open in a new tab",
  );
  const step = (by) => {
    index = (index + by + items.length) % items.length;
    const { source, description } = items[index];
    image.src = source;
    image.alt = description ?? "";
    caption.textContent = description ?? "";
    original.href = source;
  };
  const arrow = (by, name, label) =>
    items.length > 1
      ? h(
          "button",
          { type: "button", class: `lightbox-arrow ${name}`, "aria-label": label, onclick: () => step(by) },
          icon(name, 28),
        )
      : null;
  const dialog = h(
    "dialog",
    { class: "lightbox", "aria-label": "Picture" },
    h("figure", {}, image, h("div", { class: "lightbox-foot" }, caption, original)),
    arrow(-1, "left", "Previous picture"),
    arrow(1, "right", "Next picture"),
    h(
      "button",
      {
        type: "button",
        class: "icon-button lightbox-close",
        "aria-label": "Close",
        onclick: () => dialog.close(),
      },
      icon("close", 24),
    ),
  );
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.tagName === "FIGURE") dialog.close();
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") step(-1);
    if (key === "ArrowRight") step(1);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  step(0);
  dialog.showModal();
}
