// The number of unread notifications beside their link, asked for once a minute while the page is seen.
const MINUTE = 60_000;
const place = document.querySelector("[data-unread]");

async function refresh() {
  try {
    const answer = await fetch("/api/notify/unread", { headers: { Accept: "application/json" } });
    if (answer.ok) show((await answer.json()).unread);
  } catch {
    // The link works without the number; the next minute tries again.
  }
}

function show(unread) {
  place.hidden = !unread;
  place.replaceChildren();
  if (!unread) return;
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = ` ${place.dataset.unreadOne}`;
  place.append(unread > 99 ? "99+" : String(unread), words);
}

if (place) {
  refresh();
  setInterval(() => document.hidden || refresh(), MINUTE);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
