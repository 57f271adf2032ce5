package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.http.internal.Outbound.MOST_BYTES;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import to.clasp.http.HttpResponse;

/** Clients that do not take their answers. */
class SlowReadersTest {
  private static final int QUARTER = (int) (MOST_BYTES / 4);

  private final Outbound outbound = new Outbound();
  private final List<EmbeddedChannel> channels = new ArrayList<>();

  private EmbeddedChannel begin(int bytes) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channels.add(channel);
    outbound.begin(channel, bytes);
    return channel;
  }

  private List<Boolean> open() {
    return channels.stream().map(EmbeddedChannel::isOpen).toList();
  }

  @Test
  void whoHasBeenTakingAnAnswerForLongestGivesWhenThereIsTooMuch() {
    for (int i = 0; i < 4; i++) {
      begin(QUARTER);
    }
    assertThat(open()).containsOnly(true);
    begin(2 * QUARTER);
    assertThat(open()).containsExactly(false, false, true, true, true);
    assertThat(outbound.bytes()).isEqualTo(MOST_BYTES);
  }

  @Test
  void whoHasTakenAnAnswerGivesNothingAndIsCountedNoMore() {
    EmbeddedChannel first = begin(QUARTER);
    outbound.end(first);
    outbound.end(first);
    for (int i = 0; i < 5; i++) {
      begin(QUARTER);
    }
    assertThat(open()).containsExactly(true, false, true, true, true, true);
  }

  @Test
  void theNextAnswerOfAConnectionTakesThePlaceOfItsLast() {
    EmbeddedChannel first = begin(QUARTER);
    outbound.begin(first, 1);
    assertThat(outbound.bytes()).isEqualTo(1);
  }

  /** A route knows how large its answers are; the bound is for how many there are. */
  @Test
  void oneThatIsLargerThanAllMayBeIsAnsweredAlone() {
    begin(1);
    begin((int) MOST_BYTES + 1);
    assertThat(open()).containsExactly(false, true);
    begin(1);
    assertThat(open()).containsExactly(false, false, true);
  }

  /** No socket has room for so much by itself. */
  @Test
  void whoReadsIsAnsweredWhoeverDoesNot() throws Exception {
    byte[] large = new byte[(int) (MOST_BYTES * 3 / 8)];
    TestRoute route =
        TestRoute.at(
            "/large",
            request -> CompletableFuture.completedStage(HttpResponse.of(200, "x/y", large)));
    try (HttpFixture http = new HttpFixture(Map.of(), route);
        RawSocket first = http.connect();
        RawSocket second = http.connect();
        RawSocket third = http.connect()) {
      String request = "GET /large HTTP/1.1|Host: x||";
      first.send(request);
      await(http, large.length);
      second.send(request);
      await(http, 2L * large.length);
      assertThat(third.send(request).response()).hasSizeGreaterThan(large.length);
      assertThat(received(first)).isLessThan(large.length);
      await(http, large.length);
      assertThat(second.response()).hasSizeGreaterThan(large.length);
      await(http, 0);
    }
  }

  private static void await(HttpFixture http, long bytes) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (http.server.outbound().bytes() != bytes) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static int received(RawSocket socket) {
    try {
      return socket.readAll().length();
    } catch (IOException cutOff) {
      return 0;
    }
  }
}
