package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;
import to.clasp.itests.support.ProjectFolder;
import to.clasp.p2p.PeerEvent.Connected;
import to.clasp.p2p.PeerEvent.Disconnected;
import to.clasp.p2p.PeerEvent.PeerAnnounced;
import to.clasp.p2p.RemotePeer;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;

/** A browser and Java as peers: the page in src/main/web, an example, returns what it gets. */
class BrowserIT {
  private static Nodes nodes;
  private static ChildProcess server;
  private static String page;

  @BeforeAll
  static void start() throws Exception {
    Browser.require();
    nodes = new Nodes();
    NpmClient.require();
    OwnNetwork.leadOutside();
    server =
        ChildProcess.start(
            ProjectFolder.resolve("itests/p2p/src/main/web"),
            Map.of(),
            List.of("node", "serve.mjs", "0"));
    page = server.awaitOutput(Pattern.compile("http://\\S+"), Node.DEADLINE).group();
  }

  @AfterAll
  static void end() throws Exception {
    if (server != null) {
      server.close();
      OwnNetwork.leadNowhere();
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  private static Browser open(String name, String more) throws Exception {
    return Browser.open(name, page + "?echo&relay=" + nodes.relay().uri() + more);
  }

  @Test
  void theBrowserOffersAndJavaAnswers() throws Exception {
    Node java = nodes.join();
    Echoes echoes = new Echoes(java);
    try (Browser browser = open("offers", "&connect=" + java.id())) {
      String id = browser.awaitSession();
      browser.awaitConsole("connected to " + java.id());
      Node.await("Java is up", () -> java.peer().isConnected(id));

      awaitChannels(browser);
      echoes.exchange(id, SendResult.P2P, 1000);
      echoes.exchangeReliable(id, SendResult.P2P, 200_000);
      browser.awaitConsole("received 200000 bytes from " + java.id() + " by P2P reliable");

      java.peer().disconnect(id);
      browser.awaitConsole("disconnected from " + java.id());
    }
  }

  @Test
  void javaOffersAndTheBrowserAnswers() throws Exception {
    Node java = nodes.join();
    Echoes echoes = new Echoes(java);
    try (Browser browser = open("answers", "")) {
      String id = browser.awaitSession();
      awaitAnnounced(java, id);
      java.peer().connect(id).toCompletableFuture().get(30, TimeUnit.SECONDS);

      browser.awaitConsole("connected to " + java.id());
      awaitChannels(browser);
      echoes.exchange(id, SendResult.P2P, 1000);
      echoes.exchangeReliable(id, SendResult.P2P, 200_000);
      browser.awaitConsole("returned 1000 bytes by P2P unreliable");

      browser.closePage();
      Node.await("the end is seen", () -> !java.events(Disconnected.class).isEmpty());
    }
  }

  @Test
  void bothMayOfferAtOnce() throws Exception {
    Node java = nodes.join();
    Echoes echoes = new Echoes(java);
    AutoCloseable connecting =
        java.peer()
            .listen(
                event -> {
                  if (event instanceof PeerAnnounced announced
                      && !announced.remote().features().contains(RemotePeer.FRAMED)) {
                    java.peer().connect(announced.peer());
                  }
                });
    try (connecting;
        Browser browser = open("both", "&connect=" + java.id())) {
      String id = browser.awaitSession();
      browser.awaitConsole("connected to " + java.id());
      Node.await("Java is up", () -> java.peer().isConnected(id));

      echoes.exchange(id, SendResult.P2P, 10);
      assertThat(java.events(Connected.class)).containsExactly(new Connected(id));
    }
  }

  @Test
  void messagesGoThroughTheRouterBothWays() throws Exception {
    Node java = nodes.join(Node.CONFIG.withRoutingMode(RoutingMode.SERVER_ONLY));
    Echoes echoes = new Echoes(java);
    try (Browser browser = open("relay", "")) {
      String id = browser.awaitSession();
      awaitAnnounced(java, id);

      echoes.exchange(id, SendResult.RELAY, 1000);
      echoes.exchangeReliable(id, SendResult.RELAY, 40_000);

      browser.awaitConsole("received 1000 bytes from " + java.id() + " by RELAY unreliable");
      browser.awaitConsole("returned 40000 bytes by RELAY reliable");
      assertThat(java.peer().isConnected(id)).isFalse();
    }
  }

  private static void awaitAnnounced(Node java, String id) throws InterruptedException {
    Node.await(
        "the browser is announced",
        () -> java.events(PeerAnnounced.class).stream().anyMatch(event -> event.peer().equals(id)));
  }

  private static void awaitChannels(Browser browser) throws InterruptedException {
    browser.awaitConsole("channel clasp-reliable ordered true maxRetransmits null");
    browser.awaitConsole("channel clasp ordered false maxRetransmits 0");
  }
}
