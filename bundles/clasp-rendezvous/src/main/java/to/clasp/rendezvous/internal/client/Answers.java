package to.clasp.rendezvous.internal.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import to.clasp.rendezvous.Receipt;
import to.clasp.rendezvous.RegisteredDevice;
import to.clasp.rendezvous.RendezvousException;
import to.clasp.rendezvous.internal.json.Json;

/** Reads what servers answer. Fields that nobody knows are left out. */
final class Answers {
  private static final int MOST_TEXTS = 1000;

  private Answers() {}

  static Receipt receipt(byte[] body) throws IOException {
    try (JsonParser json = Json.factory().createParser(body)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "a receipt must be an object");
      String id = null;
      String secret = null;
      long timestamp = 0;
      long ttl = -1;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "id" -> id = Json.text(json, field);
          case "secret" -> secret = Json.text(json, field);
          case "timestamp" -> timestamp = json.getLongValue();
          case "ttl" -> ttl = json.getLongValue();
          default -> json.skipChildren();
        }
      }
      require(id != null && ttl >= 0, "a receipt needs id and ttl");
      return new Receipt(id, secret, timestamp, Duration.ofSeconds(ttl));
    } catch (JacksonException malformed) {
      throw unreadable("malformed JSON");
    }
  }

  static List<RegisteredDevice> devices(byte[] body) throws IOException {
    try (JsonParser json = Json.factory().createParser(body)) {
      require(json.nextToken() == JsonToken.START_ARRAY, "devices must be an array");
      List<RegisteredDevice> devices = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        devices.add(device(json));
      }
      return devices;
    } catch (JacksonException malformed) {
      throw unreadable("malformed JSON");
    }
  }

  private static RegisteredDevice device(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT, "a device must be an object");
    String id = null;
    String name = "";
    String publicKey = null;
    List<String> features = List.of();
    Map<String, String> endpoints = Map.of();
    List<String> tags = List.of();
    Map<String, String> metadata = Map.of();
    long registeredAt = 0;
    long lastSeen = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> id = Json.text(json, field);
        case Json.NAME -> name = Json.text(json, field);
        case Json.PUBLIC_KEY -> publicKey = json.getValueAsString(null);
        case Json.FEATURES -> features = Json.texts(json, field, MOST_TEXTS);
        case Json.ENDPOINTS -> endpoints = Json.textsByName(json, field, MOST_TEXTS);
        case Json.TAGS -> tags = Json.texts(json, field, MOST_TEXTS);
        case Json.METADATA -> metadata = Json.textsByName(json, field, MOST_TEXTS);
        case "registeredAt" -> registeredAt = json.getLongValue();
        case "lastSeen" -> lastSeen = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    require(id != null, "a device needs an id");
    return new RegisteredDevice(
        id, name, publicKey, features, endpoints, tags, metadata, registeredAt, lastSeen);
  }

  private static void require(boolean right, String text) throws RendezvousException {
    if (!right) {
      throw unreadable(text);
    }
  }

  private static RendezvousException unreadable(String text) {
    return new RendezvousException(0, "not an answer of a rendezvous server: " + text, null);
  }
}
