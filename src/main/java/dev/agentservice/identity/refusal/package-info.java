/**
 * Why a credential is refused: what the client is told, and the reason that metrics
 * count.
 */
@NullMarked
package dev.agentservice.identity.refusal;

import org.jspecify.annotations.NullMarked;
