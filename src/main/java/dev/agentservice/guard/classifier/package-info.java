/**
 * The seam for a trained classifier, and one that runs elsewhere.
 */
@NullMarked
package dev.agentservice.guard.classifier;

import org.jspecify.annotations.NullMarked;
