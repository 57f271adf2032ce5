package to.clasp.client.internal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import to.clasp.client.ReconnectPolicy;
import to.clasp.protocol.Features;
import to.clasp.transport.TlsOptions;

/**
 * What a client was told by its builder.
 *
 * @param token gives the credential, or null if there is none
 * @param asksForToken whether that is code of the application
 * @param sync how often the router's clock is looked at
 */
record Settings(
    List<URI> endpoints,
    String name,
    Features features,
    Supplier<String> token,
    boolean asksForToken,
    TlsOptions tls,
    ReconnectPolicy reconnect,
    Duration connectTimeout,
    Duration attemptDelay,
    Duration callDeadline,
    Duration sync,
    Executor callbacks) {}
