package to.clasp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;
import to.clasp.relay.DurationText;

/** Measures a router with one publisher and one subscriber. */
@Command(
    name = "bench",
    description = {
      "Measures a router: one client publishes events, another one receives them.",
      "Leaves nothing behind, but keeps the router busy."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 60_000;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "How long each of the two parts takes (default: 3s).")
  private Duration duration = Duration.ofSeconds(3);

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description = "Size of the text that is sent, 1 to 60000 (default: ${DEFAULT-VALUE}).")
  private int size = 20;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (size < 1 || size > MOST_BYTES || duration.isZero()) {
      throw new ParameterException(
          spec.commandLine(), "--size must be 1 to " + MOST_BYTES + " and --duration not 0");
    }
    try (ClaspClient publisher = server.connect(Runnable::run);
        ClaspClient subscriber = server.connect(Runnable::run)) {
      Bench bench = new Bench(publisher, subscriber, size);
      server.await(bench.subscribed());
      Bench.RoundTrips trips = bench.roundTrips(duration);
      print(bench.flood(duration), trips);
    }
    return 0;
  }

  private void print(Bench.Rates rates, Bench.RoundTrips trips) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("published_per_second", Math.round(rates.published()));
      fields.put("received_per_second", Math.round(rates.received()));
      fields.put("lost", rates.lost());
      fields.put("round_trips", trips.count());
      fields.put("p50_us", trips.micros(0.5));
      fields.put("p99_us", trips.micros(0.99));
      out.println(JsonValue.text(fields));
      return;
    }
    out.printf(Locale.ROOT, "published  %,.0f /s%n", rates.published());
    out.printf(Locale.ROOT, "received   %,.0f /s, lost %,d%n", rates.received(), rates.lost());
    out.printf(
        Locale.ROOT,
        "round trip p50 %,.0f µs, p99 %,.0f µs of %,d%n",
        trips.micros(0.5),
        trips.micros(0.99),
        trips.count());
    out.flush();
  }
}
