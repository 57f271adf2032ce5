package to.clasp.transport.jdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many pieces the platform is asked for. */
class IncomingTest {
  private final Loop loop = new Loop("incoming-test");
  private final Incoming incoming = new Incoming(loop, socket -> {});
  private long asked;

  private final WebSocket socket =
      (WebSocket)
          Proxy.newProxyInstance(
              WebSocket.class.getClassLoader(),
              new Class<?>[] {WebSocket.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("request");
                asked += (long) arguments[0];
                return null;
              });

  @AfterEach
  void end() {
    loop.end();
  }

  private void tell(int pieces) {
    for (int i = 0; i < pieces; i++) {
      incoming.onBinary(socket, ByteBuffer.allocate(1), true);
    }
  }

  @Test
  void eachPieceAsksForTheNextUntilTooManyWait() {
    tell(Incoming.CREDIT - 1);
    assertThat(asked).isEqualTo(Incoming.CREDIT - 1);
    tell(1);
    assertThat(asked).isEqualTo(Incoming.CREDIT - 1);
  }

  @Test
  void theLoopAsksAgainOnceWhenHalfIsTaken() {
    tell(Incoming.CREDIT);
    assertThat(incoming.taken(Incoming.CREDIT / 2 - 1)).isFalse();
    assertThat(incoming.taken(1)).isTrue();
    assertThat(incoming.taken(1)).isFalse();
    tell(1);
    assertThat(asked).isEqualTo(Incoming.CREDIT);
  }

  @Test
  void aLoopThatKeepsUpNeedNotAsk() {
    for (int i = 0; i < 5 * Incoming.CREDIT; i++) {
      tell(1);
      assertThat(incoming.taken(1)).isFalse();
    }
    assertThat(asked).isEqualTo(5 * Incoming.CREDIT);
  }
}
