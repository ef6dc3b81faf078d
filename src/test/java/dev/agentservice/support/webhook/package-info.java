/**
 * Tests of the signatures of webhooks.
 */
@NullMarked
package dev.agentservice.support.webhook;

import org.jspecify.annotations.NullMarked;
