/**
 * Tests of legal holds.
 */
@NullMarked
package dev.agentservice.privacy.hold;

import org.jspecify.annotations.NullMarked;
