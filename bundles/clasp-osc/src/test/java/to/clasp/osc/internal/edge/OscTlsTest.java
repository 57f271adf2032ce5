package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.auth.Grant;
import to.clasp.testkit.Await;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.testing.LeakGuard;

/** OSC over TCP with TLS. */
@ExtendWith(LeakGuard.class)
class OscTlsTest {
  private final List<ConnectionInfo> seen = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private Certificates certificates;
  private EdgeFixture edge;

  @BeforeEach
  void makeCertificates() {
    certificates = new Certificates(directory);
  }

  @AfterEach
  void close() {
    edge.close();
  }

  private void open(TlsKeys keys) throws IOException {
    Map<String, Object> settings = new HashMap<>(keys.values());
    settings.put("tcpPort", 0);
    edge =
        new EdgeFixture(
            settings,
            shown -> {
              seen.add(shown.connection());
              return CompletableFuture.completedStage(Grant.EVERYTHING);
            },
            null);
  }

  private Socket secured() throws Exception {
    URI to = edge.uri("osc.tcps");
    return certificates.socket(to, "TLSv1.3");
  }

  private static String ping(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    byte[] packet = OscText.message("/clasp/ping");
    byte[] framed =
        ByteBuffer.allocate(4 + packet.length).putInt(packet.length).put(packet).array();
    socket.getOutputStream().write(framed);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int size;
    try {
      size = in.readInt();
    } catch (IOException closed) {
      return "closed";
    }
    byte[] answer = new byte[size];
    in.readFully(answer);
    return OscText.of(answer, size);
  }

  @Test
  void onePortServesWithAndWithoutTls() throws Exception {
    open(certificates.server());
    assertThat(edge.ports.uris())
        .extracting(URI::getScheme)
        .containsExactly("osc.udp", "osc.tcps", "osc.tcp");
    try (Socket secured = secured();
        Socket plain = new Socket("127.0.0.1", edge.tcp().getPort())) {
      assertThat(ping(secured)).isEqualTo("/clasp/pong , null");
      assertThat(ping(plain)).isEqualTo("/clasp/pong , null");
    }
    assertThat(seen).extracting(ConnectionInfo::secure).containsExactly(true, false);
  }

  @Test
  void aPortForTlsOnlyRefusesPlainText() throws Exception {
    open(certificates.server().only());
    assertThat(edge.ports.uris()).extracting(URI::getScheme).containsExactly("osc.udp", "osc.tcps");
    try (Socket plain = new Socket("127.0.0.1", edge.uri("osc.tcps").getPort());
        Socket secured = secured()) {
      assertThat(ping(plain)).isEqualTo("closed");
      assertThat(ping(secured)).isEqualTo("/clasp/pong , null");
    }
    assertThat(seen).hasSize(1);
    Await.until("all places are free", () -> edge.edge.places().taken() == 0);
  }

  /** Who never begins a handshake takes a place, too, but not for ever. */
  @Test
  void whoConnectsTakesAPlaceBeforeTheHandshake() throws Exception {
    open(certificates.server().only());
    try (Socket silent = new Socket("127.0.0.1", edge.uri("osc.tcps").getPort())) {
      Await.until("a place is taken", () -> edge.edge.places().taken() == 1);
      assertThat(silent.isConnected()).isTrue();
    }
    Await.until("the place is free", () -> edge.edge.places().taken() == 0);
  }
}
