// What a register gains from JavaScript: the habits of Excel. Every page works without it, as a form of inputs.
// While a cell is edited the table is an ARIA grid with one stop of Tab; else it is a plain table.

const KEYS_OFF = "saraban.keys-off"; // as on the desk: who switched the keys off has plain inputs
const UNDO_MAX = 500; // presses that are remembered
const BLOCK_MAX = 50; // rows that a paste adds
const SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];
const LONG = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"];
const WEEKDAYS = ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"];

const book = document.getElementById("book");
const keys = !localStorage.getItem(KEYS_OFF);

// Dates, for the echo and for ± one day; the server reads more forms than these and has the last word.

const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

const day = (year, month, date) => {
  const made = new Date(year, month - 1, date);
  return made.getMonth() === month - 1 && made.getDate() === date ? made : null;
};

const readDay = (typed) => {
  const text = arabic(typed).trim();
  const away = { "เมื่อวาน": -1, "วันนี้": 0, "พรุ่งนี้": 1 }[text] ?? (/^[+-] ?\d{1,4}$/.test(text) ? Number(text.replace(" ", "")) : null);
  if (away !== null) {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + away);
  }
  const numbers = text.match(/^(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{2}|\d{4})$/);
  const named = text.match(/^(\d{1,2}) ?([ก-๙.]+) ?(\d{2}|\d{4})$/);
  if (!numbers && !named) return null;
  const plain = (name) => name.replaceAll(".", "");
  const month = numbers ? Number(numbers[2])
    : 1 + Math.max(SHORT.findIndex((one) => plain(one) === plain(named[2])), LONG.indexOf(named[2]));
  const said = Number((numbers ?? named)[3]);
  const year = said < 100 ? 2500 + said - 543 : said >= 2400 ? said - 543 : said;
  return day(year, month, Number((numbers ?? named)[1]));
};

const shortDay = (made) => {
  const year = made.getFullYear() + 543;
  return `${made.getDate()} ${SHORT[made.getMonth()]} ${year >= 2500 && year < 2600 ? String(year - 2500).padStart(2, "0") : year}`;
};
const dayInWords = (made) => `${WEEKDAYS[made.getDay()]} ${made.getDate()} ${LONG[made.getMonth()]} ${made.getFullYear() + 543}`;

// The clipboard: TSV and a table for the office's spreadsheet, safe against formulas (as `csv_text` on the server).

