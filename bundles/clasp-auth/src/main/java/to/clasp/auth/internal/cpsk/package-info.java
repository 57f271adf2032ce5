/** The scheme {@code cpsk}: tokens of a file. */
package to.clasp.auth.internal.cpsk;
