package to.clasp.relay;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 7d}, {@code 24h}, {@code 30m}, {@code 90s} and {@code 90}. */
public final class DurationText implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,10})([dhms]?)\\s*");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  @Override
  public Duration convert(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw refused(text);
    }
    long number = Long.parseLong(parts.group(1));
    Duration duration =
        switch (parts.group(2)) {
          case "d" -> Duration.ofDays(number);
          case "h" -> Duration.ofHours(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        };
    if (duration.compareTo(LONGEST) > 0) {
      throw refused(text);
    }
    return duration;
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'"
            + text
            + "' is not a duration: a whole number and d, h, m or s (none is s), at most "
            + LONGEST.toDays()
            + "d");
  }
}
