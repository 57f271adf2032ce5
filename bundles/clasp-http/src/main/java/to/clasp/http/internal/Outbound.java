package to.clasp.http.internal;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of answers that clients have not taken yet. When there are too many in all, those who
 * have been taking theirs for longest are cut off: who reads has done so in a moment. Safe from any
 * thread.
 */
final class Outbound {
  /** Answers as large as any of ours for sixteen clients that read slowly, or not at all. */
  static final long MOST_BYTES = 32L * 1024 * 1024;

  private final Map<Channel, Integer> waiting = new LinkedHashMap<>();
  private long bytes;

  /** An answer begins; one that alone is too large is let through. */
  void begin(Channel channel, int length) {
    begun(channel, length).forEach(Channel::close);
  }

  private synchronized List<Channel> begun(Channel channel, int length) {
    end(channel);
    List<Channel> slowest = new ArrayList<>();
    Iterator<Map.Entry<Channel, Integer>> oldest = waiting.entrySet().iterator();
    while (bytes + length > MOST_BYTES && oldest.hasNext()) {
      Map.Entry<Channel, Integer> next = oldest.next();
      oldest.remove();
      bytes -= next.getValue();
      slowest.add(next.getKey());
    }
    waiting.put(channel, length);
    bytes += length;
    return slowest;
  }

  /** How many there are. */
  synchronized long bytes() {
    return bytes;
  }

  /** An answer was taken, or never will be. */
  synchronized void end(Channel channel) {
    Integer length = waiting.remove(channel);
    if (length != null) {
      bytes -= length;
    }
  }
}
