// The keys of a case: 1 2 3 say how a paper was found, Ctrl+Enter takes the next step. By place on the keyboard.

const KEYS_OFF = "saraban.keys-off"; // as on the desk

const papers = [...document.querySelectorAll(".papers > li")];
const plain = (event) => !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
const typing = (target) => target.closest?.("input:not([type=hidden]), textarea, select");
let saidOnce = false; // a key that is held says nothing twice

function paperAtHand() {
  const focused = document.activeElement?.closest?.(".papers > li");
  return focused ?? papers.find((one) => !one.querySelector("[aria-pressed=true]")) ?? null;
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || saidOnce) return;
  if (event.code === "Enter" && event.ctrlKey) {
    const next = document.querySelector("form[data-send] button") ?? document.getElementById("next");
    if (next) {
      event.preventDefault();
      saidOnce = true;
      next.click();
    }
    return;
  }
  if (!plain(event) || typing(event.target) || localStorage.getItem(KEYS_OFF)) return;
  const button = paperAtHand()?.querySelector(`[data-code="${event.code}"]`);
  if (button) {
    event.preventDefault();
    saidOnce = true;
    button.click();
  }
});

// The address names the paper that is next.
const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named?.matches(".papers > li")) named.focus({ preventScroll: false });
