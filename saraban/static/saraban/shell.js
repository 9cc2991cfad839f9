// The frame of each page: what opens from the top closes with Escape, or by a press elsewhere, and gives the focus back.

const opened = () => document.querySelector(".top details[open]");

document.addEventListener("keydown", (event) => {
  const one = opened();
  if (event.code !== "Escape" || !one) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // Escape closes one thing at a time: the page's own meaning of it comes next
  one.open = false;
  one.querySelector("summary").focus();
}, true);

document.addEventListener("click", (event) => {
  const one = opened();
  if (one && !one.contains(event.target)) one.open = false;
});

// On a phone the menu is one line that scrolls: the page one is on stands in it.
const here = document.querySelector(".rail [aria-current]");
if (here && here.parentElement.scrollWidth > here.parentElement.clientWidth) {
  here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;
}
