// The page: shows the peers, and sends what is typed. Settings come in the URL, see README.md.
import { Clasp } from '@clasp-to/core';
import { Peer } from './peer.js';

const settings = new URLSearchParams(location.search);
const client = new Clasp(settings.get('relay') ?? 'ws://localhost:7330', { name: 'browser' });
console.debug = () => {}; // The client logs each ACK.
await client.connect();

const stun = settings.get('stun');
const peer = new Peer(client, stun ? [{ urls: stun }] : []);
const buttons = new Map();

function log(text) {
  console.log(text);
  document.querySelector('#log').textContent += `${text}\n`;
}

function button(id) {
  if (!buttons.has(id)) {
    const item = document.createElement('li');
    const made = document.createElement('button');
    made.onclick = () =>
      made.dataset.up ? peer.disconnect(id) : peer.connect(id).catch((error) => log(`${error}`));
    item.append(made, ` ${id}`);
    document.querySelector('#peers').append(item);
    buttons.set(id, made);
    show(id, false);
  }
  return buttons.get(id);
}

function show(id, up) {
  const shown = button(id);
  shown.dataset.up = up ? 'yes' : '';
  shown.textContent = up ? 'Disconnect' : 'Connect';
}

peer.addEventListener('announced', ({ detail }) => {
  button(detail.peer);
  if (settings.get('connect') === detail.peer) {
    peer.connect(detail.peer);
  }
});
peer.addEventListener('connected', ({ detail }) => {
  show(detail.peer, true);
  log(`connected to ${detail.peer}`);
});
peer.addEventListener('disconnected', ({ detail }) => {
  show(detail.peer, false);
  log(`disconnected from ${detail.peer}: ${detail.reason}`);
});
peer.addEventListener('data', ({ detail: { peer: from, bytes, reliable, way } }) => {
  const kind = reliable ? 'reliable' : 'unreliable';
  const text = new TextDecoder().decode(bytes.slice(0, 100)).replaceAll(/[^\x20-\x7e]/g, '.');
  log(`received ${bytes.length} bytes from ${from} by ${way} ${kind}: ${text}`);
  if (settings.has('echo')) {
    log(`returned ${bytes.length} bytes by ${peer.send(from, bytes, reliable)} ${kind}`);
  }
});

document.querySelector('#form').onsubmit = (event) => {
  event.preventDefault();
  const bytes = new TextEncoder().encode(document.querySelector('#text').value);
  for (const id of buttons.keys()) {
    log(`sent by ${peer.send(id, bytes, document.querySelector('#reliable').checked)} to ${id}`);
  }
};

// Else the others notice only after some seconds.
addEventListener('pagehide', () => buttons.forEach((_, id) => peer.disconnect(id)));

document.querySelector('#self').textContent = `session ${peer.id}`;
log(`session ${peer.id}`);
