/** Starts the relay: command line, framework, configuration, orderly end. */
package to.clasp.relay;