const FORMULA = /^[ \u00a0]*[=+\-@＝＋－＠\t\r\n]/;
const safe = (text) => {
  const bare = text.replace(/^'+/, "");
  return bare !== "-" && FORMULA.test(bare) ? `'${text}` : text;
};
const copied = (text) => safe(arabic(text).replace(/\s+/g, " ").trim());
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const putOnClipboard = (event, rows) => {
  event.preventDefault();
  event.clipboardData.setData("text/plain", rows.map((row) => row.map(copied).join("\t")).join("\r\n"));
  const cells = (row) => row.map((cell) => `<td style="mso-number-format:'\\@'">${escaped(copied(cell))}</td>`).join("");
  event.clipboardData.setData("text/html", `<table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</table>`);
};

// A cell that holds a tab, a line break or a quotation mark stands in quotation marks, and marks in it are doubled.
const blockOf = (text) => {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let found; cell.lastIndex < text.length && (found = cell.exec(text));) {
    rows.at(-1).push((found[1] !== undefined ? found[1].replaceAll('""', '"') : found[2]).replace(/\s+/g, " ").trim());
    if (found[3] === "\t" && cell.lastIndex === text.length) rows.at(-1).push("");
    else if (found[3] && found[3] !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.length);
};

// A table of inputs: its rows, the columns that are typed in, and where the cursor is.

class Cells {
  constructor(part, form, told) {
    this.part = part;
    this.form = form;
    this.told = told;
    this.undo = [];
    this.from = null; // the other corner of what is chosen
    this.entered = "";
    this.typing = false; // F2: arrows move in the text
  }

  get rows() { return [...this.part.rows].filter((row) => row.querySelector("td.in")); }
  get all() { return [...this.part.querySelectorAll("td.in input")]; }
  at(row, column) { return this.rows[row]?.cells[column]?.querySelector("input") ?? null; }
  place(input) { return [this.rows.indexOf(input.closest("tr")), input.closest("td").cellIndex]; }
  say(words) { this.told.textContent = words; }

  go(input, { choose = false } = {}) {
    if (!input) return;
    if (!choose) this.from = null;
    if (keys && this.form.id === "save") {
      for (const one of this.all) one.tabIndex = -1;
      input.tabIndex = 0;
    }
    input.focus();
    input.select();
  }

  // The next cell that is typed in, over those that are only read.
  move(input, down, right, options) {
    let [row, column] = this.place(input);
    const rows = this.rows;
    do {
      row += down;
      column += right;
      if (!rows[row]?.cells[column]) return false;
    } while (!this.at(row, column));
    this.go(this.at(row, column), options);
    return true;
  }

  chosen(input) {
    const [row, column] = this.place(input);
    const [otherRow, otherColumn] = this.from && this.from.isConnected ? this.place(this.from) : [row, column];
    const block = [];
    for (let r = Math.min(row, otherRow); r <= Math.max(row, otherRow); r += 1) {
      const line = [];
      for (let c = Math.min(column, otherColumn); c <= Math.max(column, otherColumn); c += 1) line.push(this.at(r, c) ?? this.rows[r].cells[c]);
      block.push(line);
    }
    return block;
  }

  show(input) {
    for (const cell of this.part.querySelectorAll(".chosen")) cell.classList.remove("chosen");
    if (this.from && this.from !== input) for (const one of this.chosen(input).flat()) one.closest("td, th").classList.add("chosen");
  }

  set(changes) {
    const done = changes.filter(([input, , to]) => input && input.value !== to).map(([input, was, to]) => [input, was ?? input.value, to]);
    if (!done.length) return 0;
    for (const [input, , to] of done) input.value = to;
    this.remember(done);
    return done.length;
  }

  remember(done) {
    this.undo.push(done);
    if (this.undo.length > UNDO_MAX) this.undo.shift();
    for (const [input] of done) this.mark(input);
    this.entered = document.activeElement?.value ?? "";
  }

  changed(input) { return input.value !== (input.dataset.stood ?? input.defaultValue); }

  mark(input) {
    const cell = input.closest("td");
    cell.classList.toggle("changed", this.changed(input) && this.form.id === "save");
    cell.classList.remove("bad");
    input.removeAttribute("aria-invalid");
  }

  count() {
    const changed = this.all.filter((input) => this.changed(input));
    return [changed.length, new Set(changed.map((input) => input.closest("tr"))).size];
  }

  sayCount() {
    const [cells, rows] = this.count();
    if (this.form.id === "save") this.say(cells ? `แก้ ${cells} ช่อง ใน ${rows} รายการ ยังไม่ได้บันทึก` : "ยังไม่ได้แก้ช่องใด");
  }

  leave(input) { // what was typed is one thing to undo
    if (input.value !== this.entered) this.remember([[input, this.entered, input.value]]);
    this.typing = false;
    this.sayCount();
  }

  takeBack() {
    const last = this.undo.pop();
    if (!last) return false;
    for (const [input, was] of last) input.value = was;
    for (const [input] of last) this.mark(input);
    this.go(last[0][0]);
    this.entered = last[0][0].value;
    this.sayCount();
    this.say(`เลิกทำ ${last.length} ช่อง`);
    return true;
  }

  paste(input, block) {
    const first = this.part.querySelector("td.in").cellIndex;
    let [row, column] = this.place(input);
    let note = "";
    if (column === first && block.every((line) => line.length > 7)) { // whole rows, with the number that is not ours to take
      block = block.map((line) => line.slice(1));
      note = " ไม่ใช้ช่องเลขทะเบียน ระบบออกเลขให้เอง";
    }
    if (this.part.matches("[data-new]")) while (this.rows.length < row + block.length && this.rows.length < BLOCK_MAX) addRow(this);
    const changes = [];
    let lost = 0;
    block.forEach((line, down) => line.forEach((text, right) => {
      const to = this.at(row + down, column + right);
      if (to) changes.push([to, undefined, text.slice(0, to.maxLength)]);
      else if (text && !this.rows[row + down]) lost += 1;
    }));
    const cells = this.set(changes);
    this.sayCount();
    this.say(`วาง ${cells} ช่อง ใน ${Math.min(block.length, this.rows.length - row)} แถว${lost ? ` อีก ${lost} ช่องเกินแถวสุดท้าย ไม่ได้วาง` : ""}${note} เลิกทำด้วย Ctrl+Z`);
  }

  send() {
    const because = this.form.elements.namedItem("because");
    if (because && !because.value.trim()) {
      because.focus();
      this.say("ยังไม่ได้บันทึก เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ แล้วกด Enter");
      return;
    }
    this.form.requestSubmit();
  }
}

const addRow = (cells) => {
  const rows = cells.rows;
  const row = rows[0].cloneNode(true);
  const nth = rows.length;
  row.querySelector("th .num").textContent = `[${Number(cells.part.dataset.first) + nth}]`;
  for (const input of row.querySelectorAll("input")) {
    input.id = input.id.replace(/^n\d+/, `n${nth}`);
    input.name = input.id;
    input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, String(nth + 1)));
    input.value = "";
    input.defaultValue = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    input.closest("td").classList.remove("bad", "changed", "chosen");
    input.closest("td").querySelector(".why")?.remove();
  }
  rows.at(-1).after(row);
};

