package to.clasp.itests.swap;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.osgi.framework.Bundle;

/** Direct memory of the Netty inside a framework, whose classes nobody outside can name. */
final class NettyMemory {
  private final Object allocator;
  private final Class<?> type;

  NettyMemory(Bundle netty) throws ReflectiveOperationException {
    type = netty.loadClass("io.netty.buffer.PooledByteBufAllocator");
    allocator = type.getField("DEFAULT").get(null);
  }

  long reserved() {
    return ask("usedDirectMemory", metric());
  }

  long pinned() {
    return ask("pinnedDirectMemory", allocator);
  }

  long ofJdk() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private Object metric() {
    try {
      return type.getMethod("metric").invoke(allocator);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long ask(String method, Object of) {
    try {
      return (long) of.getClass().getMethod(method).invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
