/**
 * Takes personal data, credentials, links that carry data away and the agent's
 * instructions out of text. There is one algorithm, a chain of stages that reads one code
 * point after the other; a whole text is a stream that came in one piece. The chain is
 * put together here; its links are in the packages below. It knows no Spring, keeps
 * nothing between texts and owns no Redis keys. It never says what it found, only how
 * often and of which kind.
 */
@NullMarked
package dev.agentservice.guard.redact;

import org.jspecify.annotations.NullMarked;
