package to.clasp.rendezvous.internal.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import to.clasp.http.HttpRequest;
import to.clasp.rendezvous.internal.json.Json;

/** Where an owner shows the secret: in a header, or in an object in the body. */
final class Ownership {
  static final String HEADER = "x-clasp-secret";
  private static final String FIELD = "secret";

  private Ownership() {}

  /** The secret that a request shows, or null. */
  static String secret(HttpRequest request) {
    return request.header(HEADER).orElseGet(() -> ofBody(request.body()));
  }

  /** Old servers take no notice of a body, so one without a secret is no fault. */
  private static String ofBody(byte[] body) {
    if (body.length == 0) {
      return null;
    }
    try (JsonParser json = Json.factory().createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals(FIELD)) {
          return Json.text(json, field);
        }
        json.skipChildren();
      }
    } catch (IOException noSecret) {
      return null;
    }
    return null;
  }
}
