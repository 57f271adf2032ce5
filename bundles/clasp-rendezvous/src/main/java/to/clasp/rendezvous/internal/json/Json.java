package to.clasp.rendezvous.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.rendezvous.Registration;

/** The parts of JSON that both sides read and write. */
public final class Json {
  /** Field names of a registration. */
  public static final String NAME = "name";

  /** See {@link Registration#endpoints}. */
  public static final String ENDPOINTS = "endpoints";

  /** See {@link Registration#publicKey}. */
  public static final String PUBLIC_KEY = "publicKey";

  /** See {@link Registration#features}. */
  public static final String FEATURES = "features";

  /** See {@link Registration#tags}. */
  public static final String TAGS = "tags";

  /** See {@link Registration#metadata}. */
  public static final String METADATA = "metadata";

  private static final int DEEPEST = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Names are what strangers send: a table of them would grow and be shared by all.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private Json() {}

  /**
   * What makes parsers and generators.
   *
   * @return bounded in depth
   */
  public static JsonFactory factory() {
    return FACTORY;
  }

  /**
   * Writes the fields that a registration and a device have in common.
   *
   * @param to within an object
   * @param from what to write
   * @throws IOException never, when written to memory
   */
  public static void writeFields(JsonGenerator to, Registration from) throws IOException {
    to.writeStringField(NAME, from.name());
    if (from.publicKey() != null) {
      to.writeStringField(PUBLIC_KEY, from.publicKey());
    }
    writeTexts(to, FEATURES, from.features());
    writeTexts(to, ENDPOINTS, from.endpoints());
    writeTexts(to, TAGS, from.tags());
    writeTexts(to, METADATA, from.metadata());
  }

  private static void writeTexts(JsonGenerator to, String name, List<String> texts)
      throws IOException {
    to.writeArrayFieldStart(name);
    for (String text : texts) {
      to.writeString(text);
    }
    to.writeEndArray();
  }

  private static void writeTexts(JsonGenerator to, String name, Map<String, String> texts)
      throws IOException {
    to.writeObjectFieldStart(name);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      to.writeStringField(text.getKey(), text.getValue());
    }
    to.writeEndObject();
  }

  /**
   * Reads a text.
   *
   * @param from at the value
   * @param name of its field
   * @return the text
   * @throws MismatchException if it is something else
   */
  public static String text(JsonParser from, String name) throws IOException {
    if (from.currentToken() != JsonToken.VALUE_STRING) {
      throw new MismatchException(name + " must be a text");
    }
    return from.getText();
  }

  /**
   * Reads an array of texts.
   *
   * @param from at the value
   * @param name of its field
   * @param most how many there may be
   * @return the texts
   * @throws MismatchException if it is something else, or too many
   */
  public static List<String> texts(JsonParser from, String name, int most) throws IOException {
    if (from.currentToken() != JsonToken.START_ARRAY) {
      throw new MismatchException(name + " must be an array of texts");
    }
    List<String> texts = new ArrayList<>();
    while (from.nextToken() != JsonToken.END_ARRAY) {
      requireRoom(texts.size(), name, most);
      texts.add(text(from, name));
    }
    return texts;
  }

  /**
   * Reads an object of texts.
   *
   * @param from at the value
   * @param name of its field
   * @param most how many there may be
   * @return the texts by their names, in order
   * @throws MismatchException if it is something else, or too many
   */
  public static Map<String, String> textsByName(JsonParser from, String name, int most)
      throws IOException {
    if (from.currentToken() != JsonToken.START_OBJECT) {
      throw new MismatchException(name + " must be an object of texts");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    while (from.nextToken() != JsonToken.END_OBJECT) {
      requireRoom(texts.size(), name, most);
      String key = from.currentName();
      from.nextToken();
      texts.put(key, text(from, name));
    }
    return texts;
  }

  private static void requireRoom(int size, String name, int most) throws MismatchException {
    if (size >= most) {
      throw new MismatchException(name + " must be no more than " + most);
    }
  }
}
