package to.clasp.protocol.codec;

import to.clasp.protocol.Message;

/**
 * How one type of message is written and read.
 *
 * @param <M> the type of message
 */
abstract class MessageCodec<M extends Message> {
  private final String name;
  private final int type;
  private final Qos qos;

  /**
   * Describes a type of message.
   *
   * @param name its name in the protocol, for errors and the legacy encoding
   * @param type its first byte
   * @param qos what its frames say when the caller does not state it
   */
  MessageCodec(String name, int type, Qos qos) {
    this.name = name;
    this.type = type;
    this.qos = qos;
  }

  final String name() {
    return name;
  }

  final int type() {
    return type;
  }

  /** The default quality of service; the message decides for PUBLISH only. */
  Qos qos(M message) {
    return qos;
  }

  /** What an error about the message is about, or null. */
  String address(M message) {
    return null;
  }

  /** The bytes that follow the type byte; checks every limit that the types do not imply. */
  abstract int size(M message);

  abstract void write(M message, Writer out);

  abstract M read(Reader in);

  /** Reads the legacy encoding; the type has been read already. */
  abstract M read(LegacyFields fields);
}
