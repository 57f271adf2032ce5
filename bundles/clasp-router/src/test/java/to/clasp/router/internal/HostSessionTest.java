package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.MessageListener;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** Sessions of code in the same JVM: the same rules, messages instead of frames. */
class HostSessionTest {
  private final RouterFixture router = RouterFixture.with(Map.of("maxSessions", 3));
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    executor.shutdownNow();
    router.close();
  }

  @Test
  void aHostAndANetworkClientShareParamsAndEvents() throws Exception {
    RawClient client = router.client("client");
    Mailbox mailbox = new Mailbox();
    RouterSession session = open(Grant.EVERYTHING, mailbox);
    client.send(subscribe("/**"));
    client.expectNothing();

    session.send(Set.of("/a", Value.of(1)));
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.of(1));
    assertThat(mailbox.next()).isEqualTo(new Ack("/a", 1L, null, null, null));

    session.send(subscribe("/a"));
    Snapshot snapshot = (Snapshot) mailbox.next();
    assertThat(snapshot.entries().get(0).writer()).isEqualTo(session.id());
    client.send(Publish.of("/a", SignalType.EVENT, Value.of("x")));
    assertThat(mailbox.next()).isEqualTo(Publish.of("/a", SignalType.EVENT, Value.of("x")));
  }

  @Test
  void theListenerIsCalledOnTheExecutorOnly() throws Exception {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    Mailbox mailbox = new Mailbox();
    RouterSession session =
        open(
            Grant.EVERYTHING,
            message -> {
              threads.add(Thread.currentThread());
              mailbox.onMessage(message);
            });
    session.send(Set.of("/a", Value.of(1)));
    mailbox.next();

    Thread expected = executor.submit(Thread::currentThread).get();
    assertThat(threads).containsOnly(expected);
  }

  @Test
  void aGrantLimitsReadingAndWritingByAddress() throws Exception {
    RawClient client = router.client("client");
    client.send(Set.of("/open/a", Value.of(1)), Set.of("/secret/a", Value.of(2))).drain();
    Mailbox mailbox = new Mailbox();
    RouterSession session =
        open(new Grant("guest", List.of(Scope.parse("read:/open/**"))), mailbox);

    session.send(subscribe("/**"));
    assertThat(((Snapshot) mailbox.next()).entries())
        .extracting(Snapshot.Entry::address)
        .containsExactly("/open/a");
    client.send(Set.of("/secret/a", Value.of(3)), Set.of("/open/a", Value.of(4))).drain();
    assertThat(((Set) mailbox.next()).address()).isEqualTo("/open/a");

    session.send(Set.of("/open/a", Value.of(5)));
    assertThat(((ErrorMessage) mailbox.next()).code()).isEqualTo(ErrorCode.FORBIDDEN.code());
    session.send(new to.clasp.protocol.Get("/secret/a"));
    assertThat(((ErrorMessage) mailbox.next()).code()).isEqualTo(ErrorCode.FORBIDDEN.code());
    session.send(Publish.of("/open/a", SignalType.EVENT, null));
    assertThat(((ErrorMessage) mailbox.next()).code()).isEqualTo(ErrorCode.FORBIDDEN.code());
  }

  @Test
  void aListenerThatThrowsHarmsNobodyAndGetsTheNextMessage() throws Exception {
    Mailbox mailbox = new Mailbox();
    RouterSession session =
        open(
            Grant.EVERYTHING,
            message -> {
              mailbox.onMessage(message);
              throw new IllegalStateException("listener failure, part of the test");
            });

    session.send(Set.of("/a", Value.of(1)));
    session.send(Set.of("/a", Value.of(2)));

    assertThat(((Ack) mailbox.next()).revision()).isEqualTo(1);
    assertThat(((Ack) mailbox.next()).revision()).isEqualTo(2);
  }

  @Test
  void closeEndsTheSessionTellsTheListenerOnceAndFreesThePlace() {
    List<CloseReason> reasons = new CopyOnWriteArrayList<>();
    RouterSession first = open(Grant.EVERYTHING, closing(reasons));
    open(Grant.EVERYTHING, closing(reasons));
    open(Grant.EVERYTHING, closing(reasons));
    assertThatThrownBy(() -> open(Grant.EVERYTHING, new Mailbox()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("3 sessions");

    first.close();
    first.close();

    Await.until(() -> reasons.equals(List.of(CloseReason.NORMAL)));
    open(Grant.EVERYTHING, new Mailbox());
  }

  @Test
  void anExecutorThatStopsEndsItsSessionsAndFreesTheirPlaces() {
    ExecutorService other = Executors.newSingleThreadExecutor();
    RouterSession lost =
        router.core.open(new SessionInfo("lost", "test"), Grant.EVERYTHING, other, new Mailbox());
    lost.send(subscribe("/**"));
    Await.until(router.core::hasSubscriptions);
    other.shutdown();

    RawClient client = router.client("client");
    client.send(Set.of("/a", Value.of(1)));

    client.expect(Ack.class);
    Await.until(() -> !router.core.hasSubscriptions());
    router.client("second");
    router.client("third").expectNothing();
  }

  @Test
  void aRouterThatIsClosedTakesNoSession() {
    router.core.close();

    assertThatThrownBy(() -> open(Grant.EVERYTHING, new Mailbox()))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  private RouterSession open(Grant grant, MessageListener listener) {
    return router.core.open(new SessionInfo("host", "test"), grant, executor, listener);
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }

  private static MessageListener closing(List<CloseReason> reasons) {
    return new MessageListener() {
      @Override
      public void onMessage(Message message) {}

      @Override
      public void onClosed(CloseReason why) {
        reasons.add(why);
      }
    };
  }

  private static final class Mailbox implements MessageListener {
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(Message message) {
      messages.add(message);
    }

    Message next() throws InterruptedException {
      Message next = messages.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a message within 20 s").isNotNull();
      return next;
    }
  }
}
