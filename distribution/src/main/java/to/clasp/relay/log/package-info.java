/** One line per event on the error stream, whoever logs it: ours, Netty, the framework. */
package to.clasp.relay.log;
