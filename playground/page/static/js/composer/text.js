// Commands written out as text: "/imagine prompt:a boat width:512", typed or pasted.

/** The commands that go with what stands after the slash, best first. */
export function matchingCommands(commands, typed) {
  const wanted = typed.toLowerCase().trimEnd();
  const rank = (command) =>
    command.name.startsWith(wanted)
      ? 0
      : command.name.split(" ").some((word) => word.startsWith(wanted))
        ? 1
        : command.name.includes(wanted)
          ? 2
          : 3;
  return commands
    .map((command) => ({ command, rank: rank(command) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.command.name.localeCompare(b.command.name))
    .map((each) => each.command);
}

/** The command that this text begins with and the rest of the text, once a space or a colon follows its name. */
export function commandIn(text, commands) {
  const line = text.replace(/\s+/g, " ").trimStart();
  const found = [...commands]
    .sort((a, b) => b.name.length - a.name.length)
    .find((command) => line.toLowerCase().startsWith(`/${command.name} `));
  return found && { command: found, rest: line.slice(found.name.length + 2) };
}

/**
 * Takes "a boat width:512 seed: 7" apart at the names of `options`: {lead: "a boat", values: {width: "512", …}}.
 * The name of an option counts once; a second `width:` is part of the text before it.
 */
export function splitOptions(text, options) {
  const names = options.map((option) => option.name);
  const values = {};
  const marks = [];
  for (const match of text.matchAll(/(?:^|\s)([-_\p{L}\p{N}]{1,32}):/gu)) {
    const name = match[1].toLowerCase();
    if (!names.includes(name) || marks.some((mark) => mark.name === name)) continue;
    marks.push({ name, from: match.index, to: match.index + match[0].length });
  }
  marks.forEach((mark, index) => {
    values[mark.name] = text.slice(mark.to, marks[index + 1]?.from ?? text.length).trim();
  });
  return { lead: text.slice(0, marks[0]?.from ?? text.length).trim(), values };
}
