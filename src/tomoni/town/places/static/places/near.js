// "Near where I am": asks the phone once, rounds to about 100 m and sends the form.
// The position goes into the address of this search and nowhere else.

const button = document.querySelector("[data-near-me]");
const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-near-said]"));
const lat = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-lat]"));
const lng = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-lng]"));
const near = /** @type {HTMLInputElement | null} */ (document.querySelector("#near"));

if (button && said && lat && lng && near) {
  if (!("geolocation" in navigator)) button.remove();
  button.addEventListener("click", () => {
    said.textContent = said.dataset.asking ?? "";
    navigator.geolocation.getCurrentPosition(
      (here) => {
        lat.disabled = lng.disabled = false;
        lat.value = here.coords.latitude.toFixed(3);
        lng.value = here.coords.longitude.toFixed(3);
        near.value = "";
        lat.form?.requestSubmit();
      },
      () => { said.textContent = said.dataset.denied ?? ""; },
      { enableHighAccuracy: false, maximumAge: 300_000, timeout: 15_000 },
    );
  });
}
