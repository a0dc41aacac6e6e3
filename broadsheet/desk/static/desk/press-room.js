/* Fetches the press room's figures anew; a hidden window, or one that has lost the server, waits. */
(() => {
  const room = document.querySelector("[data-press-room]");
  if (!room) return;
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(room.dataset.pressRoom, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) room.innerHTML = await answer.text();
      } catch {
        /* The next look may find the server again. */
      }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 3000);
})();
