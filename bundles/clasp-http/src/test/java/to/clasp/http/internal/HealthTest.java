package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Endpoint;
import to.clasp.transport.Limits;

class HealthTest {
  private static final List<ServiceReference<Endpoint>> ONE = List.of(reference());

  private volatile boolean accepting = true;

  @SuppressWarnings("unchecked")
  private static ServiceReference<Endpoint> reference() {
    return (ServiceReference<Endpoint>)
        Proxy.newProxyInstance(
            HealthTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private final ConnectionAcceptor acceptor =
      new ConnectionAcceptor() {
        @Override
        public Limits limits() {
          throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAccepting() {
          return accepting;
        }

        @Override
        public ConnectionHandler accept(Connection connection) {
          throw new UnsupportedOperationException();
        }
      };

  private static void requireReady(ReadyRoute route, boolean ready) throws Exception {
    try (HttpFixture http = HttpFixture.with(route)) {
      HttpResponse<String> answer = http.get("/readyz");
      assertThat(answer.statusCode()).isEqualTo(ready ? 200 : 503);
      assertThat(answer.body()).isEqualTo(ready ? "ready\n" : "not ready\n");
      assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }
  }

  @Test
  void readyWhileARouterAcceptsAndAPortIsOpen() throws Exception {
    requireReady(new ReadyRoute(acceptor, ONE), true);
    requireReady(new ReadyRoute(null, ONE), false);
    requireReady(new ReadyRoute(acceptor, List.of()), false);
    accepting = false;
    requireReady(new ReadyRoute(acceptor, ONE), false);
  }

  @Test
  void theProcessLivesAndTheRootIsThereButNothingElse() throws Exception {
    try (HttpFixture http = HttpFixture.with(new AliveRoute(), new RootRoute())) {
      assertThat(http.get("/healthz").body()).isEqualTo("ok\n");
      assertThat(http.get("/").body()).isEqualTo("ok\n");
      assertThat(http.send("HEAD", "/", "").statusCode()).isEqualTo(200);
      assertThat(http.get("/health").statusCode()).isEqualTo(404);
      assertThat(http.get("/healthz/").statusCode()).isEqualTo(404);
      assertThat(http.send("POST", "/healthz", "").statusCode()).isEqualTo(405);
    }
  }
}
