// The rows of a modal. A row is a text, or a field with its label, its description and its problem.
import { freshId, h } from "../dom.js";
import { markdown } from "../markdown/blocks.js";
import { field } from "./fields.js";

const ROW = 1;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const CHECKBOX = 23;

/** The part of a field that takes the focus. */
export const focusable = (input) =>
  input.matches("input, textarea, button") ? input : input.querySelector("input");

/** {node}, and {field, check()} if the row has a field. `check` marks the problem and returns its sentence. */
export function rowOf(component, page) {
  if (component.type === TEXT_DISPLAY)
    return { node: h("div", { class: "markdown" }, markdown(component.content, page.names)) };
  const inner =
    component.type === LABEL
      ? component.component
      : component.type === ROW
        ? component.components[0]
        : component;
  const made = field(inner, page);
  if (!made)
    return {
      node: h("div", { class: "unknown" }, `This page can't show form fields of type ${inner.type}.`),
    };
  return labelled(
    made,
    component.label ?? inner.label,
    component.description,
    inner.required !== false && inner.type !== CHECKBOX,
  );
}

function labelled(made, label, description, required) {
  const ids = { label: freshId("label"), description: freshId("description"), error: freshId("error") };
  const error = h("small", { class: "field-error", role: "alert", id: ids.error });
  const count = h("small", { class: "field-count", "aria-hidden": "true" });
  const tag = made.input.id ? "label" : "div";
  const check = () => {
    error.textContent = made.problem() ?? "";
    made.input.setAttribute("aria-invalid", String(Boolean(error.textContent)));
    return error.textContent;
  };
  const countdown = () => {
    if (made.limit) count.textContent = `${made.input.value.length}/${made.limit}`;
  };
  made.input.addEventListener("input", () => {
    if (error.textContent) check();
    countdown();
  });
  countdown();
  made.input.removeAttribute("aria-label");
  made.input.setAttribute("aria-labelledby", ids.label);
  made.input.setAttribute("aria-describedby", description ? `${ids.description} ${ids.error}` : ids.error);
  if (required) made.input.setAttribute("aria-required", "true");
  const node = h(
    "div",
    { class: "field" },
    h(
      tag,
      { class: "field-label", id: ids.label, for: made.input.id || undefined },
      label,
      required ? h("span", { class: "required", title: "Required" }, "*") : null,
    ),
    description ? h("small", { class: "field-description", id: ids.description }, description) : null,
    made.input,
    h("div", { class: "field-foot" }, error, count),
  );
  return { node, field: made, check };
}
