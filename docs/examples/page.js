// A page of your own with Lectern's browser library: packages/client/dist/lectern-client.js beside it.
import {
  AccessRefused,
  ConferenceError,
  joinConference,
  openLocalMedia,
} from "./lectern-client.js";

const byId = (id) => document.getElementById(id);
const { room, signaling } = document.querySelector("main").dataset;

/** Asked for every attempt to join: your back end decides each time whether this user may enter. */
async function fetchToken() {
  const response = await fetch(`/lessons/${room}/token`, { method: "POST" });
  if (response.status === 403) throw new AccessRefused("not-enrolled", "This lesson is not yours");
  // Whatever else is thrown counts as a broken network, and is tried again.
  if (!response.ok) throw new Error(`No token: ${response.status}`);
  return response.json(); // { token, iceServers }
}

/** Somebody without a camera takes part with sound, and without either they see and hear the others. */
async function openMedia() {
  for (const camera of [true, false]) {
    try {
      return await openLocalMedia({ microphone: true, camera });
    } catch (error) {
      if (!(error instanceof ConferenceError)) throw error;
    }
  }
  return new MediaStream();
}

/** One tile for each of the others, made once: a <video> that is moved or made anew stops playing. */
function showPeople(participants) {
  const tiles = new Map(
    [...byId("tiles").children].map((tile) => [tile.dataset.participant, tile]),
  );
  for (const { id, name, stream } of participants) {
    const tile = tiles.get(id) ?? byId("tiles").appendChild(newTile(id));
    tiles.delete(id);
    tile.querySelector("figcaption").textContent = name;
    const video = tile.querySelector("video");
    if (video.srcObject !== stream) video.srcObject = stream;
  }
  for (const tile of tiles.values()) tile.remove();
}

function newTile(id) {
  const tile = document.createElement("figure");
  const video = Object.assign(document.createElement("video"), {
    autoplay: true,
    playsInline: true,
  });
  tile.dataset.participant = id;
  tile.append(video, document.createElement("figcaption"));
  return tile;
}

function showChat(chat) {
  const lines = chat.map(({ name, message }) => {
    const line = document.createElement("li");
    line.textContent = `${name}: ${message}`; // text, never markup: it is a stranger's
    return line;
  });
  byId("lines").replaceChildren(...lines);
}

/** One sentence for each state that a conference can be in. */
function sentenceOf(status) {
  switch (status.type) {
    case "connecting":
      return "Connecting …";
    case "joined":
      return "You are in";
    case "reconnecting":
      return `The signaling server is away since ${new Date(status.since).toLocaleTimeString()}; the call goes on`;
    case "ended":
      return "The meeting was ended";
    case "left":
      return "You have left";
    case "stopped":
      return `There is no way in: ${status.message} (${status.code})`;
  }
}

const localStream = await openMedia();
const conference = joinConference({
  url: signaling,
  roomId: room,
  token: fetchToken,
  localStream,
});
conference.on("change", ({ status, participants, chat }) => {
  byId("status").textContent = sentenceOf(status);
  showPeople(participants);
  showChat(chat);
});
byId("chat").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = event.target.elements.line;
  if (input.value && conference.sendChat(input.value)) input.value = "";
});
byId("leave").addEventListener("click", () => {
  conference.leave();
  for (const track of localStream.getTracks()) track.stop();
});
