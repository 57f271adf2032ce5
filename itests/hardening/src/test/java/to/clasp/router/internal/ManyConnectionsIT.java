package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;

/** Many clients over real sockets, one after the other and all at once, in little memory. */
class ManyConnectionsIT {
  private static final int IN_SEQUENCE = Integer.getInteger("clasp.connects", 10_000);
  private static final int AT_ONCE = 2000;
  private static final Hello HELLO = new Hello(1, Features.ALL, "one of many", null);

  @Test
  void tenThousandConnectsInSequenceLeaveNothingBehind() throws Exception {
    try (PlainRouter plain = new PlainRouter(Map.of("maxSessions", 10))) {
      RawClient witness = plain.connect();
      witness.hello("witness");
      for (int i = 0; i < IN_SEQUENCE; i++) {
        try (RawClient client = plain.connect().send(HELLO)) {
          client.expect(Welcome.class);
          client.send(
              new Subscribe(1, "/a/" + i + "/**", Features.NONE, SubscribeOptions.NONE),
              new Set("/lock", Value.of(1L), null, i % 2 == 0, false, null));
        }
        // A place is free when the router has seen that its client is gone.
        PlainRouter.await("the client is gone", () -> plain.router().status().sessions() <= 5);
      }

      PlainRouter.await("all are gone", () -> plain.router().status().sessions() == 1);
      PlainRouter.await("no subscription", () -> plain.router().status().subscriptions() == 0);
      Map<CloseReason, Long> ends = Map.of(CloseReason.NORMAL, (long) IN_SEQUENCE);
      PlainRouter.await(
          "all are counted", () -> plain.router().status().counters().sessionsEnded().equals(ends));
      assertThat(plain.router().status().counters().sessionsOpened()).isEqualTo(IN_SEQUENCE + 1L);
      witness.expectNothing();
    }
  }

  @Test
  void twoThousandAtOnceAreServedAndOneMoreIsRefused() throws Exception {
    try (PlainRouter plain =
        new PlainRouter(Map.of("maxSessions", AT_ONCE + 1, "handshakeTimeoutSeconds", 120))) {
      List<Peer> peers = new ArrayList<>();
      AtomicInteger events = new AtomicInteger();
      for (int i = 0; i < AT_ONCE; i++) {
        peers.add(new Peer(plain, events));
      }
      for (Peer peer : peers) {
        peer.ready.get(120, TimeUnit.SECONDS);
      }
      RawClient sender = plain.connect();
      sender.hello("sender");
      PlainRouter.await(
          "all subscriptions", () -> plain.router().status().subscriptions() == AT_ONCE);

      RawClient refused = plain.connect();
      assertThat(refused.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.OVERFLOW.code());
      assertThat(refused.awaitClosed()).contains(CloseReason.OVERLOADED.text());
      sender.send(Publish.of("/all", SignalType.EVENT, Value.of("now")));

      PlainRouter.await("everybody got the event", () -> events.get() == AT_ONCE);
      peers.forEach(Peer::close);
      PlainRouter.await("all are gone", () -> plain.router().status().sessions() == 1);
      sender.expectNothing();
    }
  }

  /** As little as a client can be, because there are thousands. */
  private static final class Peer implements ConnectionHandler {
    private static final ConnectOptions PATIENT =
        new ConnectOptions(
            Duration.ofSeconds(120), Limits.LARGEST_FRAME, ConnectOptions.DEFAULT.tls());

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicInteger events;
    private final CompletableFuture<Connection> connection;

    Peer(PlainRouter plain, AtomicInteger events) {
      this.events = events;
      connection =
          plain.connector().connect(plain.uri(), PATIENT, unused -> this).toCompletableFuture();
      connection.whenComplete(
          (open, failure) -> {
            if (failure != null) {
              ready.completeExceptionally(failure);
            } else {
              open.executor().execute(() -> begin(open));
            }
          });
    }

    private static void begin(Connection open) {
      open.write(Frame.wrap(FrameCodec.encode(HELLO)));
      open.write(
          Frame.wrap(
              FrameCodec.encode(new Subscribe(1, "/all", Features.NONE, SubscribeOptions.NONE))));
      open.flush();
    }

    void close() {
      Connection open = connection.join();
      open.executor().execute(() -> open.close(CloseReason.NORMAL));
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      Object message = FrameCodec.decode(buffer, offset, length).message();
      if (message instanceof Welcome) {
        ready.complete(null);
      } else if (message instanceof Publish) {
        events.incrementAndGet();
      } else if (message instanceof ErrorMessage error) {
        ready.completeExceptionally(new AssertionError(error.message()));
      }
    }

    @Override
    public void onReadComplete() {
      // nothing to flush
    }

    @Override
    public void onWritable() {
      // sends two messages only
    }

    @Override
    public void onClosing(CloseReason why) {
      // nothing to say
    }

    @Override
    public void onClosed(Throwable cause) {
      ready.completeExceptionally(new AssertionError("closed", cause));
    }
  }
}
