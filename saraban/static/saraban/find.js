// The key of the search box: the place of "/" on the keyboard, whichever layout is on. Everything works without it.

const box = document.getElementById("find");

document.addEventListener("keydown", (event) => {
  if (!box || event.code !== "Slash" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
  box.select();
});
