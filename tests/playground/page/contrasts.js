// Every text on screen whose contrast to what lies behind it is below WCAG's AA: ["text", ratio, needed].
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1,
  });
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: element, data } = texts.currentNode;
    const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!data.trim() || !shown || element.closest(":disabled, option, noscript, .spoiler-media")) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const below = behind(element);
    const levels = [luminance(over(rgba(color), below)), luminance(below)];
    const ratio = (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
    const size = parseFloat(fontSize);
    const needed = size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
    if (ratio < needed) faint.push([data.trim().slice(0, 40), ratio, needed]);
  }
  return faint;
}
