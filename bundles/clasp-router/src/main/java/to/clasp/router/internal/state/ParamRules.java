package to.clasp.router.internal.state;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import to.clasp.protocol.SignalMeta.Range;

/**
 * Which rule each param has: the strategy from the configuration or else from its announcement, the
 * range from its announcement. A param keeps its rule until the generation changes. Safe from any
 * thread, takes no lock.
 */
final class ParamRules {
  private final SignalStore signals;
  private final AtomicInteger generation;
  private volatile StrategyPatterns configured = new StrategyPatterns(List.of());

  /**
   * @param generation also counted up by the signals
   */
  ParamRules(SignalStore signals, AtomicInteger generation) {
    this.signals = signals;
    this.generation = generation;
  }

  void configure(StrategyPatterns patterns) {
    configured = patterns;
    generation.incrementAndGet();
  }

  /** Changes whenever an answer of {@link #find} may have changed; read it before. Never 0. */
  int generation() {
    return generation.get();
  }

  ParamRule find(String address) {
    AnnouncedSignal announced = signals.find(address);
    Strategy strategy = configured.find(address);
    if (strategy == null) {
      strategy = announced == null ? null : announced.paramStrategy();
    }
    Range range = announced == null ? null : announced.paramRange();
    return ParamRule.of(strategy == null ? Strategy.LWW : strategy, range);
  }
}
