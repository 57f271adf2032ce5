package to.clasp.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON text in one line. The streaming parser alone: a command would wait noticeably for
 * a binding library to load.
 */
final class JsonValue {
  /** As deep as a value may be. */
  private static final int DEEPEST = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private JsonValue() {}

  /**
   * Reads a value of the command line: what is not JSON is a String.
   *
   * @throws IllegalArgumentException if it is JSON that no value can hold; the message says why
   */
  static Object of(String text) {
    try {
      return isJson(text) ? read(text) : text;
    } catch (StreamConstraintsException beyond) {
      throw new IllegalArgumentException(
          "beyond what a value can hold: " + beyond.getOriginalMessage(), beyond);
    } catch (JacksonException notJson) {
      return text;
    } catch (IOException impossible) {
      throw new IllegalStateException("reading a String", impossible);
    }
  }

  /** One value and nothing behind it. */
  private static boolean isJson(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    }
  }

  private static Object read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return valueOf(parser);
    }
  }

  private static Object valueOf(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> objectOf(parser);
      case START_ARRAY -> listOf(parser);
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> integerOf(parser);
      case VALUE_NUMBER_FLOAT -> floatOf(parser);
      default -> parser.getText();
    };
  }

  private static Number integerOf(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new IllegalArgumentException(
          parser.getText() + " is beyond an integer, " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
    }
    return parser.getLongValue();
  }

  private static Number floatOf(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          parser.getText() + " is beyond a float, at most " + Double.MAX_VALUE);
    }
    return value;
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

  /**
   * Writes a value in one line; bytes as Base64.
   *
   * @param value what a client gives: Boolean, Number, String, byte[], List, Map or null
   */
  static String text(Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, value);
    } catch (IOException impossible) {
      throw new IllegalStateException("writing a String", impossible);
    }
    return Printable.json(out.toString());
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
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