const listen = (cells) => {
  const { part, form } = cells;
  let sent = false;
  let leaving = false;

  part.addEventListener("focusin", ({ target }) => {
    if (!target.matches("td.in input")) return;
    cells.entered = target.value;
    if (keys && form.id === "save") {
      for (const one of cells.all) one.tabIndex = one === target ? 0 : -1;
    }
    cells.show(target);
    echo(target);
  });
  part.addEventListener("focusout", ({ target }) => { if (target.matches("td.in input")) cells.leave(target); });
  part.addEventListener("input", ({ target }) => { leaving = false; cells.mark(target); echo(target); });
  part.addEventListener("dblclick", () => { cells.typing = true; });
  part.addEventListener("mousedown", (event) => {
    const input = event.target.closest("td.in")?.querySelector("input");
    if (!input) return;
    if (event.shiftKey && part.contains(document.activeElement)) {
      event.preventDefault();
      cells.from ??= document.activeElement;
      cells.go(input, { choose: true });
      cells.show(input);
    } else if (document.activeElement === input) cells.typing = true; // the second press stands in the text
    else cells.from = null;
  });

  const echo = (input) => {
    if (!("day" in input.dataset) || !input.value.trim()) return;
    const made = readDay(input.value);
    cells.say(made ? dayInWords(made) : "ระบบจะอ่านวันที่นี้เมื่อบันทึก");
  };

  const DOES = {
    Enter: (input, event) => {
      if (event.ctrlKey || event.metaKey) cells.send();
      else if (!cells.move(input, event.shiftKey ? -1 : 1, 0)) {
        if (event.shiftKey) return;
        if (form.id === "save") form.elements.namedItem("because").focus();
        else if (!cells.move(input, 0, 1)) cells.send(); // at the end of the last row
      }
    },
    Escape: (input) => {
      if (input.value !== cells.entered) {
        input.value = cells.entered;
        cells.mark(input);
        input.select();
      } else if (cells.typing || cells.from) {
        cells.typing = false;
        cells.from = null;
        cells.show(input);
        input.select();
      } else if (form.dataset.leave) {
        const [changed] = cells.count();
        if (changed && !leaving) {
          leaving = true;
          cells.say(`ยังมี ${changed} ช่องที่ไม่ได้บันทึก กด Esc อีกครั้งเพื่อออกโดยไม่บันทึก`);
        } else {
          sent = true;
          window.location.assign(form.dataset.leave);
        }
      } else input.blur();
    },
    F2: (input) => {
      cells.typing = !cells.typing;
      if (cells.typing) input.setSelectionRange(input.value.length, input.value.length);
      else input.select();
    },
    Tab: (input, event) => {
      const step = event.shiftKey ? -1 : 1;
      const all = cells.all;
      const next = all[all.indexOf(input) + step];
      if (!next) return false; // out of the table
      cells.go(next);
    },
    KeyD: (input, event) => {
      if (!(event.ctrlKey || event.metaKey)) return false;
      const block = cells.chosen(input);
      const [row, column] = cells.place(input);
      const above = block.length > 1 ? null : cells.at(row - 1, column);
      const changes = block.length > 1
        ? block.slice(1).flatMap((line) => line.map((cell, c) => [cell, block[0][c]])).filter(([to, of]) => to.form && of.form).map(([to, of]) => [to, undefined, of.value])
        : above ? [[input, undefined, above.value]] : [];
      const filled = cells.set(changes);
      cells.sayCount();
      cells.say(filled ? `เติมลง ${filled} ช่อง` : "ไม่มีช่องข้างบนให้เติม");
      input.select();
    },
    Semicolon: (input, event) => {
      if (!(event.ctrlKey || event.metaKey) || !("day" in input.dataset)) return false;
      cells.set([[input, undefined, shortDay(new Date())]]);
      input.select();
      cells.sayCount();
      echo(input);
    },
    KeyZ: (input, event) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey) return false;
      if (input.value !== cells.entered) {
        input.value = cells.entered;
        cells.mark(input);
        input.select();
        return undefined;
      }
      return cells.takeBack() ? undefined : false;
    },
    ArrowUp: (input, event) => arrow(input, event, -1, 0),
    ArrowDown: (input, event) => arrow(input, event, 1, 0),
    ArrowLeft: (input, event) => arrow(input, event, 0, -1),
    ArrowRight: (input, event) => arrow(input, event, 0, 1),
  };
  DOES.NumpadEnter = DOES.Enter;

  const arrow = (input, event, down, right) => {
    if (event.altKey) {
      const made = "day" in input.dataset && down ? readDay(input.value) : null;
      if (!made) return false;
      cells.set([[input, undefined, shortDay(new Date(made.getFullYear(), made.getMonth(), made.getDate() - down))]]);
      input.select();
      cells.sayCount();
      echo(input);
      return undefined;
    }
    if (event.ctrlKey || event.metaKey) return false;
    if (cells.typing && right) return false;
    if (event.shiftKey) {
      if (cells.typing) return false;
      cells.from ??= input;
      cells.move(input, down, right, { choose: true });
      cells.show(document.activeElement);
      return undefined;
    }
    cells.move(input, down, right);
    return undefined;
  };

  if (keys) {
    part.addEventListener("keydown", (event) => {
      const input = event.target;
      if (event.isComposing || !input.matches("td.in input")) return;
      const does = DOES[event.code];
      if (!does || (event.repeat && /Enter|Escape|KeyD|F2/.test(event.code))) return;
      if (does(input, event) === false) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  part.addEventListener("copy", (event) => {
    const input = document.activeElement;
    if (!input?.matches("td.in input") || !cells.from || cells.from === input) return; // one cell: the browser's own
    putOnClipboard(event, cells.chosen(input).map((line) => line.map((one) => one.value ?? one.textContent)));
    cells.say("คัดลอกแล้ว วางใน Excel ได้");
  });
  part.addEventListener("paste", (event) => {
    const input = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!input.matches?.("td.in input") || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    cells.paste(input, blockOf(text));
  });

  form.addEventListener("keydown", (event) => {
    if (event.code !== "Enter" && event.code !== "NumpadEnter") return;
    if (!event.target.matches("input") || event.repeat) return;
    event.preventDefault();
    cells.send();
  });
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && form.id === "save" && cells.count()[0]) event.preventDefault();
  });
};

