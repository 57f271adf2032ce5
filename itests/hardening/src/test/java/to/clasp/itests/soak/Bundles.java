package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.transport.Connector;

/** Bundles for now and for later; every one that is accepted must be applied once. */
final class Bundles implements Role {
  private static final long HORIZON_MICROS = 3_000_000;
  private static final long LATE_MICROS = 50_000;

  private final Statistics statistics;
  private final SoakClient sender;
  private final SoakClient receiver;
  private final long clockOffset;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong applied = new AtomicLong();
  private final AtomicLong latest = new AtomicLong();
  private long sent;

  Bundles(Connector connector, URI uri, Statistics statistics)
      throws IOException, InterruptedException {
    this.statistics = statistics;
    this.receiver = SoakClient.open(connector, uri, "bundle receiver", statistics, this::applied);
    receiver.send(new Subscribe(1, "/soak/b/**", Features.NONE, SubscribeOptions.NONE));
    this.sender = SoakClient.open(connector, uri, "bundle sender", statistics, this::answered);
    this.clockOffset = sender.welcomeTime() - System.nanoTime() / 1000;
    Thread.sleep(500);
  }

  private long now() {
    return System.nanoTime() / 1000 + clockOffset;
  }

  @Override
  public void step() throws InterruptedException {
    long number = ++sent;
    Long at = number % 3 == 0 ? null : Long.valueOf(now() + number * 7919 % HORIZON_MICROS);
    Set set = Set.of("/soak/b/" + number % 50, Value.of(number));
    // The sender's event carries the time it was meant for.
    Publish event = Publish.of("/soak/b/event", SignalType.EVENT, Value.of(at == null ? 0 : at));
    sender.send(new Bundle(at, List.of(set, event)));
    Thread.sleep(50);
  }

  private void answered(Message message) {
    if (message instanceof Ack) {
      accepted.incrementAndGet();
    } else if (message instanceof ErrorMessage error) {
      statistics.problem("a bundle was refused: " + error.code() + " " + error.message());
    }
  }

  private void applied(Message message) {
    if (message instanceof Publish event && event.value() instanceof Value.Int meant) {
      applied.incrementAndGet();
      if (meant.value() != 0) {
        late(now() - meant.value());
      }
    }
  }

  /** Measured with a clock that is behind by what WELCOME took to arrive. */
  private void late(long micros) {
    latest.accumulateAndGet(micros, Math::max);
    if (micros > LATE_MICROS) {
      statistics.count("bundle late by more than 50 ms");
    }
  }

  @Override
  public void finish() throws InterruptedException {
    Thread.sleep(HORIZON_MICROS / 1000 + 2000);
    if (accepted.get() != sent || applied.get() != sent) {
      statistics.problem(
          "LOST: of %d bundles %d were accepted and %d applied"
              .formatted(sent, accepted.get(), applied.get()));
    }
    System.out.printf("soak: the latest bundle came %d µs after its time%n", latest.get());
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
