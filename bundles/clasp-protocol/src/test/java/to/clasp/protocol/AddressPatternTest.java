package to.clasp.protocol;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressPatternTest {
  private static final String EMPTY_SEGMENT = "patterns have no empty segment";
  private static final String SPECIAL = "only * is special, and nothing is a regular expression";
  private static final String DOUBLE_STAR = "** inside a segment acts like *, also at the end";
  private static final String STAR_AFTER_DEEP = "a * after an inner ** may match in any place";

  /** Rows that differ on purpose: pattern, address, reason. */
  private static final String[][] EXCEPTIONS = {
    {"/", "/", EMPTY_SEGMENT},
    {"/", "", EMPTY_SEGMENT},
    {"/", "//", EMPTY_SEGMENT},
    {"/", "/a", EMPTY_SEGMENT},
    {"/a/b/", "/a/b/", EMPTY_SEGMENT},
    {"/a/b/", "/a/b", EMPTY_SEGMENT},
    {"/a/b/", "/a/b//", EMPTY_SEGMENT},
    {"/a/*/", "/a/b/", EMPTY_SEGMENT},
    {"/a/*/", "/a/b", EMPTY_SEGMENT},
    {"/a/*/", "/a//", EMPTY_SEGMENT},
    {"/a/*/", "/a/b/c/", EMPTY_SEGMENT},
    {"/**/", "/", EMPTY_SEGMENT},
    {"/**/", "/a/", EMPTY_SEGMENT},
    {"/**/", "/a/b/", EMPTY_SEGMENT},
    {"/**/", "/a/b", EMPTY_SEGMENT},
    {"/a/**/*", "/a/", STAR_AFTER_DEEP},
    {"/a/**/*", "/a/b/", STAR_AFTER_DEEP},
    {"/**/*", "/", STAR_AFTER_DEEP},
    {"/**/*", "/a/", STAR_AFTER_DEEP},
    {"/a/**/b/*", "/a/b/b/c", STAR_AFTER_DEEP},
    {"/a/**/b/*", "/a/b/c/b/d", STAR_AFTER_DEEP},
    {"/a/**/*/c", "/a/b/c", STAR_AFTER_DEEP},
    {"/a/**/*/c", "/a/x/y/c", STAR_AFTER_DEEP},
    {"/a/****", "/a/b/c", DOUBLE_STAR},
    {"/a/b**", "/a/b/c", DOUBLE_STAR},
    {"/a/b**", "/a/bx/c", DOUBLE_STAR},
    {"/a**", "/a/b", DOUBLE_STAR},
    {"/a**", "/ab/c", DOUBLE_STAR},
    {"/a/?/*", "/a/b/c", SPECIAL},
    {"/*/b?", "/a/bc", SPECIAL},
    {"/a/{b,c}/*", "/a/b/x", SPECIAL},
    {"/a/{b,c}/*", "/a/c/x", SPECIAL},
    {"/a/{b,c}/*", "/a/d/x", SPECIAL},
    {"/a/{b,c}/*", "/a/{b,c}/x", SPECIAL},
    {"/*/{b,cd}", "/a/b", SPECIAL},
    {"/*/{b,cd}", "/a/cd", SPECIAL},
    {"/*/{b,cd}", "/a/c", SPECIAL},
    {"/*/{b,cd}", "/a/bcd", SPECIAL},
    {"/**/{x,y}", "/x", SPECIAL},
    {"/**/{x,y}", "/a/y", SPECIAL},
    {"/**/{x,y}", "/a/b/x", SPECIAL},
    {"/**/{x,y}", "/a/z", SPECIAL},
    {"/a/{b,c/*", "/a/b/x", SPECIAL},
    {"/a/{b,c/*", "/a/{b,c/x", SPECIAL},
    {"/a/[bc]/*", "/a/b/x", SPECIAL},
    {"/a/[bc]/*", "/a/c/x", SPECIAL},
    {"/a/[bc]/*", "/a/[bc]/x", SPECIAL},
    {"/a/[!b]/*", "/a/c/x", SPECIAL},
    {"/a/[^b]/*", "/a/c/x", SPECIAL},
    {"/a/[a-c]*", "/a/b", SPECIAL},
    {"/a/[a-c]*", "/a/bx", SPECIAL},
    {"/a/[b/*", "/a/[b/x", SPECIAL},
    {"/a/[b/*", "/a/b/x", SPECIAL},
    {"/a/\\*", "/a/*", SPECIAL},
    {"/a/\\*", "/a/\\*", SPECIAL},
    {"/a/\\*", "/a/\\b", SPECIAL},
    // The reference refuses these two because it tries the pattern as a regular expression.
    {"/a/(b/*", "/a/(b/d", SPECIAL},
    {"/a/b)/*", "/a/b)/d", SPECIAL},
  };

  record Row(String pattern, String address, String expected) {
    String actual() {
      try {
        return String.valueOf(AddressPattern.parse(pattern).matches(address));
      } catch (ProtocolException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.PATTERN_ERROR);
        return "error";
      }
    }

    boolean isExcepted() {
      return Stream.of(EXCEPTIONS).anyMatch(e -> e[0].equals(pattern) && e[1].equals(address));
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = AddressPatternTest.class.getResourceAsStream("/patterns.json")) {
      for (JsonNode row : new ObjectMapper().readTree(in)) {
        String expected = row.has("error") ? "error" : row.get("matches").asText();
        rows.add(new Row(row.get("pattern").asText(), row.get("address").asText(), expected));
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void agreesWithTheReferenceExceptWhereWeDifferOnPurpose(Row row) {
    if (row.isExcepted()) {
      assertThat(row.actual()).isNotEqualTo(row.expected());
    } else {
      assertThat(row.actual()).isEqualTo(row.expected());
    }
  }

  @Test
  void everyExceptionIsARowOfTheTable() throws IOException {
    assertThat(rows().stream().filter(Row::isExcepted)).hasSize(EXCEPTIONS.length);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/**/b/**/c,/a/b/x/b/y/c,true",
    "/a/**/b/**/c,/a/x/c,false",
    "/**/a*/**/b*/**,/x/a1/y/b2/z,true",
    "/**/a*/**/b*/**,/x/a1/y/b2,false",
    "/**/b/c,/b/b/c,true",
    "/a*b*b,/ab,false",
    "/a*b*b,/abb,true",
    "/a*ab,/aab,true",
    "/a*ab,/ab,false",
    "/*aa*,/a,false",
    "/x*y*z/q,/x-y-z/q,true",
    "/x*y*z/q,/x-z-y/q,false",
  })
  void matchesCombinedWildcards(String pattern, String address, boolean expected) {
    assertThat(AddressPattern.parse(pattern).matches(address)).isEqualTo(expected);
  }

  @Test
  void neverTakesExponentialTime() {
    AddressPattern segments = AddressPattern.parse("/" + "**/a*/".repeat(150) + "b");
    AddressPattern characters = AddressPattern.parse("/" + "a*".repeat(500) + "b");
    String manySegments = "/a".repeat(512);
    String manyCharacters = "/" + "a".repeat(1023);

    assertTimeoutPreemptively(
        ofSeconds(20),
        () -> {
          assertThat(segments.matches(manySegments)).isFalse();
          assertThat(characters.matches(manyCharacters)).isFalse();
        });
  }

  @Test
  void knowsWhetherItHasAWildcard() {
    assertThat(AddressPattern.parse("/a/b?").hasWildcard()).isFalse();
    assertThat(AddressPattern.parse("/a/b*").hasWildcard()).isTrue();
  }

  @Test
  void patternsOfEqualTextAreEqual() {
    assertThat(AddressPattern.parse("/a/*"))
        .isEqualTo(AddressPattern.parse("/a/*"))
        .hasSameHashCodeAs(AddressPattern.parse("/a/*"))
        .isNotEqualTo(AddressPattern.parse("/a/**"));
  }

  @Test
  void refusesAPatternOverTheLimitWithAShortText() {
    String text = "/" + "*".repeat(Address.MAX_BYTES);

    assertThatThrownBy(() -> AddressPattern.parse(text))
        .hasMessageContaining("longer than 1024 bytes")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150));
  }
}
