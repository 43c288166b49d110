// Times as a member reads them. `<t:…:R>` stamps are updated while the page is open.
import { h } from "./dom.js";

const LANGUAGE = "en-GB";
const format = (options) => new Intl.DateTimeFormat(LANGUAGE, options);

// Discord's timestamp styles.
const STYLES = {
  t: format({ hour: "2-digit", minute: "2-digit" }),
  T: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  d: format({ day: "2-digit", month: "2-digit", year: "numeric" }),
  D: format({ day: "numeric", month: "long", year: "numeric" }),
  f: format({ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }),
  F: format({
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }),
};
const RELATIVE = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** "in 3 minutes", "2 days ago". */
export function relative(seconds) {
  const distance = seconds - Date.now() / 1000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(distance) >= each) ?? UNITS.at(-1);
  return RELATIVE.format(Math.round(distance / length), unit);
}

/** A `<t:seconds:style>` stamp. */
export function timestamp(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `<t:${seconds}:${style}>`;
  const text = style === "R" ? relative(seconds) : STYLES[style].format(date);
  const live = style === "R" ? { "data-live": seconds, "aria-live": "off" } : {}; // screen readers don't announce it
  return h(
    "time",
    { class: "stamp", datetime: date.toISOString(), title: STYLES.F.format(date), ...live },
    text,
  );
}

/** Updates every relative stamp on the page. */
export function keepStampsCurrent() {
  setInterval(() => {
    for (const node of document.querySelectorAll("time[data-live]")) {
      const text = relative(Number(node.dataset.live));
      if (node.textContent !== text) node.textContent = text;
    }
  }, 1000);
}

const sameDay = (a, b) => a.toDateString() === b.toDateString();

/** The time a message was sent, without a date if that's today. */
export function messageTime(iso) {
  const date = new Date(iso);
  const clock = STYLES.t.format(date);
  const yesterday = new Date(Date.now() - 86_400_000);
  const text = sameDay(date, new Date())
    ? clock
    : sameDay(date, yesterday)
      ? `Yesterday at ${clock}`
      : `${STYLES.d.format(date)} ${clock}`;
  return h("time", { datetime: iso, title: STYLES.F.format(date) }, text);
}

export const clockTime = (iso) => STYLES.t.format(new Date(iso));
export const clockSeconds = (date) => STYLES.T.format(date);
export const dayName = (iso) => STYLES.D.format(new Date(iso));
