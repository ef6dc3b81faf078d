/**
 * Signatures of webhooks, sent and received.
 *
 * @see <a href=
 * "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a>
 */
@NullMarked
package dev.agentservice.support.webhook;

import org.jspecify.annotations.NullMarked;
