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
import java.util.concurrent.TimeUnit;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Source;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.rendezvous.DiscoverQuery;
import to.clasp.rendezvous.RegisteredDevice;
import to.clasp.rendezvous.RegistrationDetail;
import to.clasp.rendezvous.RendezvousClient;
import to.clasp.rendezvous.RendezvousOptions;

/** Asks one rendezvous server. The only class that needs the client of it. */
final class RendezvousSearch implements AutoCloseable {
  private static final String TAGS = "tags";

  private final DiscoveryOptions options;
  private final DeviceTable table;
  private final RendezvousClient client;
  private boolean closed;

  RendezvousSearch(DiscoveryOptions options, DeviceTable table) {
    this.options = options;
    this.table = table;
    this.client =
        RendezvousClient.create(
            RendezvousOptions.of(options.rendezvous())
                .withToken(options.token())
                .withTimeout(options.timeout()));
  }

  /** Puts what the server knows into the table, in place of what it knew before. */
  CompletableFuture<Void> run() {
    return client
        .discoverAll(DiscoverQuery.ALL.withTag(options.tag()))
        .orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(this::take);
  }

  private void take(List<RegisteredDevice> found) {
    Set<String> keys = new LinkedHashSet<>();
    synchronized (table) {
      if (closed) {
        return;
      }
      for (RegisteredDevice each : found) {
        keys.add(each.id());
        table.put(Source.RENDEZVOUS, each.id(), device(each));
      }
      table.keepOnly(Source.RENDEZVOUS, keys);
    }
  }

  /** What is still to come is of no interest. */
  @Override
  public void close() {
    synchronized (table) {
      closed = true;
    }
    client.close();
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
    meta.remove(RegistrationDetail.DISCOVERY_ID);
    if (!registered.tags().isEmpty()) {
      meta.put(TAGS, String.join(",", registered.tags()));
    }
    DeviceInfo info =
        DeviceInfo.UNKNOWN.withFeatures(features(registered.features())).withMeta(meta);
    return new Device(id(registered), registered.name(), info, endpoints);
  }

  /** A relay of this project also says by which id mDNS and broadcasts know it. */
  private static String id(RegisteredDevice registered) {
    return DeviceIds.read(registered.metadata().getOrDefault(RegistrationDetail.DISCOVERY_ID, ""))
        .orElse(registered.id());
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
