// Commands written as text: "/imagine prompt:a boat width:512", typed or pasted.

const NO_MATCH = 3;

function rank(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.split(" ").some((word) => word.startsWith(wanted))) return 1;
  return name.includes(wanted) ? 2 : NO_MATCH;
}

/** The commands that match the text after the slash by label or name, best first. */
export function matchingCommands(commands, typed) {
  const wanted = typed.toLowerCase().trimEnd();
  return commands
    .map((command) => ({
      command,
      rank: Math.min(rank(command.label.toLowerCase(), wanted), rank(command.name, wanted)),
    }))
    .filter((each) => each.rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || a.command.label.localeCompare(b.command.label))
    .map((each) => each.command);
}

/** The command that this text begins with and the rest of the text, if a space follows its name. */
export function commandIn(text, commands) {
  const line = text.replace(/\s+/g, " ").trimStart();
  const [found] = commands
    .flatMap((command) => [command.label, command.name].map((name) => ({ command, name })))
    .filter(({ name }) => line.toLowerCase().startsWith(`/${name.toLowerCase()} `))
    .sort((a, b) => b.name.length - a.name.length);
  return found && { command: found.command, rest: line.slice(found.name.length + 2) };
}

/**
 * Splits "a boat width:512 seed: 7" at the names of `options`: {lead: "a boat", values: {width: "512", …}}.
 * An option's name counts once. A second `width:` is part of the text before it.
 */
export function splitOptions(text, options) {
  const names = new Map(options.flatMap(({ name, label }) => [[label.toLowerCase(), name], [name, name]]));
  const values = {};
  const marks = [];
  for (const match of text.matchAll(/(?:^|\s)([-_\p{L}\p{N}]{1,32}):/gu)) {
    const name = names.get(match[1].toLowerCase());
    if (!name || marks.some((mark) => mark.name === name)) continue;
    marks.push({ name, from: match.index, to: match.index + match[0].length });
  }
  marks.forEach((mark, index) => {
    values[mark.name] = text.slice(mark.to, marks[index + 1]?.from ?? text.length).trim();
  });
  return { lead: text.slice(0, marks[0]?.from ?? text.length).trim(), values };
}
