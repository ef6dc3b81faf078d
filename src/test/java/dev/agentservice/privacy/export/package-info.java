/**
 * Tests of exports.
 */
@NullMarked
package dev.agentservice.privacy.export;

import org.jspecify.annotations.NullMarked;
