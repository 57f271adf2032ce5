package to.clasp.osc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OscWriterTest {
  /** Each client has a writer, for as long as it is there. */
  @Test
  void whatALargeMessageNeededIsNotKept() {
    OscWriter writer = new OscWriter().begin("/a", 0).text('s', "x".repeat(500_000)).end();
    assertThat(writer.bytes()).hasSizeGreaterThan(500_000);
    assertThat(writer.begin("/a", 0).int32('i', 1).end().bytes()).hasSizeLessThan(1000);
    assertThat(writer.size()).isEqualTo(12);
  }
}
