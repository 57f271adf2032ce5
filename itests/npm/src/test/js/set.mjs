// Sets one param: node set.mjs <address> <value as JSON>. Ends when the relay has taken it.
import { Clasp } from '@clasp-to/core';
import { settled, url } from './support.mjs';

const [address, json] = process.argv.slice(2);
const client = new Clasp(url, { name: 'set.mjs', reconnect: false });
await client.connect();
client.set(address, JSON.parse(json));
await settled(client);
client.close();
