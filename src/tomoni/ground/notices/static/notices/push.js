// @ts-check
// Asks the browser for notifications on this device, and tells the server where to send them.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#push"));
const cannot = /** @type {HTMLElement | null} */ (document.querySelector("#push-cannot"));

/** @param {string} text */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

/** @param {ArrayBuffer | null} buffer */
function word(buffer) {
  if (!buffer) return "";
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {HTMLFormElement} here */
async function subscribe(here) {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(here.dataset.key ?? ""),
  });
  const data = new FormData(here);
  data.set("endpoint", subscription.endpoint);
  data.set("p256dh", word(subscription.getKey("p256dh")));
  data.set("auth", word(subscription.getKey("auth")));
  data.set("device", device());
  const answer = await fetch(here.action, { method: "POST", body: data });
  if (answer.status === 422) throw new Error(await answer.text());
  if (!answer.ok) throw new Error(here.dataset.failed);
}

/** A word by which the person knows the device again. */
function device() {
  const agent = navigator.userAgent;
  const system = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"].find((s) => agent.includes(s));
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((b) => agent.includes(b));
  return [system, browser === "Edg" ? "Edge" : browser].filter(Boolean).join(" · ");
}

if (form && "serviceWorker" in navigator && "PushManager" in window && window.isSecureContext) {
  form.hidden = false;
  if (cannot) cannot.hidden = true;
  const status = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let said = form.dataset.done ?? "";
    try {
      if ((await Notification.requestPermission()) !== "granted") said = form.dataset.denied ?? "";
      else {
        await subscribe(form);
        location.reload();
      }
    } catch (problem) {
      said = problem instanceof Error && problem.name === "Error" ? problem.message : form.dataset.failed ?? "";
    }
    if (status) status.textContent = said;
  });
}
