// A key that is held down does nothing a second time. Runs before anything of the page can be pressed: the key may be
// down already when the next letter opens, and the other scripts come later.
document.addEventListener("keydown", (event) => {
  if (event.repeat && (event.code === "Enter" || event.code === "NumpadEnter")) event.preventDefault();
}, true);
