/**
 * Asks a deployed service, whichever it is, whether it keeps its promises: what
 * {@code scripts/smoke-test} runs. Knows nothing of the service but its HTTP interface.
 */
@NullMarked
package dev.agentservice.smoke;

import org.jspecify.annotations.NullMarked;
