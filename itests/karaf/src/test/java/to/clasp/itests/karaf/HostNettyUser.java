package to.clasp.itests.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.ReferenceCounted;
import java.util.Hashtable;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** A bundle of the host: it works with the host's Netty, and tells which one that is. */
public final class HostNettyUser implements BundleActivator, Supplier<List<String>> {
  @Override
  public void start(BundleContext context) {
    context.registerService(
        Supplier.class, this, new Hashtable<>(java.util.Map.of("user", "netty")));
  }

  @Override
  public void stop(BundleContext context) {}

  /** Splits lines, and gives the versions of the Netty bundles that took part. */
  @Override
  public List<String> get() {
    EmbeddedChannel channel = new EmbeddedChannel(new LineBasedFrameDecoder(80));
    channel.writeInbound(Unpooled.copiedBuffer("one\ntwo\n", UTF_8));
    ByteBuf first = channel.readInbound();
    ByteBuf second = channel.readInbound();
    String text = first.toString(UTF_8) + second.toString(UTF_8);
    first.release();
    second.release();
    channel.finishAndReleaseAll();
    if (!text.equals("onetwo")) {
      throw new IllegalStateException(text);
    }
    return Stream.of(ByteBuf.class, EmbeddedChannel.class, LineBasedFrameDecoder.class, utilities())
        .map(type -> FrameworkUtil.getBundle(type).getVersion().toString())
        .toList();
  }

  /** The type as Netty's own buffer bundle sees it: that one may be wired to another Netty. */
  private static Class<?> utilities() {
    return Stream.of(ByteBuf.class.getInterfaces())
        .filter(type -> type.getName().equals(ReferenceCounted.class.getName()))
        .findFirst()
        .orElseThrow();
  }
}
