package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.transport.Connector;

/** Numbered events and streams to a reader that keeps up, which must get every one of them. */
final class Signals implements Role {
  private final Statistics statistics;
  private final SoakClient sender;
  private final SoakClient receiver;
  private long event;
  private long sample;
  private volatile long lastEvent;
  private volatile long lastSample;

  Signals(Connector connector, URI uri, Statistics statistics)
      throws IOException, InterruptedException {
    this.statistics = statistics;
    this.receiver = SoakClient.open(connector, uri, "signal receiver", statistics, this::take);
    this.sender = SoakClient.open(connector, uri, "signal sender", statistics, message -> {});
    receiver.send(new Subscribe(1, "/soak/s/**", Features.NONE, SubscribeOptions.NONE));
    Thread.sleep(1000);
  }

  @Override
  public void step() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      sender.send(Publish.of("/soak/s/stream", SignalType.STREAM, Value.of(++sample)));
    }
    sender.send(Publish.of("/soak/s/event", SignalType.EVENT, Value.of(++event)));
    Thread.sleep(10);
  }

  private void take(Message message) {
    if (message instanceof Publish publish && publish.value() instanceof Value.Int number) {
      if (publish.address().endsWith("event")) {
        check("an event", lastEvent, number.value());
        lastEvent = number.value();
      } else {
        check("a stream", lastSample, number.value());
        lastSample = number.value();
      }
    }
  }

  private void check(String what, long before, long now) {
    if (now != before + 1) {
      statistics.problem("LOST: " + what + " to a reader that keeps up");
    }
  }

  @Override
  public void finish() throws InterruptedException {
    for (int i = 0; i < 1000 && (lastEvent != event || lastSample != sample); i++) {
      Thread.sleep(10);
    }
    if (lastEvent != event || lastSample != sample) {
      statistics.problem("LOST: the last events or streams");
    }
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
