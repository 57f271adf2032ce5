package to.clasp.router.internal.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Signal;

/**
 * The announced signals by address (protocol 8.5). One lock for changes; reading takes none. Safe
 * from any thread.
 */
public final class SignalStore {
  private final ConcurrentMap<String, AnnouncedSignal> byAddress = new ConcurrentHashMap<>();
  private final Ticks ticks;
  private final AtomicInteger ruleGeneration;

  /**
   * @param ruleGeneration counted up when the rule of a param may have changed
   */
  SignalStore(Ticks ticks, AtomicInteger ruleGeneration) {
    this.ticks = ticks;
    this.ruleGeneration = ruleGeneration;
  }

  /**
   * Takes all signals of an announcement, or none. One of the same address is replaced.
   *
   * @param limit how many signals there may be; 0 for any number
   * @throws ProtocolException if one of them makes no sense, or there are too many
   */
  public void announce(List<Signal> signals, int limit) {
    Map<String, AnnouncedSignal> announced = new LinkedHashMap<>();
    for (Signal signal : signals) {
      announced.put(signal.address(), AnnouncedSignal.of(signal, ticks.now()));
    }
    synchronized (this) {
      requireRoom(announced, limit);
      announced.forEach(this::put);
    }
  }

  private void requireRoom(Map<String, AnnouncedSignal> announced, int limit) {
    int size = byAddress.size();
    for (String address : announced.keySet()) {
      if (!byAddress.containsKey(address) && ++size > limit && limit != 0) {
        throw new ProtocolException(
            ErrorCode.REVISION_CONFLICT,
            "the router keeps at most " + limit + " announced signals",
            address);
      }
    }
  }

  private void put(String address, AnnouncedSignal signal) {
    AnnouncedSignal replaced = byAddress.put(address, signal);
    if (!signal.hasRuleOf(replaced)) {
      ruleGeneration.incrementAndGet();
    }
  }

  /** Forgets a signal, unless it was announced again since. */
  public synchronized void end(AnnouncedSignal signal) {
    if (byAddress.remove(signal.signal().address(), signal) && !signal.hasRuleOf(null)) {
      ruleGeneration.incrementAndGet();
    }
  }

  /** The signal announced at an address, or null. */
  public AnnouncedSignal find(String address) {
    return byAddress.get(address);
  }

  /** Every signal; those that come or go meanwhile may or may not be seen. */
  public Iterator<AnnouncedSignal> iterator() {
    return byAddress.values().iterator();
  }

  /** How many signals are announced. */
  public int size() {
    return byAddress.size();
  }
}
