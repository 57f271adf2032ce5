package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.RawClient;

/** A client with scopes of its own: over the network, or in the same JVM. */
interface Guest extends AutoCloseable {
  /** Takes the token for a list of scopes; no token allows everything. */
  Authenticator BY_TOKEN =
      credentials ->
          CompletableFuture.completedStage(
              credentials.token() == null ? Grant.EVERYTHING : grant(credentials.token()));

  static Grant grant(String scopes) {
    return new Grant("guest", Stream.of(scopes.split(",")).map(Scope::parse).toList());
  }

  /** The session's id. */
  String id();

  void send(Message... messages);

  /** Everything that the router says until a PING that is sent now is answered. */
  List<Message> drain();

  @Override
  void close();

  /**
   * A client at a router whose authenticator is {@link #BY_TOKEN}.
   *
   * @param scopes separated by commas
   */
  static OverNetwork overNetwork(RouterFixture router, String scopes) {
    RawClient client = router.connect();
    client.send(new Hello(1, Features.ALL, "guest", scopes));
    String id = client.expect(to.clasp.protocol.Welcome.class).session();
    return new OverNetwork(id, client);
  }

  /**
   * A session in this JVM.
   *
   * @param scopes separated by commas
   */
  static Guest inside(RouterFixture router, String scopes) {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    RouterSession session =
        router.core.open(new SessionInfo("guest", "test"), grant(scopes), executor, messages::add);
    return new Inside(session, messages, executor);
  }

  /** Its first message is the snapshot behind WELCOME. */
  record OverNetwork(String id, RawClient client) implements Guest {
    @Override
    public void send(Message... messages) {
      client.send(messages);
    }

    @Override
    public List<Message> drain() {
      return client.drain();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** Messages instead of frames. */
  record Inside(RouterSession session, BlockingQueue<Message> messages, ExecutorService executor)
      implements Guest {
    @Override
    public String id() {
      return session.id();
    }

    @Override
    public void send(Message... all) {
      Stream.of(all).forEach(session::send);
    }

    @Override
    public List<Message> drain() {
      session.send(Ping.INSTANCE);
      List<Message> drained = new ArrayList<>();
      for (Message next = next(); !(next instanceof Pong); next = next()) {
        drained.add(next);
      }
      return drained;
    }

    private Message next() {
      try {
        Message next = messages.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a message within 20 s").isNotNull();
        return next;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      session.close();
      executor.shutdown();
    }
  }
}
