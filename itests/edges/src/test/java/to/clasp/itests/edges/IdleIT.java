package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.Value;

/**
 * A subscriber that receives nothing for long must not go deaf while it is pinging, and one that is
 * given up must notice.
 */
class IdleIT {
  private static final int TIMEOUT_SECONDS = 1;

  private static Socket connect(int port, String client, int keepAlive) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    exchange(socket, MqttBytes.connect(client, keepAlive), MqttBytes.CONNECTED);
    exchange(socket, MqttBytes.subscribe("quiet"), MqttBytes.SUBSCRIBED);
    return socket;
  }

  private static void exchange(Socket socket, byte[] request, byte[] answer) throws IOException {
    socket.getOutputStream().write(request);
    assertThat(socket.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
  }

  @Test
  void whoPingsStaysSubscribedHoweverLongItReceivesNothing() throws Exception {
    try (Relay relay =
            Relay.start("--mqtt-port", "0", "--session-timeout", String.valueOf(TIMEOUT_SECONDS));
        Socket pinging = connect(relay.port("mqtt"), "pinging", 60);
        Socket silent = connect(relay.port("mqtt"), "silent", 1)) {
      CompletableFuture<Integer> end =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return silent.getInputStream().read();
                } catch (IOException e) {
                  return -2;
                }
              });
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 * TIMEOUT_SECONDS);
      while (System.nanoTime() < until) {
        exchange(pinging, MqttBytes.PING_REQUEST, MqttBytes.PING_RESPONSE);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(end.get(10, TimeUnit.SECONDS))
          .as("the socket of a session that ended")
          .isEqualTo(-1);

      try (Screen screen = new Screen(relay.uri(), "/none")) {
        screen.set("/mqtt/quiet", Value.of(1));
        byte[] expected = MqttBytes.publish("quiet", "1");
        assertThat(pinging.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
      }
    }
  }
}
