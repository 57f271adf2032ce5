package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.Relay;
import to.clasp.testkit.Certificates;

/** MQTT over TLS on the port of plain MQTT, and over WebSocket on the port of CLASP. */
class MqttTransportsIT {

  /** What a WebSocket client has received. */
  private static final class Received implements WebSocket.Listener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized CompletionStage<?> onBinary(
        WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      bytes.writeBytes(part);
      notifyAll();
      socket.request(1);
      return null;
    }

    synchronized void await(byte[] expected) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (bytes.size() < expected.length && System.nanoTime() < deadline) {
        wait(100);
      }
      assertThat(bytes.toByteArray()).isEqualTo(expected);
      bytes.reset();
    }
  }

  @Test
  void plainTextTlsAndWebSocketReachTheSameState(@TempDir Path folder) throws Exception {
    Certificates certificates = new Certificates(folder);
    var files = certificates.server().values();
    String[] flags = {
      "--mqtt-port", "0",
      "--cert", files.get("certificateFile").toString(),
      "--key", files.get("keyFile").toString()
    };
    try (Relay relay = Relay.start(flags)) {
      Mosquitto plain = Mosquitto.on(relay.port("mqtt"), "-V", "mqttv5");
      Mosquitto secured = plain.with("--cafile", certificates.authorityFile().toString());
      HttpClient http = HttpClient.newBuilder().sslContext(certificates.context()).build();
      Received received = new Received();
      URI uri = URI.create("wss://127.0.0.1:" + relay.uri().getPort() + "/mqtt");
      WebSocket web =
          http.newWebSocketBuilder()
              .subprotocols("mqtt")
              .buildAsync(uri, received)
              .get(10, TimeUnit.SECONDS);
      assertThat(web.getSubprotocol()).isEqualTo("mqtt");
      exchange(web, MqttBytes.connect("web", 60), MqttBytes.CONNECTED, received);
      exchange(web, MqttBytes.subscribe("t"), MqttBytes.SUBSCRIBED, received);

      try (Mosquitto.Subscriber one = plain.subscribe("-t", "t");
          Mosquitto.Subscriber two = secured.subscribe("-t", "t")) {
        secured.publish("-t", "t", "-m", "tls", "-q", "1");
        one.until("t|0|0|tls");
        two.until("t|0|0|tls");
        received.await(MqttBytes.publish("t", "tls"));
        web.sendBinary(ByteBuffer.wrap(MqttBytes.publish("t", "web")), true).get();
        assertThat(one.until("t|0|0|web")).hasSize(2);
        assertThat(two.until("t|0|0|web")).hasSize(2);
      }
      web.abort();
    }
  }

  private static void exchange(WebSocket web, byte[] request, byte[] answer, Received received)
      throws Exception {
    web.sendBinary(ByteBuffer.wrap(request), true).get(10, TimeUnit.SECONDS);
    received.await(answer);
  }
}
