package to.clasp.router.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InboxTest {
  @Test
  void whatWasTakenKeepsNothingBehindItAlive() {
    Inbox inbox = new Inbox();
    Delivery first = new Delivery.Start();
    Delivery second = new Delivery.Start();
    inbox.append(first);
    inbox.append(second);

    assertThat(inbox.poll()).isSameAs(first);
    assertThat(inbox.poll()).isSameAs(second);
    assertThat(inbox.poll()).isNull();

    assertThat(first.next).isNull();
  }
}
