// The fields of a modal. Each maker returns {customId, input, value(), problem()}. `problem` is the sentence
// beside a field that the client wouldn't submit, or undefined.
import { Picker } from "../components/picker.js";
import { pickerOptions } from "../components/select.js";
import { freshId, h } from "../dom.js";
import { upload } from "../uploads.js";

const MAKERS = {
  3: choose,
  4: text,
  5: choose,
  6: choose,
  7: choose,
  8: choose,
  19: file,
  21: radio,
  22: checkboxes,
  23: checkbox,
};

/** The field for a modal's component, or undefined for a component that takes no input. */
export const field = (component, page) => MAKERS[component.type]?.(component, page);

const REQUIRED = "This field is required.";
const optional = (component) => component.required === false;

function text(component) {
  const { min_length: min = 0, max_length: max = 4000 } = component;
  const long = component.style === 2;
  const input = h(long ? "textarea" : "input", {
    id: freshId("field"),
    class: "text-field",
    rows: long ? 5 : undefined,
    type: long ? undefined : "text",
    maxlength: max,
    placeholder: component.placeholder,
    "data-custom-id": component.custom_id,
  });
  input.value = component.value ?? "";
  const problem = () => {
    const { length } = input.value;
    if (!length) return optional(component) ? undefined : REQUIRED;
    return length < min ? `Must be ${min} or more characters.` : undefined;
  };
  return { customId: component.custom_id, input, value: () => input.value, problem, limit: max };
}

function choose(component, page) {
  const options = pickerOptions(component, page.guild(), page.channels());
  const picker = new Picker({ ...options, min: 0 });
  const problem = () => {
    const count = picker.values.length;
    if (!count) return optional(component) || options.min === 0 ? undefined : REQUIRED;
    return count < options.min ? `Choose at least ${options.min}.` : undefined;
  };
  return { customId: component.custom_id, input: picker.element, value: () => picker.values, problem };
}

function file(component) {
  const most = component.max_values ?? 1;
  const input = h("input", {
    id: freshId("field"),
    type: "file",
    multiple: most > 1,
    "data-custom-id": component.custom_id,
  });
  const problem = () => {
    const count = input.files.length;
    if (count > most) return `At most ${most} files.`;
    if (!count && optional(component)) return undefined;
    return count < (component.min_values ?? 1) ? REQUIRED : undefined;
  };
  return {
    customId: component.custom_id,
    input,
    value: () => Promise.all([...input.files].map(upload)),
    problem,
  };
}

function radio(component) {
  const { input, chosen } = boxes(component, "radio");
  const problem = () => (chosen().length || optional(component) ? undefined : REQUIRED);
  return { customId: component.custom_id, input, value: () => chosen()[0] ?? null, problem };
}

function checkboxes(component) {
  const { input, chosen } = boxes(component, "checkbox");
  const most = component.max_values ?? component.options.length;
  const problem = () => {
    const count = chosen().length;
    if (count > most) return `Choose at most ${most}.`;
    if (!count && optional(component)) return undefined;
    return count < (component.min_values ?? 1) ? REQUIRED : undefined;
  };
  return { customId: component.custom_id, input, value: chosen, problem };
}

function boxes(component, type) {
  const name = freshId("choice");
  const rows = component.options.map((option) =>
    h(
      "label",
      { class: "box" },
      h("input", { type, name, value: option.value, checked: Boolean(option.default) }),
      h("span", {}, option.label, option.description ? h("small", {}, option.description) : null),
    ),
  );
  const input = h("div", { role: "group", class: "boxes", "data-custom-id": component.custom_id }, rows);
  return { input, chosen: () => [...input.querySelectorAll("input:checked")].map((each) => each.value) };
}

function checkbox(component) {
  const input = h("input", { id: freshId("field"), type: "checkbox", "data-custom-id": component.custom_id });
  input.checked = Boolean(component.default);
  return { customId: component.custom_id, input, value: () => input.checked, problem: () => undefined };
}
