// The keys beside a picture of a file, by place on the keyboard: ← → go through pages and files, + - come nearer and go away,
// R turns; ↑ ↓ choose a paper, N writes its note, Escape leaves it. Without this each is a link, a button or a field.

const KEYS_OFF = "saraban.keys-off"; // as on the desk
const LINKS = {
  ArrowLeft: "before", ArrowRight: "after", KeyR: "turned",
  Equal: "nearer", NumpadAdd: "nearer", Minus: "farther", NumpadSubtract: "farther",
};

const papers = [...document.querySelectorAll(".papers > li")];
const typing = (target) => target.closest?.("input:not([type=hidden]), textarea, select");
const plain = (event) => !event.ctrlKey && !event.altKey && !event.metaKey;

// One press after another, however fast they come: each goes on from where the last one led.
let led = Promise.resolve();
let waiting = 0;
function lead(find) {
  waiting += 1;
  led = led.then(async () => {
    const address = find();
    if (address) await show(address);
    waiting -= 1;
  });
}

// What is looked at changes in its place: what was typed beside it stays, and so does the focus.
async function show(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, next] = [document, page].map((one) => one.getElementById("sight"));
  const key = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  old.replaceWith(next);
  if (key) (next.querySelector(`[data-key="${key}"]`) ?? next.querySelector(".frame"))?.focus({ preventScroll: true });
  history.replaceState(null, "", address);
  for (const form of document.querySelectorAll(".papers form.verdict, form[data-sight]")) {
    form.action = location.pathname + next.dataset.query;
  }
  begin();
}

// The page as it was shown: whether it can be read is measured after it is seen, and one that cannot be drawn says so.
function begin() {
  const here = document.querySelector("#sight .which [aria-current]");
  if (here) here.closest("ol").scrollTop = here.offsetTop - here.closest("ol").offsetTop;
  const place = document.getElementById("legibility");
  if (place?.dataset.from) {
    fetch(place.dataset.from)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((words) => place.replaceChildren(...new DOMParser().parseFromString(words, "text/html").body.childNodes))
      .catch(() => {});
  }
  const picture = document.querySelector("#sight .frame img");
  const broken = () => {
    document.getElementById("no-picture").hidden = false;
    picture.closest(".frame").hidden = true;
  };
  if (picture?.complete && !picture.naturalWidth && picture.currentSrc) broken();
  else picture?.addEventListener("error", broken);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-go]");
  if (!link || event.button || event.ctrlKey || event.shiftKey || event.metaKey) return;
  event.preventDefault();
  lead(() => link.href);
});

document.addEventListener("keydown", (event) => {
  const note = event.target.closest?.("textarea");
  if (note && (event.code === "Escape" || (event.code === "Enter" && !event.shiftKey && !event.ctrlKey))) {
    event.preventDefault();
    note.closest("li").focus();
    return;
  }
  if (!plain(event) || typing(event.target) || localStorage.getItem(KEYS_OFF)) return;
  const paper = document.activeElement?.closest?.(".papers > li");
  if (event.code === "ArrowUp" || event.code === "ArrowDown") {
    if (!paper) return; // the page scrolls
    event.preventDefault();
    papers[papers.indexOf(paper) + (event.code === "ArrowDown" ? 1 : -1)]?.focus();
  } else if (event.code === "KeyN" && !event.repeat) {
    const remark = (paper ?? papers.find((one) => !one.querySelector("[aria-pressed=true]")))?.querySelector(".remark");
    if (!remark) return;
    event.preventDefault();
    remark.open = true;
    remark.querySelector("textarea").focus();
  } else if (LINKS[event.code]) {
    // A page that is wider than its frame goes sideways.
    if (event.code.startsWith("Arrow") && document.activeElement?.matches?.(".frame:not(.zoom-1)")) return;
    event.preventDefault();
    if (event.repeat && waiting) return; // a key that is held goes as fast as pages come
    lead(() => document.querySelector(`#sight [data-key="${LINKS[event.code]}"]`)?.href);
  }
});

begin();

// The paper at hand has the focus from the first; when all are said, the next step has it.
if (!location.hash) papers.find((one) => !one.querySelector("[aria-pressed=true]"))?.focus({ preventScroll: true });
else if (location.hash === "#step") document.getElementById("next")?.focus({ preventScroll: true });
