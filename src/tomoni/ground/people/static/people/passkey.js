// @ts-check
/** Says in words that a passkey did not work; the library itself only writes to the console. */
document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-problem");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
});

/** Without passkeys in this browser the section would only be in the way. */
if (!("credentials" in navigator)) {
  for (const part of document.querySelectorAll("section.js-only")) {
    if (part instanceof HTMLElement) part.hidden = true;
  }
}
