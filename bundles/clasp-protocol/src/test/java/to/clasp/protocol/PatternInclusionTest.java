package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternInclusionTest {

  @ParameterizedTest
  @CsvSource({
    "/**, /a",
    "/**, /**",
    "/**, /**/a",
    "/**, /*/**",
    "/**, /../secret",
    "/a/**, /a/b",
    "/a/**, /a/*",
    "/a/**, /a/**",
    "/a/**, /a/b/**",
    "/a/**, /a/**/b",
    "/a/*/**, /a/b/**",
    "/a/**/*, /a/**",
    "/a/**, /a/**/*",
    "/**/b, /a/b",
    "/**/b, /a/**/b",
    "/a/**/b, /a/b",
    "/a/**/b, /a/x/**/b",
    "/a/*, /a/b*",
    "/a/b*, /a/bc*",
    "/a/*b*, /a/ab*c",
    "/a/x**, /a/x*",
    "/**/a/**/b, /a/c/a/**/b"
  })
  void aWiderPatternIncludesANarrowerOne(String wide, String narrow) {
    assertThat(includes(wide, narrow)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a/*",
    "/a/*, /**",
    "/a/*, /a/**",
    "/*, /**",
    "/a/**, /**",
    "/a/**, /a",
    "/a/**, /../secret",
    "/a/b, /a/*",
    "/a/b/c, /a/**",
    "/*/*, /a/**",
    "/*/**, /**",
    "/*/**/*, /**",
    "/a/*/**, /a/**",
    "/a/**/b, /a/**",
    "/a/b*, /a/*",
    "/a/*b, /a/b*",
    "/**/b, /**",
    "/a/x/**, /a/**/x"
  })
  void aPatternThatMatchesSomethingElseIsNotIncluded(String wide, String narrow) {
    assertThat(includes(wide, narrow)).isFalse();
  }

  @Test
  void neverIncludesWhatMatchesAnAddressThatItDoesNotMatch() {
    Random random = new Random(7);
    List<String> addresses = addresses();
    int included = 0;
    for (int i = 0; i < 30_000; i++) {
      AddressPattern wide = AddressPattern.parse(randomPattern(random));
      AddressPattern narrow = AddressPattern.parse(randomPattern(random));
      if (wide.includes(narrow)) {
        included++;
        for (String address : addresses) {
          assertThat(!narrow.matches(address) || wide.matches(address))
              .as("%s includes %s and matches %s", wide, narrow, address)
              .isTrue();
        }
      }
    }
    assertThat(included).as("so that the test says something").isGreaterThan(1000);
  }

  @Test
  void longPatternsCostLittle() {
    AddressPattern wide = AddressPattern.parse("/**/a".repeat(200) + "/**/b");
    AddressPattern narrow = AddressPattern.parse("/a/**".repeat(200));

    Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> assertThat(wide.includes(narrow)).isFalse());
  }

  private static boolean includes(String wide, String narrow) {
    return AddressPattern.parse(wide).includes(AddressPattern.parse(narrow));
  }

  private static String randomPattern(Random random) {
    String[] segments = {"a", "b", "*", "**", "a*", "*b", "ab", "a*b"};
    StringBuilder pattern = new StringBuilder();
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      pattern.append('/').append(segments[random.nextInt(segments.length)]);
    }
    return pattern.toString();
  }

  /** All of up to five segments of a few kinds. */
  private static List<String> addresses() {
    List<String> all = new ArrayList<>();
    List<String> last = List.of("");
    for (int length = 1; length <= 5; length++) {
      List<String> longer = new ArrayList<>();
      for (String head : last) {
        for (String segment : List.of("a", "b", "ab", "acb", "z")) {
          longer.add(head + "/" + segment);
        }
      }
      all.addAll(longer);
      last = longer;
    }
    return all;
  }
}
