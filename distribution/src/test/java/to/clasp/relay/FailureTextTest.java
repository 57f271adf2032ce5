package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  private static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void isTheMessageWithoutTheClassName() {
    assertThat(FailureText.of(printed(new IOException("cannot listen on a:1: Address in use"))))
        .isEqualTo("cannot listen on a:1: Address in use");
  }

  @Test
  void passesOverWrappersThatSayNothing() {
    Throwable root = new IllegalArgumentException("port: must be 0 to 65535");
    Throwable wrapped = new RuntimeException(new InvocationTargetException(root));
    assertThat(FailureText.of(printed(wrapped))).isEqualTo("port: must be 0 to 65535");
  }

  @Test
  void isTheClassWhenNobodySaidAnything() {
    assertThat(FailureText.of(printed(new NullPointerException())))
        .isEqualTo("java.lang.NullPointerException");
  }

  @Test
  void isOneLine() {
    assertThat(FailureText.of(new IOException("first\nsecond"))).isEqualTo("first");
  }
}
