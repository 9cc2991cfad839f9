// What the desk gains from JavaScript; every page works without it.
// One press registers one letter that somebody could have read: repeats of a held-down key, a press before the letter
// has been on the screen, and a press just after the last letter was sent away, are not heard. The server checks too.

const READ_MS_MIN = 800; // counted from the page's first showing, so it also covers the 600 ms after advancing
const SILENCE_MS_MAX = 60_000; // then nobody waits for the server any longer
const KEPT_ALIVE_MAX = 60_000; // bytes; browsers refuse to keep more alive
const JUNK_FOLDED = "saraban.junk-folded";

let listening = new AbortController(); // ends what listens while one letter is open

// A letter's page has come, or has been put in the place of the last one.
const open = () => {
  listening.abort();
  listening = new AbortController();
  const shownAt = performance.now();
  const { signal } = listening;
  const card = document.getElementById("card");
  const list = document.getElementById("waiting");

  if (card) {
    const go = card.querySelector("button.go");
    let sent = false;

    // One key goes to what must be looked at first: each doubtful column, then the notes above the letter; then it registers.
    const seen = new Set();
    const letter = document.getElementById("letter");
    const notes = document.getElementById("doubts");
    const nextDoubt = () => {
      const column = [...card.querySelectorAll("[data-doubt]")].find((one) => !seen.has(one));
      return column ?? (notes && !seen.has(notes) ? notes : null);
    };
    let asked = false; // the first press shows a doubt, even one that has the cursor already
    card.addEventListener("input", () => { asked = true; });
    const lookedAt = (column) => { if (!(column.required && !column.value.trim())) seen.add(column); };
    card.addEventListener("focusout", (event) => {
      if (asked && event.target.matches("[data-doubt]")) lookedAt(event.target); // visited, and let stand
    });

    document.addEventListener("keydown", (event) => {
      if (event.code !== "Enter" && event.code !== "NumpadEnter") return;
      const from = event.target;
      if (event.repeat) {
        event.preventDefault();
        return;
      }
      const typing = card.contains(from) && from.matches("input, select, textarea");
      const reading = from === document.body || from === letter || from === notes;
      if (!go || !(typing || reading || from === go)) return;
      event.preventDefault();
      if (performance.now() - shownAt < READ_MS_MIN) return;
      if (!asked && nextDoubt()) {
        asked = true;
        const first = nextDoubt();
        first.focus();
        first.select?.();
        return;
      }
      if (typing) lookedAt(from);
      else if (from === notes) seen.add(notes);
      const doubt = nextDoubt();
      if (!doubt) {
        card.requestSubmit(go);
        return;
      }
      doubt.focus();
      doubt.select?.();
    }, { capture: true, signal });

    card.addEventListener("submit", (event) => {
      if (sent || performance.now() - shownAt < READ_MS_MIN) {
        event.preventDefault();
        return;
      }
      sent = true;
      card.setAttribute("aria-busy", "true");
      if (!list) return; // another page than the desk: the browser goes on
      event.preventDefault();
      send(card, event.submitter).catch(() => {
        sent = false;
        card.removeAttribute("aria-busy");
        tellOfSilence(card);
      });
    });

    // Coming back by the browser's own button shows a page that was already sent once.
    window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); }, { signal });

    const told = document.getElementById("routed-to");
    const unit = card.elements.namedItem("unit");
    const officer = card.elements.namedItem("officer");
    if (told && unit && officer) {
      const nobody = "ยังไม่เลือกหน่วย";
      const name = (select) => (select.value ? select.options[select.selectedIndex].text : "");
      const tell = () => { told.textContent = [name(unit), name(officer)].filter(Boolean).join(" · ") || nobody; };
      unit.addEventListener("change", tell);
      officer.addEventListener("change", tell);
      tell();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (localStorage.getItem(KEYS_OFF) && event.code !== "Escape") return;
    // In the card a letter is text; on a button, a link, the list or the letter it is a key.
    if (event.code === "Escape" && card?.contains(event.target)) {
      document.getElementById("letter")?.focus(); // out of the card, so that letters are keys again
      return;
    }
    if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    const means = document.querySelector(`[data-key="${CSS.escape(event.code)}"]`);
    if (!means || performance.now() - shownAt < READ_MS_MIN) return;
    event.preventDefault();
    means.click();
  }, { signal });

  const undo = document.getElementById("undo");
  if (undo) {
    const seconds = undo.querySelector("[data-seconds]");
    const ends = Date.now() + Number(seconds.dataset.seconds) * 1000;
    const tick = () => {
      const left = Math.ceil((ends - Date.now()) / 1000);
      if (left <= 0) undo.remove();
      else {
        seconds.textContent = String(left);
        setTimeout(tick, 250);
      }
    };
    tick();
    document.addEventListener("keydown", (event) => {
      if (event.code !== "KeyZ" || !(event.ctrlKey || event.metaKey) || event.repeat || !undo.isConnected) return;
      // A field that was typed in has an undo of its own.
      if (event.target.matches("input, textarea") && event.target.value !== event.target.defaultValue) return;
      event.preventDefault();
      undo.requestSubmit();
    }, { signal });
  }

  if (list) {
    const pane = list.closest(".list");
    const selected = () => list.querySelector("[aria-current]");
    let before = null;
    let last = "";

    const openRow = selected();
    if (openRow && openRow.offsetTop + openRow.offsetHeight > pane.clientHeight) openRow.scrollIntoView({ block: "nearest" });

    const keepFold = () => {
      const fold = list.querySelector(".fold");
      if (!fold || fold.querySelector("[aria-current]")) return;
      if (sessionStorage.getItem(JUNK_FOLDED)) fold.open = false;
      fold.addEventListener("toggle", () => {
        if (fold.open) sessionStorage.removeItem(JUNK_FOLDED);
        else sessionStorage.setItem(JUNK_FOLDED, "1");
      }, { signal });
    };
    keepFold();

    list.addEventListener("htmx:beforeSwap", (event) => {
      const { xhr } = event.detail;
      if (!xhr.responseText.includes("data-waiting")) {
        // Signed out meanwhile, or a page of trouble: leave the list as it is; the next press will say why.
        event.detail.shouldSwap = false;
        return;
      }
      if (xhr.responseText === last) {
        event.detail.shouldSwap = false;
        return;
      }
      last = xhr.responseText;
      before = selected()?.getBoundingClientRect().top ?? null;
    }, { signal });
    list.addEventListener("htmx:afterSwap", () => {
      const came = [...list.querySelectorAll("a.row")].some((row) => !row.closest(".fold"));
      if (came && document.querySelector(".nothing")) {
        window.location.reload(); // nothing is open and nothing is being typed: open the first that came
        return;
      }
      keepFold();
      const row = selected();
      if (row && before !== null) pane.scrollTop += row.getBoundingClientRect().top - before;
    }, { signal });

    list.addEventListener("keydown", (event) => {
      if (event.code !== "ArrowDown" && event.code !== "ArrowUp") return;
      const rows = [...list.querySelectorAll("a.row")].filter((row) => row.checkVisibility?.() ?? true);
      const at = rows.indexOf(document.activeElement);
      const to = rows[at + (event.code === "ArrowDown" ? 1 : -1)];
      if (at < 0 || !to) return;
      event.preventDefault();
      to.focus();
    }, { signal });
  }

  if (list && window.location.pathname !== "/desk/") showLetterOnPhone();
};

