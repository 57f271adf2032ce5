package to.clasp.protocol.codec;

/**
 * The last strings of HELLO and WELCOME: empty means absent, and small devices leave them out
 * altogether.
 */
final class OptionalText {
  private OptionalText() {}

  static int size(String text, String field) {
    return text == null ? Short.BYTES : Sizes.string(text, field);
  }

  static void write(String text, Writer out) {
    out.string(text == null ? "" : text);
  }

  static String read(Reader in, String field) {
    if (in.remaining() == 0) {
      return null;
    }
    String text = in.string(field);
    return text.isEmpty() ? null : text;
  }

  static String read(LegacyFields fields, String key) {
    String text = fields.optionalString(key);
    return text == null || text.isEmpty() ? null : text;
  }
}
