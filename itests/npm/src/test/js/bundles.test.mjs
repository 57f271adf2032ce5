import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, eventually, fresh, inTime, record, settled, test } from './support.mjs';

/** Messages that the client logs but does not hand over: ACK and ERROR among them. */
function overhear(client) {
  const messages = [];
  const handle = client.handleMessage.bind(client);
  client.handleMessage = (message) => {
    messages.push(message);
    handle(message);
  };
  return messages;
}

test('a bundle is applied as a whole and acknowledged once', async (t) => {
  const root = fresh();
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, `${root}/**`);
  await settled(receiver);
  const overheard = overhear(sender);
  sender.bundle([
    { set: [`${root}/a`, 1] },
    { emit: [`${root}/cue`, { cue: 'go' }] },
    { set: [`${root}/b`, [1, 2, 3]] },
  ]);
  await settled(sender);
  await eventually('all three', () => received.length === 3);
  const byAddress = new Map(received.map(({ address, value }) => [address, value]));
  assert.deepEqual(byAddress.get(`${root}/a`), 1);
  assert.deepEqual(byAddress.get(`${root}/b`), [1, 2, 3]);
  assert.deepEqual(byAddress.get(`${root}/cue`), { cue: 'go' });
  const acks = overheard.filter(({ type, address }) => type === 'ACK' && address === undefined);
  assert.equal(acks.length, 1);
  assert.equal(sender.getLastError(), null);
});

test('a bundle with one bad message changes nothing', async (t) => {
  const root = fresh();
  const [sender, receiver] = [await connect(t), await connect(t)];
  const received = record(receiver, `${root}/**`);
  await settled(receiver);
  sender.bundle([
    { set: [`${root}/a`, 1] },
    { set: [`${root}//empty`, 2] },
    { emit: [`${root}/cue`, 3] },
  ]);
  await eventually('the error', () => sender.getLastError());
  assert.equal(sender.getLastError().code, 200);
  assert.equal(sender.getLastError().address, `${root}//empty`);
  sender.set(`${root}/end`, 'end');
  await eventually('the end', () => received.length > 0);
  assert.deepEqual(received.map(({ value }) => value), ['end']);
});

test("a bundle that writes another session's locked param changes nothing", async (t) => {
  const root = fresh();
  const [holder, sender] = [await connect(t), await connect(t)];
  holder.send({ type: 'SET', address: `${root}/locked`, value: 0, lock: true });
  await settled(holder);
  sender.bundle([{ set: [`${root}/free`, 1] }, { set: [`${root}/locked`, 1] }]);
  await eventually('the error', () => sender.getLastError());
  assert.equal(sender.getLastError().code, 401);
  assert.equal(sender.getLastError().address, `${root}/locked`);
  const reader = await connect(t);
  await settled(reader);
  assert.equal(reader.cached(`${root}/locked`), 0);
  assert.equal(reader.cached(`${root}/free`), undefined);
});

test('a scheduled bundle is acknowledged at once and applied at its time', async (t) => {
  const [sender, receiver] = [await connect(t), await connect(t)];
  const overheard = overhear(sender);
  await inTime(400, async (millis) => {
    const root = fresh();
    const arrivals = [];
    receiver.subscribe(`${root}/**`, (value, address) =>
      arrivals.push({ address, value, at: receiver.time() }),
    );
    await settled(receiver);
    overheard.length = 0;
    const at = sender.time() + millis * 1000;
    sender.bundle([{ set: [`${root}/a`, 1] }, { emit: [`${root}/cue`, 2] }], { at });
    await settled(sender);
    if (sender.time() > at - 100_000) {
      return false;
    }
    const accepted = overheard.some(({ type, address }) => type === 'ACK' && address === undefined);
    assert.ok(accepted, 'accepted before its time');
    assert.deepEqual(arrivals, [], 'nothing before its time');
    await eventually('the bundle', () => arrivals.length === 2);
    for (const { address, at: arrived } of arrivals) {
      // A client knows the time of the relay as exactly as one WELCOME tells it.
      assert.ok(arrived >= at - 50_000, `${address} came ${at - arrived} µs early`);
    }
    return true;
  });
});

test('scheduled bundles come in the order of their times', async (t) => {
  const [sender, receiver] = [await connect(t), await connect(t)];
  await inTime(150, async (first) => {
    const root = fresh();
    const received = record(receiver, `${root}/**`);
    await settled(receiver);
    const now = sender.time();
    for (const millis of [first + 200, first, first + 100]) {
      sender.bundle([{ emit: [`${root}/cue`, millis] }], { at: now + millis * 1000 });
    }
    await settled(sender);
    const ready = sender.time() < now + first * 1000;
    await eventually('all', () => received.length === 3);
    if (ready) {
      assert.deepEqual(received.map(({ value }) => value), [first, first + 100, first + 200]);
    }
    return ready;
  });
});

test('a bundle of the past is applied at once', async (t) => {
  const address = `${fresh()}/a`;
  const sender = await connect(t);
  sender.bundle([{ set: [address, 5] }], { at: sender.time() - 10_000_000 });
  assert.equal(await sender.get(address), 5);
});

test('a scheduled bundle goes with its sender', async (t) => {
  const stayer = await connect(t);
  await inTime(400, async (millis) => {
    const root = fresh();
    const leaver = await connect(t);
    const received = record(stayer, `${root}/**`);
    await settled(stayer);
    const at = leaver.time() + millis * 1000;
    leaver.bundle([{ set: [`${root}/gone`, 1] }], { at });
    await settled(leaver);
    leaver.close();
    await delay(50);
    await settled(stayer);
    if (stayer.time() > at - 100_000) {
      return false;
    }
    stayer.bundle([{ set: [`${root}/here`, 2] }], { at: at + 200_000 });
    await eventually('the other bundle', () => received.length > 0);
    assert.deepEqual(received.map(({ address }) => address), [`${root}/here`]);
    return true;
  });
});
