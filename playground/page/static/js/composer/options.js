// What a command's options accept, checked as Discord's client does before it sends anything.

export const TYPES = {
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

const NOUNS = {
  3: "text",
  4: "whole number",
  5: "true or false",
  6: "member",
  7: "channel",
  8: "role",
  9: "member or role",
  10: "number",
  11: "file",
};
const INTEGER = /^[+-]?\d{1,16}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const BOOLEANS = [
  { label: "True", value: true },
  { label: "False", value: false },
];

/** The choices of a closed option, or undefined if any text is accepted. Each has a label and a value. */
export function closedChoices(option, page) {
  if (option.choices?.length)
    return option.choices.map((choice) => ({ label: choice.name, value: choice.value }));
  const users = () =>
    page.guild().members.map((member) => ({
      label: `@${member.display}`,
      value: member.id,
      description: member.username,
    }));
  const roles = () =>
    page.guild().roles.map((role) => ({ label: `@${role.name.replace(/^@/, "")}`, value: role.id }));
  switch (option.type) {
    case TYPES.boolean:
      return BOOLEANS;
    case TYPES.user:
      return users();
    case TYPES.role:
      return roles();
    case TYPES.mentionable:
      return [...users(), ...roles()];
    case TYPES.channel:
      return page
        .channels()
        .filter((channel) => !option.channel_types?.length || option.channel_types.includes(channel.type))
        .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    default:
      return undefined;
  }
}

const bare = (text) => text.trim().replace(/^[@#]/, "").toLowerCase();

/** The choices that match the typed text. A full match comes first. */
export function matchingChoices(choices, typed) {
  const exact = exactChoice(choices, typed);
  const matching = choices.filter(
    (choice) =>
      choice !== exact &&
      (bare(choice.label).includes(bare(typed)) ||
        (choice.description ?? "").toLowerCase().startsWith(bare(typed))),
  );
  return exact ? [exact, ...matching] : matching;
}

/** A label counts before a username or a value. */
function exactChoice(choices, typed) {
  const wanted = bare(typed);
  if (!wanted) return undefined;
  return (
    choices.find((choice) => bare(choice.label) === wanted) ??
    choices.find((choice) => [choice.description ?? "", String(choice.value)].some((text) => bare(text) === wanted))
  );
}

/** The problem with an option that has no value. It was added to the command, so it's not dropped silently. */
export const missing = (option, what = "Specify a value") =>
  option.required
    ? `This option is required. ${what}.`
    : `${option.label} has no value. ${what}, or remove the option.`;

/**
 * Reads the text of an option. Returns {value} to send, or {problem} as a sentence. `picked` is the choice
 * that `typed` came from, if any.
 */
export function readOption(option, typed, page, picked) {
  if (!typed.trim()) return { problem: missing(option) };
  if (picked && picked.name === typed) return { value: picked.value };
  const choices = closedChoices(option, page);
  if (choices) {
    const choice = exactChoice(choices, typed);
    return choice ? { value: choice.value } : { problem: `Choose a ${NOUNS[option.type]} from the list.` };
  }
  if (option.type === TYPES.integer || option.type === TYPES.number) return readNumber(option, typed.trim());
  return readText(option, typed.trim());
}

function readNumber(option, typed) {
  const whole = option.type === TYPES.integer;
  if (!(whole ? INTEGER : NUMBER).test(typed)) return { problem: `Enter a ${NOUNS[option.type]}.` };
  const value = Number(typed);
  if (option.min_value !== undefined && value < option.min_value)
    return { problem: `Enter a number of at least ${option.min_value}.` };
  if (option.max_value !== undefined && value > option.max_value)
    return { problem: `Enter a number of at most ${option.max_value}.` };
  return { value };
}

function readText(option, typed) {
  const { min_length: min, max_length: max } = option;
  const { length } = [...typed];
  if (min !== undefined && length < min) return { problem: `Enter at least ${min} characters.` };
  if (max !== undefined && length > max)
    return { problem: `Enter at most ${max} characters (this has ${length}).` };
  return { value: typed };
}

const shown = (number) => number.toLocaleString("en-GB");

/** What can be entered, in a few words: "whole number, 512 to 2,048". */
export function expectation(option) {
  const noun = option.choices?.length ? "choice" : NOUNS[option.type];
  const range = rangeOf(option);
  return range ? `${noun}, ${range}` : noun;
}

function rangeOf({ type, min_value: least, max_value: most, max_length: longest }) {
  if (least !== undefined && most !== undefined) return `${shown(least)} to ${shown(most)}`;
  if (least !== undefined) return `at least ${shown(least)}`;
  if (most !== undefined) return `at most ${shown(most)}`;
  return type === TYPES.string && longest !== undefined ? `up to ${shown(longest)} characters` : undefined;
}
