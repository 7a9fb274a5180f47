// Asks the browser to keep the card for when there is no connection, and takes away referrals whose time is over.
// Without it the page reads the same; it is only not kept.
"use strict";

(() => {
  const card = document.querySelector("[data-card-copy]");
  if (!card) return;

  const now = new Date();
  const today = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  document.querySelectorAll("[data-shown-until]").forEach((referral) => {
    if (referral.dataset.shownUntil >= today) return;
    referral.remove();
    document.querySelectorAll("[data-card-old]").forEach((note) => note.removeAttribute("hidden"));
  });

  if (!("serviceWorker" in navigator)) return;
  const parts = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"]')].map((link) => link.href);
  const scripts = [...document.querySelectorAll("script[src]")].map((script) => script.src);
  const others = [...document.querySelectorAll("a[data-card-keep]")].map((link) => link.href);
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data && event.data.kept && card.dataset.cardCopy === "live") {
      document.querySelectorAll("[data-card-kept]").forEach((note) => note.removeAttribute("hidden"));
    }
  });
  navigator.serviceWorker
    .register(card.dataset.worker, { scope: card.dataset.scope })
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => registration.active.postMessage({ keep: [location.pathname, ...parts, ...scripts, ...others] }))
    .catch(() => undefined);
})();
