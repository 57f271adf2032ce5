package to.clasp.auth.internal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;

/** Lets everybody in. It exists only where somebody has configured it on purpose. */
@Component(
    configurationPid = OpenScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = AuthScheme.class)
@Designate(ocd = OpenSchemeConfig.class)
public final class OpenScheme implements AuthScheme {
  static final String PID = "to.clasp.auth.open";

  private static final CompletionStage<AuthAnswer> EVERYTHING =
      CompletableFuture.completedStage(new AuthAnswer.Granted(Grant.EVERYTHING));

  /** Else each rewrite of its file, which holds nothing, would close all ports for a moment. */
  @Modified
  void modified() {}

  @Override
  public Set<String> transportsWithoutToken() {
    return Set.of(ANY_TRANSPORT);
  }

  @Override
  public String name() {
    return OPEN;
  }

  @Override
  public CompletionStage<AuthAnswer> check(Credentials credentials) {
    return EVERYTHING;
  }
}
