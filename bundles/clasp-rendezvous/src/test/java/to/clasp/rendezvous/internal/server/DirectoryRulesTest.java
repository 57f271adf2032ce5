package to.clasp.rendezvous.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.rendezvous.internal.server.RendezvousFixture.device;
import static to.clasp.rendezvous.internal.server.RendezvousFixture.field;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time to live, filters, capacity, sources and owners. */
class DirectoryRulesTest {

  private static String tagged(String name, String tags, String features) {
    return "{\"name\":\"%s\",\"endpoints\":{},\"tags\":[%s],\"features\":[%s]}"
        .formatted(name, quoted(tags), quoted(features));
  }

  private static String quoted(String words) {
    return words.isEmpty() ? "" : "\"" + words.replace(" ", "\",\"") + "\"";
  }

  private static String keyed(String name, String more) {
    return "{\"name\":\"" + name + "\",\"endpoints\":{},\"publicKey\":\"K\"" + more + "}";
  }

  @Test
  void anExpiredDeviceIsNeverShownAndARefreshPutsThatOff() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("ttlSeconds", 100))) {
      String old = field(server.register(device("old")), "id");
      String kept = field(server.register(device("kept")), "id");
      server.pass(Duration.ofSeconds(60));
      assertThat(server.send("POST", "refresh/" + kept, "").statusCode()).isEqualTo(200);
      server.pass(Duration.ofMillis(39_999));
      assertThat(server.names("")).containsExactly("kept", "old");
      server.pass(Duration.ofMillis(1));
      assertThat(server.names("")).containsExactly("kept");
      assertThat(server.send("POST", "refresh/" + old, "").statusCode()).isEqualTo(404);
      server.pass(Duration.ofSeconds(60));
      assertThat(server.names("")).isEmpty();
      assertThat(server.rendezvous.directory().bytes()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'd c b a'",
    "?tag=x, 'c a'",
    "?tag=X, ''",
    "?tag=, ''",
    "?feature=param, 'd c b'",
    "?tag=x&feature=param, c",
    "?tag=x&feature=none, ''",
    "?tag=y%20z, d",
    "?limit=2, 'd c'",
    "?limit=0, ''",
    "?limit=2&offset=1, 'c b'",
    "?offset=3, a",
    "?offset=4, ''",
    "?offset=99999999999999999999, ''",
    "?feature=param&limit=1&offset=1, c",
    "?other=1, 'd c b a'"
  })
  void discoverFiltersNewestFirst(String query, String expected) throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of())) {
      server.register(tagged("a", "x", "event"));
      server.register(tagged("b", "y", "param event"));
      server.register(tagged("c", "x y x", "param"));
      server.register(
          "{\"name\":\"d\",\"endpoints\":{},\"tags\":[\"y z\"],\"features\":[\"param\"]}");
      assertThat(String.join(" ", server.names(query))).isEqualTo(expected);
    }
  }

  @Test
  void aRefreshMovesADeviceToTheFrontInEveryIndex() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of())) {
      String first = field(server.register(tagged("a", "x", "param")), "id");
      server.register(tagged("b", "x", "param"));
      server.send("POST", "refresh/" + first, "");
      for (String query : List.of("", "?tag=x", "?feature=param", "?tag=x&feature=param")) {
        assertThat(server.names(query)).containsExactly("a", "b");
      }
    }
  }

  @Test
  void thereIsADefaultAndALargestLimitAndTheNextOffsetIsTold() throws Exception {
    try (RendezvousFixture server =
        new RendezvousFixture(Map.of("maxDevicesPerSource", 0, "maxChangesPerMinute", 0))) {
      for (int i = 0; i < 1001; i++) {
        server.register(device("n" + i));
      }
      assertThat(server.names("")).hasSize(100).startsWith("n1000");
      HttpResponse<String> most = server.send("GET", "discover?limit=5000", "");
      assertThat(most.headers().firstValue("x-next-offset")).contains("1000");
      assertThat(server.names("?limit=5000")).hasSize(1000);
      HttpResponse<String> last = server.send("GET", "discover?limit=5000&offset=1000", "");
      assertThat(last.body()).contains("\"n0\"");
      assertThat(last.headers().firstValue("x-next-offset")).isEmpty();
    }
  }

  @Test
  void whenItIsFullTheSourceWithMostDevicesGivesItsOldest() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevices", 5))) {
      server.registerFrom("192.0.2.1", device("honest"));
      for (int i = 0; i < 20; i++) {
        server.registerFrom("192.0.2.2", device("flood" + i));
      }
      assertThat(server.names(""))
          .containsExactly("flood19", "flood18", "flood17", "flood16", "honest");
      server.registerFrom("192.0.2.3", device("newcomer"));
      assertThat(server.names("")).contains("newcomer", "honest").hasSize(5);
    }
  }

  @Test
  void withOneDeviceOfEachSourceTheOldestGoes() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevices", 3))) {
      for (int i = 1; i < 6; i++) {
        server.registerFrom("192.0.2." + i, device("n" + i));
      }
      assertThat(server.names("")).containsExactly("n5", "n4", "n3");
    }
  }

  @Test
  void allDevicesTogetherAreBoundedInBytes() throws Exception {
    try (RendezvousFixture server =
        new RendezvousFixture(
            Map.of("maxBytes", 65_536, "maxDevicesPerSource", 0, "maxChangesPerMinute", 0))) {
      String large = ",\"metadata\":{\"x\":\"" + "y".repeat(1000) + "\"}}";
      for (int i = 0; i < 100; i++) {
        server.register("{\"name\":\"n" + i + "\",\"endpoints\":{}" + large);
      }
      assertThat(server.rendezvous.directory().bytes()).isBetween(50_000L, 65_536L);
      assertThat(server.names("")).hasSizeBetween(10, 30).startsWith("n99");
    }
  }

  @Test
  void oneSourceHasAMostAndIsToldWhenToComeAgain() throws Exception {
    try (RendezvousFixture server =
        new RendezvousFixture(Map.of("maxDevicesPerSource", 2, "ttlSeconds", 100))) {
      server.registerFrom("192.0.2.1", device("a"));
      server.pass(Duration.ofSeconds(30));
      String second = field(server.registerFrom("192.0.2.1", device("b")), "id");
      HttpResponse<String> refused = server.registerFrom("192.0.2.1", device("c"));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
          .isBetween(70, 71);
      assertThat(server.registerFrom("192.0.2.2", device("d")).statusCode()).isEqualTo(201);
      server.send("DELETE", "unregister/" + second, "");
      assertThat(server.registerFrom("192.0.2.1", device("e")).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void anIpv6NetworkIsOneSource() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevicesPerSource", 1))) {
      assertThat(server.registerFrom("2001:db8::1", device("a")).statusCode()).isEqualTo(201);
      assertThat(server.registerFrom("2001:db8::2:3", device("b")).statusCode()).isEqualTo(429);
      assertThat(server.registerFrom("2001:db8:0:1::1", device("c")).statusCode()).isEqualTo(201);
    }
  }

  /** Who has a site has 65 536 networks to come from. */
  @Test
  void anIpv6SiteHasFourTimesAsManyDevicesAsOneNetwork() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevicesPerSource", 2))) {
      for (int i = 0; i < 8; i++) {
        HttpResponse<String> answer =
            server.registerFrom("2001:db8:0:" + i + "::1", device("n" + i));
        assertThat(answer.statusCode()).isEqualTo(201);
      }
      HttpResponse<String> refused = server.registerFrom("2001:db8:0:99::1", device("m"));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(server.registerFrom("2001:db8:1::1", device("o")).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aDeviceThatReplacesItselfNeedsNoMoreRoomAtItsSite() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevicesPerSource", 1))) {
      for (int i = 0; i < 3; i++) {
        server.registerFrom("2001:db8:0:" + i + "::1", device("n" + i));
      }
      server.registerFrom("2001:db8:0:9::1", keyed("before", ""));
      assertThat(server.registerFrom("2001:db8:0:8::1", keyed("after", "")).statusCode())
          .isEqualTo(201);
      assertThat(server.names("")).containsExactly("after", "n2", "n1", "n0");
    }
  }

  @Test
  void whenItIsFullTheSiteWithMostDevicesGivesAndThereTheLargestNetwork() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevices", 6))) {
      server.registerFrom("192.0.2.1", device("honest"));
      server.registerFrom("2001:db8:0:1::1", device("neighbour"));
      server.registerFrom("192.0.2.2", device("two"));
      server.registerFrom("192.0.2.2", device("of it"));
      server.registerFrom("2001:db8:0:2::1", device("flood1"));
      server.registerFrom("2001:db8:0:2::2", device("flood2"));
      server.registerFrom("192.0.2.3", device("new"));
      assertThat(server.names(""))
          .containsExactly("new", "flood2", "of it", "two", "neighbour", "honest");
    }
  }

  @Test
  void anIpv6SiteMayChangeFourTimesAsMuchAsOneNetwork() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxChangesPerMinute", 2))) {
      for (int i = 0; i < 10; i++) {
        server.registerFrom("2001:db8:0:1::1", device("loud" + i));
      }
      assertThat(server.names("")).as("of one network").hasSize(2);
      for (int i = 10; i < 30; i++) {
        server.registerFrom("2001:db8:0:" + i + "::1", device("n" + i));
      }
      assertThat(server.names("")).as("of all").hasSize(8);
      assertThat(server.registerFrom("2001:db8:1::1", device("o")).statusCode()).isEqualTo(201);
      server.pass(Duration.ofSeconds(8));
      assertThat(server.registerFrom("2001:db8:0:50::1", device("p")).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void oneSourceCannotChangeThingsAllTheTime() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxChangesPerMinute", 3))) {
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(server.send("POST", "refresh/x", "").statusCode());
      }
      assertThat(answers).containsExactly(404, 404, 404, 429, 429);
      HttpResponse<String> refused = server.register(device("a"));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).contains("20");
      assertThat(refused.headers().firstValue("access-control-expose-headers"))
          .as("pages may read it")
          .contains("Retry-After");
      assertThat(server.registerFrom("192.0.2.9", device("b")).statusCode()).isEqualTo(201);
      server.pass(Duration.ofSeconds(20));
      assertThat(server.register(device("c")).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void sourcesThatAreCountedHaveAnEnd() {
    ChangeRate rate = new ChangeRate();
    rate.takeOf("first", 1, 0);
    assertThat(rate.takeOf("first", 1, 0)).isPositive();
    for (int i = 0; i < ChangeRate.MOST_SOURCES; i++) {
      rate.takeOf("s" + i, 1, 0);
    }
    assertThat(rate.takeOf("first", 1, 0)).isZero();
  }

  @Test
  void aDeviceThatRegistersAgainWithItsKeyReplacesItself() throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("maxDevicesPerSource", 1))) {
      server.register(keyed("before", ""));
      assertThat(server.register(keyed("after", "")).statusCode()).isEqualTo(201);
      assertThat(server.names("")).containsExactly("after");
      server.registerFrom("192.0.2.1", keyed("elsewhere", ""));
      assertThat(server.names("")).containsExactly("elsewhere");
    }
  }

  @ParameterizedTest
  @CsvSource({"strict, ''", "lenient, ',\"secretRequired\":true'"})
  void nobodyPushesOutAProtectedDeviceByItsKey(String owner, String wish) throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("owner", owner))) {
      String secret = field(server.register(keyed("mine", wish)), "secret");
      server.registerFrom("192.0.2.1", keyed("thief", wish));
      assertThat(server.names("")).containsExactly("thief", "mine");
      server.register(
          keyed("moved", wish), "X-Forwarded-For", "192.0.2.2", "X-Clasp-Secret", secret);
      assertThat(server.names("")).containsExactly("moved", "thief");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lenient, '', 200, 204",
    "lenient, ',\"secretRequired\":true', 403, 403",
    "strict, '', 403, 403"
  })
  void withoutTheSecretItDependsOnTheMode(String owner, String wish, int refresh, int unregister)
      throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("owner", owner))) {
      String id = field(server.register(keyed("a", wish)), "id");
      assertThat(server.send("POST", "refresh/" + id, "").statusCode()).isEqualTo(refresh);
      assertThat(server.send("DELETE", "unregister/" + id, "").statusCode()).isEqualTo(unregister);
    }
  }

  @ParameterizedTest
  @CsvSource({"lenient", "strict"})
  void theSecretIsTakenFromHeaderOrBodyAndAWrongOneIs403(String owner) throws Exception {
    try (RendezvousFixture server = new RendezvousFixture(Map.of("owner", owner))) {
      HttpResponse<String> answer = server.register(device("a"));
      String refresh = "refresh/" + field(answer, "id");
      String secret = field(answer, "secret");
      String body = "{\"x\":[1],\"secret\":\"" + secret + "\"}";
      assertThat(server.send("POST", refresh, "", "X-Clasp-Secret", secret).statusCode())
          .isEqualTo(200);
      assertThat(server.send("POST", refresh, body).statusCode()).isEqualTo(200);
      assertThat(server.send("POST", refresh, "", "X-Clasp-Secret", "wrong").statusCode())
          .isEqualTo(403);
      assertThat(server.send("POST", refresh, "{\"secret\":\"wrong\"}").statusCode())
          .isEqualTo(403);
      String unregister = "unregister/" + field(answer, "id");
      assertThat(server.send("DELETE", unregister, "", "X-Clasp-Secret", secret).statusCode())
          .isEqualTo(204);
    }
  }
}
