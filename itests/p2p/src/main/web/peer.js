// A peer in a browser. Signals go through the router by the npm client, data goes directly.

const ANNOUNCE = '/clasp/p2p/announce';
const SIGNAL = '/clasp/p2p/signal/';
const CHANNELS = {
  'clasp-reliable': {},
  clasp: { ordered: false, maxRetransmits: 0 },
};

/**
 * Events: announced, connected, disconnected (reason), data (bytes, reliable, way). All carry the
 * id of the peer's session in detail.peer.
 */
export class Peer extends EventTarget {
  #client;
  #iceServers;
  #known = new Set();
  #links = new Map();
  #early = new Map();

  /** @param client a connected client of @clasp-to/core */
  constructor(client, iceServers = []) {
    super();
    this.#client = client;
    this.#iceServers = iceServers;
    client.subscribe(SIGNAL + client.session, (signal) => this.#signalled(signal));
    client.subscribe(ANNOUNCE, (announcement) => this.#announced(announcement));
    this.announce();
  }

  get id() {
    return this.#client.session;
  }

  announce() {
    this.#client.emit(ANNOUNCE, {
      session_id: this.id,
      p2p_capable: true,
      features: ['webrtc', 'reliable', 'unreliable'],
    });
  }

  async connect(peer) {
    if (this.#links.has(peer)) {
      return;
    }
    const link = this.#open(peer, `${this.id}-${peer}-${Math.floor(Math.random() * 2 ** 53)}`);
    link.offers = true;
    for (const [label, init] of Object.entries(CHANNELS)) {
      this.#adopt(link, link.connection.createDataChannel(label, init));
    }
    await link.connection.setLocalDescription();
    this.#describe(link);
  }

  /** Sends bytes; returns the way they go, 'P2P' or 'RELAY'. */
  send(peer, bytes, reliable) {
    const channel = this.#links.get(peer)?.channels[reliable ? 'clasp-reliable' : 'clasp'];
    if (channel?.readyState === 'open') {
      channel.send(bytes);
      return 'P2P';
    }
    this.#signal(peer, { type: 'relay', correlation_id: '', data: bytes, reliable });
    return 'RELAY';
  }

  disconnect(peer) {
    const link = this.#links.get(peer);
    if (link) {
      this.#signal(peer, {
        type: 'disconnected',
        correlation_id: link.correlation,
        reason: 'User requested disconnect',
      });
      this.#close(link, 'disconnected here');
    }
  }

  #announced({ session_id: peer, p2p_capable: capable }) {
    if (!capable || peer === this.id) {
      return;
    }
    if (!this.#known.has(peer)) {
      // Announcements are not stored: the newcomer has not heard ours.
      this.#known.add(peer);
      this.announce();
    }
    this.#tell('announced', { peer });
  }

  async #signalled(signal) {
    const { type, from, correlation_id: correlation } = signal;
    const link = this.#links.get(from);
    const current = link?.correlation === correlation;
    try {
      if (type === 'offer') {
        await this.#offered(link, signal);
      } else if (type === 'answer' && current && link.offers) {
        await link.connection.setRemoteDescription({ type, sdp: signal.sdp });
        this.#addEarly(link);
      } else if (type === 'ice_candidate') {
        await this.#candidate(current ? link : undefined, signal);
      } else if (type === 'disconnected' && current) {
        this.#close(link, signal.reason ?? 'the peer has disconnected');
      } else if (type === 'relay') {
        const { data: bytes, reliable } = signal;
        this.#tell('data', { peer: from, bytes, reliable, way: 'RELAY' });
      }
    } catch (error) {
      console.error(`${type} of ${from}: ${error}`);
    }
  }

  async #offered(link, { type, from, sdp, correlation_id: correlation }) {
    if (link?.offers && !link.up && this.id < from) {
      return; // Both have offered: the offer of the lower id counts, on both sides.
    }
    if (link) {
      this.#close(link, 'the peer connects anew');
    }
    const answering = this.#open(from, correlation);
    answering.connection.ondatachannel = ({ channel }) => this.#adopt(answering, channel);
    await answering.connection.setRemoteDescription({ type, sdp });
    this.#addEarly(answering);
    await answering.connection.setLocalDescription();
    this.#describe(answering);
  }

  async #candidate(link, { candidate, correlation_id: correlation }) {
    const init = JSON.parse(candidate);
    init.sdpMid ||= null;
    init.sdpMLineIndex ??= 0;
    if (link?.connection.remoteDescription) {
      await link.connection.addIceCandidate(init);
    } else if (this.#early.size < 100) {
      this.#early.set(correlation, [...(this.#early.get(correlation) ?? []), init]);
    }
  }

  #addEarly(link) {
    const candidates = this.#early.get(link.correlation) ?? [];
    this.#early.delete(link.correlation);
    candidates.forEach((each) =>
      link.connection.addIceCandidate(each).catch((error) => console.error(`${error}`)),
    );
  }

  #open(peer, correlation) {
    const connection = new RTCPeerConnection({ iceServers: this.#iceServers });
    const link = { peer, correlation, connection, channels: {}, waiting: [] };
    this.#links.set(peer, link);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) {
        // Not before the description, without which the other side cannot use them.
        link.waiting.push(JSON.stringify(candidate));
        this.#sendCandidates(link);
      }
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed') {
        this.#close(link, 'the connection has failed');
      }
    };
    return link;
  }

  #describe(link) {
    const { type, sdp } = link.connection.localDescription;
    this.#signal(link.peer, { type, sdp, correlation_id: link.correlation });
    link.described = true;
    this.#sendCandidates(link);
  }

  #sendCandidates(link) {
    while (link.described && link.waiting.length > 0) {
      this.#signal(link.peer, {
        type: 'ice_candidate',
        candidate: link.waiting.shift(),
        correlation_id: link.correlation,
      });
    }
  }

  #adopt(link, channel) {
    if (!(channel.label in CHANNELS)) {
      return;
    }
    const reliable = channel.label === 'clasp-reliable';
    const { peer } = link;
    link.channels[channel.label] = channel;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) =>
      this.#tell('data', { peer, bytes: new Uint8Array(data), reliable, way: 'P2P' });
    channel.onclose = () => this.#close(link, 'the peer has closed the connection');
    channel.onopen = () => {
      const { label, ordered, maxRetransmits } = channel;
      console.log(`channel ${label} ordered ${ordered} maxRetransmits ${maxRetransmits}`);
      if (reliable) {
        link.up = true;
        this.#signal(peer, { type: 'connected', correlation_id: link.correlation });
        this.#tell('connected', { peer });
      }
    };
  }

  #close(link, reason) {
    if (this.#links.get(link.peer) === link) {
      this.#links.delete(link.peer);
      link.connection.close();
      if (link.up) {
        this.#tell('disconnected', { peer: link.peer, reason });
      }
    }
  }

  #signal(peer, signal) {
    this.#client.emit(SIGNAL + peer, { from: this.id, ...signal });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
