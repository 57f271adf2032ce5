package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ForeignPeer;

/** The network that these tests run in, made by {@code src/test/netns/bin/java}. */
final class OwnNetwork {
  private static final String ADDRESS = System.getenv("CLASP_OWN_NETWORK");

  private OwnNetwork() {}

  /** Goes on only in a network of our own. */
  static void require() {
    if (ADDRESS == null) {
      ForeignPeer.missing(
          "a network namespace", "not allowed here", "apt-get install iproute2, and run as root");
    }
    ForeignPeer.require("nft", "apt-get install nftables");
  }

  /** The address of the one interface. */
  static String address() {
    return ADDRESS;
  }

  /** No datagram gets anywhere from now on, so that ICE finds no way. TCP goes on. */
  static void blockDatagrams() throws InterruptedException {
    rules("output", "meta l4proto udp drop");
  }

  /** So many of 100 datagrams get lost. */
  static void loseDatagrams(int percent) throws InterruptedException {
    rules("output", "meta l4proto udp numgen random mod 100 < " + percent + " drop");
  }

  /**
   * Datagrams get to a TURN server and back, and from one port that it relays by to another one.
   *
   * @param relays first and last of these ports
   */
  static void allowOnlyRelays(int server, String relays) throws InterruptedException {
    // Where they arrive: a server that is not allowed to send gives up.
    rules(
        "input",
        "udp dport " + server + " accept",
        "udp sport " + server + " accept",
        "udp sport " + relays + " udp dport " + relays + " accept",
        "meta l4proto udp drop");
  }

  private static void rules(String hook, String... rules) throws InterruptedException {
    StringBuilder commands =
        new StringBuilder(
            "nft add table inet clasp && nft flush table inet clasp"
                + " && nft 'add chain inet clasp c { type filter hook "
                + hook
                + " priority 0; }'");
    for (String rule : rules) {
      commands.append(" && nft 'add rule inet clasp c ").append(rule).append("'");
    }
    run("sh", "-c", commands.toString());
  }

  /** All that was made worse is as before. */
  static void restore() throws InterruptedException {
    run("sh", "-c", "nft flush ruleset; tc qdisc del dev lo root 2>&1 || true");
  }

  /** Between addresses of one host packets go by lo: it gets slow, with a queue that overflows. */
  static void slowDown() throws InterruptedException {
    run(
        "tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "40mbit", "burst", "64k",
        "latency", "50ms");
  }

  /**
   * A way to the outside, which ends at the next cable. Browsers take part only with the address by
   * which the outside would be reached.
   */
  static void leadOutside() throws InterruptedException {
    run("ip", "route", "add", "default", "dev", "p2p0");
  }

  /** No way to the outside any more. */
  static void leadNowhere() throws InterruptedException {
    run("ip", "route", "del", "default", "dev", "p2p0");
  }

  private static void run(String... command) throws InterruptedException {
    try (ChildProcess process = ChildProcess.start(Path.of("."), Map.of(), List.of(command))) {
      int exit = process.awaitExit(Duration.ofSeconds(30));
      assertThat(exit).as(process.output()).isZero();
    }
  }
}
