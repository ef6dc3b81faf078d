/**
 * Tests of credentials, over HTTP and alone.
 */
@NullMarked
package dev.agentservice.identity;

import org.jspecify.annotations.NullMarked;
