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
    rules("meta l4proto udp drop");
  }

  /** So many of 100 datagrams get lost. */
  static void loseDatagrams(int percent) throws InterruptedException {
    rules("meta l4proto udp numgen random mod 100 < " + percent + " drop");
  }

  private static void rules(String rule) throws InterruptedException {
    run(
        "sh",
        "-c",
        "nft add table inet clasp && nft flush table inet clasp"
            + " && nft 'add chain inet clasp out { type filter hook output priority 0; }'"
            + " && nft 'add rule inet clasp out "
            + rule
            + "'");
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
      int exit = process.awaitExit(Duration.ofSeconds(10));
      assertThat(exit).as(process.output()).isZero();
    }
  }
}
