// Everything on screen that a finger presses and that is smaller than 44 by 44 pixels: "name: width × height".
// Links and mentions within a sentence are as high as their line, as WCAG allows.
() => {
  const pressable = "button, a[href], select, input:not([type=radio], [type=checkbox]), textarea, summary, label:has(input), [role=option]";
  const inline = ".markdown *, .context-reply, .chip *, .file a, .chip-name";
  return [...document.querySelectorAll(pressable)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((each) => !each.matches(inline) && !each.closest("[inert], .skip-link") && !each.matches(".shade"))
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
    .map(({ each, box }) => `${each.getAttribute("aria-label") ?? each.textContent ?? each.className}: ${box.width} × ${box.height}`);
}
