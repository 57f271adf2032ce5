package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.http.HttpResponse;

/** What a route cannot send, whatever it took from its client. */
class HttpResponseTest {

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\u0000", "é"})
  void aValueThatWouldBecomeSomethingElseIsRefused(String value) {
    assertThatThrownBy(() -> HttpResponse.empty(200).withHeader("X-A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "connection", "Transfer-Encoding", "a b", "a:", ""})
  void headersOfTheServerAndNamesThatAreNoneAreRefused(String name) {
    assertThatThrownBy(() -> HttpResponse.empty(200).withHeader(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"199", "600", "101"})
  void aStatusThatIsNoAnswerIsRefused(int status) {
    assertThatThrownBy(() -> HttpResponse.empty(status))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHeaderIsReplacedWhateverItsCase() {
    assertThat(HttpResponse.text(200, "a").withHeader("content-type", "x/y").headers())
        .containsExactlyEntriesOf(java.util.Map.of("content-type", "x/y"));
  }
}