// On a phone the list stands above the letter: who chose a letter, or has done one, sees the letter at once.
const showLetterOnPhone = () => {
  if (matchMedia("(max-width: 47.5rem)").matches) document.getElementById("letter")?.scrollIntoView();
};

// What one key does goes to the server beside the page, and the page that answers takes the place of this one: the same
// page that the browser would load, without loading its frame again.
const send = async (card, by) => {
  const body = new URLSearchParams(new FormData(card, by)).toString();
  const answer = await fetch(by?.getAttribute("formaction") ?? card.action, {
    method: "POST",
    headers: { "X-Beside": "1", "Content-Type": "application/x-www-form-urlencoded" },
    body,
    keepalive: body.length < KEPT_ALIVE_MAX, // who goes to another page at once has still pressed the key
    signal: AbortSignal.timeout?.(SILENCE_MS_MAX),
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { pathname } = new URL(answer.url);
  if (!pathname.startsWith("/desk/")) {
    window.location.assign(answer.url); // signed out meanwhile
    return;
  }
  if (!page.getElementById("main")) throw new Error("no page of the desk");
  renew("rail-waiting", page);
  if (!keepList(page)) renew("main", page);
  document.title = page.title;
  const here = answer.redirected ? answer.url : new URL("/desk/", window.location).href;
  if (answer.ok && here !== window.location.href) window.history.replaceState(null, "", here);
  window.htmx?.process(document.getElementById("waiting") ?? document.getElementById("main"));
  open();
  const first = document.querySelector("#main [autofocus]") ?? document.getElementById("letter") ?? document.getElementById("main");
  first.focus({ preventScroll: true, focusVisible: first.id !== "letter" });
  window.scrollTo(0, 0);
  showLetterOnPhone();
};

const renew = (id, page) => {
  const come = page.getElementById(id);
  if (come) document.getElementById(id)?.replaceWith(document.adoptNode(come));
};

// Where the page that came has no rows, those that are here stay as they stand, without the letter that was done, until
// they are renewed: to lay fifty rows out anew takes longer than all the rest.
const keepList = (page) => {
  const list = document.getElementById("waiting");
  const come = page.getElementById("waiting");
  if (!list || !come || come.childElementCount) return false;
  const beside = (waiting) => [...waiting.closest("main").children].filter((one) => !one.contains(waiting));
  const main = list.closest("main");
  for (const gone of beside(list)) gone.remove();
  main.append(...beside(come).map((one) => document.adoptNode(one)));
  for (const { name, value } of come.attributes) list.setAttribute(name, value);
  list.querySelector("[aria-current]")?.closest("li").remove();
  const open = new URLSearchParams(come.getAttribute("hx-get").split("?")[1]).get("open");
  list.querySelector(`#row-${CSS.escape(open ?? "")}`)?.setAttribute("aria-current", "true");
  return true;
};

const tellOfSilence = (card) => {
  const note = card.querySelector(".silence") ?? document.createElement("p");
  note.className = "note err silence";
  note.setAttribute("role", "alert");
  note.textContent = "ยังไม่ทราบผล เพราะเครื่องแม่ข่ายไม่ตอบ โปรดตรวจสายหรือ Wi-Fi แล้วกดอีกครั้ง ถ้าลงรับไปแล้วระบบไม่ออกเลขซ้ำ สิ่งที่พิมพ์ไว้อยู่ครบ";
  card.querySelector(".bar").prepend(note);
};

// Letters as keys, while nothing is being typed; each stands on a button or link that says so. They can be switched off.
const KEYS_OFF = "saraban.keys-off";
const keysSwitch = document.getElementById("keys-switch");
if (keysSwitch) {
  keysSwitch.closest("label").hidden = false;
  keysSwitch.checked = !localStorage.getItem(KEYS_OFF);
  keysSwitch.addEventListener("change", () => {
    if (keysSwitch.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
}

open();
