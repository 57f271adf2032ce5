package to.clasp.transport.jdk.internal;

/** What the platform tells about a WebSocket, on its way to the loop. */
sealed interface Arrival {
  /** A piece of a binary message. */
  record Part(byte[] bytes, boolean last) implements Arrival {}

  /** A piece of a text message. */
  record Text() implements Arrival {}

  /** The peer has closed. */
  record Closed(int code, String text) implements Arrival {}

  /** The WebSocket is of no more use. */
  record Failed(Throwable failure) implements Arrival {}
}
