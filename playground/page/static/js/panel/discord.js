// Discord's side: a gateway that breaks, and REST requests that fail.
import { h } from "../dom.js";
import { action, armedList, groupedSelect, section, timesField } from "./section.js";

const GATEWAY = [
  ["drop", "Drop it"],
  ["invalidate", "Invalidate the session"],
  ["reconnect", "Ask to reconnect"],
];

export function discordSection(page) {
  const place = h("div", { class: "panel-form" });
  const armed = armedList(() => page.store.attempt("clear_discord_faults"));
  const gateway = GATEWAY.map(([what, label]) =>
    action(label, () => page.store.attempt("gateway", { do: what })),
  );
  const element = section(
    "Discord",
    h("p", { class: "panel-label" }, "The bot's gateway connection"),
    h("div", { class: "panel-row" }, gateway),
    place,
    armed.element,
  );

  let built = false;
  const update = ({ discord }) => {
    if (!built) place.append(...faultForm(page, discord.faults));
    built = true;
    armed.update(discord.pending);
  };
  return { element, update };
}

function faultForm(page, faults) {
  const select = groupedSelect("What fails next", faults);
  const about = h("p", { class: "panel-detail" });
  const describe = () => {
    const { group, title } = faults.find((fault) => fault.id === select.value);
    about.textContent = `${group} ${title}.`;
  };
  select.addEventListener("change", describe);
  describe();
  const times = timesField();
  const arm = action(
    "Arm it",
    () => page.store.attempt("discord_fault", { fault: select.value, times: times.value() }),
    "primary",
  );
  return [
    h("p", { class: "panel-label" }, "The next request of this kind…"),
    select,
    about,
    h("div", { class: "panel-row" }, times.input, h("span", {}, "time(s)"), arm),
  ];
}
