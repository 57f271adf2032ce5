package to.clasp.router.internal.session.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Outgoing;

/** Samples of a stream that are gathered. */
class WindowTest extends ShaperBench {
  @Test
  void numericSamplesOfAWindowBecomeOneMessageWithTheRateThatTheirTimesShow() {
    for (int i = 0; i < 10; i++) {
      shaper.take(sample("/s", i, 1_000_000L + i * 2000L), WINDOW);
      advance(2);
    }
    assertThat(sent).isEmpty();
    advance(80);

    assertThat(sent)
        .containsExactly(
            new Publish(
                "/s",
                SignalType.STREAM,
                Phase.START,
                null,
                Samples.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                1_000_000L,
                null,
                500L));
  }

  @Test
  void samplesThatCameTogetherKeepTheirRateIfAllHaveTheSame() {
    shaper.take(samples(60L, 1, 2), WINDOW);
    shaper.take(samples(60L, 3), WINDOW);
    advance(100);
    shaper.take(samples(60L, 4), WINDOW);
    shaper.take(samples(90L, 5), WINDOW);
    advance(100);

    assertThat(sent).extracting(message -> ((Publish) message).rate()).containsExactly(60L, null);
    assertThat(((Publish) sent.get(0)).samples()).isEqualTo(Samples.of(1, 2, 3));
  }

  @Test
  void aFullWindowGoesOutEarlyAndFitsAFrame() {
    String longest = "/" + "x".repeat(1023);
    int count = 2 * Gathering.MAX_SAMPLES + 1;
    for (int i = 0; i < count; i++) {
      shaper.take(sample(longest, i, 1L + i), WINDOW);
    }
    assertThat(sent).hasSize(2);
    advance(100);

    assertThat(sent).hasSize(3);
    int next = 0;
    for (Message message : sent) {
      Outgoing.publish((Publish) message).frame();
      for (double sample : ((Publish) message).samples().toArray()) {
        assertThat(sample).isEqualTo(next++);
      }
    }
    assertThat(next).isEqualTo(count);
  }

  @Test
  void aWindowIsSentWithItsLastSampleThatFits() {
    for (int i = 0; i < Gathering.MAX_SAMPLES; i++) {
      assertThat(sent).isEmpty();
      shaper.take(sample("/s", i, 1L + i), WINDOW);
    }

    assertThat(sent).hasSize(1);
  }

  @Test
  void samplesThatDoNotFitTogetherStayApart() {
    int many = Gathering.MAX_SAMPLES - 1;
    shaper.take(samples(60L, new double[many]), WINDOW);
    shaper.take(samples(60L, 1, 2), WINDOW);
    advance(100);

    assertThat(sent)
        .extracting(message -> ((Publish) message).samples().size())
        .containsExactly(many, 2);
  }

  @Test
  void aStreamValueThatIsNoNumberGoesAtOnceBehindWhatWasGathered() {
    shaper.take(sample("/s", 1, 1), WINDOW);
    shaper.take(publish(SignalType.STREAM, Value.of("text")), WINDOW);
    shaper.take(sample("/s", 2, 2), WINDOW);
    advance(100);

    assertThat(sent).hasSize(3);
    assertThat(((Publish) sent.get(0)).samples()).isEqualTo(Samples.of(1));
    assertThat(((Publish) sent.get(1)).value()).isEqualTo(Value.of("text"));
    assertThat(((Publish) sent.get(2)).samples()).isEqualTo(Samples.of(2));
  }
}
