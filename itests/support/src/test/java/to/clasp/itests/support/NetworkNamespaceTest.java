package to.clasp.itests.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NetworkNamespaceTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Sends back what it gets. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws IOException {
      try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 9000))) {
        System.out.println("listening");
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        socket.send(packet);
      }
    }
  }

  /** Shouts and tells what comes back. */
  static final class Shout {
    private Shout() {}

    public static void main(String[] arguments) throws IOException {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setBroadcast(true);
        socket.setSoTimeout(40_000);
        InetAddress everybody = InetAddress.getByName(arguments[0]);
        DatagramPacket packet = new DatagramPacket(new byte[] {1}, 1, everybody, 9000);
        socket.send(packet);
        socket.receive(packet);
        System.out.println("answered by " + packet.getAddress().getHostAddress());
      }
    }
  }

  @Test
  void twoNamespacesAreTwoHostsOnACable() throws Exception {
    try (NetworkNamespace left = NetworkNamespace.create("left");
        NetworkNamespace right = NetworkNamespace.create("right")) {
      left.link("a0", right, "b0");
      left.address("a0", "10.7.0.1/24");
      right.address("b0", "10.7.0.2/24");
      left.startJava(Echo.class).awaitOutput(Pattern.compile("listening"), DEADLINE);
      right
          .startJava(Shout.class, "10.7.0.255")
          .awaitOutput(Pattern.compile("answered by 10\\.7\\.0\\.1"), DEADLINE);
      assertThat(left.ip("addr")).contains("10.7.0.1").doesNotContain("eth0", "10.7.0.2/24");
    }
  }

  @Test
  void nothingIsLeftWhenItIsClosed() throws Exception {
    NetworkNamespace made = NetworkNamespace.create("short");
    ChildProcess inside = made.startJava(Echo.class);
    inside.awaitOutput(Pattern.compile("listening"), DEADLINE);
    assertThat(Path.of("/run/netns", made.id())).exists();
    made.close();
    assertThat(Files.exists(Path.of("/run/netns", made.id()))).isFalse();
    assertThat(ProcessHandle.of(inside.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
