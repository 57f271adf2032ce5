package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client where Jackson is not on the class path. */
class JacksonAbsentTest {
  private final URLClassLoader without =
      new URLClassLoader(
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(entry -> !entry.contains("jackson"))
              .map(JacksonAbsentTest::url)
              .toArray(URL[]::new),
          ClassLoader.getPlatformClassLoader());

  record Colour(int red) {}

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @AfterEach
  void close() throws Exception {
    without.close();
  }

  private Object value(Object of) throws Exception {
    Method method = without.loadClass(Values.class.getName()).getMethod("of", Object.class);
    return method.invoke(null, of);
  }

  @Test
  void plainValuesNeedNone() throws Exception {
    assertThatThrownBy(() -> without.loadClass("com.fasterxml.jackson.databind.ObjectMapper"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(value(List.of(1, "x")).toString()).contains("1", "x");
  }

  @Test
  void aRecordIsRefusedWithTheReason() {
    assertThatThrownBy(() -> value(new Colour(1)))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            Colour.class.getName() + " has no form on the wire without Jackson on the class path");
  }

  @Test
  void aMapForARecordIsRefusedWithTheReason() throws Exception {
    Class<?> values = without.loadClass(Values.class.getName());
    Class<?> value = without.loadClass("to.clasp.protocol.Value");
    Object map = value(java.util.Map.of("red", 1));
    Method convert = values.getMethod("convert", value, Class.class);
    assertThatThrownBy(() -> convert.invoke(null, map, Colour.class))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a map is no Colour (Jackson is not on the class path)");
  }
}
