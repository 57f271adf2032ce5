package to.clasp.p2p.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.SendResult;

/** Several peers on a router and a network, all in memory, in time that the test decides on. */
final class World {
  static final P2pConfig CONFIG = P2pConfig.DEFAULT;

  final ManualLoop loop = new ManualLoop();
  final FakeRouter router = new FakeRouter(loop);
  final FakeLinks links = new FakeLinks(loop);

  /** A peer with what it has heard. */
  final class Member {
    final String id;
    final FakeRouter.Session session;
    final Peer peer;
    final List<PeerEvent> events = new ArrayList<>();

    Member(String id, P2pConfig config, FakeLinks own) {
      this.id = id;
      this.session = router.session(id);
      this.peer = new Peer(config, session, loop, own, () -> {});
      peer.listen(events::add);
    }

    <E extends PeerEvent> List<E> heard(Class<E> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> texts() {
      return heard(PeerEvent.Data.class).stream()
          .map(data -> new String(data.bytes(), StandardCharsets.UTF_8))
          .toList();
    }

    CompletionStage<SendResult> send(Member to, String text, boolean reliable) {
      return peer.send(to.id, bytes(text), reliable);
    }

    SendResult sent(Member to, String text) {
      CompletionStage<SendResult> result = send(to, text, true);
      loop.run();
      return now(result);
    }
  }

  Member join(String id) {
    return join(id, CONFIG);
  }

  Member join(String id, P2pConfig config) {
    return join(id, config, links);
  }

  Member join(String id, P2pConfig config, FakeLinks own) {
    Member member = new Member(id, config, own);
    member.peer.start();
    loop.run();
    return member;
  }

  /** Connects two, and forgets what they have heard until then. */
  void connect(Member one, Member other) {
    CompletionStage<Void> connected = one.peer.connect(other.id);
    loop.run();
    now(connected);
    one.events.clear();
    other.events.clear();
  }

  void pass(Duration time) {
    loop.advance(time);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The result that is there now; fails if there is none. */
  static <T> T now(CompletionStage<T> stage) {
    if (!stage.toCompletableFuture().isDone()) {
      throw new AssertionError("not complete yet");
    }
    return stage.toCompletableFuture().join();
  }
}
