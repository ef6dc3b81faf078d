/**
 * Asks a classifier that runs elsewhere.
 */
@NullMarked
package dev.agentservice.guard.classifier;

import org.jspecify.annotations.NullMarked;
