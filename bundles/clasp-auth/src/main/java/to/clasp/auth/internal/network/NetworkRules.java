package to.clasp.auth.internal.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.use.Appraisal;
import to.clasp.auth.internal.use.Terms;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

/**
 * The checked configuration of the scheme.
 *
 * @param transport whose clients
 * @param rules the longest prefixes first
 */
record NetworkRules(String transport, List<NetworkRule> rules)
    implements Appraisal<ConnectionInfo> {
  private static final List<String> TRANSPORTS = List.of("osc", "mqtt");

  static NetworkRules of(NetworkConfig config) {
    if (config.transport() == null || !TRANSPORTS.contains(config.transport())) {
      throw new IllegalArgumentException(
          "transport is '" + config.transport() + "', must be osc or mqtt");
    }
    try {
      return new NetworkRules(config.transport(), rules(config.allow()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("allow: " + e.getMessage(), e);
    }
  }

  private static List<NetworkRule> rules(String[] allow) {
    List<NetworkRule> rules = new ArrayList<>();
    for (String several : allow) {
      for (String text : several.split(";")) {
        if (!text.isBlank()) {
          add(NetworkRule.parse(text.trim()), rules);
        }
      }
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("has no network, so nobody would be let in");
    }
    rules.sort(Comparator.comparing(rule -> -rule.network().bits()));
    return List.copyOf(rules);
  }

  private static void add(NetworkRule rule, List<NetworkRule> rules) {
    if (rules.stream().anyMatch(rule::isForSameNetwork)) {
      throw new IllegalArgumentException("there are two rules for " + rule.network().text());
    }
    rules.add(rule);
  }

  /** The rule for a client, or null. */
  NetworkRule ruleFor(ConnectionInfo client) {
    InetAddress address = addressOf(client.remote());
    if (address == null || !client.transport().equals(transport)) {
      return null;
    }
    for (NetworkRule rule : rules) {
      if (rule.network().contains(address)) {
        return rule;
      }
    }
    return null;
  }

  private static InetAddress addressOf(SocketAddress remote) {
    return remote instanceof InetSocketAddress peer ? peer.getAddress() : null;
  }

  @Override
  public Terms terms(ConnectionInfo client) {
    NetworkRule rule = ruleFor(client);
    if (rule == null) {
      throw new ProtocolException(
          ErrorCode.UNAUTHORIZED, "clients of your network need a token by now");
    }
    return Terms.of(new Grant("", rule.scopes()));
  }
}
