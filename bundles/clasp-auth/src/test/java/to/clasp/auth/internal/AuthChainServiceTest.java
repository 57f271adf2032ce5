package to.clasp.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;

/** What the chain tells the edges about clients without a token. */
class AuthChainServiceTest {
  private static final AuthAnswer BY_TOKEN =
      new AuthAnswer.Granted(new Grant("by what it showed", List.of()));
  private static final AuthAnswer BY_NETWORK =
      new AuthAnswer.Granted(new Grant("by where it comes from", List.of()));

  private final List<List<String>> told = new ArrayList<>();
  private Runnable listener = () -> {};
  private final AuthChain chain = new AuthChain(new FailedAttempts(3, 60, System::nanoTime));

  /** A scheme for clients of some transports. */
  private static final class Scheme implements AuthScheme {
    private final AuthAnswer answer;
    private Set<String> transports;

    Scheme(AuthAnswer answer, String... transports) {
      this.answer = answer;
      this.transports = Set.of(transports);
    }

    @Override
    public String name() {
      return "scheme";
    }

    @Override
    public CompletionStage<AuthAnswer> check(Credentials credentials) {
      return CompletableFuture.completedStage(answer);
    }

    @Override
    public Set<String> transportsWithoutToken() {
      return transports;
    }
  }

  private void register() {
    Object registration =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setProperties")) {
                List<String> transports = transports(arguments[0]);
                listener.run();
                told.add(transports);
              }
              return null;
            });
    chain.register(
        (BundleContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("registerService");
                  told.add(transports(arguments[2]));
                  return registration;
                }));
  }

  private static List<String> transports(Object properties) {
    return List.of((String[]) ((Dictionary<?, ?>) properties).get(Authenticator.WITHOUT_TOKEN));
  }

  private List<String> lastTold() {
    return told.get(told.size() - 1);
  }

  @Test
  void openAloneAdmitsAllTransportsAndBesideAnotherSchemeNone() {
    chain.add(new OpenScheme());
    register();
    assertThat(lastTold()).containsExactly("*");
    assertThat(chain.admitsWithoutToken("osc")).isTrue();

    Scheme tokens = new Scheme(BY_TOKEN);
    chain.add(tokens);
    assertThat(lastTold()).isEmpty();
    assertThat(chain.admitsWithoutToken("osc")).isFalse();

    chain.remove(tokens);
    assertThat(lastTold()).containsExactly("*");
  }

  @Test
  void tellsWhichTransportsTheSchemesOfTheMomentAdmit() {
    chain.add(new Scheme(BY_TOKEN));
    register();
    assertThat(lastTold()).isEmpty();

    Scheme network = new Scheme(BY_NETWORK, "osc");
    chain.add(network);
    chain.add(new Scheme(BY_NETWORK, "mqtt"));
    assertThat(lastTold()).containsExactly("mqtt", "osc");
    assertThat(chain.admitsWithoutToken("osc")).isTrue();
    assertThat(chain.admitsWithoutToken("websocket")).isFalse();

    network.transports = Set.of("mqtt");
    chain.update(network);
    assertThat(lastTold()).containsExactly("mqtt");
    assertThat(chain.admitsWithoutToken("osc")).isFalse();
  }

  @Test
  void aChangeThatComesWhileOthersAreToldIsToldNext() {
    Scheme network = new Scheme(BY_NETWORK, "osc");
    chain.add(network);
    register();
    Scheme another = new Scheme(BY_NETWORK, "mqtt");
    listener =
        () -> {
          listener = () -> {};
          chain.add(another);
        };

    chain.add(new Scheme(BY_NETWORK, "udp"));

    assertThat(lastTold()).containsExactly("mqtt", "osc", "udp");
  }

  @Test
  void nobodyIsToldWhatIsAsItWas() {
    Scheme network = new Scheme(BY_NETWORK, "osc");
    chain.add(network);
    register();

    chain.update(network);
    chain.add(new Scheme(BY_TOKEN));

    assertThat(told).containsExactly(List.of("osc"));
  }

  @Test
  void whatAClientShowsCountsBeforeWhereItComesFrom() {
    chain.add(new Scheme(BY_NETWORK, "osc"));
    chain.add(new Scheme(BY_TOKEN));

    assertThat(chain.authenticate(Shown.token(null)).toCompletableFuture().join().subject())
        .isEqualTo("by what it showed");
  }
}
