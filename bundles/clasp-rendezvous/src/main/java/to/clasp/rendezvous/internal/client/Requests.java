package to.clasp.rendezvous.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import to.clasp.rendezvous.DiscoverQuery;
import to.clasp.rendezvous.Receipt;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RendezvousOptions;
import to.clasp.rendezvous.internal.json.Json;

/** The requests of the API. */
final class Requests {
  private static final String PATH = "/api/v1";

  private final RendezvousOptions options;
  private final String base;

  Requests(RendezvousOptions options) {
    this.options = options;
    String server = options.server().toString().replaceAll("[?#].*|/+$", "");
    this.base = server.endsWith(PATH) ? server : server + PATH;
  }

  HttpRequest discover(DiscoverQuery query) {
    List<String> parameters = new ArrayList<>();
    add(parameters, "tag", query.tag());
    add(parameters, "feature", query.feature());
    add(parameters, "limit", Integer.toString(query.limit()));
    add(parameters, "offset", query.offset() == 0 ? null : Integer.toString(query.offset()));
    return to("/discover?" + String.join("&", parameters)).GET().build();
  }

  private static void add(List<String> parameters, String name, String value) {
    if (value != null) {
      parameters.add(name + "=" + URLEncoder.encode(value, UTF_8));
    }
  }

  HttpRequest register(Registration registration, Receipt replaced) {
    HttpRequest.Builder request = to("/register").header("Content-Type", "application/json");
    withSecret(request, replaced);
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(encode(registration))).build();
  }

  /** With the wish that nobody without the secret touches it, which old servers do not know. */
  private static byte[] encode(Registration registration) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.factory().createGenerator(bytes)) {
      json.writeStartObject();
      Json.writeFields(json, registration);
      json.writeBooleanField("secretRequired", true);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  HttpRequest refresh(Receipt receipt) {
    HttpRequest.Builder request = to("/refresh/" + id(receipt));
    withSecret(request, receipt);
    return request.POST(HttpRequest.BodyPublishers.noBody()).build();
  }

  HttpRequest unregister(Receipt receipt) {
    HttpRequest.Builder request = to("/unregister/" + id(receipt));
    withSecret(request, receipt);
    return request.DELETE().build();
  }

  private static String id(Receipt receipt) {
    return URLEncoder.encode(receipt.id(), UTF_8).replace("+", "%20");
  }

  private static void withSecret(HttpRequest.Builder request, Receipt receipt) {
    if (receipt != null && receipt.secret() != null) {
      request.header("X-Clasp-Secret", receipt.secret());
    }
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(options.timeout());
    if (options.token() != null) {
      request.header("Authorization", "Bearer " + options.token());
    }
    return request;
  }
}
