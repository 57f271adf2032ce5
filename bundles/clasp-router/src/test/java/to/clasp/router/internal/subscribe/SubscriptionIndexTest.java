package to.clasp.router.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.fanout.Target;

/** The index finds what a linear scan finds, whatever comes and goes. */
class SubscriptionIndexTest {
  private static final String[] SEGMENTS = {"a", "b", "ab", "*", "**", "a*", "*b", "a**b", "é"};

  private final Random random = new Random(20_261_122);

  @Test
  void itEqualsALinearScanWhileSubscriptionsComeAndGo() {
    SubscriptionIndex index = new SubscriptionIndex();
    List<Subscription> scan = new ArrayList<>();
    int matches = 0;
    for (int round = 0; round < 20_000; round++) {
      if (scan.size() < 20 || random.nextInt(scan.size()) < 30) {
        Subscription added =
            new Subscription(new Receiver(), pattern(), Features.NONE, SubscribeOptions.NONE);
        scan.add(added);
        index.add(added);
      } else {
        index.remove(scan.remove(random.nextInt(scan.size())));
      }
      String address = address();
      HashSet<Target> expected = new HashSet<>();
      for (Subscription subscription : scan) {
        if (subscription.pattern().matches(address)) {
          expected.add(subscription.target());
        }
      }
      assertThat(index.receivers(address)).as(address).isEqualTo(expected);
      assertThat(index.isObserved(address)).as(address).isEqualTo(!expected.isEmpty());
      matches += expected.size();
    }
    assertThat(matches).isGreaterThan(20_000);
    scan.forEach(index::remove);
    assertThat(index.isEmpty()).isTrue();
  }

  @Test
  void manySubscriptionsOfOnePatternAreAllFoundAndAllRemoved() {
    SubscriptionIndex index = new SubscriptionIndex();
    List<Subscription> all = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Subscription subscription =
          new Subscription(
              new Receiver(), AddressPattern.parse("/a/*"), Features.NONE, SubscribeOptions.NONE);
      all.add(subscription);
      index.add(subscription);
    }
    assertThat(index.receivers("/a/b")).hasSize(10_000);

    for (int left = 10_000; left > 0; left--) {
      index.remove(all.remove(random.nextInt(all.size())));
      if (left % 1000 == 1) {
        assertThat(index.receivers("/a/b")).hasSize(left - 1);
      }
    }
    assertThat(index.isEmpty()).isTrue();
  }

  @Test
  void deepPatternsTakeNoNodePerSegmentAndAreFoundLikeOthers() {
    SubscriptionIndex index = new SubscriptionIndex();
    List<Subscription> all = new ArrayList<>();
    for (String text : List.of("/a".repeat(500), "/a".repeat(400) + "/**", "/*".repeat(450))) {
      all.add(
          new Subscription(
              new Receiver(), AddressPattern.parse(text), Features.NONE, SubscribeOptions.NONE));
      index.add(all.get(all.size() - 1));
    }

    assertThat(index.depth()).isLessThanOrEqualTo(16);
    assertThat(index.receivers("/a".repeat(500))).hasSize(2);
    assertThat(index.receivers("/a".repeat(450))).hasSize(2);
    all.forEach(index::remove);
    assertThat(index.isEmpty()).isTrue();
  }

  @Test
  void everyChangeChangesTheGeneration() {
    SubscriptionIndex index = new SubscriptionIndex();
    Subscription subscription =
        new Subscription(
            new Receiver(), AddressPattern.parse("/a"), Features.NONE, SubscribeOptions.NONE);
    long before = index.generation();
    index.add(subscription);
    long between = index.generation();
    index.remove(subscription);
    assertThat(before).isNotEqualTo(between);
    assertThat(between).isNotEqualTo(index.generation());
  }

  @Test
  void whetherSomebodySubscribedIsKnownWithTheFirstWhoDid() {
    for (String text : List.of("/**", "/a/*", "/a/b", "/*/b", "/**/b")) {
      SubscriptionIndex index = new SubscriptionIndex();
      Receiver receiver = new Receiver();
      for (int i = 0; i < 1000; i++) {
        index.add(
            new Subscription(
                receiver, AddressPattern.parse(text), Features.NONE, SubscribeOptions.NONE));
      }

      assertThat(index.isObserved("/a/b")).as(text).isTrue();

      assertThat(receiver.asked).as(text).isOne();
    }
  }

  private AddressPattern pattern() {
    return AddressPattern.parse(text(SEGMENTS.length));
  }

  private String address() {
    return text(3);
  }

  private String text(int choices) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      text.append('/').append(SEGMENTS[random.nextInt(choices)]);
    }
    return text.toString();
  }

  /** Only its identity matters here. */
  private static final class Receiver implements Target {
    private int asked;

    @Override
    public Loop loop() {
      return null;
    }

    @Override
    public boolean mayRead(String address) {
      asked++;
      return true;
    }

    @Override
    public void deliver(Outgoing message, Interest interest) {}

    @Override
    public void deliverPast(String address, List<Outgoing> past) {}

    @Override
    public void deliver(Outgoing message) {}

    @Override
    public void deliverSnapshot(Snapshot.Entry entry) {}

    @Override
    public void endSnapshot(boolean evenIfEmpty) {}

    @Override
    public void flush() {}

    @Override
    public void fail(Throwable cause) {}

    @Override
    public void abandon() {}
  }
}
