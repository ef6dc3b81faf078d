/**
 * Conversations that clients keep themselves and send with each request. An answer of the
 * service is returned as the client's text, without the tools' results that it was based
 * on; so whether it may hold third-party content is recorded when it is given.
 * <p>
 * Redis key <code>as:{u}:answers</code>: sorted set of tags of answers that are known to
 * be free of third-party content, by when they are forgotten, in milliseconds by the
 * clock of Redis; listed in <code>as:{u}:keys</code> as {@code answers}. A tag is an HMAC
 * over user, agent, question and answer, so the key holds no text and nothing by which
 * one could be guessed. It holds so many tags at most; what it does not hold counts as
 * third-party content.
 */
@NullMarked
package dev.agentservice.run.told;

import org.jspecify.annotations.NullMarked;
