package to.clasp.rendezvous.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of the reference rely on: routes, fields, types and status codes. */
class ContractTest {
  private static final String FULL =
      "{\"name\":\"Desk \u00e4\",\"endpoints\":{\"ws\":\"wss://host:7330\",\"udp\":\"udp://[::1]:7\"},"
          + "\"publicKey\":\"S2V5\",\"features\":[\"param\",\"event\"],\"tags\":[\"stage\",\"fr\\\"ont\"],"
          + "\"metadata\":{\"room\":\"12\"},\"unknown\":{\"deep\":[1,{\"er\":null}]}}";

  private final RendezvousFixture server = new RendezvousFixture(Map.of());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aRegistrationIsAnsweredWithIdTimestampTtlAndSecret() throws Exception {
    HttpResponse<String> answer = server.register(FULL);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body())
        .matches(
            "\\{\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\","
                + "\"timestamp\":1700000000000000,\"ttl\":300,\"secret\":\"[\\w-]{32}\"}");
  }

  @Test
  void aDeviceIsShownWithAllItsFieldsAndNoSecret() throws Exception {
    String id = RendezvousFixture.field(server.register(FULL), "id");
    server.pass(Duration.ofSeconds(2));
    server.send("POST", "refresh/" + id, "");
    assertThat(server.discover(""))
        .isEqualTo(
            "[{\"id\":\"%s\",\"name\":\"Desk \u00e4\",\"publicKey\":\"S2V5\",".formatted(id)
                + "\"features\":[\"param\",\"event\"],"
                + "\"endpoints\":{\"ws\":\"wss://host:7330\",\"udp\":\"udp://[::1]:7\"},"
                + "\"tags\":[\"stage\",\"fr\\\"ont\"],\"metadata\":{\"room\":\"12\"},"
                + "\"registeredAt\":1700000000000000,\"lastSeen\":1700000002000000}]");
  }

  @Test
  void whatIsOptionalMayBeMissing() throws Exception {
    HttpResponse<String> answer =
        server.register("{\"publicKey\":null,\"endpoints\":{},\"name\":\"\"}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(server.discover(""))
        .contains("\"features\":[],\"endpoints\":{},\"tags\":[],\"metadata\":{}")
        .doesNotContain("publicKey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{\"name\":\"a\",\"endpoints\":{}",
        "{\"name\":\"a\",\"endpoints\":{}} x",
        "{\"name\":\"a\",\"endpoints\":{}}{}",
        "{\"name\":\"\\ud800\",\"endpoints\":{}}",
        "{\"name\":'a',\"endpoints\":{}}"
      })
  void whatIsNoJsonIs400(String body) throws Exception {
    assertThat(server.register(body).statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsNestedTooDeepIs400() throws Exception {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    String body = "{\"name\":\"a\",\"endpoints\":{},\"x\":" + deep + "}";
    assertThat(server.register(body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "7",
        "null",
        "{}",
        "{'name':'a'}",
        "{'endpoints':{}}",
        "{'name':null,'endpoints':{}}",
        "{'name':7,'endpoints':{}}",
        "{'name':'a','endpoints':[]}",
        "{'name':'a','endpoints':null}",
        "{'name':'a','endpoints':{'ws':7}}",
        "{'name':'a','endpoints':{},'tags':null}",
        "{'name':'a','endpoints':{},'tags':'b'}",
        "{'name':'a','endpoints':{},'tags':[1]}",
        "{'name':'a','endpoints':{},'features':null}",
        "{'name':'a','endpoints':{},'features':{}}",
        "{'name':'a','endpoints':{},'metadata':null}",
        "{'name':'a','endpoints':{},'metadata':{'a':1}}",
        "{'name':'a','endpoints':{},'publicKey':1}",
        "{'name':'a','name':'b','endpoints':{}}",
        "{'name':'a','endpoints':{},'secretRequired':1}",
        "{'name':'a','endpoints':{'ws':'javascript:alert(1)'}}",
        "{'name':'a','endpoints':{'ws':'file:///etc/passwd'}}",
        "{'name':'a','endpoints':{'ws':'host:7330'}}",
        "{'name':'a','endpoints':{'ws':''}}",
        "{'name':'a','endpoints':{'ws':'ws:/path'}}",
        "{'name':'a','endpoints':{'ws':'ws://user:pw@host'}}",
        "{'name':'a','endpoints':{'ws':'ws://ho st'}}"
      })
  void jsonOfAnotherFormIs422(String body) throws Exception {
    assertThat(server.register(body.replace('\'', '"')).statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"name, 128", "tag, 64", "feature, 64", "key, 64", "value, 1024", "url, 1024"})
  void textsHaveALongestLength(String field, int longest) throws Exception {
    assertThat(server.register(withText(field, longest)).statusCode()).isEqualTo(201);
    assertThat(server.register(withText(field, longest + 1)).statusCode()).isEqualTo(422);
  }

  private static String withText(String field, int length) {
    String text = "a".repeat(length);
    return "{\"name\":\"%s\",\"endpoints\":{\"ws\":\"%s\"},\"tags\":[\"%s\"],"
            .formatted(
                field.equals("name") ? text : "n",
                field.equals("url") ? "ws://" + text.substring(5) : "ws://h",
                field.equals("tag") ? text : "t")
        + "\"features\":[\"%s\"],\"metadata\":{\"%s\":\"%s\"}}"
            .formatted(
                field.equals("feature") ? text : "f",
                field.equals("key") ? text : "k",
                field.equals("value") ? text : "v");
  }

  @ParameterizedTest
  @CsvSource({"tags, 32", "features, 32", "metadata, 32", "endpoints, 16"})
  void listsHaveAnEnd(String field, int most) throws Exception {
    assertThat(server.register(withMany(field, most)).statusCode()).isEqualTo(201);
    assertThat(server.register(withMany(field, most + 1)).statusCode()).isEqualTo(422);
  }

  private static String withMany(String field, int number) {
    boolean isMap = field.equals("metadata") || field.equals("endpoints");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < number; i++) {
      many.append(i == 0 ? "" : ",").append("\"").append(i);
      many.append(isMap ? "\":\"ws://h\"" : "\"");
    }
    String list = isMap ? "{" + many + "}" : "[" + many + "]";
    return "{\"name\":\"n\",\""
        + field
        + "\":"
        + list
        + (field.equals("endpoints") ? "}" : ",\"endpoints\":{}}");
  }

  @Test
  void aDeviceHasALargestSize() throws Exception {
    String value = "v".repeat(1000);
    StringBuilder metadata = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      metadata.append(i == 0 ? "" : ",").append("\"" + i + "\":\"" + value + "\"");
    }
    String body = "{\"name\":\"n\",\"endpoints\":{},\"metadata\":{" + metadata + "}}";
    HttpResponse<String> answer = server.register(body);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("8192");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "application/jsonp, 415",
    "'application/json; charset=utf-8', 201",
    "application/vnd.clasp+json, 201",
    "APPLICATION/JSON, 201"
  })
  void theContentTypeMustBeJson(String type, int status) throws Exception {
    HttpResponse<String> answer =
        server.send("POST", "register", RendezvousFixture.device("a"), "Content-Type", type);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void aMissingContentTypeIs415() throws Exception {
    assertThat(server.send("POST", "register", RendezvousFixture.device("a")).statusCode())
        .isEqualTo(415);
  }

  @Test
  void aBodyThatIsTooLargeIs413() throws Exception {
    assertThat(server.register("x".repeat(65_537)).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=-1",
        "limit=x",
        "limit=1.5",
        "limit=",
        "limit=1e3",
        "offset=-1",
        "limit=%30x"
      })
  void aQueryThatIsWrongIs400(String query) throws Exception {
    assertThat(server.send("GET", "discover?" + query, "").statusCode()).isEqualTo(400);
  }

  @Test
  void refreshIs200AndUnregisterIs204AndThenBothAre404() throws Exception {
    String id = RendezvousFixture.field(server.register(FULL), "id");
    HttpResponse<String> refreshed = server.send("POST", "refresh/" + id, "");
    assertThat(refreshed.statusCode()).isEqualTo(200);
    assertThat(refreshed.body()).isEmpty();
    assertThat(server.send("DELETE", "unregister/" + id, "").statusCode()).isEqualTo(204);
    assertThat(server.send("POST", "refresh/" + id, "").statusCode()).isEqualTo(404);
    assertThat(server.send("DELETE", "unregister/" + id, "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, register, 405",
    "PUT, register, 405",
    "POST, discover, 405",
    "GET, refresh/x, 405",
    "POST, unregister/x, 405",
    "POST, health, 405",
    "POST, register/x, 404",
    "GET, discover/x, 404",
    "GET, health/x, 404",
    "POST, refresh, 404",
    "POST, refresh/, 404",
    "POST, refresh/a/b, 404",
    "DELETE, unregister, 404",
    "GET, nothing, 404"
  })
  void otherPathsAre404AndOtherMethods405(String method, String path, int status) throws Exception {
    assertThat(server.send(method, path, "").statusCode()).isEqualTo(status);
  }

  @Test
  void healthIs200Ok() throws Exception {
    HttpResponse<String> answer = server.send("GET", "health", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("OK");
  }

  @Test
  void pagesOfAnyOriginMayUseEveryRoute() throws Exception {
    for (String path :
        new String[] {"register", "discover", "refresh/x", "unregister/x", "health"}) {
      HttpResponse<String> preflight =
          server.send(
              "OPTIONS",
              path,
              "",
              "Origin",
              "https://example.org",
              "Access-Control-Request-Method",
              Map.of("register", "POST", "refresh/x", "POST", "unregister/x", "DELETE")
                  .getOrDefault(path, "GET"),
              "Access-Control-Request-Headers",
              "content-type,x-clasp-secret");
      assertThat(preflight.statusCode()).isEqualTo(200);
      assertThat(preflight.headers().firstValue("access-control-allow-origin")).contains("*");
      assertThat(preflight.headers().firstValue("access-control-allow-headers"))
          .contains("content-type,x-clasp-secret");
    }
    assertThat(server.register("{").headers().firstValue("access-control-allow-origin"))
        .contains("*");
  }

  @Test
  void anAnswerWithStrangeTextsIsStillJson() throws Exception {
    server.register("{\"name\":\"\\u0000\\u2028<\\/script>\\\\\",\"endpoints\":{}}");
    try (var json = new JsonFactory().createParser(server.discover(""))) {
      while (json.nextToken() != null) {
        assertThat(json.currentToken()).isNotNull();
      }
    }
  }
}
