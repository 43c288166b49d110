// Builds the page out of DOM nodes. Text always becomes text nodes, so nothing that a member or the bot
// writes can become markup.

/** Makes an element: `on…` attributes are listeners, `style` is an object of CSS properties,
 *  false/null/undefined attributes and children are left out. */
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style")
      for (const [key, css] of Object.entries(value)) node.style.setProperty(key, css);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false),
  );
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of this page's icons: stroked paths on a 24 × 24 grid. */
export function svg(paths, { size = 20, filled = false } = {}) {
  const node = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    fill: filled ? "currentColor" : "none",
    stroke: filled ? "none" : "currentColor",
    "stroke-width": 2,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  };
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    node.append(path);
  }
  return node;
}

let counter = 0;

/** An id that no other element of this page has, for aria-controls and the like. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
