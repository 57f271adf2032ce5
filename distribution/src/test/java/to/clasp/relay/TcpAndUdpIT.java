package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;

/** The relay's ports for TCP and UDP, used by nothing but sockets. */
class TcpAndUdpIT {
  private static final Hello HELLO = new Hello(1, Features.ALL, "socket", null);

  @Test
  void servesOverTcpAndTellsWhyItCloses() throws Exception {
    try (BackgroundRelay relay = start("--tcp-port", "0");
        Socket socket = new Socket("127.0.0.1", port(relay, "tcp"))) {
      socket.setSoTimeout((int) BackgroundRelay.DEADLINE.toMillis());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      send(out, HELLO);
      assertThat(receive(in)).isInstanceOf(Welcome.class);
      assertThat(receive(in)).isInstanceOf(Snapshot.class);
      String large = "v".repeat(65_000);
      send(out, Set.of("/large", Value.of(large)));
      assertThat(receive(in)).isInstanceOf(Ack.class);
      send(out, new Get("/large"));
      assertThat(receive(in))
          .isInstanceOfSatisfying(
              Snapshot.class,
              told -> assertThat(told.entries().get(0).value()).isEqualTo(Value.of(large)));
      out.writeInt(65_548);
      assertThat(receive(in))
          .isInstanceOfSatisfying(
              ErrorMessage.class, error -> assertThat(error.code()).isEqualTo(100));
      assertThat(in.readAllBytes()).hasSize(5);
    }
  }

  @Test
  void thePortForTcpIsSecuredByTheFlagsForAllListeners() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            "--host", "127.0.0.1", "--no-websocket", "--tcp-port", "0", "--self-signed")) {
      relay.awaitLine(line -> line.contains("tcps://127.0.0.1:") && line.contains(" tcp://"));
    }
  }

  @Test
  void tlsOnlyDoesNotHoldForUdpAndThatIsSaid() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            "--host", "127.0.0.1", "-p", "0", "--udp-port", "0", "--self-signed", "--tls-only")) {
      relay.awaitLine(
          line ->
              line.contains(" WARN ")
                  && line.contains("UDP has no TLS: in spite of --tls-only, udp://127.0.0.1:")
                  && line.endsWith(" is plain"));
    }
  }

  @Test
  void servesOverUdp() throws Exception {
    try (BackgroundRelay relay = start("--udp-port", "0");
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout((int) BackgroundRelay.DEADLINE.toMillis());
      socket.connect(InetAddress.getByName("127.0.0.1"), port(relay, "udp"));
      send(socket, HELLO);
      assertThat(receive(socket)).isInstanceOf(Welcome.class);
      assertThat(receive(socket)).isInstanceOf(Snapshot.class);
      send(socket, Set.of("/small", Value.of(1L)));
      assertThat(receive(socket)).isInstanceOf(Ack.class);

      relay.terminate();
      assertThat(receive(socket))
          .isInstanceOfSatisfying(
              ErrorMessage.class, error -> assertThat(error.code()).isEqualTo(501));
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void aTakenTcpPortEndsTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      try (BackgroundRelay relay = start("--tcp-port", String.valueOf(port))) {
        assertThat(relay.awaitExit()).isEqualTo(1);
        assertThat(relay.errors())
            .anyMatch(line -> line.contains("cannot listen on 127.0.0.1:" + port));
      }
    }
  }

  private static BackgroundRelay start(String flag, String port) throws Exception {
    return BackgroundRelay.start("--host", "127.0.0.1", "--no-websocket", flag, port);
  }

  private static int port(BackgroundRelay relay, String scheme) throws InterruptedException {
    Pattern url = Pattern.compile("port open: " + scheme + "://127\\.0\\.0\\.1:(\\d+)");
    Matcher found = url.matcher(relay.awaitLine(line -> url.matcher(line).find()));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static void send(DataOutputStream out, Message message) throws Exception {
    byte[] frame = FrameCodec.encode(message);
    out.writeInt(frame.length);
    out.write(frame);
  }

  private static Message receive(DataInputStream in) throws Exception {
    byte[] frame = in.readNBytes(in.readInt());
    return FrameCodec.decode(frame, 0, frame.length).message();
  }

  private static void send(DatagramSocket socket, Message message) throws Exception {
    byte[] frame = FrameCodec.encode(message);
    socket.send(new DatagramPacket(frame, frame.length));
  }

  private static Message receive(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    return FrameCodec.decode(packet.getData(), 0, packet.getLength()).message();
  }
}
