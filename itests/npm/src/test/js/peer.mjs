// The other end of a test in Java. Prints each thing it receives as a line of JSON, and makes all
// calls itself when it is told to: node peer.mjs <root>.
import { eventually, settled, url } from './support.mjs';
import { Clasp } from '@clasp-to/core';

const [root] = process.argv.slice(2);
const client = new Clasp(url, { name: 'peer.mjs', reconnect: false });
const print = (line) => console.log(JSON.stringify(line));
const told = [];

/** What only JavaScript knows about a value. */
function kind(value) {
  if (value instanceof Uint8Array) {
    return `bytes ${[...value].join(' ')}`;
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

/** As the call of the client loses the keyframes in its binary form, a timeline is a value. */
function timeline(address) {
  const keyframes = [{ time: 0, value: 0, easing: 'linear' }, { time: 60_000_000, value: 1, easing: 'linear' }];
  client.send({ type: 'PUBLISH', address, signal: 'timeline', value: { keyframes, loop: false }, timestamp: client.time() });
}

function callEverything() {
  const js = `${root}/js`;
  client.set(`${js}/number`, 0.5);
  client.set(`${js}/integer`, 7);
  client.set(`${js}/text`, 'ü');
  client.set(`${js}/flag`, true);
  client.set(`${js}/null`, null);
  client.set(`${js}/bytes`, new Uint8Array([1, 2, 255]));
  client.set(`${js}/list`, [1, 'two', [true]]);
  client.set(`${js}/map`, { a: 1, b: { c: 'd' } });
  client.emit(`${js}/cue`, { fade: 2.5 });
  client.stream(`${js}/level`, 0.25);
  client.gesture(`${js}/touch`, 7, 'start', { x: 1 });
  client.gesture(`${js}/touch`, 7, 'end', { x: 2 });
  timeline(`${js}/fade`);
  client.bundle([{ set: [`${js}/b1`, 1] }, { emit: [`${js}/b2`, 2] }, { set: [`${js}/b3`, 3] }]);
  client.set(`${js}/end`, 'end');
}

const steps = {
  calls: callEverything,
  async get(address) {
    print({ got: await client.get(address) });
  },
  async locked(address) {
    client.clearError();
    client.set(address, 'mine');
    const error = await eventually('the error', () => client.getLastError());
    print({ code: error.code, about: error.address });
  },
  lock(address) {
    client.send({ type: 'SET', address, value: 'from JavaScript', lock: true });
  },
  steps(pattern) {
    client.subscribe(pattern, (value) => told.push(value), { epsilon: 10 });
  },
  async report() {
    await eventually('the last step', () => told.at(-1) >= 95);
    print({ steps: told.every((value, i) => i === 0 || value - told[i - 1] >= 10) });
  },
  end() {
    client.close();
  },
};

await client.connect();
client.subscribe(`${root}/java/**`, (value, address, meta) =>
  print({ address, value: value instanceof Uint8Array ? null : value, kind: kind(value), revision: meta?.revision }),
);
client.subscribe(`${root}/do`, async ({ step, argument }) => {
  await steps[step](argument);
  if (step !== 'end') {
    await settled(client);
    print({ done: step });
  }
});
await settled(client);
print({ ready: true });
