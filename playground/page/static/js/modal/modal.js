// A modal: the form that a bot opens in front of a member.
import { avatar } from "../avatars.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown/blocks.js";
import { Refused } from "../socket.js";
import { field } from "./fields.js";

const ROW = 1;
const TEXT_DISPLAY = 10;
const LABEL = 18;

/** Keeps the newest of the store's open modals on screen. */
export function keepModalShown(page) {
  let shown;
  page.store.on("modals", () => {
    const modal = page.store.modals.at(-1);
    if (shown?.id === modal?.id) return;
    shown?.dialog.close();
    shown = modal && { id: modal.id, dialog: openModal(modal, page) };
  });
}

function openModal(modal, page) {
  const rows = modal.components.map((component) => rowOf(component, page));
  const trouble = h("p", { class: "failure", role: "alert", hidden: true });
  const submit = h("button", { type: "submit", class: "button primary" }, "Submit");
  const dismiss = () => page.store.closeModal(modal);
  const form = h(
    "form",
    {
      class: "modal",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    h(
      "header",
      {},
      avatar(page.bot(), { size: 32 }),
      h("h2", { id: `title-${modal.id}` }, modal.title),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close", onclick: dismiss },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "modal-body" },
      h("p", { class: "modal-note" }, `This form will be submitted to ${page.bot().display}.`),
      rows.map((row) => row.node),
      trouble,
    ),
    h(
      "footer",
      {},
      h("button", { type: "button", class: "button secondary", onclick: dismiss }, "Cancel"),
      submit,
    ),
  );
  const send = async () => {
    const inputs = rows.filter((row) => row.field);
    const wrong = inputs.filter((row) => row.check());
    if (wrong.length) {
      focusable(wrong[0].field.input).focus();
      return;
    }
    working(true);
    try {
      const values = await Promise.all(
        inputs.map(async ({ field: { customId, value } }) => [customId, await value()]),
      );
      await page.activity.modal({ modal: modal.id, values: Object.fromEntries(values) }, finish);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fail(error.message);
    }
  };
  const working = (on) => {
    submit.disabled = on;
    submit.textContent = on ? "Submitting…" : "Submit";
    trouble.hidden = true;
  };
  const fail = (sentence) => {
    working(false);
    trouble.textContent = sentence;
    trouble.hidden = false;
  };
  const finish = (sentence) => (sentence ? fail("Something went wrong. Try again.") : dismiss());

  const dialog = h("dialog", { class: "modal-dialog", "aria-labelledby": `title-${modal.id}` }, form);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const first = rows.find((row) => row.field)?.field.input;
  if (first) focusable(first).focus();
  return dialog;
}

const focusable = (input) =>
  input.matches("input, textarea, button") ? input : input.querySelector("input");

function rowOf(component, page) {
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
    inner.required !== false && inner.type !== 23,
  );
}

function labelled(made, label, description, required) {
  const error = h("small", { class: "field-error", role: "alert" });
  const count = h("small", { class: "field-count", "aria-hidden": "true" });
  const tag = made.input.id ? "label" : "div";
  const check = () => {
    error.textContent = made.problem() ?? "";
    made.input.setAttribute("aria-invalid", String(Boolean(error.textContent)));
    return error.textContent;
  };
  const countdown = () => {
    count.textContent = made.limit && made.limit <= 4000 ? `${made.input.value.length}/${made.limit}` : "";
  };
  made.input.addEventListener("input", () => {
    if (error.textContent) check();
    if (made.limit) countdown();
  });
  if (made.limit) countdown();
  const node = h(
    "div",
    { class: "field" },
    h(
      tag,
      { class: "field-label", for: made.input.id || undefined },
      label,
      required ? h("span", { class: "required", title: "Required" }, "*") : null,
    ),
    description ? h("small", { class: "field-description" }, description) : null,
    made.input,
    h("div", { class: "field-foot" }, error, count),
  );
  return { node, field: made, check };
}
