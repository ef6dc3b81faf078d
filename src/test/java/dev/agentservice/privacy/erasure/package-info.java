/**
 * Tests of erasures.
 */
@NullMarked
package dev.agentservice.privacy.erasure;

import org.jspecify.annotations.NullMarked;
