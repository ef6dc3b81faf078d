/**
 * What the service answers when it does not answer: problem documents (RFC 9457), their
 * codes, and the exceptions that become them.
 */
@NullMarked
package dev.agentservice.support.problem;

import org.jspecify.annotations.NullMarked;
