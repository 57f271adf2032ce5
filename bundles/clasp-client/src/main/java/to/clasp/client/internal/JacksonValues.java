package to.clasp.client.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Classes of the application. Not touched before it is known that Jackson is there. */
final class JacksonValues {
  private static final boolean PRESENT = isOnClassPath();

  private JacksonValues() {}

  /** Loaded at the first use only. */
  private static final class Mapper {
    static final ObjectMapper INSTANCE =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  private static boolean isOnClassPath() {
    try {
      Class.forName(
          "com.fasterxml.jackson.databind.ObjectMapper",
          false,
          JacksonValues.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }

  static boolean isPresent() {
    return PRESENT;
  }

  /** The object as Boolean, Number, String, byte[], List or Map. */
  static Object toPlain(Object object) {
    Object plain = Mapper.INSTANCE.convertValue(object, Object.class);
    if (plain != null && plain.getClass() == object.getClass()) {
      throw new IllegalArgumentException(object.getClass().getName() + " has no form on the wire");
    }
    return plain;
  }

  static Object fromPlain(Object plain, Class<?> type) {
    return Mapper.INSTANCE.convertValue(plain, type);
  }
}
