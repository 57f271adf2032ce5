package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.Relay;

/** A list of networks that comes and goes while the relay runs. */
class AllowedNetworksIT {

  @TempDir private Path folder;

  @Test
  void theOscPortIsOpenWhileThereIsOne() throws Exception {
    Path program = Relay.copy(folder.resolve("relay"));
    Path list = program.getParent().resolveSibling("etc/to.clasp.auth.network-osc.cfg");
    Path tokens = Files.writeString(folder.resolve("tokens.json"), "{\"tokens\": {}}");
    String[] flags = {
      "--osc-port",
      "0",
      "--tokens",
      tokens.toString(),
      "--run-dir",
      folder.resolve("run").toString()
    };
    try (Relay relay = Relay.start(program, flags)) {
      relay.awaitLog(Pattern.compile("OSC port 0 is not open: .*--osc-allow"));
      assertThat(relay.log()).doesNotContain("port open: osc");

      Files.writeString(list, "transport = osc\nallow = 127.0.0.0/8=write:/osc/**\n");
      Liblo liblo = Liblo.on(relay.port("osc.udp"));
      try (Liblo.Display display = liblo.subscribe("/**")) {
        liblo.send("/fader", "i", "1");
        display.until("/fader i 1");
      }

      Files.delete(list);
      relay.awaitLog(Pattern.compile("port closed: osc\\.udp"));
    }
  }
}
