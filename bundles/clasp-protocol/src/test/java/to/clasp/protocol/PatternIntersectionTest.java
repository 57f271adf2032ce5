package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against a search among all addresses in which an intersection could show. */
class PatternIntersectionTest {

  @Test
  void patternsOfManySegmentsMeetExactlyWhereAnAddressMatchesBoth() {
    assertAgreesWithSearch(
        paths(List.of("a", "b", "*", "a*", "*b", "**"), 3), paths(List.of("a", "b", "ab"), 6));
  }

  @Test
  void patternsOfOneSegmentMeetExactlyWhereAnAddressMatchesBoth() {
    List<String> globs = words("ab*", 4).stream().filter(word -> !word.equals("/**")).toList();
    assertAgreesWithSearch(globs, words("ab", 8));
  }

  private static void assertAgreesWithSearch(List<String> patterns, List<String> addresses) {
    List<AddressPattern> parsed = patterns.stream().map(AddressPattern::parse).toList();
    List<BitSet> found = parsed.stream().map(pattern -> matching(pattern, addresses)).toList();
    for (int i = 0; i < parsed.size(); i++) {
      for (int j = 0; j < parsed.size(); j++) {
        assertThat(parsed.get(i).intersects(parsed.get(j)))
            .as("%s and %s", parsed.get(i), parsed.get(j))
            .isEqualTo(found.get(i).intersects(found.get(j)));
      }
    }
  }

  private static BitSet matching(AddressPattern pattern, List<String> addresses) {
    BitSet matching = new BitSet();
    for (int i = 0; i < addresses.size(); i++) {
      matching.set(i, pattern.matches(addresses.get(i)));
    }
    return matching;
  }

  /** All of up to so many segments. */
  private static List<String> paths(List<String> segments, int most) {
    return grown(segments.stream().map(segment -> "/" + segment).toList(), most, "");
  }

  /** All of one segment of up to so many characters. */
  private static List<String> words(String alphabet, int most) {
    return grown(Stream.of(alphabet.split("")).toList(), most, "/");
  }

  private static List<String> grown(List<String> parts, int most, String start) {
    List<String> all = new ArrayList<>();
    List<String> longest = List.of(start);
    for (int i = 0; i < most; i++) {
      longest = longest.stream().flatMap(head -> parts.stream().map(head::concat)).toList();
      all.addAll(longest);
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "/a/*, /a/**, true",
    "/*, /**, true",
    "/a, /a/**, false",
    "/a/**, /b/**, false",
    "/a/**, /**/z, true",
    "/light*/1, /*s/1, true",
    "/light*/1, /*s/2, false"
  })
  void examples(String one, String other, boolean meet) {
    assertThat(AddressPattern.parse(one).intersects(AddressPattern.parse(other))).isEqualTo(meet);
    assertThat(AddressPattern.parse(other).intersects(AddressPattern.parse(one))).isEqualTo(meet);
  }
}
