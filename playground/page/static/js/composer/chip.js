// One option of the command being composed: its name, and a field that grows with its text.
import { freshId, h } from "../dom.js";
import { upload } from "../uploads.js";
import { TYPES, expectation, missing, readOption } from "./options.js";

export class Chip {
  /** The choice ({name, value}) that was picked, unless it was edited since. */
  picked;
  /** The problem that makes the chip red, if there is one. */
  marked;

  constructor(option, page) {
    this.option = option;
    this.page = page;
    const id = freshId("option");
    this.input = this.isFile
      ? h("input", { type: "file", id, class: "chip-file" })
      : h("textarea", {
          rows: 1,
          id,
          class: "chip-input",
          role: "combobox",
          autocomplete: "off",
          spellcheck: option.type === TYPES.string ? "true" : "false",
          "aria-label": `${option.label}: ${option.description} (${expectation(option)})`,
          "aria-expanded": "false",
          "aria-autocomplete": "list",
          inputmode: option.type === TYPES.integer ? "numeric" : undefined,
          enterkeyhint: "send",
        });
    this.sizer = h("span", { class: "chip-value", "data-text": "" }, this.input);
    this.element = h(
      "div",
      { class: "chip", "data-option": option.name },
      h("label", { class: "chip-name", for: id }, option.label),
      this.sizer,
    );
    this.input.addEventListener("input", () => this.#sized());
    this.input.addEventListener("change", () => this.#sized());
  }

  get isFile() {
    return this.option.type === TYPES.attachment;
  }

  get text() {
    return this.isFile ? (this.input.files[0]?.name ?? "") : this.input.value;
  }

  set text(text) {
    if (this.isFile) return;
    this.input.value = text.replace(/\s*\n\s*/g, " ");
    this.#sized();
  }

  /** What restores this chip later, including its file or its picked choice. */
  get filled() {
    return { text: this.text, picked: this.picked, files: this.isFile ? this.input.files : undefined };
  }

  refill({ text, picked, files }) {
    if (files) this.input.files = files;
    else if (picked) this.pick(picked);
    else this.text = text;
  }

  /** Fills in a choice. It shows the name, and sends the value. */
  pick(choice) {
    this.text = choice.name;
    this.picked = choice;
  }

  /** {value} or {problem}, as `readOption` gives them. Files give {file}. */
  read() {
    if (this.isFile) {
      const [file] = this.input.files;
      return file ? { file } : { problem: missing(this.option, "Choose a file") };
    }
    return readOption(this.option, this.text, this.page, this.picked);
  }

  /** The value to send. Files are uploaded first. */
  async value() {
    const { value, file } = this.read();
    return file ? upload(file) : value;
  }

  /** Marks the chip red as long as `problem` is a sentence. */
  mark(problem) {
    this.marked = problem;
    this.element.classList.toggle("invalid", Boolean(problem));
    this.input.setAttribute("aria-invalid", String(Boolean(problem)));
  }

  /** The caret's position, for moving on to the neighbours: {atStart, atEnd}. */
  caret() {
    const { selectionStart: start, selectionEnd: end, value } = this.input;
    return { atStart: start === 0 && end === 0, atEnd: start === value?.length };
  }

  #sized() {
    this.sizer.dataset.text = this.input.value;
    if (this.picked && this.picked.name !== this.text) this.picked = undefined;
  }
}
