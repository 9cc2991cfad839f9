// What every page must keep, asked of the page itself: returns what it breaks, in words. Read by test_every_page.
() => {
  const found = [];
  const thai = /[฀-๿]/;
  const said = (one) => `<${one.tagName.toLowerCase()}${one.id ? ` #${one.id}` : ""}${one.className ? ` .${one.className}` : ""}> ${(one.value || one.textContent || "").trim().slice(0, 40)}`;
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;

  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => shown(one) && one.getBoundingClientRect().right > page.clientWidth + 1);
    found.push(`scrolls sideways: ${page.scrollWidth} in ${page.clientWidth}, by ${wide.slice(-3).map(said).join("; ")}`);
  }

  for (const one of document.body.querySelectorAll("*")) {
    if (!shown(one) || one.closest(".unseen, .skip, script, iframe")) continue;
    const control = one.matches("input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea");
    const words = control ? (one.value || one.placeholder || "ก")
      : [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
    if (!thai.test(words)) continue;
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize);
    const line = parseFloat(style.lineHeight);
    // A list of choices, closed or open, has lines of the browser's own; its height is asked below.
    if (!one.matches("select, option") && (style.lineHeight === "normal" || line / size < 1.449)) found.push(`line-height ${style.lineHeight} of ${size}px: ${said(one)}`);
    if (size < 12) found.push(`letters of ${size}px: ${said(one)}`);
    if (style.fontStyle === "italic" || parseFloat(style.letterSpacing)) found.push(`italic or spaced: ${said(one)}`);
    const scrolls = /auto|scroll/.test(style.overflowY);
    if (!scrolls && (control || style.overflowY !== "visible") && one.scrollHeight > one.clientHeight + 1)
      found.push(`clips: ${one.scrollHeight} in ${one.clientHeight}: ${said(one)}`);
    const box = one.getBoundingClientRect();
    if (control && box.height && one.clientHeight < size * 1.5 - 0.5) found.push(`lower than its line: ${said(one)}`);
    for (let outer = one.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const its = getComputedStyle(outer);
      if (/auto|scroll/.test(its.overflowY)) break;
      if (its.overflowY === "visible") continue;
      const edge = outer.getBoundingClientRect();
      if (edge.height && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1)) found.push(`cut by ${said(outer).slice(0, 60)}: ${said(one)}`);
      break;
    }
  }

  // Each action is a link with an address or a button of a form: that is what a page without JavaScript can do.
  for (const one of document.querySelectorAll("a:not([href]), [tabindex]:not([tabindex='0'], [tabindex='-1'])")) found.push(`out of the keyboard's order: ${said(one)}`);
  for (const one of document.querySelectorAll("button")) if (!one.form) found.push(`a button of no form: ${said(one)}`);
  // A search is sent with Enter; a passkey is made by the browser's JavaScript only.
  for (const one of document.forms) {
    if (![...one.elements].some((part) => part.matches("button:not([type=button]), [type=submit]")) && !one.matches("[role=search]") && !document.getElementById("mfa_webauthn_add")) found.push(`a form without a button: ${said(one)}`);
    if (one.getAttribute("method") === "post" && !one.elements.namedItem("csrfmiddlewaretoken")) found.push(`a form without its token: ${said(one)}`);
  }
  if (document.querySelectorAll("h1").length !== 1) found.push(`${document.querySelectorAll("h1").length} headings of the first rank`);
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids.filter((one, nth) => ids.indexOf(one) !== nth))) found.push(`twice: #${id}`);

  // At the end of the page nothing of it lies under the bar.
  const bar = document.querySelector(".bar");
  if (bar && getComputedStyle(bar).position === "fixed") {
    window.scrollTo(0, page.scrollHeight);
    const last = [...document.querySelectorAll("#main *")].filter((one) => shown(one) && !bar.contains(one) && one !== bar && !one.closest(".undo") && one.children.length === 0 && !one.closest(".list"));
    for (const one of last) if (one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1) found.push(`under the bar: ${said(one)}`);
    window.scrollTo(0, 0);
  }
  return found;
}
