package to.clasp.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.protocol.AddressPattern;

class GrantTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"read, true, false, false", "write, true, true, false", "admin, true, true, true"})
  void anActionImpliesThoseBelowIt(String action, boolean read, boolean write, boolean admin) {
    Grant grant = grant(action + ":/a/*");

    assertThat(grant.mayRead("/a/b")).isEqualTo(read);
    assertThat(grant.mayWrite("/a/b")).isEqualTo(write);
    assertThat(grant.mayAdmin("/a/b")).isEqualTo(admin);
  }

  @Test
  void whatNoScopeNamesIsNotAllowed() {
    Grant grant = grant("admin:/a/**", "read:/b");

    for (String address : List.of("/a", "/b/c", "/c", "/ab/c")) {
      assertThat(grant.mayRead(address)).as(address).isFalse();
    }
    assertThat(grant.mayWrite("/b")).isFalse();
    assertThat(new Grant("nobody", List.of()).mayRead("/a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/**, true", "/a/*, true", "/b, true", "/*, true", "/c/**, false", "/a, false"})
  void someOfAPatternMayBeReadIfItMeetsAScope(String pattern, boolean readable) {
    Grant grant = grant("write:/a/x*", "read:/b");

    assertThat(grant.mayReadSomeOf(AddressPattern.parse(pattern))).isEqualTo(readable);
  }

  @Test
  void itExpiresAtTheInstantOfItsExpiry() {
    Grant grant = new Grant("", List.of(), List.of(), NOON, null, null);

    assertThat(grant.isExpired(NOON.minusNanos(1))).isFalse();
    assertThat(grant.isExpired(NOON)).isTrue();
    assertThat(Grant.EVERYTHING.isExpired(Instant.MAX)).isFalse();
  }

  @Test
  void itsTextDoesNotTellTheToken() {
    Grant grant = new Grant("me", List.of(), List.of(), null, null, "cpsk_secret");

    assertThat(grant.toString()).contains("me").doesNotContain("secret");
  }

  @Test
  void aConstraintHoldsWhatIsOutsideItsRange() {
    Constraint both = new Constraint(AddressPattern.parse("/a"), 0.0, 1.0, null);
    Constraint least = new Constraint(AddressPattern.parse("/a"), 0.0, null, null);
    Constraint rate = new Constraint(AddressPattern.parse("/a"), null, null, 5.0);

    assertThat(Stream.of(0.0, 0.5, 1.0)).allMatch(both::isInRange);
    assertThat(Stream.of(-0.1, 1.1, Double.NaN)).noneMatch(both::isInRange);
    assertThat(Stream.of(0.0, Double.POSITIVE_INFINITY)).allMatch(least::isInRange);
    assertThat(rate.isInRange(Double.NaN)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "NaN,,, min",
    ",NaN,, max",
    "2,1,, range from 2.0 to 1.0",
    ",,0, maxRate 0.0",
    ",,-1, maxRate -1.0",
    ",,NaN, maxRate NaN",
    ",,Infinity, maxRate Infinity"
  })
  void aConstraintThatMakesNoSenseIsRefused(Double min, Double max, Double rate, String told) {
    AddressPattern pattern = AddressPattern.parse("/a/**");

    assertThatThrownBy(() -> new Constraint(pattern, min, max, rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("/a/**");
  }

  private static Grant grant(String... scopes) {
    return new Grant("", Stream.of(scopes).map(Scope::parse).toList());
  }
}
