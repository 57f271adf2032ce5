package to.clasp.osc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTagTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 83aa7e8000000000",
    "2000-01-01T00:00:00.5Z, bc17c20080000000",
    "2036-02-07T06:28:15Z, ffffffff00000000",
    "2036-02-07T06:28:16Z, 0000000000000000",
    "2040-01-01T00:00:00Z, 0754fd0000000000"
  })
  void countsFrom1900AndAgainFrom2036(Instant time, String tag) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    assertThat(Long.toHexString(TimeTag.ofMicros(micros)))
        .isEqualTo(Long.toHexString(Long.parseUnsignedLong(tag, 16)));
    assertThat(TimeTag.toMicros(Long.parseUnsignedLong(tag, 16))).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({"1", "333333", "999999"})
  void keepsEveryMicrosecond(long fraction) {
    long micros = 1_800_000_000_000_000L + fraction;
    assertThat(TimeTag.toMicros(TimeTag.ofMicros(micros))).isEqualTo(micros);
  }
}
