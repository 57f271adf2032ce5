package to.clasp.p2p.internal;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import to.clasp.client.ClaspClient;
import to.clasp.protocol.Publish;

/** A client without a connection. */
final class FakeClient {
  private FakeClient() {}

  /** One that hands what it publishes to the test. */
  static ClaspClient publishing(Function<Publish, CompletableFuture<Void>> publishes) {
    return (ClaspClient)
        Proxy.newProxyInstance(
            FakeClient.class.getClassLoader(),
            new Class<?>[] {ClaspClient.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "publish" -> publishes.apply((Publish) arguments[0]);
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> nothing(method.getReturnType());
                });
  }

  private static Object nothing(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    return type.isInterface()
        ? Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null)
        : null;
  }
}
