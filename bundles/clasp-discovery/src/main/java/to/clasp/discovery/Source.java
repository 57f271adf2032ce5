package to.clasp.discovery;

/** How a device became known, the most trustworthy account of its endpoints first. */
public enum Source {
  /** The application has added it. */
  MANUAL,
  /** Multicast DNS on the local network. */
  MDNS,
  /** An answer to a UDP broadcast on the local network. */
  BROADCAST,
  /** A rendezvous server, perhaps far away. */
  RENDEZVOUS
}
