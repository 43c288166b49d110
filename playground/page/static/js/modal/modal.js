// A modal: the form that a bot opens in front of a member.
import { avatar } from "../avatars.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Refused } from "../socket.js";
import { focusable, rowOf } from "./rows.js";

/** Keeps the newest of the store's open modals on screen. */
export function keepModalShown(page) {
  let shown;
  page.store.on("modals", () => {
    const modal = page.store.modals.at(-1);
    if (shown?.id === modal?.id) return;
    shown?.form.close();
    shown = modal && { id: modal.id, form: new ModalForm(modal, page) };
    shown?.form.show();
  });
}

/** One form on screen. It stays until the bot has answered its submission, or the reader closes it. */
class ModalForm {
  #modal;
  #page;
  #rows;
  #trouble = h("p", { class: "failure", role: "alert", hidden: true });
  #submit = h("button", { type: "submit", class: "button primary" }, "Submit");

  constructor(modal, page) {
    this.#modal = modal;
    this.#page = page;
    this.#rows = modal.components.map((component) => rowOf(component, page));
    this.dialog = h(
      "dialog",
      { class: "modal-dialog", "aria-labelledby": `title-${modal.id}` },
      h(
        "form",
        { class: "modal", novalidate: true, onsubmit: (event) => this.#submitted(event) },
        this.#header(),
        this.#body(),
        this.#footer(),
      ),
    );
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#dismiss();
    });
    this.dialog.addEventListener("close", () => this.dialog.remove());
  }

  show() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    const [first] = this.#inputs();
    if (first) focusable(first.field.input).focus();
  }

  close() {
    this.dialog.close();
  }

  #header() {
    const close = {
      type: "button",
      class: "icon-button",
      "aria-label": "Close",
      onclick: () => this.#dismiss(),
    };
    return h(
      "header",
      {},
      avatar(this.#page.bot(), { size: 32 }),
      h("h2", { id: `title-${this.#modal.id}` }, this.#modal.title),
      h("button", close, icon("close")),
    );
  }

  #body() {
    const note = `This form will be submitted to ${this.#page.bot().display}.`;
    return h(
      "div",
      { class: "modal-body" },
      h("p", { class: "modal-note" }, note),
      this.#rows.map((row) => row.node),
      this.#trouble,
    );
  }

  #footer() {
    const cancel = { type: "button", class: "button secondary", onclick: () => this.#dismiss() };
    return h("footer", {}, h("button", cancel, "Cancel"), this.#submit);
  }

  #inputs() {
    return this.#rows.filter((row) => row.field);
  }

  #dismiss() {
    this.#page.store.closeModal(this.#modal);
  }

  async #submitted(event) {
    event.preventDefault();
    const wrong = this.#inputs().filter((row) => row.check());
    if (wrong.length) {
      focusable(wrong[0].field.input).focus();
      return;
    }
    this.#working(true);
    try {
      const pairs = this.#inputs().map(async ({ field: { customId, value } }) => [customId, await value()]);
      const values = Object.fromEntries(await Promise.all(pairs));
      await this.#page.activity.modal({ modal: this.#modal.id, values }, (failure) =>
        this.#finished(failure),
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#failed(error.message);
    }
  }

  #finished(failure) {
    if (failure) this.#failed("Something went wrong. Try again.");
    else this.#dismiss();
  }

  #failed(sentence) {
    this.#working(false);
    this.#trouble.textContent = sentence;
    this.#trouble.hidden = false;
  }

  #working(on) {
    this.#submit.disabled = on;
    this.#submit.textContent = on ? "Submitting…" : "Submit";
    this.#trouble.hidden = true;
  }
}
