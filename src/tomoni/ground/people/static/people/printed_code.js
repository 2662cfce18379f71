// @ts-check
/** Fills in the code that a letter's QR code carries behind the #, where no server sees it. */
const typed = document.getElementById("id_code");
const code = decodeURIComponent(location.hash.slice(1));
if (typed instanceof HTMLInputElement && /^[0-9A-Za-z-]{8,20}$/.test(code)) {
  typed.value = code;
  history.replaceState(null, "", location.pathname);
}
