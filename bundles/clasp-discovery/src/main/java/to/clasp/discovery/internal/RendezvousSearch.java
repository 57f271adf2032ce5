package to.clasp.discovery.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Source;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.rendezvous.DiscoverQuery;
import to.clasp.rendezvous.RegisteredDevice;
import to.clasp.rendezvous.RendezvousClient;
import to.clasp.rendezvous.RendezvousOptions;

/** Asks a rendezvous server. The only class that needs the client of it. */
final class RendezvousSearch {
  private static final String TAGS = "tags";

  private RendezvousSearch() {}

  /** Puts what the server knows into the table, in place of what it knew before. */
  static CompletableFuture<Void> run(DiscoveryOptions options, DeviceTable table) {
    RendezvousClient client =
        RendezvousClient.create(
            RendezvousOptions.of(options.rendezvous())
                .withToken(options.token())
                .withTimeout(options.timeout()));
    return client
        .discover(DiscoverQuery.ALL.withTag(options.tag()))
        .orTimeout(options.timeout().toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
        .thenAccept(found -> take(found, table))
        .whenComplete((done, failure) -> CompletableFuture.runAsync(client::close));
  }

  private static void take(List<RegisteredDevice> found, DeviceTable table) {
    Set<String> keys = new LinkedHashSet<>();
    for (RegisteredDevice each : found) {
      keys.add(each.id());
      table.put(Source.RENDEZVOUS, each.id(), device(each));
    }
    table.keepOnly(Source.RENDEZVOUS, keys);
  }

  static Device device(RegisteredDevice registered) {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    registered
        .endpoints()
        .forEach(
            (kind, text) -> {
              URI uri = uri(text);
              if (uri != null) {
                endpoints.put(kind, uri);
              }
            });
    Map<String, String> meta = new LinkedHashMap<>(registered.metadata());
    if (!registered.tags().isEmpty()) {
      meta.put(TAGS, String.join(",", registered.tags()));
    }
    DeviceInfo info =
        DeviceInfo.UNKNOWN.withFeatures(features(registered.features())).withMeta(meta);
    return new Device(registered.id(), registered.name(), info, endpoints);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() && uri.getHost() != null ? uri : null;
    } catch (URISyntaxException unusable) {
      return null;
    }
  }

  private static Features features(List<String> names) {
    return Features.of(
        names.stream()
            .map(RendezvousSearch::type)
            .filter(Objects::nonNull)
            .toArray(SignalType[]::new));
  }

  private static SignalType type(String name) {
    for (SignalType type : SignalType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    return null;
  }
}
