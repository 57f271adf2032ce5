package to.clasp.protocol;

/** One CLASP message: what a frame carries as its payload (protocol part 2). */
public sealed interface Message
    permits Hello,
        Welcome,
        Announce,
        Subscribe,
        Unsubscribe,
        Publish,
        Set,
        Get,
        Snapshot,
        Bundle,
        Sync,
        Ping,
        Pong,
        Ack,
        ErrorMessage,
        Query,
        Result {}
