package to.clasp.router.internal;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import to.clasp.auth.Authenticator;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.router.internal.access.DoorCheck;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/**
 * An owner who may do everything and a guest with random scopes do random things at one router. The
 * first thing that the guest is told, or brings about, against its scopes is the fault.
 */
final class AccessScenario implements AutoCloseable {
  private static final int STEPS = 40;
  private static final String P2P = "/clasp/p2p/";
  private static final List<String> ADDRESSES = AccessOracle.addresses("", 3);
  private static final List<String> GLOBS = List.of("a", "b", "*", "a*", "*b", "**");

  private final Random random;
  private final List<String> scopes;
  private final AccessOracle oracle;
  private final RouterFixture router;
  private final RawClient owner;
  private final String ownerId;
  private Guest guest;
  private String fault;

  AccessScenario(long seed, DoorCheck doors) {
    random = new Random(seed);
    scopes = IntStream.range(0, random.nextInt(4)).mapToObj(i -> scope()).toList();
    oracle = new AccessOracle(scopes);
    Map<String, Object> settings = Map.of("historyLength", 3, "maxQueuedParams", 5);
    RouterCore core =
        new RouterCore(RouterFixture.config(settings), RouterTime.SYSTEM, Runnable::run, doors);
    router = new RouterFixture(core, authenticator(), new MemoryTransport(1, 2000));
    owner = router.connect();
    ownerId = owner.hello("owner").session();
    owner.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).drain();
  }

  private Authenticator authenticator() {
    return credentials ->
        credentials.token() == null
            ? RouterFixture.OPEN.authenticate(credentials)
            : CompletableFuture.completedStage(
                scopes.isEmpty()
                    ? new to.clasp.auth.Grant("nobody", List.of())
                    : Guest.grant(String.join(",", scopes)));
  }

  private String scope() {
    return (random.nextBoolean() ? "read:" : "write:") + pattern();
  }

  private String pattern() {
    if (random.nextInt(8) == 0) {
      return random.nextBoolean() ? "/clasp/**" : "/clasp/p2p/announce";
    }
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      pattern.append('/').append(any(GLOBS));
    }
    return pattern.toString();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** What went wrong first, or null. */
  String run() {
    enter();
    for (int step = 0; step < STEPS && fault == null; step++) {
      if (random.nextBoolean()) {
        ownerActs();
      } else {
        guestActs();
      }
    }
    return fault;
  }

  private void enter() {
    if (guest != null) {
      guest.close();
      ownerSees("the guest left");
    }
    if (scopes.isEmpty() || random.nextInt(3) > 0) {
      guest = Guest.overNetwork(router, "token");
    } else {
      guest = Guest.inside(router, String.join(",", scopes));
    }
    guestSees("entering");
  }

  private void ownerActs() {
    if (guest instanceof Guest.OverNetwork slow && random.nextInt(10) == 0) {
      lagBehind(slow.client());
      return;
    }
    Message message =
        switch (random.nextInt(5)) {
          case 0 -> new Announce("/n", List.of(signal(any(ADDRESSES))));
          case 1 -> Publish.of(P2P + "signal/" + guest.id(), SignalType.EVENT, someMap());
          case 2 -> Publish.of(P2P + "announce", SignalType.EVENT, someMap());
          case 3 -> new Bundle(null, List.of(write(any(ADDRESSES)), write(any(ADDRESSES))));
          default -> write(any(ADDRESSES));
        };
    owner.send(message).drain();
    guestSees("the owner's " + message);
  }

  /** So far that it is given a snapshot of what it subscribed to. */
  private void lagBehind(RawClient slow) {
    slow.pauseReading();
    for (int round = 0; round < 3; round++) {
      for (String address : ADDRESSES) {
        owner.send(Set.of(address, Value.of("x".repeat(200) + round)));
      }
      owner.drain();
    }
    slow.resumeReading();
    guestSees("lagging behind");
  }

  private void guestActs() {
    switch (random.nextInt(10)) {
      case 0, 1 -> subscribe(pattern());
      case 2 -> guestRequests(new Unsubscribe(random.nextInt(3)), 0);
      case 3 -> guestRequests(new Query(pattern()), 0);
      case 4 -> {
        String address = any(ADDRESSES);
        guestRequests(new Get(address), oracle.mayRead(address) ? 0 : 301);
      }
      case 5 -> {
        List<String> addresses = List.of(any(ADDRESSES), any(ADDRESSES));
        List<Message> inside = addresses.stream().map(this::write).toList();
        guestWrites(new Bundle(null, inside), addresses, 403);
      }
      case 6 -> {
        String address = any(ADDRESSES);
        guestWrites(new Announce("/n", List.of(signal(address))), List.of(address), 301);
      }
      case 7 -> {
        String address = P2P + (random.nextBoolean() ? "announce" : "signal/" + ownerId);
        guestWrites(Publish.of(address, SignalType.EVENT, someMap()), List.of(address), 301);
      }
      case 8 -> enter();
      default -> {
        String address = any(ADDRESSES);
        guestWrites(write(address), List.of(address), 301);
      }
    }
  }

  private void subscribe(String pattern) {
    Features types = random.nextInt(3) > 0 ? Features.NONE : new Features(1 << random.nextInt(5));
    Long history = random.nextBoolean() ? null : (Long) (long) random.nextInt(5);
    SubscribeOptions options = new SubscribeOptions(null, null, history, null);
    guestRequests(
        new Subscribe(random.nextInt(3), pattern, types, options),
        oracle.mayReadSomeOf(pattern) ? 0 : 301);
  }

  /** A SET or a PUBLISH of any type. */
  private Message write(String address) {
    return switch (random.nextInt(6)) {
      case 0 -> Publish.of(address, SignalType.EVENT, Value.of("event"));
      case 1 -> Publish.of(address, SignalType.STREAM, Value.of(0.5));
      case 2 ->
          new Publish(address, SignalType.GESTURE, Phase.START, Value.of(1), null, null, 1L, null);
      case 3 -> Publish.of(address, SignalType.TIMELINE, minute());
      default -> Set.of(address, Value.of(random.nextInt()));
    };
  }

  private static Value minute() {
    return Timeline.of(
            Timeline.Keyframe.of(0, Value.of(0.0)), Timeline.Keyframe.of(60_000_000, Value.of(1.0)))
        .toValue();
  }

  private static Value someMap() {
    return new Value.Map(Map.of("type", Value.of("offer")));
  }

  private static Signal signal(String address) {
    return new Signal(address, SignalType.EVENT, null, null, null);
  }

  private void guestWrites(Message message, List<String> addresses, int refusal) {
    boolean allowed = addresses.stream().allMatch(oracle::mayWrite);
    guestRequests(message, allowed ? 0 : refusal);
    List<String> seen = ownerSees(message.toString());
    if (!allowed && !seen.isEmpty()) {
      note("refused, but seen by the owner: " + message);
    }
  }

  /**
   * @param refusal the error that must be the answer, or 0 if it may be none of lacking scopes
   */
  private void guestRequests(Message message, int refusal) {
    guest.send(message);
    List<Integer> errors = AccessMatrixTest.errors(guestSees(message.toString()));
    boolean refused = errors.contains(301) || errors.contains(403);
    if (refused != (refusal != 0) || refused && !errors.contains(refusal)) {
      note("expected " + refusal + ", got " + errors + " for " + message);
    }
  }

  private List<Message> guestSees(String why) {
    List<Message> seen = guest.drain();
    for (String address : AccessMatrixTest.addresses(seen)) {
      if (!oracle.mayRead(address)) {
        note("the guest is told of " + address + " by " + why);
      }
    }
    return seen;
  }

  /** Whatever the owner sees now was brought about by the guest. */
  private List<String> ownerSees(String why) {
    List<String> seen = AccessMatrixTest.addresses(owner.drain());
    for (String address : seen) {
      if (!oracle.mayWrite(address)) {
        note("the guest wrote " + address + " by " + why);
      }
    }
    return seen;
  }

  private void note(String what) {
    if (fault == null) {
      fault = what + ", with the scopes " + scopes;
    }
  }

  @Override
  public void close() {
    guest.close();
    router.close();
  }
}
