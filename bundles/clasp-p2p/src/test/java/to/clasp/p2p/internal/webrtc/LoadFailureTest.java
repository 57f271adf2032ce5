package to.clasp.p2p.internal.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import to.clasp.p2p.P2pStatus;

class LoadFailureTest {
  @Test
  void theMissingLibraryOfTheSystemIsNamed() {
    Error failure =
        new ExceptionInInitializerError(
            new RuntimeException(
                "Load library 'webrtc-java' failed",
                new UnsatisfiedLinkError(
                    "/tmp/libwebrtc-java-linux-x86_64123.so: libpulse.so.0: cannot open shared"
                        + " object file: No such file or directory")));

    assertThat(LoadFailure.explain(failure))
        .isEqualTo(
            "WebRTC cannot be loaded, libpulse.so.0 is missing"
                + " (Debian: apt-get install libpulse0)");
  }

  @Test
  void anyOtherFailureIsToldWithThePlatform() {
    assertThat(LoadFailure.explain(new IllegalStateException("not found")))
        .startsWith("WebRTC cannot be loaded on " + System.getProperty("os.name"))
        .endsWith("IllegalStateException: not found");
  }

  /** The native library is not on the class path here. */
  @Test
  void withoutTheLibraryThereIsAStateAndNoException() {
    try (WebRtc none = new WebRtc()) {
      P2pStatus status = none.status();

      assertThat(status.active()).isFalse();
      assertThat(status.inactiveReason())
          .startsWith("WebRTC cannot be loaded, the native library for ")
          .endsWith(" is missing");
      assertThat(status.openConnections()).isZero();
    }
  }

  @Test
  void theSizeThatTheDescriptionStatesIsTheLimit() {
    assertThat(SdpLimits.maxMessageBytes("v=0\r\n")).isEqualTo(65_536);
    assertThat(SdpLimits.maxMessageBytes("v=0\r\na=max-message-size:1000\r\n")).isEqualTo(1000);
    assertThat(SdpLimits.maxMessageBytes("a=max-message-size:0\r\n")).isEqualTo(262_144);
    assertThat(SdpLimits.maxMessageBytes("a=max-message-size:999999999999\r\n")).isEqualTo(262_144);
  }
}
