// The names of ids in the server on screen, for mentions, authors and pickers.

const colour = (value) => (value ? `#${value.toString(16).padStart(6, "0")}` : undefined);

export class Names {
  #store;

  constructor(store) {
    this.#store = store;
  }

  user(id) {
    const member = this.member(id);
    return member && { label: member.display };
  }

  role(id) {
    const role = this.#guild?.roles.find((each) => each.id === id);
    return role && { label: role.name.replace(/^@/, ""), color: colour(role.color) };
  }

  channel(id) {
    const channel = this.#store.view?.channels.find((each) => each.id === id);
    return channel && { label: channel.name };
  }

  member(id) {
    return this.#guild?.members.find((each) => each.id === id);
  }

  /** A message's author in this server: display name, and the colour of their highest role. */
  author(user) {
    const member = this.member(user.id);
    return {
      id: user.id,
      username: user.username ?? member?.username,
      bot: Boolean(user.bot),
      display: member?.display ?? user.global_name ?? user.username,
      color: colour(member?.color),
    };
  }

  get #guild() {
    return this.#store.view?.guild;
  }
}

/** Attributes that show a name in its role's colour, as light or dark as the theme needs it. */
export const roleColour = (name, color) =>
  color ? { class: `${name} role-colour`, style: { "--role": color } } : { class: name };

/** `#rrggbb` for Discord's integer colours, undefined for none. */
export const cssColour = colour;
