package to.clasp.router.internal.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** What the router keeps: params, announced signals, and the rules between them. */
public final class State {
  private final Ticks ticks;
  private final ShortestTtl shortestTtl = new ShortestTtl();
  private final SignalStore signals;
  private final ParamRules rules;
  private final ParamStore params;
  private final Protection protection;
  private final ParamMemory memory = new ParamMemory();

  /**
   * @param nanoTime as {@link System#nanoTime()}
   * @param observed whether somebody subscribed to a param
   */
  public State(LongSupplier nanoTime, Protection observed) {
    AtomicInteger ruleGeneration = new AtomicInteger(1);
    ticks = new Ticks(nanoTime);
    signals = new SignalStore(ticks, ruleGeneration);
    rules = new ParamRules(signals, ruleGeneration);
    protection = address -> signals.find(address) != null || observed.isNeeded(address);
    params = new ParamStore(new ParamContext(rules, ticks, shortestTtl, memory), protection);
  }

  /** Takes what can be changed while the router runs. */
  public void configure(StateSettings settings) {
    rules.configure(settings.strategies());
    params.configure(settings.eviction());
    memory.configure(settings.maxParamBytes());
  }

  public ParamStore params() {
    return params;
  }

  public SignalStore signals() {
    return signals;
  }

  /** Who still needs a param: it is announced, or somebody subscribed to it. */
  public Protection protection() {
    return protection;
  }

  public Ticks ticks() {
    return ticks;
  }

  public ShortestTtl shortestTtl() {
    return shortestTtl;
  }
}
