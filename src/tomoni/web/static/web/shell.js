// @ts-check
// The little that the shell does with scripts; every page works without it.

const root = document.documentElement;
root.classList.add("js");

// What went wrong is read out first.
/** @type {HTMLElement | null} */ (document.querySelector("[data-focus]"))?.focus();

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target instanceof Element && target.closest("[data-print]")) window.print();
});

// Escape closes the open menu and gives the keyboard back to its summary.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.menu[open]"));
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

// A saved page says that it is one.
function showConnection() {
  for (const bar of document.querySelectorAll("[data-offline]")) {
    /** @type {HTMLElement} */ (bar).hidden = navigator.onLine;
  }
}
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
showConnection();

// The phone keeps the shell and the emergency page, in the reader's own language and size.
if ("serviceWorker" in navigator && window.isSecureContext) {
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      const { language, theme, size, furigana, font } = root.dataset;
      const now = [language, theme, size, furigana, font].join(" ");
      if (localStorage.getItem("display") !== now) {
        active?.postMessage({ type: "refresh" });
        localStorage.setItem("display", now);
      }
    } catch {
      // A browser that refuses to keep anything still shows every page.
    }
  });
}
