package to.clasp.transport.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.transport.netty.ClientLoops;

class SharedLoopsTest {
  private final List<LoopGroup> made = new ArrayList<>();

  private SharedLoops shared(Duration linger) {
    return new SharedLoops(
        () -> {
          LoopGroup group = LoopGroup.create(1, false);
          made.add(group);
          return group;
        },
        linger);
  }

  private static void awaitEnd(EventLoopGroup group) throws InterruptedException {
    assertThat(group.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void allLeasesOfATimeUseTheSameLoops() throws Exception {
    SharedLoops shared = shared(Duration.ZERO);
    ClientLoops.Lease one = shared.lease();
    ClientLoops.Lease two = shared.lease();
    assertThat(one.loops()).isSameAs(two.loops());
    one.end();
    two.end();
    awaitEnd(made.get(0).group());
  }

  @Test
  void theLoopsEndWithTheLastLeaseAndTheNextOneGetsNewOnes() throws Exception {
    SharedLoops shared = shared(Duration.ZERO);
    ClientLoops.Lease first = shared.lease();
    ClientLoops.Lease second = shared.lease();
    first.end();
    first.end();
    second.loops().group().submit(() -> {}).get(20, TimeUnit.SECONDS);
    assertThat(made.get(0).group().isShuttingDown()).isFalse();
    second.end();
    awaitEnd(made.get(0).group());

    ClientLoops.Lease again = shared.lease();
    again.loops().group().submit(() -> {}).get(20, TimeUnit.SECONDS);
    again.end();
    assertThat(made).hasSize(2);
    awaitEnd(made.get(1).group());
  }

  @Test
  void aLeaseSoonAfterTheLastOneKeepsTheLoops() throws Exception {
    SharedLoops patient = shared(Duration.ofMinutes(1));
    leaseOften(patient);
    assertThat(made).hasSize(1);
    made.get(0).close();
    made.clear();

    leaseOften(shared(Duration.ofMillis(50)));
    for (LoopGroup each : made) {
      awaitEnd(each.group());
    }
  }

  private static void leaseOften(SharedLoops shared) {
    for (int i = 0; i < 50; i++) {
      shared.lease().end();
    }
  }

  /** Each lease must find loops that run, however close the end of the others is. */
  @Test
  void leasesThatBeginAndEndAtTheSameTimeNeverFindLoopsThatHaveEnded() throws Exception {
    SharedLoops shared = shared(Duration.ZERO);
    Set<EventLoopGroup> groups = ConcurrentHashMap.newKeySet();
    ExecutorService users = Executors.newFixedThreadPool(4);
    List<Future<?>> all = new ArrayList<>();
    for (int user = 0; user < 4; user++) {
      all.add(
          users.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  ClientLoops.Lease lease = shared.lease();
                  groups.add(lease.loops().group());
                  lease.loops().group().submit(() -> {}).get(20, TimeUnit.SECONDS);
                  lease.end();
                }
                return null;
              }));
    }
    for (Future<?> user : all) {
      user.get(60, TimeUnit.SECONDS);
    }
    users.shutdown();
    for (EventLoopGroup group : groups) {
      awaitEnd(group);
    }
  }
}
