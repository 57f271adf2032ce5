package to.clasp.discovery.internal;

import to.clasp.discovery.DiscoveryOptions;

/**
 * How a discovery works.
 *
 * @param options where it searches
 * @param announceMdns whether it announces by mDNS
 * @param answerPort on which port it answers broadcasts; 0 for not at all
 */
record Setup(DiscoveryOptions options, boolean announceMdns, int answerPort) {
  static Setup searching(DiscoveryOptions options) {
    return new Setup(options, false, 0);
  }

  Setup announcing() {
    return new Setup(options, options.mdns(), options.broadcast() ? options.port() : 0);
  }
}
