// Something that floats beside an element until the reader clicks elsewhere.
import { h } from "./dom.js";

const GAP = 6;

/** Opens `content` beside `anchor` (an element or a point {x, y}) and returns the popover. It removes itself when
 *  closed (Escape, a click elsewhere, `hidePopover`) and then calls `onclose`. */
export function openPopover(content, anchor, { width, onclose } = {}) {
  const node = h("div", { class: "popover", popover: "auto" }, content);
  const host = anchor instanceof Element ? (anchor.closest("dialog") ?? document.body) : document.body;
  host.append(node);
  if (width) node.style.width = `${width}px`;
  const back = document.activeElement;
  node.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus = node.contains(document.activeElement) || document.activeElement === document.body;
    node.remove();
    if (hadFocus && back?.isConnected) back.focus({ preventScroll: true });
    onclose?.();
  });
  node.showPopover();
  place(node, anchor);
  return node;
}

function place(node, anchor) {
  const box =
    anchor instanceof Element
      ? anchor.getBoundingClientRect()
      : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = box.bottom + GAP + height <= innerHeight;
  const top = below ? box.bottom + GAP : Math.max(GAP, box.top - GAP - height);
  node.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - width - GAP))}px`;
  node.style.top = `${top}px`;
}
