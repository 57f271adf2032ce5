package to.clasp.auth.internal.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON objects as maps that keep the order of their keys. The streaming parser alone: the tool
 * would wait noticeably for a binding library to load.
 */
public final class JsonText {
  private static final int DEEPEST = 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonText() {}

  /**
   * Reads one object and nothing behind it.
   *
   * @param bytes UTF-8
   * @return maps, lists, texts, numbers, booleans and nulls; a copy nobody else holds
   * @throws IOException if it is anything else; the message quotes no value
   */
  public static Map<String, Object> object(byte[] bytes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      Map<String, Object> object = objectOf(parser);
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON object");
      }
      return object;
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      // Its own message may quote what the file holds, and that is secret.
      String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw new IOException("not valid JSON" + where);
    }
  }

  private static Map<String, Object> objectOf(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, valueOf(parser));
    }
    return object;
  }

  private static List<Object> listOf(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(valueOf(parser));
    }
    return list;
  }

  private static Object valueOf(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> objectOf(parser);
      case START_ARRAY -> listOf(parser);
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValueExact();
      default -> parser.getText();
    };
  }

  /**
   * Writes an object, indented for people.
   *
   * @param object as {@link #object} returns it
   * @return UTF-8 with a line end behind it
   */
  public static byte[] bytes(Map<String, ?> object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.useDefaultPrettyPrinter();
      write(generator, object);
    } catch (IOException e) {
      throw new IllegalStateException("not a JSON object: " + e.getMessage(), e);
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName((String) entry.getKey());
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object each : list) {
        write(generator, each);
      }
      generator.writeEndArray();
    } else {
      generator.writePOJO(value);
    }
  }
}
