package to.clasp.rendezvous.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.internal.json.Json;
import to.clasp.rendezvous.internal.json.MismatchException;

/**
 * Reads a registration: 400 if it is no JSON, 422 if it is JSON of another form, or too much of
 * something. Fields that nobody knows are left out.
 */
final class RegistrationReader {
  private static final int MOST_ENDPOINTS = 16;
  private static final int MOST_TEXTS = 32;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_WORD = 64;
  private static final int LONGEST_TEXT = 1024;
  private static final Set<String> FIELDS =
      Set.of(
          Json.NAME,
          Json.ENDPOINTS,
          Json.PUBLIC_KEY,
          Json.FEATURES,
          Json.TAGS,
          Json.METADATA,
          "secretRequired");

  private final Set<String> schemes;
  private final Set<String> seen = new HashSet<>();
  private String name;
  private Map<String, String> endpoints;
  private String publicKey;
  private List<String> features = List.of();
  private List<String> tags = List.of();
  private Map<String, String> metadata = Map.of();
  private boolean secretRequired;

  /**
   * What was read.
   *
   * @param secretRequired whether the device wants its secret to be asked for
   */
  record Wish(Registration registration, boolean secretRequired) {}

  private RegistrationReader(Set<String> schemes) {
    this.schemes = schemes;
  }

  static Wish read(byte[] body, Set<String> urlSchemes) throws Refused {
    RegistrationReader reader = new RegistrationReader(urlSchemes);
    try (JsonParser json = Json.factory().createParser(decode(body))) {
      reader.readAll(json);
      return reader.checked();
    } catch (MismatchException mismatch) {
      throw new Refused(422, mismatch.getMessage());
    } catch (JacksonException | CharacterCodingException malformed) {
      throw new Refused(400, "the body is not JSON");
    } catch (IOException e) {
      throw new IllegalStateException("read from memory", e);
    }
  }

  private static String decode(byte[] body) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private void readAll(JsonParser json) throws IOException, Refused {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new Refused(400, "the body is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new MismatchException("a registration must be an object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (FIELDS.contains(field) && !seen.add(field)) {
        throw new MismatchException(field + " is there twice");
      }
      readField(field, json);
    }
    if (json.nextToken() != null) {
      throw new Refused(400, "there is more than one JSON value");
    }
  }

  private void readField(String field, JsonParser json) throws IOException {
    switch (field) {
      case Json.NAME -> name = Json.text(json, field);
      case Json.ENDPOINTS -> endpoints = Json.textsByName(json, field, MOST_ENDPOINTS);
      case Json.PUBLIC_KEY -> publicKey = isNull(json) ? null : Json.text(json, field);
      case Json.FEATURES -> features = Json.texts(json, field, MOST_TEXTS);
      case Json.TAGS -> tags = Json.texts(json, field, MOST_TEXTS);
      case Json.METADATA -> metadata = Json.textsByName(json, field, MOST_TEXTS);
      case "secretRequired" -> secretRequired = bool(json, field);
      default -> json.skipChildren();
    }
  }

  private static boolean isNull(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  private static boolean bool(JsonParser json, String field) throws IOException {
    if (!json.currentToken().isBoolean()) {
      throw new MismatchException(field + " must be true or false");
    }
    return json.currentToken() == JsonToken.VALUE_TRUE;
  }

  private Wish checked() throws MismatchException, Refused {
    if (name == null || endpoints == null) {
      throw new MismatchException((name == null ? Json.NAME : Json.ENDPOINTS) + " is missing");
    }
    check(Json.NAME, name, LONGEST_NAME);
    if (publicKey != null) {
      check(Json.PUBLIC_KEY, publicKey, LONGEST_TEXT);
    }
    check(Json.FEATURES, features, LONGEST_WORD);
    check(Json.TAGS, tags, LONGEST_WORD);
    check(Json.METADATA, metadata.keySet(), LONGEST_WORD);
    check(Json.METADATA, metadata.values(), LONGEST_TEXT);
    check(Json.ENDPOINTS, endpoints.keySet(), LONGEST_WORD);
    check(Json.ENDPOINTS, endpoints.values(), LONGEST_TEXT);
    for (String url : endpoints.values()) {
      checkUrl(url);
    }
    return new Wish(
        new Registration(name, endpoints, publicKey, features, tags, metadata), secretRequired);
  }

  private static void check(String field, Collection<String> texts, int longest)
      throws MismatchException, Refused {
    for (String text : texts) {
      check(field, text, longest);
    }
  }

  /** Half a character cannot be told to anybody in UTF-8. */
  private static void check(String field, String text, int longest)
      throws MismatchException, Refused {
    if (text.length() > longest) {
      throw new MismatchException(field + " is longer than " + longest + " characters");
    }
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new Refused(400, field + " has half a character");
    }
  }

  private void checkUrl(String url) throws MismatchException {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!schemes.contains(scheme)) {
        throw new MismatchException(
            "endpoints must be URLs with one of the schemes " + String.join(", ", schemes));
      }
      if (uri.getRawAuthority() == null || uri.getRawUserInfo() != null) {
        throw new MismatchException("endpoints must have a host, and no user");
      }
    } catch (URISyntaxException e) {
      throw new MismatchException("endpoints must be URLs");
    }
  }
}
