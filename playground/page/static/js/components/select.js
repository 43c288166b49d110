// Select menus of strings, users, roles, mentionables and channels, in a message or a modal.
import { Picker } from "./picker.js";

const STRING = 3;
const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;
const CHANNEL = 8;

/** What the reader chose, by message and menu. Clients keep showing it until the bot edits the message. */
const chosen = new Map();

export function selectMenu(component, message, page) {
  const key = [message.id, message.edited_timestamp, component.custom_id].join();
  const options = pickerOptions(component, page.guild(), page.channels());
  const kept = chosen.get(key);
  if (kept) for (const choice of options.choices) choice.selected = kept.includes(choice.value);
  return new Picker({
    ...options,
    disabled: Boolean(component.disabled || page.activity.waitingComponent(message.id)),
    onfew: (min) => page.store.emit("trouble", `Choose at least ${min}.`),
    onpick: (values) => {
      chosen.set(key, values);
      page.select(message, component.custom_id, values);
    },
  }).element;
}

/** What a `Picker` needs to show this component. The people, roles and channels are those of the server on screen. */
export function pickerOptions(component, guild, channels) {
  return {
    choices: choicesOf(component, guild, channels),
    min: component.min_values ?? 1,
    max: component.max_values ?? 1,
    placeholder: component.placeholder,
    customId: component.custom_id,
  };
}

function choicesOf(component, guild, channels) {
  const preset = new Set((component.default_values ?? []).map((each) => each.id));
  const marked = (choice) => ({ ...choice, selected: preset.has(choice.value) });
  const users = guild.members.map((member) => ({
    value: member.id,
    label: member.display,
    description: member.username,
    sign: "@",
  }));
  const roles = guild.roles.map((role) => ({ value: role.id, label: role.name, sign: "@" }));
  if (component.type === STRING) {
    return component.options.map((option) => ({
      value: option.value,
      label: option.label,
      description: option.description,
      emoji: option.emoji?.name,
      selected: option.default,
    }));
  }
  if (component.type === USER) return users.map(marked);
  if (component.type === ROLE) return roles.map(marked);
  if (component.type === MENTIONABLE) return [...users, ...roles].map(marked);
  if (component.type === CHANNEL) {
    const types = component.channel_types;
    const wanted = channels.filter((channel) => !types?.length || types.includes(channel.type));
    return wanted.map((channel) => marked({ value: channel.id, label: channel.name, sign: "#" }));
  }
  return [];
}
