package to.clasp.testkit;

/**
 * What every transport promises, one test case for each promise of the transport SPI. The test
 * class of a transport implements it:
 *
 * <pre>{@code
 * class TcpContractTest implements TransportContract {
 *   @Override public TransportFixture fixture() { return new TcpFixture(); }
 * }
 * }</pre>
 *
 * <p>In every case each end of each connection is also checked for the rules of its callbacks: all
 * on one thread, {@code onClosed} exactly once and last. Cases about order and loss are skipped for
 * a transport whose connections are not {@code reliable()}.
 */
public interface TransportContract
    extends FrameContract, FlowContract, CloseContract, EndpointContract {

  /**
   * The transport, freshly set up for one case.
   *
   * @return a new fixture; the case closes it
   * @throws Exception if the transport cannot be set up
   */
  @Override
  TransportFixture fixture() throws Exception;
}
