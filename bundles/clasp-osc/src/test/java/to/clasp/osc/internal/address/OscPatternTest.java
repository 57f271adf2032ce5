package to.clasp.osc.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.protocol.AddressPattern;

class OscPatternTest {
  private static Effort effort() {
    return new Effort(() -> 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/fader/* /fader/1 true",
        "/fader/* /fader/1/x false",
        "/fader/* /fader false",
        "/fader/? /fader/1 true",
        "/fader/? /fader/12 false",
        "/fader/[1-3] /fader/2 true",
        "/fader/[1-3] /fader/4 false",
        "/fader/[!1-3] /fader/4 true",
        "/fader/[!1-3] /fader/2 false",
        "/fader/[a-] /fader/- true",
        "/{fader,knob}/1 /knob/1 true",
        "/{fader,knob}/1 /button/1 false",
        "/{a,ab}c/1 /abc/1 true",
        "/x{,y}z /xz true",
        "/x{,y}z /xyz true",
        "/*a*b*/c /xaxbx/c true",
        "/*a*b*/c /xbxax/c false",
        "//volume /a/b/volume true",
        "//volume /volume true",
        "/a//z /a/z true",
        "/a//z /a/b/c/z true",
        "/a//z /b/z false",
        "/a//b//c /a/x/b/y/c true",
        "/a.b/* /axb/1 false"
      })
  void matchesAsTheSpecificationSays(String pattern, String address, boolean matches) {
    assertThat(OscPattern.isPattern(pattern)).isTrue();
    OscPattern parsed = OscPattern.parse(pattern);
    assertThat(parsed.matches(address, effort())).isEqualTo(matches);
    if (matches) {
      assertThat(AddressPattern.parse(parsed.wider()).matches(address))
          .as("what CLASP is asked for: %s", parsed.wider())
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a[", "/a{b", "/a]", "/a}", "/[a-", "/*/"})
  void whatHasNoEndIsRefused(String pattern) {
    assertThatThrownBy(() -> OscPattern.parse(pattern)).isInstanceOf(OscException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a-b/c.d", "/a!b", "/a,b"})
  void otherCharactersAreNotSpecial(String address) {
    assertThat(OscPattern.isPattern(address)).isFalse();
  }

  @Test
  void aLongPatternIsRefused() {
    OscPattern.parse("/*" + "a".repeat(254));
    assertThatThrownBy(() -> OscPattern.parse("/*" + "a".repeat(255)))
        .hasMessage("a pattern has more than 256 characters");
  }

  @Test
  void allPatternsTogetherCostNoMoreThanThereIsInASecond() {
    OscPattern costly = OscPattern.parse("/*{" + ",".repeat(200) + "}b");
    String address = "/" + "a".repeat(1000);
    long[] second = {0};
    Effort effort = new Effort(() -> second[0]);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                costly.matches(address, effort);
              }
            })
        .isInstanceOf(OscException.class);
    second[0]++;
    assertThat(costly.matches(address, effort)).isFalse();
  }

  /** Whoever tries one way after the other needs longer than the universe is old. */
  @Test
  void noPatternTakesLong() {
    String tail = "b".repeat(200);
    OscPattern stars = OscPattern.parse("/" + "*a".repeat(120) + "c");
    OscPattern braces = OscPattern.parse("/" + "{a,aa}".repeat(40) + "c");
    OscPattern deep = OscPattern.parse("/" + "/a".repeat(100) + "//c");
    String a = "a".repeat(300);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertThat(stars.matches("/" + a + tail, effort())).isFalse();
          assertThat(braces.matches("/" + a, effort())).isFalse();
          assertThat(deep.matches("/a".repeat(300), effort())).isFalse();
        });
  }
}
