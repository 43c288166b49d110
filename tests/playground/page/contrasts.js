// The contrast of every pair of colours in which the page writes text, by name.
() => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => {
    const probe = document.createElement("i");
    probe.style.color = style.getPropertyValue(name);
    document.body.append(probe);
    const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    probe.remove();
    const linear = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const pairs = [
    ...["--text", "--text-strong", "--text-quiet", "--link", "--red-text"].flatMap((text) =>
      ["--chat", "--raised", "--floating"].map((behind) => [text, behind])),
    ["--text-quiet", "--field"], ["--text-quiet", "--side"], ["--text", "--workbench"], ["--text-quiet", "--workbench"],
    ["--workbench-text", "--workbench"], ["--on-brand", "--brand"], ["--on-brand", "--green"], ["--on-brand", "--red"],
    ["--grey-button-text", "--grey-button"],
  ];
  return Object.fromEntries(pairs.map(([text, behind]) => [`${text} on ${behind}`, ratio(colour(text), colour(behind))]));
}