if (book) {
  const save = document.getElementById("save");
  if (save) {
    const cells = new Cells(book, save, document.getElementById("told"));
    listen(cells);
    if (keys) {
      book.setAttribute("role", "grid");
      for (const one of cells.all) one.tabIndex = -1;
    }
    for (const one of cells.all) if (one.dataset.stood !== undefined) one.closest("td").classList.add("changed");
    const asked = new URLSearchParams(window.location.search).get("row");
    const named = cells.all.find((input) => input.closest("tr").id === asked);
    cells.go(book.querySelector("[aria-invalid]") ?? named ?? cells.all[0]);
  }

  const rows = document.getElementById("new");
  if (rows && book.tFoot) {
    const cells = new Cells(book.tFoot, rows, document.getElementById("told-new"));
    listen(cells);
    const first = document.getElementById("sure") ?? book.tFoot.querySelector("[aria-invalid]")
      ?? document.getElementById(window.location.hash.slice(1));
    if (first && rows.parentElement.contains(first)) first.focus();
  }

  // Read only: F2 or two presses on a row open it for editing; what is chosen over several cells is copied as rows.
  const edit = document.getElementById("edit");
  const open = (row) => window.location.assign(`${edit.href}&row=${row?.id ?? ""}`); // no fragment: it would take the focus
  if (edit) {
    document.addEventListener("keydown", (event) => {
      if (event.code !== "F2" || event.repeat || !keys || event.target.matches("input, select, textarea")) return;
      event.preventDefault();
      open(event.target.closest("tbody tr"));
    });
    book.addEventListener("dblclick", (event) => {
      const row = event.target.closest("tbody tr");
      if (row && !event.target.closest("a")) open(row);
    });
  }
  if (!save) {
    book.addEventListener("keydown", (event) => {
      if (!keys || (event.code !== "ArrowDown" && event.code !== "ArrowUp") || event.altKey || event.ctrlKey || event.metaKey) return;
      const here = event.target.closest("tbody tr");
      if (!here || event.target.matches("input")) return;
      const all = [...book.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector("th a"));
      const chosen = document.getSelection();
      const end = event.shiftKey && chosen.rangeCount && !chosen.isCollapsed ? chosen.focusNode.parentElement?.closest?.("tr") ?? chosen.focusNode.closest?.("tr") ?? here : here;
      const next = all[all.indexOf(end) + (event.code === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      if (event.shiftKey) chosen.setBaseAndExtent(here, 0, next, next.childNodes.length);
      else next.querySelector("th a").focus();
    });
    document.addEventListener("copy", (event) => {
      const chosen = document.getSelection();
      if (chosen.isCollapsed || !chosen.rangeCount || !book.contains(chosen.anchorNode)) return;
      const within = [...book.tBodies].flatMap((body) => [...body.rows]).filter((row) => chosen.containsNode(row, true));
      const cells = within.flatMap((row) => [...row.cells].filter((cell) => chosen.containsNode(cell, true)));
      if (cells.length < 2) return; // words of one cell
      putOnClipboard(event, within.map((row) => [...row.cells].map((cell) => cell.textContent)));
    });
  }
}
