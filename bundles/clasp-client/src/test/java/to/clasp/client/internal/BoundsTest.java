package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Value;

/** What keeps memory bounded, each by itself. */
class BoundsTest {
  private static final Value ONE = Value.of(1);

  @Test
  void theCacheKeepsABoundedNumberOfParams() {
    ParamCache cache = new ParamCache();
    for (int i = 0; i < ParamCache.MOST + 500; i++) {
      cache.update("/p/" + i, ONE, 1, 1, 0, 10);
    }
    assertThat(cache.size()).isEqualTo(ParamCache.MOST);
  }

  @Test
  void theCacheKeepsABoundedNumberOfBytes() {
    ParamCache cache = new ParamCache();
    int large = 1 << 20;
    for (int i = 0; i < 200; i++) {
      cache.update("/p/" + i, ONE, 1, 1, 0, large);
    }
    assertThat(cache.size()).isEqualTo((int) (ParamCache.MOST_BYTES / large));
  }

  @Test
  void aRevisionThatWasOvertakenIsNoNews() {
    ParamCache cache = new ParamCache();
    assertThat(cache.update("/a", ONE, 10, 1, 0, 1)).isTrue();
    assertThat(cache.update("/a", ONE, 9, 1, 0, 1)).isFalse();
    assertThat(cache.update("/a", ONE, 10, 1, 0, 1)).isFalse();
    assertThat(cache.update("/a", ONE, 11, 1, 0, 1)).isTrue();
  }

  @Test
  void aParamThatBeganAnewIsNews() {
    ParamCache cache = new ParamCache();
    cache.update("/a", ONE, 500, 1, 0, 1);
    assertThat(cache.update("/a", ONE, 1, 1, 0, 1)).isTrue();
    cache.update("/b", ONE, 500, 1, 0, 1);
    assertThat(cache.update("/b", ONE, 3, 1, 0, 1)).isTrue();
    cache.update("/c", ONE, 10, 1, 0, 1);
    assertThat(cache.update("/c", ONE, 9, 2, 0, 1)).as("in another session").isTrue();
    cache.update("/d", ONE, 10, 1, 0, 1);
    assertThat(cache.update("/d", Value.of(2), 10, 1, 0, 1)).as("another value").isTrue();
  }

  /** A param that nobody listened to may have ended, begun anew and been written some times. */
  @Test
  void aLowerRevisionThatComesMuchLaterWasNotOvertaken() {
    ParamCache cache = new ParamCache();
    cache.update("/a", ONE, 10, 1, 0, 1);
    assertThat(cache.update("/a", ONE, 6, 1, ParamCache.LATE_NANOS - 1, 1)).isFalse();
    assertThat(cache.update("/a", ONE, 6, 1, ParamCache.LATE_NANOS, 1)).isTrue();
    assertThat(cache.update("/a", ONE, 7, 1, ParamCache.LATE_NANOS, 1)).isTrue();
  }

  @Test
  void aCallWaitsForRoomAndGetsItWhenHalfIsFree() {
    Budget budget = new Budget(100);
    assertThat(budget.acquire(100, 0)).isTrue();
    assertThat(budget.acquire(1, 0)).isFalse();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> budget.acquire(1, Lab.TIMEOUT.toNanos()));
    budget.release(40);
    assertThat(budget.acquire(1, 0)).isTrue();
    assertThat(budget.acquire(1, 0)).isTrue();
    budget.release(60);
    assertThat(Lab.get(waiting)).isTrue();
  }

  @Test
  void aCallThatGetsNoRoomFailsInTime() {
    Budget budget = new Budget(10);
    budget.acquire(10, 0);
    assertThat(budget.acquire(1, TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
  }

  private static <T> Mailbox<T> mailbox(List<T> taken, Function<T, Object> key, long demand) {
    return new Mailbox<>(
        Runnable::run,
        new Mailbox.Receiver<>() {
          @Override
          public void receive(T item) {
            taken.add(item);
          }

          @Override
          public void failed(Throwable failure) {
            throw new AssertionError(failure);
          }
        },
        key,
        demand);
  }

  @Test
  void largeItemsFillAMailboxBeforeTheirNumberDoes() {
    List<String> taken = new ArrayList<>();
    Mailbox<String> mailbox = mailbox(taken, item -> null, 0);
    int size = 1 << 20;
    for (int i = 0; i < 32; i++) {
      assertThat(mailbox.add("item", size)).isTrue();
    }
    assertThat(mailbox.add("too much", size)).isFalse();
    assertThat(mailbox.dropped()).isEqualTo(1);
    mailbox.request(Long.MAX_VALUE);
    assertThat(taken).hasSize(32);
    assertThat(mailbox.add("again", size)).isTrue();
  }

  @Test
  void aNewerValueTakesThePlaceOfTheOneThatWaits() {
    List<String> taken = new ArrayList<>();
    Mailbox<String> mailbox = mailbox(taken, item -> item.substring(0, 1), 0);
    for (int i = 0; i < Mailbox.BOUND; i++) {
      mailbox.add("x" + i, 1);
    }
    mailbox.add("a-first", 1);
    mailbox.add("b", 1);
    mailbox.add("a-second", 1);
    mailbox.request(Long.MAX_VALUE);
    assertThat(taken).hasSize(Mailbox.BOUND + 2).endsWith("a-second", "b");
  }

  @Test
  void differentKeysFillAMailboxInTheEnd() {
    Mailbox<Integer> mailbox = mailbox(new ArrayList<>(), item -> item, 0);
    for (int i = 0; i < Mailbox.KEYED_BOUND; i++) {
      assertThat(mailbox.add(i, 1)).isTrue();
    }
    assertThat(mailbox.add(-1, 1)).isFalse();
    assertThat(mailbox.add(5, 1)).as("has a place").isTrue();
  }

  @Test
  void callsLeaveTheOutboxInTheirOrder() {
    Outbox outbox = new Outbox();
    java.util.ArrayDeque<Call<?>> queue = new java.util.ArrayDeque<>();
    Fence first = new Fence(1);
    Fence second = new Fence(2);
    assertThat(outbox.add(first)).isTrue();
    assertThat(outbox.add(second)).isFalse();
    outbox.drainTo(queue);
    assertThat(queue).containsExactly(first, second);
    assertThat(outbox.isEmpty()).isTrue();
  }
}
