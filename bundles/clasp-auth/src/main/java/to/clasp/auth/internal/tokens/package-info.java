/** The file of tokens, as the scheme {@code cpsk} and the command {@code clasp token} share it. */
package to.clasp.auth.internal.tokens;
