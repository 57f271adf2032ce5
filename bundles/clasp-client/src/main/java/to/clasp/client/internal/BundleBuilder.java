package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.List;
import to.clasp.client.BundleContent;
import to.clasp.client.SetOptions;
import to.clasp.protocol.Address;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;

/** Gathers the messages of a bundle. */
final class BundleBuilder implements BundleContent {
  private final List<Message> messages = new ArrayList<>();

  static Set message(String address, Object value, SetOptions options) {
    Address.check(address);
    return new Set(
        address,
        Values.of(value),
        options.revision(),
        options.lock(),
        options.unlock(),
        options.ttl());
  }

  @Override
  public BundleContent set(String address, Object value) {
    return set(address, value, SetOptions.NONE);
  }

  @Override
  public BundleContent set(String address, Object value, SetOptions options) {
    return add(message(address, value, options));
  }

  @Override
  public BundleContent emit(String address, Object value) {
    Address.check(address);
    return add(Publish.of(address, SignalType.EVENT, Values.of(value)));
  }

  @Override
  public BundleContent add(Message message) {
    messages.add(message);
    return this;
  }

  Bundle build(Long time) {
    return new Bundle(time, messages);
  }
}
