package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.Value;

/** A program that follows OSCQuery by the book: it knows a host and a port, and nothing else. */
class OscQueryIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What OSC sends for a true at that address. */
  private static final String LAMP_ON = "/lamp\0\0\0,T\0\0";

  private static String get(URI root, String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(root.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void itFindsWhatIsThereAndListensToIt() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (Relay relay = Relay.start("--osc-port", "0", "--osc-query");
        Screen screen = new Screen(relay.uri(), "/osc/**")) {
      screen.set("/osc/lamp", Value.of(false));
      screen.until("/osc/lamp", Value.of(false));
      int port = relay.uri().getPort();
      URI root = URI.create("http://127.0.0.1:" + port + "/");
      assertThat(get(root, "/?HOST_INFO"))
          .contains("\"OSC_PORT\":" + relay.port("osc.udp"))
          .contains("\"WS_PORT\":" + port)
          .contains("\"LISTEN\":true");
      assertThat(get(root, "/")).contains("{\"FULL_PATH\":\"/lamp\",\"ACCESS\":3,\"TYPE\":\"F\"");

      WebSocket socket =
          HTTP.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), new Heard(heard))
              .get(10, TimeUnit.SECONDS);
      socket.sendText("{\"COMMAND\":\"LISTEN\",\"DATA\":\"/lamp\"}", true).join();
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(LAMP_ON.replace('T', 'F'));
      screen.set("/osc/lamp", Value.of(true));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(LAMP_ON);
      socket.abort();
    }
  }

  private record Heard(BlockingQueue<String> messages) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      messages.add(StandardCharsets.ISO_8859_1.decode(data).toString());
      socket.request(1);
      return null;
    }
  }
}
