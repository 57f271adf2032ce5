package to.clasp.router.internal.handler;

import java.util.HashMap;
import java.util.Map;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Welcome;
import to.clasp.router.internal.insight.MessageNames;
import to.clasp.router.internal.session.SessionDriver;

/** Finds the handler of a message. */
public final class Dispatcher implements SessionDriver.Dispatch {
  private record Entry<M extends Message>(MessageHandler<M> handler, int number) {}

  private final Map<Class<? extends Message>, Entry<? extends Message>> entries = new HashMap<>();

  public Dispatcher(HandlerParts parts) {
    on(Subscribe.class, new SubscribeHandler(parts));
    on(Unsubscribe.class, (from, message) -> from.session().unsubscribe(message.id()));
    SetHandler sets = new SetHandler(parts);
    PublishHandler signals = new PublishHandler(parts);
    on(Set.class, sets);
    on(Get.class, new GetHandler(parts));
    on(Publish.class, signals);
    on(Bundle.class, new BundleHandler(parts, sets, signals));
    on(Sync.class, new SyncHandler(parts));
    on(Ping.class, (from, message) -> from.session().reply(Pong.INSTANCE));
    on(Hello.class, Dispatcher::refuseSecondHello);
    on(Announce.class, new AnnounceHandler(parts));
    on(Query.class, new QueryHandler(parts));
    on(Welcome.class, Dispatcher::ignore);
    on(Snapshot.class, Dispatcher::ignore);
    on(Pong.class, Dispatcher::ignore);
    on(Ack.class, Dispatcher::ignore);
    on(ErrorMessage.class, Dispatcher::ignore);
    on(Result.class, Dispatcher::ignore);
  }

  private <M extends Message> void on(Class<M> type, MessageHandler<? super M> handler) {
    entries.put(type, new Entry<>(handler, MessageNames.numberOf(type)));
  }

  @Override
  public void handle(SessionDriver from, Message message) {
    @SuppressWarnings("unchecked") // on() pairs each type with a handler of that type
    Entry<Message> entry = (Entry<Message>) entries.get(message.getClass());
    from.session().counters().received(entry.number());
    entry.handler().handle(from, message);
  }

  private static void refuseSecondHello(SessionDriver from, Message message) {
    throw new ProtocolException(
        ErrorCode.INVALID_MESSAGE, "HELLO was said already, the session goes on as it is");
  }

  /** What only routers send means nothing when a client sends it (protocol 2.1). */
  private static void ignore(SessionDriver from, Message message) {}
}
