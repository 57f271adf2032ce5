package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.ReconnectPolicy;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Value;
import to.clasp.transport.TlsOptions;

/** How a client that only listens stays known to a router that counts only what it relays. */
class SelfSignalTest {
  private static final String ADDRESS = "/clasp/p2p/signal/session";

  private final SelfSignal signal = new SelfSignal(100);
  private final ScriptedRouter router = new ScriptedRouter(this::answer);
  private volatile boolean refusing;
  private ClaspClient clasp;

  private void answer(ScriptedRouter.Peer peer, Message message) {
    peer.answer(message);
    if (message instanceof Publish publish) {
      peer.send(refusing ? new ErrorMessage(301, "no scope", ADDRESS, null) : publish);
    }
  }

  @AfterEach
  void close() {
    if (clasp != null) {
      clasp.close();
    }
    router.close();
  }

  /** Looks at the clock so often that a signal is due after a moment. */
  private void connect() {
    Settings settings =
        new Settings(
            List.of(URI.create(router.uri().toString())),
            "listener",
            Features.ALL,
            null,
            false,
            TlsOptions.DEFAULT,
            ReconnectPolicy.NEVER,
            Lab.TIMEOUT,
            Lab.TIMEOUT,
            Lab.TIMEOUT,
            Duration.ofMillis(5),
            ForkJoinPool.commonPool());
    clasp = Lab.get(new ClientFactory(Lab.on(router.transport())).connect(settings));
  }

  private long signals() {
    return router.received().stream().filter(Publish.class::isInstance).count();
  }

  private long rounds() {
    return router.received().stream().filter(Sync.class::isInstance).count();
  }

  @Test
  void itIsDueWhenNothingWasRelayedForAWhile() {
    signal.begin("session", 1_000);
    assertThat(signal.due(1_099)).isNull();
    assertThat(signal.due(1_100).address()).isEqualTo(ADDRESS);
    signal.relayed(1_150);
    assertThat(signal.due(1_249)).isNull();
    assertThat(signal.due(1_250)).isNotNull();
  }

  @Test
  void aRouterThatRefusesItIsNotAskedAgainInThisSession() {
    ErrorMessage refusal = new ErrorMessage(301, "no scope", ADDRESS, null);
    signal.begin("session", 0);
    assertThat(signal.takes(refusal)).as("before it was sent").isFalse();
    signal.due(100);
    assertThat(signal.takes(new ErrorMessage(301, "no scope", "/a", null))).isFalse();
    assertThat(signal.takes(refusal)).isTrue();
    assertThat(signal.due(1_000)).isNull();
    signal.begin("another", 1_000);
    assertThat(signal.due(2_000).address()).isEqualTo("/clasp/p2p/signal/another");
  }

  @Test
  void aClientThatOnlyListensSendsItAgainAndAgainAndKeepsItToItself() throws Exception {
    connect();
    BlockingQueue<Publish> heard = new LinkedBlockingQueue<>();
    clasp.onPublish("/clasp/**", heard::add);
    Lab.await("several", () -> signals() >= 3);
    router.send(Publish.of(ADDRESS, SignalType.EVENT, Value.of("from a peer")));
    Publish first = heard.poll(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(first.value()).isEqualTo(Value.of("from a peer"));
  }

  @Test
  void aRefusalIsNobodysBusiness() {
    refusing = true;
    List<ClaspException> errors = new CopyOnWriteArrayList<>();
    connect();
    clasp.onError(errors::add);
    Lab.await("asked", () -> signals() >= 1);
    awaitRounds();
    long asked = signals();
    awaitRounds();
    assertThat(signals()).isEqualTo(asked);
    assertThat(errors).isEmpty();
  }

  private void awaitRounds() {
    long before = rounds();
    Lab.await("some rounds later", () -> rounds() >= before + 20);
  }
}
