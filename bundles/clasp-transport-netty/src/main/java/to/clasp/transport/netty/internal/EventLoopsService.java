package to.clasp.transport.netty.internal;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.EventLoops;

/** The event loops as a service. They live as long as the bundle is active. */
@Component(service = EventLoops.class, configurationPid = EventLoopsService.PID)
@Designate(ocd = EventLoopsConfig.class)
public final class EventLoopsService implements EventLoops {
  /** PID of the configuration. */
  public static final String PID = "to.clasp.transport.netty";

  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

  private final int threads;
  private final EventLoops.Owned loops;

  /**
   * Starts the loops.
   *
   * @param config how many
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public EventLoopsService(EventLoopsConfig config) {
    this.threads = config.threads();
    try {
      this.loops = EventLoops.create(threads);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(PID + ": " + wrong.getMessage(), wrong);
    }
  }

  /** Keeps the loops: replacing them would cut every connection. */
  @Modified
  void modified(EventLoopsConfig config) {
    if (config.threads() != threads) {
      LOG.info(
          "threads = {} takes effect when bundle clasp-transport-netty is restarted; still {}",
          config.threads(),
          threads);
    }
  }

  @Deactivate
  void close() {
    loops.close();
  }

  @Override
  public EventLoopGroup group() {
    return loops.group();
  }

  @Override
  public Class<? extends ServerChannel> serverChannel() {
    return loops.serverChannel();
  }

  @Override
  public Class<? extends Channel> clientChannel() {
    return loops.clientChannel();
  }

  @Override
  public Class<? extends DatagramChannel> datagramChannel() {
    return loops.datagramChannel();
  }

  @Override
  public boolean isNative() {
    return loops.isNative();
  }

  @Override
  public ByteBufAllocator allocator() {
    return loops.allocator();
  }
}
