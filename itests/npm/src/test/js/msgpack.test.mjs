// A client of the first kind: it writes MessagePack by hand; what the relay answers is binary.
import assert from 'node:assert/strict';
import { decodeMessage } from '@clasp-to/core';
import { encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
import { connect as connectNpm, eventually, fresh, record, settled, test, url } from './support.mjs';

/** A frame as such clients write it: version bits 0, no timestamp. */
function frame(message) {
  const payload = encode(message);
  const bytes = new Uint8Array(4 + payload.length);
  bytes.set([0x53, 0x00, payload.length >> 8, payload.length & 0xff]);
  bytes.set(payload, 4);
  return bytes;
}

class LegacyClient {
  frames = [];
  messages = [];

  constructor(socket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.frames.push(data);
      this.messages.push(decodeMessage(new Uint8Array(data)).message);
    });
  }

  send(message) {
    this.socket.send(frame(message));
  }

  /** The first message of a type, or null; it is taken. */
  async next(type, fits = () => true) {
    const match = (message) => message.type === type && fits(message);
    await eventually(type, () => this.messages.some(match));
    return this.messages.splice(this.messages.findIndex(match), 1)[0];
  }

  /** Waits until all that was sent is handled. */
  async settled() {
    this.send({ type: 'PING' });
    await this.next('PONG');
  }
}

async function open(t) {
  const socket = new WebSocket(url, 'clasp');
  t.after(() => socket.close());
  const client = new LegacyClient(socket);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return client;
}

async function connect(t) {
  const client = await open(t);
  client.send({ type: 'HELLO', version: 1, name: t.name, features: ['param', 'event'] });
  client.welcome = await client.next('WELCOME');
  await client.next('SNAPSHOT');
  await client.settled();
  client.messages.length = 0;
  return client;
}

test('HELLO in MessagePack is answered in binary', async (t) => {
  const client = await open(t);
  client.send({ type: 'HELLO', version: 1, name: 'legacy' });
  const welcome = await client.next('WELCOME');
  assert.match(welcome.session, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  await client.next('SNAPSHOT');
  for (const [index, bytes] of client.frames.entries()) {
    assert.equal(bytes[0], 0x53);
    assert.equal(bytes[1] & 0x07, 1, 'binary');
    assert.equal(bytes.readUInt16BE(2), bytes.length - 4);
    assert.equal(bytes[4], [0x02, 0x23][Math.min(index, 1)]);
  }
});

test('SET in MessagePack is echoed, acknowledged and kept', async (t) => {
  const address = `${fresh()}/a`;
  const client = await connect(t);
  client.send({ type: 'SUBSCRIBE', id: 1, pattern: address });
  client.send({ type: 'SET', address, value: 0.75, lock: false, unlock: false });
  client.send({ type: 'SET', value: [1, 'two', { three: 3 }], address });
  await client.settled();
  const told = client.messages.map((m) => [m.type, m.revision, m.value]);
  assert.deepEqual(told, [
    ['SET', 1, 0.75],
    ['ACK', 1, undefined],
    ['SET', 2, [1, 'two', { three: 3 }]],
    ['ACK', 2, undefined],
  ]);
  client.send({ type: 'GET', address });
  const { params } = await client.next('SNAPSHOT');
  assert.deepEqual(params[0].value, [1, 'two', { three: 3 }]);
  assert.equal(params[0].writer, client.welcome.session);
});

test('values in MessagePack reach a binary client as they are', async (t) => {
  const root = fresh();
  const [client, other] = [await connect(t), await connectNpm(t)];
  const received = record(other, `${root}/**`);
  await settled(other);
  const bytes = new Uint8Array([0, 1, 0xff, 0x80]);
  const values = [null, true, -1, 2 ** 40, 1.5, 'grün', [], {}, bytes];
  for (const value of values) {
    client.send({ type: 'SET', address: `${root}/v`, value });
  }
  await eventually('all values', () => received.length === values.length);
  assert.deepEqual(received.map(({ value }) => value), values);
});

test('PUBLISH in MessagePack reaches a binary client, and the other way round', async (t) => {
  const root = fresh();
  const [client, other] = [await connect(t), await connectNpm(t)];
  const received = record(other, `${root}/**`);
  await settled(other);
  client.send({ type: 'SUBSCRIBE', id: 9, pattern: `${root}/**`, types: ['event'], options: {} });
  await client.settled();
  client.send({ type: 'PUBLISH', address: `${root}/cue`, signal: 'event', payload: { n: 1 } });
  client.send({ type: 'PUBLISH', address: `${root}/s`, signal: 'stream', value: 2 });
  await eventually('both', () => received.length === 2);
  assert.deepEqual(received.map(({ value }) => value), [{ n: 1 }, 2]);
  await client.settled();
  assert.deepEqual(client.messages, [], 'nothing comes back');
  other.stream(`${root}/s`, 3);
  other.emit(`${root}/cue`, { n: 4 });
  const event = await client.next('PUBLISH');
  assert.deepEqual([event.address, event.signal, event.value], [`${root}/cue`, 'event', { n: 4 }]);
});

test('PUBLISH without a signal passes every filter of types', async (t) => {
  const root = fresh();
  const [sender, receiver] = [await connect(t), await connect(t)];
  receiver.send({ type: 'SUBSCRIBE', id: 1, pattern: `${root}/*`, types: ['timeline'] });
  await receiver.settled();
  sender.send({ type: 'PUBLISH', address: `${root}/e`, signal: 'event', value: 1 });
  sender.send({ type: 'PUBLISH', address: `${root}/any`, value: 2 });
  assert.equal((await receiver.next('PUBLISH')).value, 2);
});

test('BUNDLE in MessagePack is applied', async (t) => {
  const root = fresh();
  const client = await connect(t);
  client.send({
    type: 'BUNDLE',
    messages: [
      { type: 'SET', address: `${root}/a`, value: 1 },
      { type: 'SET', address: `${root}/b`, value: 2 },
    ],
  });
  await client.next('ACK');
  client.send({ type: 'GET', address: `${root}/b` });
  assert.equal((await client.next('SNAPSHOT')).params[0].value, 2);
});

test('a timeline in MessagePack keeps its keyframes', async (t) => {
  const root = fresh();
  const [client, other] = [await connect(t), await connectNpm(t)];
  const received = record(other, `${root}/**`);
  await settled(other);
  const keyframes = [{ time: 0, value: 0, easing: 'step' }, { time: 1_000_000, value: 1 }];
  client.send({
    type: 'PUBLISH',
    address: `${root}/fade`,
    signal: 'timeline',
    timeline: { keyframes, loop_: true },
  });
  await eventually('the timeline', () => received.length === 1);
  const { value } = received[0];
  assert.deepEqual(value.keyframes.map(({ time }) => time), [0, 1_000_000]);
  assert.equal(value.keyframes[0].easing, 'step');
  assert.equal(value.loop, true);
});

test('what cannot be understood is an error, and the session lives on', async (t) => {
  const client = await connect(t);
  client.send({ type: 'SET', address: '/without/value' });
  assert.equal((await client.next('ERROR')).code, 101);
  client.send({ type: 'NO_SUCH_TYPE' });
  assert.equal((await client.next('ERROR')).code, 101);
  client.send({ type: 33, address: '/number', value: 1 });
  assert.equal((await client.next('ERROR')).code, 101);
  let deep = 1;
  for (let i = 0; i < 90; i++) {
    deep = [deep];
  }
  client.send({ type: 'SET', address: '/deep', value: deep });
  assert.equal((await client.next('ERROR')).code, 101);
  await client.settled();
});
