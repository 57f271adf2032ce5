package to.clasp.itests.p2p;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.examples.p2p.Greeter;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NetworkNamespace;
import to.clasp.itests.support.ProjectFolder;
import to.clasp.itests.support.Relay;

/** The example, on two hosts with a router between them that also runs the relay. */
class HostsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private NetworkNamespace router;
  private NetworkNamespace left;
  private NetworkNamespace right;
  private String port;

  @BeforeEach
  void start() throws Exception {
    OwnNetwork.require();
    router = NetworkNamespace.create("router");
    left = host("left", 1);
    right = host("right", 2);
    router.run("sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
    Path folder = ProjectFolder.resolve("distribution");
    ChildProcess relay =
        router.start(
            folder,
            Map.of(),
            List.of(Relay.program().toString(), "--host", "0.0.0.0", "--ws-port", "0"));
    port = relay.awaitOutput(Pattern.compile("ws://\\S+:([1-9]\\d*)"), DEADLINE).group(1);
  }

  private NetworkNamespace host(String name, int network) throws InterruptedException {
    NetworkNamespace host = NetworkNamespace.create(name);
    host.link("e0", router, "r" + network);
    router.address("r" + network, "10.78." + network + ".1/24");
    host.address("e0", "10.78." + network + ".2/24");
    host.ip("route", "add", "default", "via", "10.78." + network + ".1");
    return host;
  }

  @AfterEach
  void end() {
    for (NetworkNamespace host : new NetworkNamespace[] {left, right, router}) {
      if (host != null) {
        host.close();
      }
    }
  }

  @Test
  void peersOnTwoHostsFindAnotherWayAndEachOtherAgain() throws Exception {
    ChildProcess anna = greeter(left, 1, "Anna");
    ChildProcess bert = greeter(right, 2, "Bert");
    await(anna, 0, "sent \\d+ by P2P");
    await(bert, 0, "received: greeting \\d+ of Anna");

    router.run(
        "sh",
        "-c",
        "nft add table inet wall"
            + " && nft 'add chain inet wall f { type filter hook forward priority 0; }'"
            + " && nft 'add rule inet wall f meta l4proto udp drop'");
    int blocked = anna.output().length();
    await(anna, blocked, "sent \\d+ by RELAY");
    await(bert, bert.output().length(), "received: greeting \\d+ of Anna");
    router.run("nft", "flush", "ruleset");
    await(anna, anna.output().length(), "sent \\d+ by P2P");

    int alive = anna.output().length();
    ProcessHandle.of(bert.pid()).orElseThrow().destroyForcibly();
    bert.awaitExit(DEADLINE);
    ChildProcess again = greeter(right, 2, "Bert again");
    await(anna, alive, "received: greeting \\d+ of Bert again");
    await(again, 0, "sent \\d+ by P2P");
    await(anna, alive, "disconnected from");
  }

  private ChildProcess greeter(NetworkNamespace host, int network, String name) {
    return host.startJava(Greeter.class, "ws://10.78." + network + ".1:" + port, name);
  }

  /** Waits for a line behind so many characters. */
  private static void await(ChildProcess process, int from, String line)
      throws InterruptedException {
    process.awaitOutput(Pattern.compile("(?s)\\A.{" + from + "}.*" + line), DEADLINE);
  }
}
