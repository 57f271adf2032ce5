package to.clasp.p2p.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import to.clasp.p2p.internal.link.IceCandidate;

/** The JSON text in which a candidate travels. */
final class CandidateText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX = 4096;

  private CandidateText() {}

  static String write(IceCandidate candidate) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("candidate", candidate.candidate());
      json.writeStringField("sdpMid", candidate.sdpMid());
      json.writeNumberField("sdpMLineIndex", candidate.sdpMLineIndex());
      json.writeNullField("usernameFragment");
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads a candidate.
   *
   * @throws IllegalArgumentException if it is none
   */
  static IceCandidate read(String text) {
    if (text.length() > MAX) {
      throw new IllegalArgumentException("a candidate of " + text.length() + " characters");
    }
    String candidate = "";
    String mid = "";
    int line = 0;
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("candidate is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "candidate" -> candidate = orEmpty(json);
          case "sdpMid" -> mid = orEmpty(json);
          case "sdpMLineIndex" -> line = json.getValueAsInt();
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("candidate is no JSON");
    }
    return new IceCandidate(candidate, mid, line);
  }

  private static String orEmpty(JsonParser json) throws IOException {
    String text = json.getValueAsString();
    return text == null ? "" : text;
  }
}
