// Keys for the list: j and k walk, x ticks, Enter opens, / searches. All of it also works without.

/** @type {HTMLTableElement | null} */
const table = document.querySelector("table[data-rows]");

/** @param {EventTarget | null} target */
function types(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
}

/** @param {number} step */
function walk(step) {
  /** @type {HTMLAnchorElement[]} */
  const links = [...(table?.querySelectorAll("tbody th a") ?? [])].filter((one) => one instanceof HTMLAnchorElement);
  const here = links.findIndex((one) => one.closest("tr")?.contains(document.activeElement));
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
}

if (table) {
  document.addEventListener("keydown", (event) => {
    if (types(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "x") {
      const box = document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]");
      if (box instanceof HTMLInputElement) box.checked = !box.checked;
    } else if (event.key === "/") {
      event.preventDefault();
      const box = document.getElementById("id_q");
      const drawer = box?.closest("details");
      if (drawer) drawer.open = true;
      box?.focus();
    }
  });
}
