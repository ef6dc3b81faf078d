/**
 * What a test needs of the machine it runs on: it skips aloud where that is missing, and
 * fails in CI.
 */
@NullMarked
package dev.agentservice.requirement;

import org.jspecify.annotations.NullMarked;
