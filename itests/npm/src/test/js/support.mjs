// What the tests of the JavaScript client share. The relay's URL comes in CLASP_URL.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { test as nodeTest } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Clasp } from '@clasp-to/core';

if (!globalThis.WebSocket) {
  // Node before 22 brings no WebSocket of its own.
  globalThis.WebSocket = (await import('ws')).WebSocket;
}

// The client logs each ACK and ERROR; the tests ask for them instead.
console.debug = () => {};
console.error = () => {};

export const url = process.env.CLASP_URL;

/** A test that cannot hang. */
export function test(name, body) {
  nodeTest(name, { timeout: 180_000 }, body);
}

/** An address below which no other test writes. */
export function fresh() {
  return `/t/${randomUUID()}`;
}

/** A connected client, which is closed when the test ends. */
export async function connect(t, options = {}) {
  const client = new Clasp(url, { name: t.name, reconnect: false, ...options });
  t.after(() => client.close());
  await client.connect();
  return client;
}

/** Waits for a condition; its last result is returned. */
export async function eventually(what, condition, millis = 30_000) {
  const end = Date.now() + millis;
  for (;;) {
    const result = await condition();
    if (result) {
      return result;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${millis} ms: ${what}`);
    }
    await delay(5);
  }
}

/** Subscribes, and gives the list that what is received is appended to. */
export function record(client, pattern, options) {
  const received = [];
  client.subscribe(
    pattern,
    (value, address, meta) => received.push({ value, address, meta }),
    options,
  );
  return received;
}

/**
 * Waits until the relay has handled all that a client has sent: what is asked for last is answered
 * last.
 */
export async function settled(client) {
  const marker = `${fresh()}/settled`;
  client.set(marker, true);
  await client.get(marker);
}

/**
 * What is to happen at a time in the near future can come too early for a busy machine. An attempt
 * that was not ready in time says so by returning false, and is made again with more time.
 */
export async function inTime(millis, attempt) {
  while (!(await attempt(millis))) {
    millis *= 4;
    assert.ok(millis < 30_000, 'the machine is too slow');
  }
}

/** Starts a relay of a test's own; resolves when it listens. */
export async function startRelay(t, port, more = ['--rendezvous-port', '0']) {
  const flags = ['--host', '127.0.0.1', '--ws-port', String(port), ...more];
  const child = spawn(process.env.CLASP_RELAY, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => (log += text));
  }
  const url = await eventually('the relay listens', () => log.match(/ws:\/\/127[^\s]*:[1-9]\d*/), 60_000);
  return {
    url: url[0],
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
