/* Fetches the press room's figures anew; a hidden window waits, and so does
   one whose reader is at a link or button in them, since it would vanish under the finger. */
(() => {
  const room = document.querySelector("[data-press-room]");
  if (!room) return;
  const look = async () => {
    if (!document.hidden && !room.contains(document.activeElement)) {
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
