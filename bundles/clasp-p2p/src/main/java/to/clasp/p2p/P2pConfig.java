package to.clasp.p2p;

import java.time.Duration;
import java.util.List;

/**
 * How one client speaks to its peers. Immutable; begin with {@link #DEFAULT} and change what has to
 * be different.
 *
 * @param iceServers URLs of STUN servers, {@code stun:host:port}; empty for connections inside one
 *     network
 * @param turnServers servers that pass on what cannot go directly
 * @param routingMode which way messages go at first
 * @param connectionTimeout how long it may take to connect, with all retries, 100 ms to 10 minutes
 * @param retries how often an attempt that failed early is repeated within that time, 0 to 10
 * @param automaticFallback whether messages go through the router while there is no direct
 *     connection; if not, they fail then as with {@link RoutingMode#P2P_ONLY}
 * @param retryInterval after a failure: how long until the direct way is tried again, 100 ms to 1
 *     day
 * @param minPort lowest local UDP port, 0 to 65535; 0 with {@code maxPort} 0 for any
 * @param maxPort highest local UDP port, 0 to 65535
 * @param maxConnections direct connections at the same time, 1 to 4096
 * @param maxConnectionsPerMinute new direct connections in a minute, 1 to 100000; bounds what the
 *     library leaks. With one peer at most a quarter of them, or 10 if that is more
 */
public record P2pConfig(
    List<String> iceServers,
    List<TurnServer> turnServers,
    RoutingMode routingMode,
    Duration connectionTimeout,
    int retries,
    boolean automaticFallback,
    Duration retryInterval,
    int minPort,
    int maxPort,
    int maxConnections,
    int maxConnectionsPerMinute) {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  /**
   * Two public STUN servers, no TURN server, {@link RoutingMode#PREFER_P2P}, 30 s to connect with 3
   * retries, automatic fallback, a new try after 60 s, any port, 256 connections, 120 new ones in a
   * minute.
   */
  public static final P2pConfig DEFAULT =
      new P2pConfig(
          List.of("stun:stun.l.google.com:19302", "stun:stun1.l.google.com:19302"),
          List.of(),
          RoutingMode.PREFER_P2P,
          Duration.ofSeconds(30),
          3,
          true,
          Duration.ofSeconds(60),
          0,
          0,
          256,
          120);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range; names it
   */
  public P2pConfig {
    iceServers = List.copyOf(iceServers);
    turnServers = List.copyOf(turnServers);
    for (String url : iceServers) {
      if (!url.startsWith("stun:") && !url.startsWith("stuns:")) {
        throw new IllegalArgumentException(
            "iceServers: " + url + " does not begin with stun: or stuns:");
      }
    }
    requireRange("connectionTimeout", connectionTimeout, SHORTEST, Duration.ofMinutes(10));
    requireRange("retryInterval", retryInterval, SHORTEST, Duration.ofDays(1));
    requireRange("retries", retries, 0, 10);
    requireRange("minPort", minPort, 0, 65_535);
    requireRange("maxPort", maxPort, minPort, 65_535);
    requireRange("maxConnections", maxConnections, 1, 4096);
    requireRange("maxConnectionsPerMinute", maxConnectionsPerMinute, 1, 100_000);
    if (routingMode == null) {
      throw new IllegalArgumentException("routingMode is missing");
    }
  }

  private static <T extends Comparable<T>> void requireRange(String name, T value, T min, T max) {
    if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + min + " to " + max);
    }
  }

  /**
   * The same with other STUN servers.
   *
   * @param urls their URLs, or none
   * @return a new configuration
   */
  public P2pConfig withIceServers(String... urls) {
    return new P2pConfig(
        List.of(urls),
        turnServers,
        routingMode,
        connectionTimeout,
        retries,
        automaticFallback,
        retryInterval,
        minPort,
        maxPort,
        maxConnections,
        maxConnectionsPerMinute);
  }

  /**
   * The same with other TURN servers.
   *
   * @param servers the servers, or none
   * @return a new configuration
   */
  public P2pConfig withTurnServers(TurnServer... servers) {
    return new P2pConfig(
        iceServers,
        List.of(servers),
        routingMode,
        connectionTimeout,
        retries,
        automaticFallback,
        retryInterval,
        minPort,
        maxPort,
        maxConnections,
        maxConnectionsPerMinute);
  }

  /**
   * The same with another routing mode.
   *
   * @param mode the mode
   * @return a new configuration
   */
  public P2pConfig withRoutingMode(RoutingMode mode) {
    return new P2pConfig(
        iceServers,
        turnServers,
        mode,
        connectionTimeout,
        retries,
        automaticFallback,
        retryInterval,
        minPort,
        maxPort,
        maxConnections,
        maxConnectionsPerMinute);
  }

  /**
   * The same with other times to connect.
   *
   * @param timeout how long it may take, retries included
   * @param repeats how often an attempt that failed early is repeated
   * @return a new configuration
   */
  public P2pConfig withConnectionTimeout(Duration timeout, int repeats) {
    return new P2pConfig(
        iceServers,
        turnServers,
        routingMode,
        timeout,
        repeats,
        automaticFallback,
        retryInterval,
        minPort,
        maxPort,
        maxConnections,
        maxConnectionsPerMinute);
  }

  /**
   * The same with another rule for what happens without a direct connection.
   *
   * @param automatic whether messages go through the router then
   * @param interval how long until the direct way is tried again
   * @return a new configuration
   */
  public P2pConfig withFallback(boolean automatic, Duration interval) {
    return new P2pConfig(
        iceServers,
        turnServers,
        routingMode,
        connectionTimeout,
        retries,
        automatic,
        interval,
        minPort,
        maxPort,
        maxConnections,
        maxConnectionsPerMinute);
  }

  /**
   * The same with other bounds.
   *
   * @param atOnce direct connections at the same time
   * @param perMinute new ones in a minute; with one peer at most a quarter of them, or 10 if that
   *     is more
   * @return a new configuration
   */
  public P2pConfig withConnectionLimits(int atOnce, int perMinute) {
    return new P2pConfig(
        iceServers,
        turnServers,
        routingMode,
        connectionTimeout,
        retries,
        automaticFallback,
        retryInterval,
        minPort,
        maxPort,
        atOnce,
        perMinute);
  }
}
