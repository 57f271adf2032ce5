package to.clasp.p2p.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.link.PeerLink;
import to.clasp.p2p.internal.link.PeerLinks;

/** A network where links open when both descriptions have arrived, unless it is blocked. */
class FakeLinks implements PeerLinks {
  private static final int BUFFER = 1024 * 1024;

  private final ManualLoop loop;
  private final Map<String, FakeLink> byDescription = new HashMap<>();
  final List<FakeLink> all = new ArrayList<>();
  String inactive = "";
  boolean blocked;
  boolean holdsMessages;

  FakeLinks(ManualLoop loop) {
    this.loop = loop;
  }

  @Override
  public String inactiveReason() {
    return inactive;
  }

  @Override
  public PeerLink open(P2pConfig config, Loop own, PeerLink.Listener listener) {
    if (!inactive.isEmpty()) {
      throw new P2pException(inactive);
    }
    FakeLink link = new FakeLink(listener, all.size());
    all.add(link);
    return link;
  }

  long open() {
    return all.stream().filter(link -> !link.closed).count();
  }

  /** All ways are cut, or there again; what is under way arrives then. */
  void interrupt(boolean now) {
    holdsMessages = now;
    for (FakeLink link : all) {
      if (link.other != null && !link.closed) {
        link.listener.interrupted(now);
      }
    }
    if (!now) {
      all.forEach(FakeLink::release);
    }
  }

  /** One end of a link. */
  final class FakeLink implements PeerLink {
    final Listener listener;
    final String description;
    final List<IceCandidate> candidates = new ArrayList<>();
    final List<byte[]> sent = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private FakeLink other;
    private boolean answering;
    boolean closed;
    boolean full;
    private int roomFor = Integer.MAX_VALUE;
    int maxMessage = 262_144;

    FakeLink(Listener listener, int number) {
      this.listener = listener;
      this.description = "sdp" + number;
    }

    private void describe() {
      byDescription.put(description, this);
      loop.execute(
          () -> {
            if (!closed) {
              listener.described(description);
              listener.candidate(new IceCandidate("candidate:" + description, "0", 0));
            }
          });
    }

    @Override
    public void offer() {
      describe();
    }

    @Override
    public void accept(String sdp) {
      FakeLink offering = byDescription.get(sdp);
      if (offering == null) {
        loop.execute(() -> listener.failed("the offer is no description"));
        return;
      }
      answering = true;
      other = offering;
      describe();
    }

    @Override
    public void answered(String sdp) {
      other = byDescription.get(sdp);
      if (other != null && other.answering && other.other == this && !blocked) {
        loop.execute(
            () -> {
              if (!closed && !other.closed) {
                listener.open();
                other.listener.open();
              }
            });
      }
    }

    @Override
    public void addCandidate(IceCandidate candidate) {
      candidates.add(candidate);
    }

    @Override
    public boolean send(boolean reliable, byte[] message) {
      if (closed || other == null || other.closed) {
        return false;
      }
      byte[] copy = message.clone();
      sent.add(copy);
      Runnable arrive =
          () -> {
            if (!other.closed && !closed) {
              other.listener.message(reliable, copy);
            }
          };
      if (holdsMessages) {
        if (reliable) {
          held.add(arrive);
        }
      } else {
        loop.execute(arrive);
      }
      return true;
    }

    private void release() {
      List<Runnable> late = List.copyOf(held);
      held.clear();
      late.forEach(loop::execute);
    }

    @Override
    public boolean hasRoom(boolean reliable) {
      return !full && sent.size() < roomFor && held.size() * 1024 < BUFFER;
    }

    @Override
    public int maxMessageBytes() {
      return maxMessage;
    }

    /** Takes so many messages more. */
    void fullAfter(int messages) {
      roomFor = sent.size() + messages;
    }

    /** The way is gone for good, as each end finds out by itself. */
    void breakDown() {
      loop.execute(() -> listener.failed("ICE found no way to the peer"));
      loop.execute(() -> other.listener.failed("ICE found no way to the peer"));
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        FakeLink peer = other;
        if (!blocked && peer != null && !peer.closed && peer.other == this) {
          loop.execute(
              () -> {
                if (!peer.closed) {
                  peer.listener.failed("the peer has closed the connection");
                }
              });
        }
      }
    }
  }
}
