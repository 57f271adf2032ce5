/** Codes of six digits, which are typed in where a token is too long. */
package to.clasp.auth.internal.pairing;
