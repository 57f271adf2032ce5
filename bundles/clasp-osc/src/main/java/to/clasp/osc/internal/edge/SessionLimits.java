package to.clasp.osc.internal.edge;

import java.time.Duration;

/**
 * How much clients may ask of an edge.
 *
 * @param timeout silence after which a UDP client is forgotten
 * @param maxSessions clients at the same time
 * @param maxSessionsOfSource of them with one IP address
 * @param maxNewPerSecond UDP clients that may come in a second
 * @param maxDatagramsPerSecond datagrams of one client that are read in a second
 * @param maxPacketBytes largest packet over TCP
 * @param maxScheduled bundles that wait for their time
 * @param maxDelay how far ahead that time may be
 */
public record SessionLimits(
    Duration timeout,
    int maxSessions,
    int maxSessionsOfSource,
    int maxNewPerSecond,
    int maxDatagramsPerSecond,
    int maxPacketBytes,
    int maxScheduled,
    Duration maxDelay) {
  private static final int OF_SOURCE = 4;

  int maxNewOfSource() {
    return Math.max(1, maxNewPerSecond / OF_SOURCE);
  }
}
