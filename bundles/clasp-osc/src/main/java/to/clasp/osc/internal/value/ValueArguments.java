package to.clasp.osc.internal.value;

import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Value;

/** Writes values as arguments of a message. */
public final class ValueArguments {
  private ValueArguments() {}

  /**
   * Appends a value: an array as its elements, one argument each, also where it is nested.
   *
   * @param value the value
   * @param types of numbers
   * @param to a message that has begun
   */
  public static void write(Value value, NumberTypes types, OscWriter to) {
    if (value instanceof Value.Float number) {
      types.write(number.value(), to);
    } else if (value instanceof Value.Int number) {
      types.write(number.value(), to);
    } else if (value instanceof Value.Text text) {
      to.text('s', text.value());
    } else if (value instanceof Value.Bool flag) {
      to.tag(flag.value() ? 'T' : 'F');
    } else if (value instanceof Value.Null) {
      to.tag('N');
    } else if (value instanceof Value.Array array) {
      array.items().forEach(item -> write(item, types, to));
    } else if (value instanceof Value.Bytes bytes) {
      to.blob(bytes.length(), bytes::copyTo);
    } else {
      to.text('s', JsonText.of(value));
    }
  }

  /**
   * Appends the samples of a stream, one argument each.
   *
   * @param samples the samples
   * @param types of numbers
   * @param to a message that has begun
   */
  public static void write(Samples samples, NumberTypes types, OscWriter to) {
    for (int i = 0; i < samples.size(); i++) {
      types.write(samples.get(i), to);
    }
  }
}
