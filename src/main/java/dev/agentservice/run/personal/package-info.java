/**
 * Runs as personal data: how long they are kept, and what an erasure makes of them.
 */
@NullMarked
package dev.agentservice.run.personal;

import org.jspecify.annotations.NullMarked;
