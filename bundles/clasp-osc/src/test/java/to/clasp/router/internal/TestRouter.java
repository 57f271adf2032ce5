package to.clasp.router.internal;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import to.clasp.auth.Grant;
import to.clasp.protocol.Features;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.router.Router;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** A whole router, with clients that need no network. */
public final class TestRouter implements AutoCloseable {
  private final RouterCore core = new RouterCore(ComponentConfig.of(RouterConfig.class, Map.of()));
  private final Acceptor acceptor =
      new Acceptor(core, shown -> CompletableFuture.completedStage(Grant.EVERYTHING));
  private final MemoryTransport transport = new MemoryTransport();
  private final URI uri = transport.start(acceptor);

  public Router router() {
    return core;
  }

  /** A client of CLASP that has subscribed to everything. */
  public RawClient subscriber() {
    RawClient client = client();
    client.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
    client.drain();
    return client;
  }

  public RawClient client() {
    RawClient client = RawClient.connect(transport, uri);
    client.hello("test");
    return client;
  }

  @Override
  public void close() {
    transport.close();
    acceptor.close();
    core.close();
  }
}
