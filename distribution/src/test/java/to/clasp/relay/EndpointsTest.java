package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {

  @Test
  void anAddressOfItsOwnIsTheUrl() {
    assertThat(Endpoints.urls(URI.create("ws://127.0.0.1:7330/clasp")))
        .containsExactly("ws://127.0.0.1:7330/clasp");
  }

  @ParameterizedTest
  @CsvSource({"ws://0.0.0.0:7330/clasp", "ws://[::]:7330/clasp"})
  void theAddressThatStandsForAllIsNoUrl(URI uri) {
    assertThat(Endpoints.urls(uri))
        .startsWith("ws://localhost:7330/clasp")
        .noneMatch(url -> url.contains("0.0.0.0") || url.contains("[::]"));
  }

  @ParameterizedTest
  @CsvSource({
    "ws://127.0.0.1:1/, false",
    "ws://[::1]:1/, false",
    "ws://localhost:1/, false",
    "ws://0.0.0.0:1/, true",
    "ws://192.0.2.1:1/, true"
  })
  void knowsWhatOthersCanReach(URI uri, boolean beyond) {
    assertThat(Endpoints.isBeyondLoopback(uri)).isEqualTo(beyond);
  }
}
