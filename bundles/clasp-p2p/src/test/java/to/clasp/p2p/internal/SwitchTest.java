package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.RoutingMode;

/**
 * Reliable messages between peers of our kind arrive once and in order, whatever happens between.
 */
class SwitchTest {
  private final World world = new World();

  @Test
  void messagesSurviveTheWayThroughTheRouterAndBack() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    for (int i = 0; i < 300; i++) {
      if (i == 100) {
        world.links.interrupt(true);
      } else if (i == 200) {
        world.links.interrupt(false);
      }
      a.send(b, "" + i, true);
      if (i % 7 == 0) {
        world.loop.run();
      }
    }
    world.pass(Duration.ofSeconds(3));

    assertThat(b.texts()).containsExactlyElementsOf(numbers(300));
    assertThat(world.router.count("relay")).isPositive();
  }

  @Test
  void whatTheRouterDropsIsSentAgain() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    Random random = new Random(1);
    world.router.loses = signal -> signal.type().equals("relay") && random.nextInt(3) == 0;

    for (int i = 0; i < 100; i++) {
      a.send(b, "" + i, true);
      world.pass(Duration.ofMillis(10));
    }
    world.pass(Duration.ofMinutes(2));

    assertThat(b.texts()).containsExactlyElementsOf(numbers(100));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void nothingIsLostDoubledOrReorderedInWhateverOrderThingsHappen(long seed) {
    Random random = new Random(seed);
    World.Member a = world.join("a", fastRetry());
    World.Member b = world.join("b", fastRetry());
    world.connect(a, b);
    world.router.loses = signal -> signal.type().equals("relay") && random.nextInt(10) == 0;
    int fromA = 0;
    int fromB = 0;

    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(12)) {
        case 0 -> world.links.interrupt(random.nextBoolean());
        case 1 -> breakOne(random);
        case 2 -> a.peer.routingMode(mode(random));
        case 3 -> b.peer.routingMode(mode(random));
        case 4 -> world.pass(Duration.ofMillis(random.nextInt(2000)));
        case 5 -> a.peer.connect("b");
        case 6, 7, 8 -> b.send(a, "" + fromB++, true);
        default -> a.send(b, "" + fromA++, true);
      }
      if (random.nextBoolean()) {
        world.loop.run();
      }
    }
    world.router.loses = signal -> false;
    world.links.interrupt(false);
    world.pass(Duration.ofMinutes(1));

    assertThat(b.texts()).containsExactlyElementsOf(numbers(fromA));
    assertThat(a.texts()).containsExactlyElementsOf(numbers(fromB));
  }

  private static to.clasp.p2p.P2pConfig fastRetry() {
    return World.CONFIG
        .withFallback(true, Duration.ofMillis(500))
        .withConnectionLimits(100, 10_000);
  }

  private static RoutingMode mode(Random random) {
    return random.nextInt(3) == 0 ? RoutingMode.SERVER_ONLY : RoutingMode.PREFER_P2P;
  }

  private void breakOne(Random random) {
    List<FakeLinks.FakeLink> open = world.links.all.stream().filter(link -> !link.closed).toList();
    if (!open.isEmpty()) {
      open.get(random.nextInt(open.size())).close();
      open.forEach(link -> world.loop.execute(() -> link.listener.failed("broken")));
    }
  }

  @Test
  void aPeerMadeAnewOnTheSameSessionGetsWhatComesAfter() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    a.sent(b, "to the old one");
    world.pass(Duration.ofSeconds(1));
    b.peer.close();
    world.loop.run();
    World.Member again = world.join("b");

    a.sent(again, "to the new one");
    world.pass(Duration.ofSeconds(5));
    again.sent(a, "back");
    world.pass(Duration.ofSeconds(5));

    assertThat(again.texts()).containsExactly("to the new one");
    assertThat(a.texts()).containsExactly("back");
  }

  @Test
  void aPeerThatAcknowledgesNothingIsGivenUpAndThatIsTold() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.router.loses = signal -> signal.type().equals("relay");

    a.sent(b, "into the dark");
    world.pass(Duration.ofMinutes(3));

    assertThat(a.heard(ConnectionFailed.class))
        .containsExactly(
            new ConnectionFailed("b", "1 packets were not acknowledged in time and are given up"));
    world.router.loses = signal -> false;
    a.sent(b, "again");
    world.pass(Duration.ofSeconds(5));
    assertThat(b.texts()).containsExactly("again");
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }
}
