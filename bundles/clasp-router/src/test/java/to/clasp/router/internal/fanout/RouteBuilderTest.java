package to.clasp.router.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.SubscribeOptions;

class RouteBuilderTest {
  private final List<Loop> loops = List.of(loop(), loop(), loop());
  private final RouteBuilder builder = new RouteBuilder("/a");

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 9, 10, 1000})
  void everySessionStandsOnceInTheGroupOfItsLoopWithAllThatItAsksFor(int sessions) {
    List<Receiver> receivers = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      receivers.add(new Receiver(loops.get(i % loops.size()), true));
    }
    for (int types = 1; types <= 4; types *= 2) {
      for (Receiver receiver : receivers) {
        builder.add(receiver, Interest.of(types, SubscribeOptions.NONE));
      }
    }

    Route route = builder.build();

    List<Target> found = new ArrayList<>();
    for (Route.Group group : route.groups()) {
      for (int i = 0; i < group.size(); i++) {
        assertThat(group.target(i).loop()).isSameAs(group.loop());
        assertThat(group.types(i)).isEqualTo(7);
        assertThat(group.shaped(i)).isNull();
        found.add(group.target(i));
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(receivers);
    assertThat(route.size()).isEqualTo(sessions);
    assertThat(route.groups()).hasSize(Math.min(sessions, loops.size()));
  }

  @Test
  void aSessionThatMayNotReadTheAddressIsLeftOut() {
    builder.add(new Receiver(loops.get(0), false), Interest.of(1, SubscribeOptions.NONE));

    assertThat(builder.build()).isSameAs(Route.NOWHERE);
  }

  private static Loop loop() {
    return new Loop(Runnable::run, null, () -> {});
  }

  /** Only where it belongs and what it may read matters here. */
  private record Receiver(Loop loop, boolean reader) implements Target {
    @Override
    public boolean mayRead(String address) {
      return reader;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public void deliver(Outgoing message) {}

    @Override
    public void deliver(Outgoing message, Interest interest) {}

    @Override
    public void deliverPast(String address, List<Outgoing> past) {}

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
